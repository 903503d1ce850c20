"""One client as their page shows them, and what was typed there and is not saved."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import text

from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import Conflict, NotFound
from clientmanager.models.client import ClientStatus
from clientmanager.models.permission import Permission
from clientmanager.services import client_conflicts, client_order, client_parts, client_tags, clients, drafts
from clientmanager.services.client_conflicts import Overtaken, Unsaved
from clientmanager.services.client_facts import ClientView, Fact, client_view, note_fact
from clientmanager.services.clients import Saved
from clientmanager.services.drafts import Kept, place_of

P = ParamSpec("P")
Result = TypeVar("Result")

STATUSES = [(status.value, status.value.capitalize()) for status in ClientStatus]
_PARTS = (
    "(select json_agg(x order by x.position, x.id) from {table} x"
    " where x.practice_id = c.practice_id and x.client_id = c.id) as {name}"
)
_CLIENT = text(
    "select c.*, u.name as adviser, case when :look then record_view(c.id) end as looked, "
    + ", ".join(
        _PARTS.format(table=f"client_{table}", name=name)
        for table, name in (("phone", "phones"), ("email", "emails"), ("address", "addresses"))
    )
    + ", (select json_agg(g.tag order by g.folded) from client_tag g"
    " where g.practice_id = c.practice_id and g.client_id = c.id) as tags"
    ", (select json_agg(json_build_array(d.place, d.value, d.was, d.kept_at) order by d.kept_at) from draft d"
    " where d.practice_id = c.practice_id and d.client_id = c.id and d.user_id = :user"
    "   and starts_with(d.place, 'client ')) as drafts"
    " from client c left join practice_user u on u.practice_id = c.practice_id and u.id = c.adviser_id"
    " where c.practice_id = :practice and c.id = :id"
)


@dataclass(frozen=True)
class Page:
    """A client and the viewer's own drafts there."""

    client: ClientView
    drafts: dict[str, Unsaved]
    """By field, or the id of an e-mail, phone or address, or "new-phone", "new-email", "new-address"."""
    conflicts: list[Overtaken]
    heading: str
    """Over the conflicts."""
    first_conflict: str = ""
    """The field that stands first on the page."""


@dataclass(frozen=True)
class Opened:
    """All that opening the page needs, in one transaction."""

    page: Page
    advisers: list[tuple[str, str]]


@dataclass(frozen=True)
class Answer:
    """What came of saving, and the page as it is now."""

    saved: Saved | None
    """None: someone else came first, and what was typed stands among the conflicts."""
    page: Page


def opened(db: ScopedSession, client_id: object) -> Opened:
    """The page on its first showing; that it was looked at is written down, once an hour."""
    return Opened(page(db, client_id, look=True), advisers(db))


def view(db: ScopedSession, client_id: object) -> ClientView:
    """The client alone; counts as a look."""
    return page(db, client_id, look=True).client


def page(db: ScopedSession, client_id: object, *, look: bool = False) -> Page:
    """A client and what the viewer typed there, in one query; more only where someone else changed the same.

    Args:
        look: write down that the viewer looked at this client, once an hour.
    """
    viewer = db.viewer
    row = db.execute(
        _CLIENT,
        {
            "practice": viewer.practice_id,
            "user": viewer.user_id,
            "id": as_id(client_id),
            "look": look and viewer.user_id is not None,
        },
    ).one_or_none()
    if row is None:
        raise NotFound
    viewer.require(Permission.SEE_CLIENTS)
    found = client_view(row)
    if not row.drafts:
        return Page(found, {}, [], "")
    facts = [*found.contact, *found.identity, *found.practice, note_fact(row)]
    unsaved, overtaken, gone = client_conflicts.sorted_out(db, row, facts, _drafts(row))
    return Page(
        replace(found, contact=found.contact + gone),
        unsaved,
        overtaken,
        client_conflicts.heading(overtaken),
        _first(facts + gone, overtaken),
    )


