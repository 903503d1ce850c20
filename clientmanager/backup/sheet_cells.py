"""Values as cells of a sheet: real numbers and dates where Excel can hold them exactly, text where it cannot."""

import math
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from clientmanager.backup.cells import value
from clientmanager.clock import SOUTH_AFRICA

Writer = Callable[[str, str], str]
"""Where the cell stands (`B7`) and its raw CSV, to its markup."""

LONGEST_TEXT = 32_767
"""What a cell holds, in UTF-16 units."""
# places in the style table of workbook_parts.STYLES
TEXT, DATE, MOMENT, HEADING, TITLE = 1, 2, 3, 4, 5

_DAY_ZERO = date(1899, 12, 30)
_MOMENT_ZERO = datetime(1899, 12, 30)
_FIRST_TRUE_DAY = date(1900, 3, 1)
"""Before it, Excel counts a 29 February 1900 that never was."""
_SIGNIFICANT = 15
# what XML cannot hold, a carriage return (which XML would turn into a line feed), and what looks like such an escape
_ESCAPED = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_NEEDS_CARE = re.compile("[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_x")
_MEASURES = re.compile(r"\(.*?\)")
_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def column_letters(place: int) -> str:
    """A for 0, Z for 25, AA for 26."""
    letters = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def pieces(text: str) -> Iterator[str]:
    """The text in pieces that each fit a cell."""
    start = 0
    while start < len(text):
        units = text[start : start + LONGEST_TEXT].encode("utf-16-le")[: 2 * LONGEST_TEXT]
        piece = units.decode("utf-16-le", "ignore")  # half a character at its end begins the next piece
        yield piece
        start += len(piece)


def text_cell(at: str, text: str, style: int = TEXT) -> str:
    if _NEEDS_CARE.search(text):
        text = _ESCAPED.sub(_escape, text).translate(_MARKUP)
    return f'<c r="{at}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def heading_cell(at: str, text: str) -> str:
    return text_cell(at, text, HEADING)


def number_cell(at: str, number: int | float | str, style: int = 0) -> str:
    return f'<c r="{at}" s="{style}"><v>{number}</v></c>'


def writer_for(type_name: str) -> Writer:
    """How a column of this Postgres type is written; what has no type of its own in Excel is text."""
    return _WRITERS.get(_MEASURES.sub("", type_name), _text)


def _escape(found: re.Match[str]) -> str:
    return f"_x{ord(found[0]):04X}_"


def _text(at: str, raw: str) -> str:
    text = value(raw) or ""
    if len(text) * 2 > LONGEST_TEXT:
        text = next(pieces(text))
    return text_cell(at, text) if text else ""


def _number(at: str, raw: str) -> str:
    """Excel keeps 15 digits: a longer number would come back as another one, so it is text."""
    if len(raw) > _SIGNIFICANT:
        number = Decimal(raw)
        exact = number.is_finite() and len(number.normalize().as_tuple().digits) <= _SIGNIFICANT
        return number_cell(at, raw) if exact and math.isfinite(float(raw)) else text_cell(at, raw)
    return number_cell(at, raw) if raw not in ("NaN", "Infinity", "-Infinity") else text_cell(at, raw)


def _yes_or_no(at: str, raw: str) -> str:
    return f'<c r="{at}" t="b"><v>{int(raw == "t")}</v></c>'


def _date(at: str, raw: str) -> str:
    try:
        day = date.fromisoformat(raw)
    except ValueError:  # infinity, BC, the year 10000
        return text_cell(at, raw)
    return number_cell(at, (day - _DAY_ZERO).days, DATE) if day >= _FIRST_TRUE_DAY else text_cell(at, raw)


def _moment(at: str, raw: str) -> str:
    try:
        moment = datetime.fromisoformat(raw)
        if moment.tzinfo is not None:
            moment = moment.astimezone(SOUTH_AFRICA).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return text_cell(at, raw)
    if moment.date() < _FIRST_TRUE_DAY:
        return text_cell(at, raw)
    return number_cell(at, repr((moment - _MOMENT_ZERO) / timedelta(days=1)), MOMENT)


_WRITERS: dict[str, Writer] = {
    "smallint": _number,
    "integer": _number,
    "bigint": _number,
    "numeric": _number,
    "real": _number,
    "double precision": _number,
    "boolean": _yes_or_no,
    "date": _date,
    "timestamp with time zone": _moment,
    "timestamp without time zone": _moment,
}
