"""Times of day as people say them in a task's line, in English and Afrikaans."""

import re
from datetime import time

from clientmanager.planning.line_words import WEEKDAYS, Choice, Reading, Rule, Spot, listed, numbered, one_of, pattern

_HOURS = numbered(
    *("een", "twee", "drie", "vier", "vyf", "ses", "sewe", "agt", "nege", "tien", "elf", "twaalf"),
    start=1,
)
_HALVES = {"a": 0, "v": 0, "p": 12, "n": 12}
_BEFORE_AN_HOUR = listed("at om")
# "at 10 with Thandi" is a time, "look at 10 policies" is none
_AFTER_AN_HOUR = frozenset(WEEKDAYS) | listed(
    "with re about for to in on by and met vir oor op en today tomorrow next vandag more oormore volgende"
)
# who says "at 7" means the morning; before that, either half of the day
_FIRST_PLAIN_HOUR = 7

_CLOCK = pattern(
    r"@?(?P<hour>[0-9]{1,2})(?:(?P<mark>[:.h])(?P<minute>[0-9]{2})?)?"
    r"(?:[ -]?(?P<half>[apvn])[.\s]?m|-?(?P<hours>uur)|(?P<loose> uur))?"
)
_WORDED = pattern(rf"(?P<half>half\s?)?(?P<name>{one_of(list(_HOURS))})(?P<hours>\x20?uur)?")


def takes_time(spot: Spot) -> bool:
    """Whether a time follows, as in "sat 10:00"; only a day stands there."""
    return spot.follows.seen in _BEFORE_AN_HOUR or bool(_PLAIN_CLOCK.match(spot.follows.seen))


_PLAIN_CLOCK = pattern(r"@?[0-9]{1,2}(?::[0-9]{2}|h(?:[0-9]{2})?|-?uur|[ap]m)(?:[ap]m)?")


def time_choice(hour: int, minute: int) -> Choice:
    words = time(hour, minute).strftime("%H:%M")
    return Choice(words, words)


def _clock(match: re.Match[str], spot: Spot) -> Reading | None:
    hour, minute, mark, half = int(match["hour"]), int(match["minute"] or 0), match["mark"], match["half"]
    if minute > 59 or hour > 23 or (mark in (":", ".") and not match["minute"]):
        return None
    if half:
        return _at(hour % 12 + _HALVES[half], minute) if 1 <= hour <= 12 else None
    if mark in (":", "h") or match["hours"]:
        return _either(spot, hour, minute) if len(match["hour"]) == 1 else _at(hour, minute)
    if spot.before not in _BEFORE_AN_HOUR and match[0][0] != "@":
        return None
    reading = _either(spot, hour, minute) if len(match["hour"]) == 1 else _at(hour, minute)
    if reading.ask or match["loose"] or spot.rests or spot.follows.seen in _AFTER_AN_HOUR:
        return reading
    return Reading(reading.choices, f"Is “{spot.text}” a time, or part of the title?", "time")


def _worded(match: re.Match[str], spot: Spot) -> Reading | None:
    hour = _HOURS[match["name"]]
    if match["half"]:
        return None if match["hours"] else _either(spot, hour - 1 or 12, 30)
    return _either(spot, hour, 0) if match["hours"] else None


def _either(spot: Spot, hour: int, minute: int) -> Reading:
    if not 1 <= hour < _FIRST_PLAIN_HOUR:
        return _at(hour, minute)
    early, late = time_choice(hour, minute), time_choice(hour + 12, minute)
    return Reading((early, late), f"Is “{spot.text}” {early.words} or {late.words}?", "time")


def _at(hour: int, minute: int) -> Reading:
    return Reading((time_choice(hour, minute),), kind="time")


def in_the_evening(reading: Reading) -> Reading:
    """The same time with the evening's as a choice: "tonight at 8" is not eight in the morning."""
    early = [time.fromisoformat(choice.key) for choice in reading.choices]
    if len(early) != 1 or early[0].hour >= 12:
        return reading
    late = time_choice(early[0].hour + 12, early[0].minute)
    ask = f"Is it {reading.choices[0].words} or {late.words}?"
    return Reading((*reading.choices, late), ask, "time")


TIMES: tuple[Rule, ...] = (
    (pattern("noon"), lambda _match, _spot: _at(12, 0)),
    (_CLOCK, _clock),
    (_WORDED, _worded),
)
