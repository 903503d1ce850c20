"""The viewer's own notices: read, put off, counted."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import text

from clientmanager.clock import SOUTH_AFRICA, now, today
from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import Invalid, NotFound
from clientmanager.models.notice import Notice
from clientmanager.planning.working_days import WorkingDays
from clientmanager.services.notice_words import without_names, words
from clientmanager.services.task_words import CLIENT_NAME, day_words

PAGE = 50
MORNING = time(8)
NEW_FOR = timedelta(seconds=15)
"""How long a notice is news: word of it comes within a second, and of a lost connection nobody is told afterwards."""
MOST_NEWS = 3
LONGEST_SNOOZE = timedelta(days=366)
# A morning with nothing to say stands in the table, so that it is not told at noon, and nowhere else.
SHOWN = "not (n.kind = 'late' and n.what = '')"
UNREAD = "n.read_at is null and n.snoozed_until is null"
_MINE = "n.practice_id = :practice and n.user_id = :user"
_JOINED = (
    f"select n.*, u.name as giver, t.title, t.due_on, t.due_time, t.done_at, t.deleted_at, {CLIENT_NAME} as client"
    " from notice n left join practice_user u on u.practice_id = n.practice_id and u.id = n.given_by"
    " left join task t on t.practice_id = n.practice_id and t.id = n.task_id"
    " left join client c on c.practice_id = t.practice_id and c.id = t.client_id"
)


@dataclass(frozen=True)
class NoticeRow:
    id: str
    words: str
    """Sipho Dube gave you “Call Thandi”, due tomorrow"""
    client: str
    at: str
    """14:02"""
    day: str
    """Today, Fri 13 Mar; empty where the row above it says the same."""
    href: str
    """Where it leads; empty: its task was deleted."""
    kind: str
    unread: bool
    until: str
    """Until when it is put off; empty where it is not."""


@dataclass(frozen=True)
class Inbox:
    rows: tuple[NoticeRow, ...] = ()
    unread: int = 0
    next: str = ""
    """What `before` takes for those that come after; empty at the end."""


@dataclass(frozen=True)
class News:
    """An unread notice that was given just now, for the browser to show."""

    key: str
    """Another one when more were folded into it."""
    words: str
    plain: str
    """Without anybody's name, nor what the task is called."""
    href: str


def inbox(db: ScopedSession, before: object = "") -> Inbox:
    """One's own, newest first, 50 at a time.

    Args:
        before: the `next` of the page before it.
    """
    at, _, last = before.partition(" ") if isinstance(before, str) else ("", "", "")
    after, where = {}, ""
    if last:
        after = {"at": _moment(at), "id": as_id(last)}
        where = " and (n.at, n.id) < (:at, :id)"
    rows = db.execute(
        text(f"{_JOINED} where {_MINE} and {SHOWN}{where} order by n.at desc, n.id desc limit :most"),
        {**_me(db), **after, "most": PAGE + 1},
    ).all()
    shown = rows[:PAGE]
    more = f"{shown[-1].at.isoformat()} {shown[-1].id}" if len(rows) > PAGE else ""
    return Inbox(_days(shown), unread(db), more)


def since(db: ScopedSession, moment: datetime) -> tuple[NoticeRow, ...]:
    """One's own from that moment on, newest first; a page at most."""
    rows = db.execute(
        text(f"{_JOINED} where {_MINE} and {SHOWN} and n.at >= :then order by n.at desc, n.id desc limit :most"),
        {**_me(db), "then": moment, "most": PAGE},
    )
    return _days(list(rows))


def unread(db: ScopedSession) -> int:
    """How many wait to be read; those that are put off do not."""
    query = text(f"select count(*) from notice n where {_MINE} and {UNREAD}")
    return db.execute(query, _me(db)).scalar_one()


def news(db: ScopedSession) -> tuple[int, tuple[News, ...]]:
    """How many are unread, and those of them that were given just now."""
    rows = db.execute(
        text(f"{_JOINED} where {_MINE} and {UNREAD} and {SHOWN} and n.at > :then order by n.at desc limit :most"),
        {**_me(db), "then": now() - NEW_FOR, "most": MOST_NEWS},
    )
    fresh = tuple(News(f"{row.id} {row.many}", words(row), without_names(row), href(row)) for row in rows)
    return unread(db), fresh


