"""How a task shall repeat, as a person chose it: read, and begun so that it fits the task's own day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import takewhile
from uuid import UUID

from clientmanager.db import ScopedSession
from clientmanager.errors import Invalid
from clientmanager.models.client import Client
from clientmanager.models.task_series import Follows
from clientmanager.planning.recurrence import LOOK_AHEAD, Occurrence, Recurrence, occurrences, read
from clientmanager.planning.rules import Yearly
from clientmanager.planning.working_days import ONE_DAY, WorkingDays, public_holidays

FIRST_WITHIN = timedelta(days=2 * 366)


def read_choice(db: ScopedSession, values: object, client_id: UUID | None, begins: date) -> tuple[Recurrence, Follows]:
    """What was chosen, begun on a day.

    Args:
        values: as `planning.recurrence.read` takes it. `starts_on` is not asked: the task says when its series begins.
            With `follows` "birth date", it is yearly on the client's birthday and only an offset need be said.

    Raises:
        Invalid: with the field's name.
    """
    if not isinstance(values, dict):
        raise Invalid("Choose how the task repeats.")
    given: dict[object, object] = dict(values)
    follows = given.pop("follows", Follows.NOTHING)
    if follows not in list(Follows):
        raise Invalid("Choose whether its dates follow the client's birth date.", field="follows")
    if follows == Follows.BIRTHDAY:
        born = _birth_date(db, client_id)
        given |= {"kind": Yearly.kind, "month": born.month, "day": born.day}
    return read({**given, "starts_on": begins.isoformat()}), Follows(str(follows))


def begun(recurrence: Recurrence, days: WorkingDays) -> tuple[Recurrence, Occurrence]:
    """The series and its first occurrence: that which is due on the day it begins, where some beginning makes it so.

    A task due on a Tuesday may be the one of Sunday the 26th, moved after a weekend and Freedom Day.

    Raises:
        Invalid: it comes to no day.
    """
    day = recurrence.starts_on
    for back in range(LOOK_AHEAD.days + 1):
        earlier = replace(recurrence, starts_on=day - ONE_DAY * back)
        first = next(_from_the_first(earlier, days, day + LOOK_AHEAD), None)
        if first and first.due == day:
            return earlier, first
    first = next(_from_the_first(recurrence, days, day + FIRST_WITHIN), None)
    if first is None:
        raise Invalid("This comes to no day in the next two years. Choose another end, or other days.", field="kind")
    return recurrence, first


def due_before(recurrence: Recurrence, days: WorkingDays, *, after: date, before: date) -> list[Occurrence]:
    """Those with a nominal date after one day that are due before another; due dates never go back."""
    coming = occurrences(recurrence, days, after=after, through=before + LOOK_AHEAD)
    return list(takewhile(lambda occurrence: occurrence.due < before, coming))


def number_of(recurrence: Recurrence, nominal: date) -> int:
    """Which of the series it is, counted from 1; also of one that would fall away by today's calendar.

    Raises:
        Invalid: the series has none on this nominal date.
    """
    no_holidays = WorkingDays(worked=frozenset(public_holidays(nominal.year)))
    kept = replace(recurrence, on_holidays="keep")
    found = next(occurrences(kept, no_holidays, after=nominal - ONE_DAY, through=nominal), None)
    if found is None:
        raise Invalid("The task no longer comes round on that date. Look at its dates again, and choose one of them.")
    return found.number


def _from_the_first(recurrence: Recurrence, days: WorkingDays, through: date) -> Iterator[Occurrence]:
    return occurrences(recurrence, days, after=recurrence.starts_on - ONE_DAY, through=through)


def _birth_date(db: ScopedSession, client_id: UUID | None) -> date:
    if client_id is None:
        raise Invalid("Choose first whose birthday it is.", field="client_id")
    born = db.fetch(Client, client_id).birth_date
    if born is None:
        raise Invalid("Fill in the client's birth date first.", field="follows")
    return born
