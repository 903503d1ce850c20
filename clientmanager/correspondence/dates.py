"""The Date of a header. Where it names no zone, it is South Africa's."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from clientmanager.clock import SOUTH_AFRICA
from clientmanager.models.months import MONTHS

from .problems import Problems

NO_DATE = "The e-mail does not say when it was sent."
BROKEN_DATE = "The date of the e-mail cannot be read."
UNKNOWN_ZONE = "The time zone of the e-mail's date is not known; South African time was taken."

_COMMENT = re.compile(r"\([^()]*\)")
_WORD_MONTH = re.compile(r"(?<=\d)[ -]+([^\W\d_]{3,10})\.?[ -]+(?=\d)")
_UTC = re.compile(r"(?:[+-]0000|\b(?:UTC|GMT|UT|Z))\s*\Z", re.I)
_NAMED_ZONE = re.compile(r"\s\"?([A-Z]{3,5})\"?\s*\Z")
_OFFSETS = {
    **{"SAST": "+0200", "CAT": "+0200", "EET": "+0200", "EEST": "+0300", "CET": "+0100", "CEST": "+0200"},
    **{"WAT": "+0100", "EAT": "+0300", "BST": "+0100", "WET": "+0000", "MSK": "+0300", "IST": "+0530"},
}
_KNOWN_TO_PYTHON = {"EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT", "AST", "ADT"}
_ENGLISH = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_YEARS = range(1970, 2200)


def read(field: str, problems: Problems) -> datetime | None:
    if not field:
        problems.say(NO_DATE)
        return None
    text = " ".join(_COMMENT.sub(" ", field[:200]).split())
    text = _WORD_MONTH.sub(lambda word: f" {_ENGLISH[MONTHS.get(word[1].casefold(), 0)] or word[1]} ", text)
    if zone := _NAMED_ZONE.search(text):
        if offset := _OFFSETS.get(zone[1]):
            text = text[: zone.start()] + " " + offset
        elif zone[1] not in _KNOWN_TO_PYTHON and not _UTC.search(text):
            problems.say(UNKNOWN_ZONE)
    found = _moment(text)
    if found is None or found.year not in _YEARS:
        problems.say(BROKEN_DATE)
        return None
    if found.tzinfo is None:
        return found.replace(tzinfo=UTC if _UTC.search(text) else SOUTH_AFRICA)
    return found


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
