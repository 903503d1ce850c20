"""Everything that happened, newest first: of one client, or of the practice."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import text

from clientmanager.clock import today
from clientmanager.db import ScopedSession, as_id
from clientmanager.models.client import Client
from clientmanager.models.interaction import InteractionKind as Kind
from clientmanager.models.permission import Permission
from clientmanager.services import timeline_entry, timeline_reading
from clientmanager.services.filters import any_of
from clientmanager.services.interaction_form import WORDS
from clientmanager.services.timeline_entry import TimelineRow
from clientmanager.services.timeline_filter import EVERYTHING, TimelineFilter, month_end
from clientmanager.services.timeline_order import Key, after_day, counted, cursor, cut, marked, read_cursor

PAGE = 50
MOST = 200
"""Entries read at once, where somebody has scrolled that far and word of a change comes."""
MOST_PINNED = 20
GROUPS = {
    Kind.CALL: "call",
    Kind.MEETING: "meeting",
    Kind.REVIEW: "meeting",
    Kind.EMAIL: "written",
    Kind.MESSAGE: "written",
    Kind.NOTE: "written",
    Kind.LETTER: "written",
    Kind.DOCUMENT: "written",
    Kind.ADVICE: "advice",
}
GROUP_WORDS = {"call": "Call", "meeting": "Meeting", "written": "Written", "advice": "Advice"}
KIND_WORDS = [*((str(kind), words) for kind, words in WORDS.items()), ("task", "Task done")]


@dataclass(frozen=True)
class TimelinePage:
    rows: tuple[TimelineRow, ...] = ()
    newer: str = ""
    """Hand this to `before` for what came after; empty where nothing did."""
    older: str = ""
    """Hand this to `after` for what was before."""


@dataclass(frozen=True)
class Month:
    words: str
    """ "Mar"."""
    last_day: str
    """ "2026-03-31", to which the timeline is turned."""
    marks: tuple[str, ...]
    told: str
    """For who does not see the marks: "March 2026: calls and advice"."""


@dataclass(frozen=True)
class Seen:
    page: TimelinePage
    pinned: tuple[TimelineRow, ...] = ()
    year: tuple[Month, ...] = ()


def listed(
    db: ScopedSession,
    client_id: object = "",
    chosen: TimelineFilter = EVERYTHING,
    *,
    after: object = "",
    before: object = "",
    start: object = "",
    at: date | None = None,
    many: int = PAGE,
) -> TimelinePage:
    """At most 50 entries.

    Args:
        client_id: whose; empty for the practice's.
        after: the entry behind which it goes on to what is older, by its key. What is no key is left out.
        before: the entry behind which it goes on to what is newer.
        start: the entry with which it begins.
        at: begins with the first entry at or before that day.
    """
    client, most = _whose(db, client_id), min(max(many, 1), MOST)
    forward, here = read_cursor(before), read_cursor(start)
    key = forward or read_cursor(after) or here or (after_day(at) if at else None)
    found = cut(db, client, chosen, key=key, newer=bool(forward), including=key is here, many=most + 1)
    more, found = len(found) > most, found[:most]
    found = found[::-1] if forward else found
    first = Key(found[0].at, found[0].id) if found else key
    newer = more if forward else bool(key and first and cut(db, client, chosen, key=first, newer=True, many=1))
    return TimelinePage(
        tuple(timeline_entry.rows(db, found)),
        cursor(first) if first and newer else "",
        cursor(Key(found[-1].at, found[-1].id)) if found and (more or forward) else "",
    )


def seen(db: ScopedSession, client_id: object, chosen: TimelineFilter, at: date | None = None) -> Seen:
    """All that the screen shows first, in one transaction."""
    return Seen(listed(db, client_id, chosen, at=at), pinned(db, client_id, chosen), year(db, client_id))


def caught_up(db: ScopedSession, client_id: object, chosen: TimelineFilter, start: object, many: int) -> Seen:
    """The same anew, where somebody has scrolled."""
    page = listed(db, client_id, chosen, start=start, many=many)
    return Seen(page, pinned(db, client_id, chosen), year(db, client_id))


def pinned(db: ScopedSession, client_id: object, chosen: TimelineFilter = EVERYTHING) -> tuple[TimelineRow, ...]:
    """What somebody keeps on top of a client's timeline; nothing where something is looked for."""
    client = _whose(db, client_id)
    if client is None or chosen != EVERYTHING:
        return ()
    return tuple(timeline_entry.rows(db, cut(db, client, replace(chosen, pinned=True), many=MOST_PINNED)))


def year(db: ScopedSession, client_id: object = "") -> tuple[Month, ...]:
    """The last twelve months, and what each of them has."""
    client = _whose(db, client_id)
    first = today().replace(day=1)
    months = [_month_before(first, back) for back in range(11, -1, -1)]
    has = marked(db, client, months, {str(kind): group for kind, group in GROUPS.items()})
    return tuple(_month(one, [group for group in GROUP_WORDS if (one, group) in has]) for one in months)


def count(db: ScopedSession, client_id: object = "", chosen: TimelineFilter = EVERYTHING) -> int:
    """How many entries there are."""
    return counted(db, _whose(db, client_id), chosen)


def whole(db: ScopedSession, entry_id: object) -> dict[str, str]:
    """All words of an entry and of its amendments, by their ids; of a removed one for those who may see that."""
    db.viewer.require(Permission.SEE_INTERACTIONS)
    return timeline_reading.whole(db, as_id(entry_id))


def numbered(db: ScopedSession, client_id: object, chosen: TimelineFilter) -> tuple[int, list[tuple[str, str]]]:
    """How many entries there are, and whose they may be."""
    return count(db, client_id, chosen), people(db)


def people(db: ScopedSession) -> list[tuple[str, str]]:
    """Everybody of the practice, also who left: id and name."""
    db.viewer.require(Permission.SEE_INTERACTIONS)
    query = "select id, name from practice_user where practice_id = :practice order by name, id"
    return [(str(row.id), row.name) for row in db.execute(text(query), {"practice": db.viewer.practice_id})]


def _whose(db: ScopedSession, client_id: object) -> UUID | None:
    db.viewer.require(Permission.SEE_INTERACTIONS)
    return None if client_id == "" else db.fetch(Client, client_id).id


def _month_before(first: date, back: int) -> date:
    years, month = divmod(first.month - 1 - back, 12)
    return date(first.year + years, month + 1, 1)


def _month(first: date, marks: list[str]) -> Month:
    has = any_of([GROUP_WORDS[one].lower() for one in marks]).replace(" or ", " and ") if marks else "nothing"
    return Month(f"{first:%b}", month_end(first).isoformat(), tuple(marks), f"{first:%B %Y}: {has}")
