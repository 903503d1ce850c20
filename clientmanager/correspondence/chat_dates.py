"""Which number of a chat's dates is the day: decided by the whole file, since no single line can say."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby, pairwise

from clientmanager.clock import SOUTH_AFRICA

# In the order in which they are believed. Telephones set to English (South Africa) or Afrikaans write yyyy/mm/dd, those
# set to English (UK) dd/mm/yyyy, those set to isiZulu or English (US) m/d/yy.
ORDERS = ("dmy", "mdy", "ymd")
_IN_WORDS = {"ymd": "year/month/day", "dmy": "day/month/year", "mdy": "month/day/year"}
_AFTER_NOON = re.compile(r"[pn]\.?\s?m|م", re.I)
_BEFORE_NOON = re.compile(r"[av]\.?\s?m|ص", re.I)

Written = tuple[str, str, str]
"""The three numbers of a date, as written."""


@dataclass(frozen=True)
class Decided:
    order: str
    others: tuple[str, ...] = ()
    """Those that fit as well."""

    @property
    def doubt(self) -> str:
        """A sentence, where there is one to say."""
        if not self.others:
            return ""
        others = " or ".join(_IN_WORDS[other] for other in self.others)
        return (
            f"The dates of this chat were read as {_IN_WORDS[self.order]}, but could also be {others}."
            " Check a day that you remember."
        )


def decide(written: Sequence[Written], *, today: date) -> Decided | None:
    """The order in which nearly all are days that were, and time goes forward; None where there is no such order."""
    changes = [one for one, _ in groupby(written)]
    scores = {order: _score(changes, order, today=today) for order in ORDERS}
    best = min(scores.values())
    if best[0] == len(changes):
        return None
    fitting = [order for order in ORDERS if scores[order] == best]
    if len(fitting) > 1 and "ymd" in fitting:
        fitting.remove("ymd")  # nobody writes a year first and cuts it to two figures
    # 05/05/2024 is one day in either order
    differing = {tuple(day_of(one, order) for one in changes): order for order in reversed(fitting)}
    first, *others = sorted(differing.values(), key=ORDERS.index)
    return Decided(first, tuple(others))


def day_of(written: Written, order: str) -> date | None:
    parts = dict(zip(order, written, strict=True))
    year, month, day = parts["y"], parts["m"], parts["d"]
    if len(year) not in (2, 4) or len(month) > 2 or len(day) > 2:
        return None
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None


def time_of(hour: str, minute: str, second: str | None, half: str | None) -> time | None:
    """With a 12 hour clock's half of the day, in English or Afrikaans (vm., nm.)."""
    hours = int(hour)
    if half:
        if not 1 <= hours <= 12:
            half = ""  # a 24 hour clock that also names the half
        hours = hours % 12 if half and _BEFORE_NOON.match(half) else hours
        hours = hours % 12 + 12 if half and _AFTER_NOON.match(half) else hours
    try:
        return time(hours, int(minute), int(second or 0))
    except ValueError:
        return None


def moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, SOUTH_AFRICA)


def _score(written: Sequence[Written], order: str, *, today: date) -> tuple[int, int]:
    """How many are no days that were, and how often time goes backward; fewer is better."""
    days = [day_of(one, order) for one in written]
    were = [day for day in days if day and date(2009, 1, 1) <= day <= today + timedelta(days=1)]
    return len(days) - len(were), sum(after < before for before, after in pairwise(were))
