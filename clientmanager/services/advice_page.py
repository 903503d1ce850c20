"""A record of advice on its page, the records of a client, and what was typed in one and is not saved."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from clientmanager.clock import SOUTH_AFRICA
from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import Conflict, NotFound
from clientmanager.models.permission import Permission
from clientmanager.planning import advice as planning
from clientmanager.services import advice, drafts
from clientmanager.services.advice_words import SectionRow, VersionRow, in_order, sections, version_row
from clientmanager.services.audit_words import day
from clientmanager.services.client_conflicts import Overtaken, Unsaved, heading
from clientmanager.services.client_form import clean
from clientmanager.services.drafts import Kept, clock_time, place_in_advice
from clientmanager.services.task_drafts import NOTHING, OVERTAKEN, Typed
from clientmanager.services.task_words import CLIENT_NAME
from clientmanager.services.tasks import Saved

_NAME = "coalesce((select u.name from practice_user u where u.practice_id = {of}.practice_id and u.id = {of}.{by}), '')"
_VERSIONS = (
    "select v.*, " + _NAME.format(of="v", by="locked_by") + " as locked_name, "
    "(select json_agg(json_build_object('id', d.id, 'how', d.how, 'given_on', d.given_on, 'note', d.note, 'who', "
    + _NAME.format(of="d", by="given_by")
    + ") order by d.id) from advice_delivery d"
    "   where d.practice_id = v.practice_id and d.version_id = v.id) as deliveries,"
    " (select json_agg(json_build_object('id', s.id, 'signed_by', s.signed_by, 'drawn', s.drawn,"
    "   'signed_at', s.signed_at, 'who', "
    + _NAME.format(of="s", by="taken_by")
    + ") order by s.id) from advice_signature s"
    "   where s.practice_id = v.practice_id and s.version_id = v.id) as signatures"
    " from advice_version v where v.practice_id = :practice"
)


@dataclass(frozen=True)
class AdviceView:
    id: str = ""
    title: str = ""
    client_id: str = ""
    client: str = ""
    number: int = 0
    """Of the version on show, which is the last."""
    locked: str = ""
    locked_by: str = ""
    version_id: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    sections: tuple[SectionRow, ...] = ()
    there: int = 0
    """Sections that are there, of `all`."""
    all: int = len(planning.SECTIONS)
    versions: tuple[VersionRow, ...] = ()
    """Those that are locked, the newest first."""
    changed: str = ""
    typed: Typed = NOTHING


@dataclass(frozen=True)
class AdviceLine:
    """A record in the list of a client's."""

    id: str
    title: str
    state: str
    """ "Draft, 4 of 11 sections" or "Version 2, locked 27 Nov 2026"."""
    locked: bool
    """Its last version."""
    has_locked: bool
    given: str
    signed: str


def page(db: ScopedSession, advice_id: object) -> AdviceView:
    """A record with its last version, and what the viewer typed there."""
    record = db.execute(
        text(
            f"select a.id, a.title, a.client_id, {CLIENT_NAME} as client from advice a"
            " join client c on c.practice_id = a.practice_id and c.id = a.client_id"
            " where a.practice_id = :practice and a.id = :id"
        ),
        {"practice": db.viewer.practice_id, "id": as_id(advice_id)},
    ).one_or_none()
    if record is None:
        raise NotFound("This record of advice is not here any more.")
    db.viewer.require(Permission.SEE_ADVICE)
    found = db.execute(
        text(f"{_VERSIONS} and v.advice_id = :advice order by v.number desc"),
        {"practice": db.viewer.practice_id, "advice": record.id},
    ).all()
    last = found[0]
    shown = sections(last.content)
    return AdviceView(
        str(record.id), record.title, str(record.client_id), record.client, last.number,
        day(last.locked_at.astimezone(SOUTH_AFRICA).date()) if last.locked_at else "", last.locked_name, str(last.id),
        tuple(in_order(last.client_facts).items()), shown, sum(not one.missing for one in shown), len(shown),
        tuple(version_row(row) for row in found if row.locked_at), clock_time(last.changed_at),
        NOTHING if last.locked_at else _typed(db, record, last),
    )  # fmt: skip


def listed(db: ScopedSession, client_id: object) -> list[AdviceLine]:
    """A client's records, the newest first; those of nobody are none."""
    db.viewer.require(Permission.SEE_ADVICE)
    rows = db.execute(
        text(
            f"select a.id as advice, a.title, v.* from advice a join lateral ({_VERSIONS} and v.advice_id = a.id"
            "   order by v.number desc limit 1) v on true"
            " where a.practice_id = :practice and a.client_id = :client order by a.id desc"
        ),
        {"practice": db.viewer.practice_id, "client": as_id(client_id)},
    )
    return [_line(row) for row in rows]