def advisers(db: ScopedSession) -> list[tuple[str, str]]:
    """Who may look after clients, as (id, name): everyone who still works here, but compliance."""
    db.viewer.require(Permission.SEE_CLIENTS)
    rows = db.execute(
        text(
            "select id, name from practice_user where practice_id = :practice and deactivated_at is null"
            " and role <> 'compliance' order by name"
        ),
        {"practice": db.viewer.practice_id},
    )
    return [("none", "Nobody yet"), *((str(row.id), row.name) for row in rows)]


def after(
    db: ScopedSession,
    use_case: Callable[Concatenate[ScopedSession, object, P], Result],
    client_id: object,
    *args: P.args,
    **kwargs: P.kwargs,
) -> tuple[Result, Page]:
    """Do something with a client, and see the page as it is then, in one transaction."""
    return use_case(db, client_id, *args, **kwargs), page(db, client_id)


def save_field(db: ScopedSession, client_id: object, field: object, value: object, was: object) -> Answer:
    """Save a field; where someone else came first, what was typed is kept beside theirs."""
    place = place_of(client_id, field)
    return _answer(db, client_id, place, value, was, lambda: clients.set_field(db, client_id, field, value, was))


def save_part(db: ScopedSession, client_id: object, kind: object, part: object, value: object, was: object) -> Answer:
    """Save an e-mail, phone or address; where someone else came first, what was typed is kept beside theirs."""
    place = place_of(client_id, part)
    return _answer(db, client_id, place, value, was, lambda: client_parts.change(db, client_id, kind, part, value, was))


def add_part(db: ScopedSession, client_id: object, kind: object, value: object) -> Answer:
    """Add an e-mail, phone or address; the draft of it is done with."""
    saved = client_parts.add(db, client_id, kind, value)
    drafts.drop(db, place_of(client_id, f"new-{kind}"))
    return Answer(saved, page(db, client_id))


def save_draft(db: ScopedSession, client_id: object, field: object) -> Answer:
    """Save what the viewer typed before leaving the page, unless someone else has changed the field since."""
    clients.changing(db, client_id)  # nobody comes in between
    before = page(db, client_id)
    draft = before.drafts.get(field) if isinstance(field, str) else None
    if draft is None:
        return Answer(None, before)
    if field in client_conflicts.NEW:
        return add_part(db, client_id, draft.field.removeprefix("new-"), draft.value)
    part = next((fact for fact in before.client.contact if fact.part == field), None)
    if part:
        return save_part(db, client_id, part.field, field, draft.value, None)
    return save_field(db, client_id, field, draft.value, None)


def put_in_its_place(db: ScopedSession, client_id: object, kind: object, part: object, value: object) -> Answer:
    """Add what was typed into an e-mail, phone or address that someone else removed meanwhile."""
    saved = client_parts.add(db, client_id, kind, value)
    drafts.drop(db, place_of(client_id, part))
    return Answer(saved, page(db, client_id))


def offered(db: ScopedSession) -> dict[str, list[str]]:
    """The practice's own words, by what they are offered for."""
    return {"categories": [name for name in client_order.categories(db) if name], "tags": client_tags.offered(db)}


def forget(db: ScopedSession, client_id: object, field: object) -> Page:
    """Drop what was typed into a field and not saved: what stands there stays."""
    drafts.drop(db, place_of(client_id, field))
    return page(db, client_id)


def _first(facts: list[Fact], conflicts: list[Overtaken]) -> str:
    fields = {one.field for one in conflicts}
    return next((name for fact in facts if (name := fact.part or fact.field) in fields), "")


def _answer(
    db: ScopedSession, client_id: object, place: str, value: object, was: object, save: Callable[[], Saved]
) -> Answer:
    saved = None
    try:
        saved = save()
    except Conflict:
        drafts.keep(db, place, value, was)
    else:
        drafts.drop(db, place)
    return Answer(saved, page(db, client_id))


def _drafts(row: Any) -> dict[str, Kept]:
    return {
        place.partition("/")[2]: Kept(value, was, datetime.fromisoformat(at)) for place, value, was, at in row.drafts
    }
