"""How a task repeats: what a practice chose, the dates it comes to, and the words for it.

An occurrence has two dates. Its *nominal* date is what the rule names in a country without public holidays. It is the
occurrence's identity: it stays what it is when somebody edits the calendar of days off. Its *due* date is the day it
is to be done on by that calendar. Beginnings, ends, windows and numbers go by nominal dates only, and a skipped
occurrence keeps its number: "10 times" with one skipped gives nine tasks.

A series begins with the first date of its rule on or after `starts_on`, and its interval is counted from the day,
week, month or year of that first date.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from itertools import takewhile
from typing import Any, Literal, get_args

from clientmanager.errors import Invalid
from clientmanager.planning.rule import Rule, check_whole
from clientmanager.planning.rules import KINDS
from clientmanager.planning.working_days import ONE_DAY, WorkingDays

OnHolidays = Literal["keep", "before", "after", "skip"]
EARLIEST = date(1900, 1, 1)
# Public holidays are not known after this, and no series goes on beyond it.
LATEST = date(2100, 12, 31)
MOST_TIMES = 9999
LONGEST_INTERVAL = 99
# An occurrence may be due before its nominal date. Who asks through today and this much more is never late, public
# holidays alone considered: a practice that closes for weeks on end looks ahead by those weeks as well.
LOOK_AHEAD = timedelta(days=31)
# An offset of a year moves a date across one or two turns of the year.
_UNITS_OFFSETS_CROSS = 2


@dataclass(frozen=True)
class Occurrence:
    """`number` counts from 1 at the beginning of the series; two occurrences may share a due date, never a nominal."""

    nominal: date
    due: date
    number: int


@dataclass(frozen=True)
class Recurrence:
    """A rule, every `interval` of its units (1 to 99), from `starts_on` on, without end or up to one of two ends.

    `until` is the last possible nominal date; on the day before `starts_on` the series is empty, as one is that ended
    before its first date. `times` counts occurrences. `on_holidays` says what becomes of one that falls on a weekend
    or holiday: it stays (`keep`), moves to the working day before or after, or is skipped. Rules that find working
    days by themselves take only `keep`. Invalid, with the name of the field, when a value is not one of these.
    """

    rule: Rule
    starts_on: date
    interval: int = 1
    until: date | None = None
    times: int | None = None
    on_holidays: OnHolidays = "keep"

    def __post_init__(self) -> None:
        between = f"between {_written(EARLIEST)} and {_written(LATEST)}"
        if not EARLIEST <= self.starts_on <= LATEST:
            raise Invalid(f"Choose a beginning {between}.", field="starts_on")
        sentence = f"Choose a whole number from 1 to {LONGEST_INTERVAL} for how often it repeats."
        check_whole(self.interval, 1, LONGEST_INTERVAL, field="interval", sentence=sentence)
        if self.until is not None and not self.starts_on - ONE_DAY <= self.until <= LATEST:
            raise Invalid(f"Choose an end after the beginning, up to {_written(LATEST)}.", field="until")
        if self.times is not None:
            sentence = f"Choose a whole number from 1 to {MOST_TIMES} for how many times it repeats."
            check_whole(self.times, 1, MOST_TIMES, field="times", sentence=sentence)
            if self.until is not None:
                raise Invalid("Choose either a last date or a number of times, not both.", field="times")
        if self.on_holidays not in get_args(OnHolidays):
            raise Invalid("Choose what happens on holidays: keep, before, after or skip.", field="on_holidays")
        if self.rule.finds_working_days and self.on_holidays != "keep":
            raise Invalid("This falls on working days already: choose keep for holidays.", field="on_holidays")

    def to_json(self) -> dict[str, Any]:
        """`kind`, the values of the rule and those of the recurrence, flat; dates as 2026-03-12, no end as None."""
        values = {field.name: getattr(self.rule, field.name) for field in fields(self.rule)}
        return {
            "kind": self.rule.kind,
            **{name: list(value) if isinstance(value, tuple) else value for name, value in values.items()},
            "starts_on": self.starts_on.isoformat(),
            "interval": self.interval,
            "until": self.until.isoformat() if self.until else None,
            "times": self.times,
            "on_holidays": self.on_holidays,
        }


def read(value: object) -> Recurrence:
    """What `to_json` wrote, from anywhere; what has a default may be left out. Else Invalid, whatever the value is."""
    if not isinstance(value, dict):
        raise Invalid("Choose how the task repeats.")
    kind = value.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise Invalid(f"Choose one of these ways to repeat: {', '.join(KINDS)}.", field="kind")
    of_rule, of_recurrence = _values(KINDS[kind], value), _values(Recurrence, value)
    del of_recurrence["rule"]
    if value.keys() - {"kind", *of_rule, *of_recurrence}:
        named = ", ".join(["kind", *of_rule, *of_recurrence])
        raise Invalid(f"Give nothing but what belongs to this way to repeat: {named}.")
    if isinstance(of_rule.get("weekdays"), list):
        of_rule["weekdays"] = tuple(of_rule["weekdays"])
    of_recurrence["starts_on"] = _date(of_recurrence["starts_on"], field="starts_on")
    if of_recurrence["until"] is not None:
        of_recurrence["until"] = _date(of_recurrence["until"], field="until")
    return Recurrence(KINDS[kind](**of_rule), **of_recurrence)


def _values(described: type[Any], value: dict[Any, Any]) -> dict[str, Any]:
    # Where there is no default, what stands for none is no value that any field takes, and is refused with its name.
    return {field.name: value.get(field.name, field.default) for field in fields(described)}


def _date(value: object, *, field: str) -> date:
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise Invalid("Choose a date, written as 2026-03-12.", field=field) from None


def occurrences(recurrence: Recurrence, days: WorkingDays, *, after: date, through: date) -> Iterator[Occurrence]:
    """Those whose nominal date is after `after` and not after `through`, by nominal date.

    They are the same whichever windows they are asked in: windows that follow one another give each exactly once. A
    due date may lie outside the window. Ask through LOOK_AHEAD beyond the day by which they are needed. Invalid when
    a working day is looked for and 400 days on end are off.
    """
    rule = recurrence.rule
    for anchor, number in _numbered(recurrence, after, through):
        due = rule.due(anchor, recurrence.interval, days)
        if due and (due := _moved(due, recurrence.on_holidays, days)):
            yield Occurrence(rule.nominal(anchor), due, number)


def _moved(due: date, on_holidays: OnHolidays, days: WorkingDays) -> date | None:
    if on_holidays == "keep" or days.is_working(due):
        return due
    if on_holidays == "skip":
        return None
    return days.on_or_before(due) if on_holidays == "before" else days.on_or_after(due)


def _numbered(recurrence: Recurrence, after: date, through: date) -> Iterator[tuple[date, int]]:
    """The anchors whose nominal dates are in the window, with their numbers: nothing here knows of holidays."""
    rule, unit = recurrence.rule, recurrence.rule.unit
    through = min(through, recurrence.until or LATEST)
    if after >= through:
        return
    first = _first_anchor(recurrence)
    beginning = unit.number(first)
    asked = unit.number(max(after, recurrence.starts_on)) - _UNITS_OFFSETS_CROSS
    passed = max(0, (asked - beginning) // recurrence.interval)
    # Dates of the first unit that lie before the first anchor, such as the Monday of a series begun on a Tuesday.
    missed = sum(1 for _ in takewhile(lambda anchor: anchor < first, rule.anchors(unit.first_day(beginning), 1)))
    anchors = rule.anchors(unit.first_day(beginning + passed * recurrence.interval), recurrence.interval)
    for number, anchor in enumerate(anchors, start=passed * rule.per_unit - missed + 1):
        nominal = rule.nominal(anchor)
        if nominal > through or (recurrence.times and number > recurrence.times):
            return
        if number >= 1 and nominal > after:
            yield anchor, number


def _first_anchor(recurrence: Recurrence) -> date:
    rule, unit = recurrence.rule, recurrence.rule.unit
    since = unit.first_day(unit.number(recurrence.starts_on) - _UNITS_OFFSETS_CROSS)
    return next(anchor for anchor in rule.anchors(since, 1) if rule.nominal(anchor) >= recurrence.starts_on)


def ended_before(recurrence: Recurrence, nominal: date) -> Recurrence:
    """The occurrences before this one. Invalid when the series has none on this nominal date."""
    _check_has(recurrence, nominal)
    return replace(recurrence, until=nominal - ONE_DAY, times=None)


def from_then_on(recurrence: Recurrence, nominal: date, number: int) -> Recurrence:
    """This occurrence and those after it, in step with the whole and numbered from 1 again.

    Invalid when the series has none with this nominal date and number.
    """
    _check_has(recurrence, nominal, number)
    times = recurrence.times and recurrence.times - number + 1
    return replace(recurrence, starts_on=nominal, times=times)


def _check_has(recurrence: Recurrence, nominal: date, number: int | None = None) -> None:
    found = [its_number for _, its_number in _numbered(recurrence, nominal - ONE_DAY, nominal)]
    if not found or number not in (None, *found):
        raise Invalid("The task no longer comes round on that date. Look at its dates again, and choose one of them.")


def in_words(recurrence: Recurrence) -> str:
    """One sentence without its full stop: "Every second Tuesday until 12 Mar 2027, except on holidays"."""
    words = recurrence.rule.in_words(recurrence.interval)
    if recurrence.until:
        words += f"{',' if ',' in words else ''} until {_written(recurrence.until)}"
    if recurrence.times:
        words += f", {recurrence.times} times" if recurrence.times > 1 else ", once"
    weekends = "weekend or " if recurrence.rule.meets_weekends else ""
    if recurrence.on_holidays == "skip":
        return f"{words}, except on {weekends.replace(' or', 's and')}holidays"
    if recurrence.on_holidays == "keep":
        return words
    return f"{words}, moved to the working day {recurrence.on_holidays} a {weekends}holiday"


def _written(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
