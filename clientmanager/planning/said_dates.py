"""Days as people say them in a task's line, in English and Afrikaans; day first, as in South Africa."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from clientmanager.models.months import MONTHS
from clientmanager.planning.line_words import WEEKDAYS, Choice, Reading, Rule, Spot, listed, numbered, one_of, pattern
from clientmanager.planning.said_times import takes_time

_AMOUNTS = numbered(
    *("a an n one een", "two twee", "three drie", "four vier", "five vyf", "six ses"),
    *("seven sewe", "eight agt", "nine nege", "ten tien", "eleven elf", "twelve twaalf"),
    start=1,
)
_IN_DAYS = {"day": 1, "days": 1, "dag": 1, "dae": 1, "week": 7, "weeks": 7, "weke": 7}
_IN_MONTHS = {"month": 1, "months": 1, "maand": 1, "maande": 1, "year": 12, "years": 12, "jaar": 12}

_BEFORE_A_DAY = listed("by on due before op teen voor")
REPEATS = "Repeats are set in the task itself."
_CLASH = "The date falls on another weekday. Which day is meant?"
# "Sun Life" and "sat with the client" are no days; "Call April 12" may be a person and a number
_ALSO_A_WORD = listed("sat sun")
_ALSO_A_PERSON = listed("jan may mei april june august augustus julie")


def day_choice(day: date) -> Choice:
    return Choice(day.isoformat(), f"{day:%a} {day.day} {day:%b} {day.year}")


def _on(*days: date, today: date, ask: str = "") -> Reading:
    past = f"{day_choice(days[0]).words} is past. Is it due then?" if days[0] < today else ""
    return Reading(tuple(day_choice(day) for day in days), ask or past)


def _if_meant(day: date, spot: Spot) -> Reading:
    return _on(day, today=spot.today, ask=f"Is “{spot.text}” a day, or part of the title?")


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _coming_weekday(number: int, today: date) -> date:
    return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)


def _next_monday(today: date) -> date:
    return today + timedelta(days=7 - today.weekday())


def _in_days(count: int) -> Callable[[date], date]:
    return lambda today: today + timedelta(days=count)


_PHRASES: dict[str, Callable[[date], date]] = {
    phrase: day
    for phrases, day in (
        ("today|tonight|vandag|vanaand", _in_days(0)),
        ("tomorrow|more", _in_days(1)),
        ("the day after tomorrow|day after tomorrow|oormore|oor more", _in_days(2)),
        ("yesterday|gister", _in_days(-1)),
        ("next week|volgende week", _next_monday),
        ("next month|volgende maand", lambda today: _months_later(today.replace(day=1), 1)),
        ("the end of the month|end of the month|end of this month|end of month", _month_end),
        ("die einde van die maand|einde van die maand|einde van hierdie maand|einde maand", _month_end),
        ("month end|the month end|monthend|maandeinde", _month_end),
        ("end of next month|einde van volgende maand", lambda today: _month_end(_months_later(today, 1))),
    )
    for phrase in phrases.split("|")
}


def _phrase(match: re.Match[str], spot: Spot) -> Reading | None:
    phrase = " ".join(match[0].split())
    day = _PHRASES[phrase](spot.today)
    settled = spot.rests or takes_time(spot)
    if phrase == "more" and spot.text.isascii():
        # "ask for more documents"; only the circumflex makes it surely môre
        return _if_meant(day, spot) if settled else None
    if phrase in ("month end", "monthend", "maandeinde") and not (settled or spot.before):
        return _if_meant(day, spot)
    return _on(day, today=spot.today)


def _weekday(match: re.Match[str], spot: Spot) -> Reading | None:
    number, which, today = WEEKDAYS[match["name"]], match["which"], spot.today
    coming = _coming_weekday(number, today)
    if match["name"] in _ALSO_A_WORD and not (spot.rests or takes_time(spot)):
        if not (which or spot.before):
            return None
        if spot.follows.text[:1].isupper():
            return _if_meant(coming, spot)
    if which in ("last", "verlede"):
        return _on(today - timedelta(days=(today.weekday() - number - 1) % 7 + 1), today=today)
    following = _next_monday(today) + timedelta(days=number)
    if which in ("next", "volgende") and following != coming:
        return _on(coming, following, today=today, ask=f"Which day is “{spot.text}”?")
    if number == today.weekday() and which not in ("next", "volgende"):
        return _on(today, coming, today=today, ask=f"Is “{spot.text}” today, or in a week?")
    return _on(coming, today=today)


def _weekday_of_next_week(match: re.Match[str], spot: Spot) -> Reading:
    return _on(_next_monday(spot.today) + timedelta(days=WEEKDAYS[match["name"]]), today=spot.today)


def _span(match: re.Match[str], spot: Spot) -> Reading:
    amount, unit = match["amount"], match["unit"]
    count = _AMOUNTS.get(amount) or int(amount)
    if unit in _IN_DAYS:
        return _on(spot.today + timedelta(days=count * _IN_DAYS[unit]), today=spot.today)
    return _on(_months_later(spot.today, count * _IN_MONTHS[unit]), today=spot.today)


def _dated(match: re.Match[str], spot: Spot) -> Reading | None:
    day, month, year = int(match["day"]), _month(match["month"]), match.groupdict().get("year")
    named = match.groupdict().get("name")
    meant = bool(named) or spot.before in _BEFORE_A_DAY
    if not meant and not year and match["month"].isdigit() and not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    found = _date(day, month, _year(year)) if year else _coming(day, month, spot.today)
    if not found:
        return Reading((), f"There is no such day as “{spot.text}”. A day comes first, then its month.")
    reading = _on(found, today=spot.today)
    if named and WEEKDAYS[named] != found.weekday():
        return _on(found, _coming_weekday(WEEKDAYS[named], spot.today), today=spot.today, ask=_CLASH)
    if not meant and not reading.ask and _doubtful(match, spot):
        return _if_meant(found, spot)
    return reading


def _month(text: str) -> int:
    return MONTHS.get(text) or int(text)


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _doubtful(match: re.Match[str], spot: Spot) -> bool:
    if len(match.groupdict().get("year") or "") == 4:
        return False
    a_name_first = match["month"] in _ALSO_A_PERSON and match.start("month") < match.start("day")
    return match["month"].isdigit() or a_name_first or spot.text.endswith(" may")


def _date(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _coming(day: int, month: int, today: date) -> date | None:
    # 29 February may be eight years away
    years = range(today.year, today.year + 9)
    return next((found for year in years if (found := _date(day, month, year)) and found >= today), None)


def _repeat(_match: re.Match[str], _spot: Spot) -> Reading:
    return Reading((), REPEATS, "repeat")


_A_WEEKDAY = rf"(?P<name>{one_of(list(WEEKDAYS))})"
_NAMED = rf"(?:{_A_WEEKDAY} (?:the |die )?)?"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|ste|de)?"
_MONTH = rf"(?P<month>{one_of(list(MONTHS))})"
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
_UNIT = one_of([*_IN_DAYS, *_IN_MONTHS])
_AMOUNT = rf"[0-9]{{1,3}}|{one_of(list(_AMOUNTS))}"
_EVERY = (
    r"(?:every|each|elke|iedere) (?:end of (?:the )?|einde van (?:die )?)?"
    rf"(?:(?:other|ander|second|third|tweede|derde|first|last|eerste|laaste|[0-9]{{1,2}}(?:nd|rd|th|de)?|{_AMOUNT}) )?"
)
_OFTEN = listed("weekday workday weeksdag werksdag morning oggend quarter kwartaal monthend maandeinde")
_REPEATED = one_of([*WEEKDAYS, *MONTHS, *_IN_DAYS, *_IN_MONTHS, *_OFTEN]) + r"|month\send"

DAYS: tuple[Rule, ...] = (
    (pattern(rf"{_EVERY}(?:{_DAY} (?:of |van )?)?(?:{_REPEATED})"), _repeat),
    (pattern(rf"{_NAMED}(?:the |die )?{_DAY}[ -]?(?:of |van )?{_MONTH}(?:[ -]{_YEAR})?"), _dated),
    (pattern(rf"{_NAMED}{_MONTH} {_DAY}(?: {_YEAR})?(?![ ]?(?:am|pm|vm|nm|uur)(?![^ ]))"), _dated),
    (pattern(rf"{_NAMED}(?P<day>[0-9]{{1,2}})/(?P<month>[0-9]{{1,2}})(?:/(?P<year>[0-9]{{4}}|[0-9]{{2}}))?"), _dated),
    (pattern(rf"{_NAMED}(?P<day>[0-9]{{1,2}})[-.](?P<month>[0-9]{{1,2}})[-.](?P<year>[0-9]{{4}})"), _dated),
    (pattern(rf"{_NAMED}(?P<year>[0-9]{{4}})[-/](?P<month>[0-9]{{1,2}})[-/](?P<day>[0-9]{{1,2}})"), _dated),
    (pattern(rf"(?:next|volgende) week {_A_WEEKDAY}"), _weekday_of_next_week),
    (pattern(rf"{_A_WEEKDAY} (?:next|volgende) week"), _weekday_of_next_week),
    (pattern(one_of(list(_PHRASES)).replace(" ", r"\s").join(("(?:", ")"))), _phrase),
    (
        pattern(rf"(?:(?P<which>next|volgende|last|verlede|this|coming|hierdie|komende|aanstaande) )?{_A_WEEKDAY}"),
        _weekday,
    ),
    (pattern(rf"(?:in|oor|within|binne) (?P<amount>{_AMOUNT}) (?P<unit>{_UNIT})(?: time)?"), _span),
)
