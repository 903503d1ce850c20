"""Lists and boards under a name: the filter of an address as someone wants to find it again. To each their own."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import text

from clientmanager.clock import now
from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import Invalid, NotAllowed, NotFound
from clientmanager.models.folding import alike, folded
from clientmanager.models.permission import Permission
from clientmanager.models.view import SavedView
from clientmanager.services import client_filter, task_filter
from clientmanager.services.client_form import clean
from clientmanager.services.filters import Said, is_id
from clientmanager.services.task_order import SORTS

MOST_VIEWS = 50
LONGEST_NAME = 60
LONGEST_QUERY = 4_000
CLIENTS, TASKS = "clients", "tasks"
SEEN_BY = {CLIENTS: Permission.SEE_CLIENTS, TASKS: Permission.SEE_TASKS}
TASK_VIEWS = ("list", "calendar", "day", "workflows")
"""Besides the board; each stands at /tasks/ and its name."""
_ITS_OWN: dict[str, dict[str, tuple[str, ...]]] = {
    "list": {"sort": tuple(way + name for name in SORTS for way in ("", "-")), "done": ("1",)},
    "calendar": {"by": ("week",)},
    "workflows": {"ended": ("1",)},
}
"""What the address of a view says besides the filter, and is kept with it. A day is not: it passes."""


@dataclass(frozen=True)
class View:
    """One of a person's views, as the menu shows it."""

    id: str
    name: str
    address: str
    """A link: the filters are in it."""
    here: bool
    """Whether it is what is shown now."""


@dataclass(frozen=True)
class Dropped:
    """What is needed to put a view back."""

    name: str
    address: str


def listed(db: ScopedSession, address: object) -> list[View]:
    """The viewer's own of the page of this address, by their names."""
    place, query = _read(address)
    db.viewer.require(SEEN_BY[place])
    rows = [row for row in _present(db) if row.place == place]
    return [
        View(str(row.id), row.name, address_of(place, row.query), row.query == query)
        for row in sorted(rows, key=lambda row: (folded(row.name), row.name))
    ]


def keep(db: ScopedSession, address: object, name: object, *, anew: bool = True) -> str:
    """Keep what an address shows under a name; returns the id.

    Args:
        address: path and query. Of the query only what the page would write itself is kept.
        anew: take the place of the view that has this name already.

    Raises:
        Invalid: with the field's name; or there are fifty already.
    """
    place, query = _read(address)
    db.viewer.require(SEEN_BY[place])
    if db.viewer.user_id is None:
        raise NotAllowed
    if len(query) > LONGEST_QUERY:
        raise Invalid("That is more than a view can keep. Take some filters off first.", field="name")
    said, present = _name(name), _held(db)
    same = [row for row in present if row.place == place and alike(row.name) == alike(said)]
    if same and not anew:
        raise Invalid(f"You have a view {same[0].name} already.", field="name")
    if not same and len(present) >= MOST_VIEWS:
        raise Invalid(f"You have {MOST_VIEWS} views, the most there can be. Drop one first.", field="name")
    view = (
        db.fetch(SavedView, same[0].id)
        if same
        else SavedView(
            practice_id=db.viewer.practice_id, user_id=db.viewer.user_id, place=place, name=said, query=query,
            made_at=now(),
        )
    )  # fmt: skip
    view.name, view.query = said, query
    db.add(view)
    db.flush()
    return str(view.id)


def rename(db: ScopedSession, view_id: object, name: object) -> None:
    """Give one of the viewer's own views another name."""
    _own(db, view_id)
    present = _held(db)
    view = _own(db, view_id)
    said = _name(name)
    others = [row for row in present if row.place == view.place and row.id != view.id]
    if same := [row for row in others if alike(row.name) == alike(said)]:
        raise Invalid(f"You have a view {same[0].name} already.", field="name")
    view.name = said


def drop(db: ScopedSession, view_id: object) -> Dropped:
    """Forget one of the viewer's own views; what it shows stays as it is."""
    view = _own(db, view_id)
    gone = db.execute(
        text("delete from saved_view where practice_id = :practice and id = :id returning id"),
        {"practice": view.practice_id, "id": view.id},
    )
    if gone.first() is None:
        raise NotFound
    return Dropped(view.name, address_of(view.place, view.query))


def address_of(place: str, query: str) -> str:
    """Where a view is shown."""
    if place == CLIENTS:
        return f"/clients?{query}" if query else "/clients"
    view, _, rest = query.removeprefix("view=").partition("&") if query.startswith("view=") else ("", "", query)
    path = f"/tasks/{view}" if view else "/tasks"
    return f"{path}?{rest}" if rest else path


def _read(address: object) -> tuple[str, str]:
    """The place of an address and its query, as the page itself would write it.

    Raises:
        NotFound: nothing of this page can be kept.
    """
    path, _, query = address.partition("?") if isinstance(address, str) else ("", "", "")
    path = path.rstrip("/")
    if path == "/clients":
        return CLIENTS, client_filter.as_query(client_filter.read_filter(query))
    view = path.removeprefix("/tasks").removeprefix("/")
    if not path.startswith("/tasks") or (path != "/tasks" and (path != f"/tasks/{view}" or view not in TASK_VIEWS)):
        raise NotFound
    said = Said(query)
    own = {name: said.first(name) for name, values in _ITS_OWN.get(view, {}).items() if said.first(name) in values}
    if view == "workflows" and is_id(said.first("template")):
        own["template"] = said.first("template")
    parts = [f"view={view}" if view else "", task_filter.as_query(task_filter.read_filter(query)), urlencode(own)]
    return TASKS, "&".join(filter(None, parts))


def _own(db: ScopedSession, view_id: object) -> SavedView:
    """Another person's is as little here as another practice's."""
    view = db.get(SavedView, (db.viewer.practice_id, as_id(view_id)), populate_existing=True)
    if view is None or db.viewer.user_id is None or view.user_id != db.viewer.user_id:
        raise NotFound
    return view


def _held(db: ScopedSession) -> list[Any]:
    """The viewer's views, until the commit: two windows of one person keep theirs one after the other."""
    db.execute(
        text("select id from practice_user where practice_id = :practice and id = :user for no key update"), _ours(db)
    )
    return _present(db)


def _present(db: ScopedSession) -> list[Any]:
    rows = db.execute(
        text("select id, place, name, query from saved_view where practice_id = :practice and user_id = :user"),
        _ours(db),
    )
    return list(rows)


def _name(value: object) -> str:
    name = " ".join(clean(value).split()) if isinstance(value, str) else ""
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise Invalid(f"Give the view a name of at most {LONGEST_NAME} letters.", field="name")
    return name


def _ours(db: ScopedSession) -> dict[str, Any]:
    return {"practice": db.viewer.practice_id, "user": db.viewer.user_id}