def save_field(db: ScopedSession, advice_id: object, field: object, value: object, was: object) -> Saved:
    """Save a field; where someone else came first, what was typed is kept beside theirs."""
    place = place_in_advice(advice_id, field)
    try:
        saved = advice.set_field(db, advice_id, field, value, was)
    except Conflict as conflict:
        if str(conflict) == advice.LOCKED:
            raise
        drafts.keep(db, place, value, was)
        return OVERTAKEN
    drafts.drop(db, place)
    return saved


def save_draft(db: ScopedSession, advice_id: object, field: object) -> Saved:
    """Save what the viewer typed before leaving the page, unless someone else has changed the field since."""
    advice.writing(db, advice_id)  # nobody comes in between
    draft = page(db, advice_id).typed.unsaved.get(field) if isinstance(field, str) else None
    return save_field(db, advice_id, field, draft.value, None) if draft else OVERTAKEN


def keep(db: ScopedSession, advice_id: object, field: object, value: object, was: object = "") -> None:
    """Keep what is being typed."""
    drafts.keep(db, place_in_advice(advice_id, field), value, was)


def forget(db: ScopedSession, advice_id: object, field: object) -> None:
    """Drop what was typed into a field and not saved: what stands there stays."""
    drafts.drop(db, place_in_advice(advice_id, field))


def _typed(db: ScopedSession, record: Any, version: Any) -> Typed:
    """The drafts in a record: those that only wait to be saved, and those overtaken by others."""
    rows = db.execute(
        text(
            "select place, value, was, kept_at from draft where practice_id = :practice and client_id = :client"
            " and user_id = :user and starts_with(place, :place) order by kept_at"
        ),
        {
            "practice": db.viewer.practice_id,
            "client": record.client_id,
            "user": db.viewer.user_id,
            "place": place_in_advice(record.id, ""),
        },
    ).all()
    unsaved, overtaken = dict[str, Unsaved](), dict[str, Overtaken]()
    for row in rows:
        field, draft = row.place.partition("/")[2], Kept(row.value, row.was, row.kept_at)
        there = record.title if field == planning.TITLE else planning.value(version.content, field)
        if there is None or clean(draft.value) == there:
            continue
        if advice.same(field, draft.was, there):
            unsaved[field] = Unsaved(field, draft.value, draft.time)
        else:
            overtaken[field] = _overtaken(db, version, field, draft, there)
    if not unsaved and not overtaken:
        return NOTHING
    found = tuple(overtaken.values())
    return Typed(
        unsaved, found, heading(list(found)), {one.field: one.yours for one in found}, found[0].field if found else ""
    )


def _overtaken(db: ScopedSession, version: Any, field: str, draft: Kept, there: str) -> Overtaken:
    own = version.changed_by == db.viewer.user_id
    name = db.execute(
        text("select name from practice_user where practice_id = :practice and id = :id"),
        {"practice": db.viewer.practice_id, "id": version.changed_by},
    ).scalar()
    was, mine = clean(draft.was), clean(draft.value)
    shown = planning.rand_words(there) if field.endswith("-amount") else there
    return Overtaken(
        field, "field", planning.label_of(field), was, draft.value, mine, draft.time, shown, shown,
        "" if own else (name or "Someone").split()[0], clock_time(version.changed_at),
    )  # fmt: skip


def _line(row: Any) -> AdviceLine:
    found = version_row(row)
    there = len(planning.SECTIONS) - len(planning.missing(row.content))
    which = f" of version {row.number}" if row.number > 1 else ""
    state = (
        f"Version {row.number}, locked {day(row.locked_at.astimezone(SOUTH_AFRICA).date())}"
        if row.locked_at
        else f"Draft{which}, {there} of {len(planning.SECTIONS)} sections"
    )
    given, signed = found.deliveries[-1:], found.signatures[-1:]
    return AdviceLine(
        str(row.advice), row.title, state, row.locked_at is not None, row.locked_at is not None or row.number > 1,
        f"Given {given[0].day}, {given[0].how.lower() if given[0].how != 'WhatsApp' else 'WhatsApp'}" if given else "",
        f"Signed {signed[0].at}" if signed else "",
    )  # fmt: skip
