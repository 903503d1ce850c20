"""Dates as people, spreadsheets and phones write them; day first, as in South Africa."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from clientmanager.models.months import MONTHS

TIME = r"(?:[T ]\d.*)?"
YEAR_FIRST = re.compile(rf"(\d{{4}})[-/. ](\d{{1,2}})[-/. ](\d{{1,2}}){TIME}")
COMPACT = re.compile(rf"((?:18|19|20)\d\d)(\d\d)(\d\d){TIME}")
YEAR_LAST = re.compile(rf"(\d{{1,2}})[-/. ](\d{{1,2}})[-/. ](\d{{4}}|\d\d){TIME}")
DAY_MONTH_YEAR = re.compile(r"(\d{1,2})(?:st|nd|rd|th|ste|de)?[-/. ]*([a-z]{3,10})\.?,?[-/. ]*(\d{4}|\d\d)", re.I)
MONTH_DAY_YEAR = re.compile(r"([a-z]{3,10})\.?[-/. ]*(\d{1,2})(?:st|nd|rd|th|ste|de)?,?[-/. ]+(\d{4})", re.I)
YEAR_MONTH_DAY = re.compile(r"(\d{4})[-/. ]+([a-z]{3,10})\.?[-/. ]+(\d{1,2})", re.I)
WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun|ma|di|wo|do|vr|sa|so)[a-z]*,? +", re.I)
SERIAL = re.compile(r"\d{5}")
EXCEL_EPOCH = date(1899, 12, 30)


@dataclass(frozen=True)
class FoundDate:
    """`order` tells which way round a numeric date must have been meant, when only one way is possible."""

    day: date
    remark: str = ""
    order: Literal["", "day first", "month first"] = ""


def find_date(text: str, *, today: date, month_first: bool = False) -> FoundDate | None:
    """A birth date, so never later than `today`; None when the text is not one."""
    if len(text) > 40:
        return None
    text = WEEKDAY.sub("", text.strip())
    found = _numeric(text, today, month_first) or _worded(text, today) or _serial(text)
    return found if found and date(1850, 1, 1) <= found.day <= today else None


def _numeric(text: str, today: date, month_first: bool) -> FoundDate | None:
    if match := YEAR_FIRST.fullmatch(text) or COMPACT.fullmatch(text):
        day = _date(int(match[1]), int(match[2]), int(match[3]))
        return FoundDate(day) if day else None
    if not (match := YEAR_LAST.fullmatch(text)):
        return None
    year, remark = _year(match[3], today)
    one, two = int(match[1]), int(match[2])
    day_first, other = _date(year, two, one), _date(year, one, two)
    if day_first and other and one != two:
        return FoundDate(other if month_first else day_first, remark)
    if day_first:
        return FoundDate(day_first, remark, "" if one == two else "day first")
    return FoundDate(other, remark, "month first") if other else None


def _worded(text: str, today: date) -> FoundDate | None:
    if match := DAY_MONTH_YEAR.fullmatch(text):
        day, month, year = match.groups()
    elif match := MONTH_DAY_YEAR.fullmatch(text):
        month, day, year = match.groups()
    elif match := YEAR_MONTH_DAY.fullmatch(text):
        year, month, day = match.groups()
    else:
        return None
    full_year, remark = _year(year, today)
    found = _date(full_year, MONTHS.get(month.casefold(), 0), int(day))
    return FoundDate(found, remark) if found else None


def _serial(text: str) -> FoundDate | None:
    """Excel counts days; a date cell without a date format comes out as its count."""
    if not SERIAL.fullmatch(text):
        return None
    day = EXCEL_EPOCH + timedelta(days=int(text))
    return FoundDate(day, "a spreadsheet's count of days was read as a date.")


def _year(text: str, today: date) -> tuple[int, str]:
    if len(text) == 4:
        return int(text), ""
    recent = 2000 + int(text)
    if recent > today.year:
        return recent - 100, ""
    return recent, "the year has two digits and was read as one after 2000."


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
