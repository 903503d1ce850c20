"""Backups as their page shows them: the newest, thirty nights, the list, and one that is being taken."""

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import text

from clientmanager.clock import SOUTH_AFRICA, now
from clientmanager.db import ScopedSession
from clientmanager.services import backups

NIGHTS = 30
_SOON = timedelta(days=7)
_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class BackupLine:
    """A backup as the list shows it."""

    id: str
    taken: str
    reason: str
    rows: str
    size: str
    expires: str
    expires_on: str
    soon: bool


@dataclass(frozen=True)
class Night:
    """A night of the calendar; `state` as `components/night.py` draws it."""

    number: str
    state: str
    words: str
    today: bool


@dataclass(frozen=True)
class BackupsSeen:
    backups: list[BackupLine]
    nights: list[Night]
    covered: int
    missed: int
    nights_words: str
    missed_words: str
    """The newest missed night, and why."""
    problem: str
    """Why the last try failed, where no backup came after it."""
    taking: bool
    done: int
    total: int


def seen(db: ScopedSession) -> BackupsSeen:
    """Everything that the page shows; times are South African."""
    listed = backups.listed(db)
    of_practice = {"practice": db.viewer.practice_id}
    since = db.execute(text("select created_at from practice where id = :practice"), of_practice).scalar_one()
    failed = db.execute(
        text(
            "select taken_at, error from snapshot where practice_id = :practice and state = 'failed'"
            " and taken_at > :since order by taken_at desc"
        ),
        of_practice | {"since": now() - timedelta(days=NIGHTS + 1)},
    ).all()
    work = db.execute(
        text(
            "select done, total from work where practice_id = :practice and kind = 'snapshot'"
            " and state in ('waiting', 'running') limit 1"
        ),
        of_practice,
    ).one_or_none()
    nights = _nights({_night_of(row.taken_at) for row in listed}, since)
    missed = [night for night in nights if night.state == "missed"]
    covered = sum(night.state == "covered" for night in nights)
    newest = listed[0].taken_at if listed else since
    return BackupsSeen(
        backups=[_line(row) for row in listed],
        nights=nights,
        covered=covered,
        missed=len(missed),
        nights_words=_nights_words(covered, len(missed)),
        missed_words=_missed_words(missed, {_night_of(row.taken_at): row.error for row in failed}),
        problem=failed[0].error if failed and failed[0].taken_at > newest else "",
        taking=work is not None,
        done=work.done if work else 0,
        total=work.total if work else 0,
    )


def _night_of(moment: datetime) -> date:
    """The night that a moment belongs to: from 01:00 to 01:00."""
    return (moment.astimezone(SOUTH_AFRICA) - timedelta(hours=backups.NIGHT_HOUR)).date()


def _nights(covered: set[date], since: datetime) -> list[Night]:
    """Whole weeks, Monday first, with those of the last thirty nights in which there was a practice."""
    today = now().astimezone(SOUTH_AFRICA).date()
    last = _night_of(now())
    first = last - timedelta(days=NIGHTS - 1)
    shown = min(max(first, _night_of(since)), last)
    monday = shown - timedelta(days=shown.weekday())
    weeks = math.ceil(((max(today, last) - monday).days + 1) / 7)
    return [
        _night(monday + timedelta(days=n), first, last, today, covered, since, begins=n == 0) for n in range(weeks * 7)
    ]


def _night(
    day: date, first: date, last: date, today: date, covered: set[date], since: datetime, *, begins: bool
) -> Night:
    due = datetime(day.year, day.month, day.day, backups.NIGHT_HOUR, tzinfo=SOUTH_AFRICA)
    if day in covered and day >= first:
        state, said = "covered", "a backup was taken"
    elif due < since:
        state, said = "to come", "this practice was not here yet"
    elif day < first:
        state, said = "gone", "older than 30 days"
    elif day > last:
        state, said = "to come", "to come"
    else:
        state, said = "missed", "no backup was taken"
    number = f"{day.day}\u00a0{day:%b}" if begins or day.day == 1 else str(day.day)
    return Night(number, state, f"{day.day} {day:%b}, {said}", day == today)


def _nights_words(covered: int, missed: int) -> str:
    due = covered + missed
    if due == 0:
        return ""
    nights = "the last 30 nights" if due == NIGHTS else "1 night" if due == 1 else f"{due} nights"
    return f"{covered} of {nights} {'is' if covered == 1 else 'are'} covered"


def _missed_words(missed: list[Night], errors: dict[date, str]) -> str:
    if not missed:
        return "no night"
    day = missed[-1].words.partition(",")[0]
    why = next((error for night, error in errors.items() if f"{night.day} {night:%b}" == day), "")
    return f"{day}: {why or 'no backup was taken'}"


def _line(row: backups.BackupRow) -> BackupLine:
    taken, expires = row.taken_at.astimezone(SOUTH_AFRICA), row.expires_at.astimezone(SOUTH_AFRICA)
    left = row.expires_at - now()
    return BackupLine(
        id=str(row.id),
        taken=f"{taken:%a} {taken.day} {taken:%b %Y, %H:%M}",
        reason=row.reason.capitalize(),
        rows=grouped(row.rows),
        size=size_words(row.bytes),
        expires=_in(left),
        expires_on=f"{expires.day} {expires:%b}" + (f", {expires:%H:%M}" if left < timedelta(days=1) else ""),
        soon=left < _SOON,
    )


def grouped(number: int) -> str:
    return f"{number:,}".replace(",", "\u00a0")


def size_words(size: int) -> str:
    if size < _MEGABYTE:
        return f"{math.ceil(size / 1000)}\u00a0kB"
    return f"{size / _MEGABYTE:.1f}\u00a0MB".replace(".", ",")


def _in(left: timedelta) -> str:
    if left > timedelta(days=1):
        return f"in {math.ceil(left / timedelta(days=1))} days"
    hours = math.ceil(left / timedelta(hours=1))
    return f"in {hours} hours" if hours > 1 else "within the hour"
