"""One page before a meeting: who they are, what was said last, what was promised, what is due, what is near."""

from calendar import isleap
from dataclasses import dataclass, field
from datetime import date

from clientmanager.clock import now, today
from clientmanager.db import ScopedSession
from clientmanager.models.client import Client
from clientmanager.models.interaction import InteractionKind
from clientmanager.models.permission import Permission
from clientmanager.services import client_page, review_page, review_readiness, timeline
from clientmanager.services.audit_words import moment
from clientmanager.services.client_facts import Fact
from clientmanager.services.days import written
from clientmanager.services.review_readiness import OpenThing, Thing
from clientmanager.services.timeline_entry import TimelineRow
from clientmanager.services.timeline_filter import TimelineFilter

SAID_LAST = 5
NEAR_DAYS = 31
"""A birthday so near is worth a word."""
_SAID = TimelineFilter(kinds=tuple(str(kind) for kind in InteractionKind if kind != InteractionKind.CHANGE))


@dataclass(frozen=True)
class MeetingBrief:
    client_id: str = ""
    name: str = ""
    status: str = ""
    about: str = ""
    """ "Category A, Ms, called Renée, 61, Afrikaans"."""
    tags: tuple[str, ...] = ()
    adviser: str = ""
    last_contact: str = ""
    review: review_page.Brief = field(default_factory=review_page.Brief)
    reach: tuple[Fact, ...] = ()
    note: str = ""
    near: tuple[str, ...] = ()
    """ "Birthday on Fri 4 Dec 2026, in 7 days: 61"."""
    missing: tuple[Thing, ...] = ()
    said: tuple[TimelineRow, ...] = ()
    """Pinned first, then the latest."""
    promised: tuple[OpenThing, ...] = ()
    going_on: tuple[OpenThing, ...] = ()
    as_of: str = ""


NOTHING = MeetingBrief()


def brief(db: ScopedSession, client_id: object) -> MeetingBrief:
    """All of it, of a client; that they were looked at is written down.

    Raises:
        NotFound: there is no such client in this practice.
    """
    client = client_page.view(db, client_id)
    row = db.fetch(Client, client_id)
    open_things = review_readiness.open_things(db, row.id)
    category = f"Category {client.category}" if client.category else ""
    return MeetingBrief(
        client_id=client.id,
        name=client.name,
        status=client.status,
        about=", ".join(filter(None, [category, *client.about])),
        tags=tuple(client.tags),
        adviser=client.adviser,
        last_contact=client.last_contact,
        review=review_page.brief(db, row.id),
        reach=tuple(client.contact),
        note=client.note,
        near=_near(row.birth_date),
        missing=tuple(one for one in review_readiness.of_client(db, row.id).things if not one.ready),
        said=_said_last(db, row),
        promised=tuple(one for one in open_things if one.promised),
        going_on=tuple(one for one in open_things if not one.promised),
        as_of=moment(now()),
    )


def _said_last(db: ScopedSession, client: Client) -> tuple[TimelineRow, ...]:
    if not db.viewer.may(Permission.SEE_INTERACTIONS):
        return ()
    pinned = timeline.pinned(db, client.id)
    latest = timeline.listed(db, client.id, _SAID, many=SAID_LAST).rows
    kept = {row.id for row in pinned}
    return (*pinned, *(row for row in latest if row.id not in kept and not row.removed))


def _near(born: date | None) -> tuple[str, ...]:
    if born is None or born >= today():
        return ()
    birthday = next_birthday(born, today())
    days = (birthday - today()).days
    if days > NEAR_DAYS:
        return ()
    when = "today" if not days else "tomorrow" if days == 1 else f"in {days} days"
    return (f"Birthday on {birthday:%a} {written(birthday)}, {when}: {birthday.year - born.year}",)


def next_birthday(born: date, now: date) -> date:
    """Today counts; of one born on 29 February it is 1 March where a year has no such day."""

    def of(year: int) -> date:
        no_such_day = (born.month, born.day) == (2, 29) and not isleap(year)
        return date(year, 3, 1) if no_such_day else born.replace(year=year)

    return this if (this := of(now.year)) >= now else of(now.year + 1)
