"""An opportunity's amounts in words: "R1 500,00 a month"; and what many of them come to."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from clientmanager.models.opportunity import HowOften
from clientmanager.planning.money import NO_BREAK, written

OFTEN = {HowOften.ONCE: "once", HowOften.MONTH: f"a{NO_BREAK}month", HowOften.YEAR: f"a{NO_BREAK}year"}

_YEARLY = "o.value * case o.how_often when 'month' then 12 else 1 end"
_BY_CHANCE = "* o.chance / 100"
SUMMED = (
    "count(*) as number, sum(o.value) filter (where o.how_often = 'once') as once,"
    f" sum({_YEARLY}) filter (where o.how_often <> 'once') as yearly,"
    f" sum(o.value {_BY_CHANCE}) filter (where o.how_often = 'once') as likely_once,"
    f" sum({_YEARLY} {_BY_CHANCE}) filter (where o.how_often <> 'once') as likely_yearly"
)
"""What makes `Sums`, of `opportunity o`. By chance count only those that have one."""


@dataclass(frozen=True)
class Sums:
    """What some opportunities come to; an amount is empty where there is none of its kind."""

    number: int = 0
    once: str = ""
    """ "R1 200 000,00 once"."""
    yearly: str = ""
    """What comes in by the month or the year, for a year: "R48 000,00 a year"."""
    likely_once: str = ""
    """The same, each by its chance; those without one are left out."""
    likely_yearly: str = ""


def sums(row: Any) -> Sums:
    """Of a row with the columns of SUMMED."""
    return Sums(
        row.number,
        value_words(row.once, HowOften.ONCE),
        value_words(row.yearly, HowOften.YEAR),
        value_words(row.likely_once, HowOften.ONCE),
        value_words(row.likely_yearly, HowOften.YEAR),
    )


def value_words(value: Decimal | None, how_often: str) -> str:
    """ "R1 500,00 a month"; empty without a value."""
    return f"{written(value)} {OFTEN[HowOften(how_often)]}" if value is not None else ""