def read(db: ScopedSession, notice_id: object) -> None:
    """It was read; also where it was put off."""
    _own(db, notice_id).read_at = now()


def read_all(db: ScopedSession) -> int:
    """Everything that waits to be read was; what is put off still comes. Returns how many that were."""
    query = text(f"update notice n set read_at = :now where {_MINE} and {UNREAD} returning id")
    return len(db.execute(query, {**_me(db), "now": now()}).all())


def read_about(db: ScopedSession, task_id: object) -> None:
    """Whoever opens a task has read what was told of it."""
    query = text(f"update notice n set read_at = :now where {_MINE} and {UNREAD} and task_id = :task")
    db.execute(query, {**_me(db), "now": now(), "task": as_id(task_id)})


def snooze_choices() -> list[tuple[str, str]]:
    """Until when a notice can be put off, as (moment, words); mornings are those of working days."""
    days = WorkingDays()
    day = today()
    monday = days.on_or_after(day + timedelta(days=7 - day.weekday()))
    hour = (now() + timedelta(hours=1)).astimezone(SOUTH_AFRICA).replace(second=0, microsecond=0)
    mornings = dict.fromkeys([days.add(day, 1), monday])
    return [
        (hour.isoformat(), f"In an hour, {hour:%H:%M}"),
        *(
            (datetime.combine(one, MORNING, SOUTH_AFRICA).isoformat(), f"{day_words(one)} {MORNING:%H:%M}")
            for one in mornings
        ),
    ]


def snooze(db: ScopedSession, notice_id: object, until: object) -> str:
    """Put it off: until then it is not unread, and then it is new again. Returns until when, in words.

    Args:
        until: one of the offered moments, or another one of the next year.
    """
    moment = until if isinstance(until, datetime) else _moment(until)
    if not now() < moment <= now() + LONGEST_SNOOZE:
        raise Invalid("Choose a moment that is still to come, within a year.")
    notice = _own(db, notice_id)
    notice.snoozed_until, notice.read_at = moment, None
    return until_words(moment)


def until_words(moment: datetime) -> str:
    """ "today 15:20", "Mon 16 Mar 08:00"."""
    local = moment.astimezone(SOUTH_AFRICA)
    day = day_words(local.date())
    return f"{day.lower() if day in ('Today', 'Tomorrow') else day} {local:%H:%M}"


def href(row: Any) -> str:
    if row.kind == "late":
        return "/notices/digest"
    if row.task_id is None:
        return "/tasks/list?whose=me"
    return "" if row.deleted_at else f"/tasks?task={row.task_id}"


def _days(rows: Any) -> tuple[NoticeRow, ...]:
    """Each row that begins a day says which."""
    found: list[NoticeRow] = []
    above = None
    for row in rows:
        local = row.at.astimezone(SOUTH_AFRICA)
        day = local.date()
        until = row.snoozed_until if row.read_at is None else None
        found.append(
            NoticeRow(
                id=str(row.id),
                words=words(row),
                client=row.client if row.task_id else "",
                at=f"{local:%H:%M}",
                day="" if day == above else day_words(day),
                href=href(row),
                kind=row.kind,
                unread=row.read_at is None and until is None,
                until=until_words(until) if until else "",
            )
        )
        above = day
    return tuple(found)


def _own(db: ScopedSession, notice_id: object) -> Notice:
    notice = db.fetch(Notice, notice_id)
    if notice.user_id != db.viewer.user_id:
        raise NotFound
    return notice


def _moment(said: object) -> datetime:
    try:
        found = datetime.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        found = None
    if found is None:
        raise Invalid("Choose one of the moments.")
    return found if found.tzinfo else found.replace(tzinfo=SOUTH_AFRICA)


def _me(db: ScopedSession) -> dict[str, Any]:
    return {"practice": db.viewer.practice_id, "user": db.viewer.user_id}
