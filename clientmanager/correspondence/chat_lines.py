"""The lines of an exported chat: where each message begins, and what WhatsApp itself put into it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time

from .chat_dates import Written, time_of

# Marks of direction and of no width, which telephones put around dates, names and their own words
MARK = "\u200e"
_MARKS = "[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]*"
_SPACE = "[ \u00a0\u202f]"
_DATE = r"(\d{1,4})[/.-] ?(\d{1,2})[/.-] ?(\d{1,4})\.?"
_HALF = r"[ap]\.? ?m\.?|[vn]m\.?|[صم]"
_TIME = rf"(\d{{1,2}})[:.h](\d{{2}})(?:[:.](\d{{2}}))?(?:{_SPACE}{{0,2}}({_HALF}))?"
_WHEN = rf"{_DATE}[,،]?{_SPACE}{{1,2}}{_MARKS}{_TIME}"
FORMS = {
    "brackets": re.compile(rf"{_MARKS}\[{_MARKS}{_WHEN}{_MARKS}\]{_SPACE}?(.*)", re.I),
    "dash": re.compile(rf"{_MARKS}{_WHEN}{_SPACE}[-–]{_SPACE}(.*)", re.I),
}
"""iPhones write in brackets, Android with a dash."""

_SENDER = re.compile(r"([^:\n]{1,120}?):(?:[ \u00a0\u202f](.*)|$)")
# What stands before a colon in an announcement of Android's, which has no sender
_ANNOUNCES = re.compile(
    r"\b(?:changed (?:the|this) (?:subject|group|settings)|created (?:the )?(?:group|community)|added you|joined using"
    r"|end-to-end|het die (?:groep|onderwerp|beskrywing)|het (?:die )?groep)",
    re.I,
)
# An announcement that an iPhone writes as if a person or the group had said it
_ANNOUNCEMENT = re.compile(
    r"(?:(?:messages and calls are end-to-end|messages to this (?:chat|group)|messages you send to"
    r"|boodskappe en oproepe is|your security code with|jou sekuriteitskode).*|.{0,80}'s security code .*"
    r"|.{0,120}\b(?:created (?:this |the )?group|added (?:you|.{1,80})|removed (?:you|.{1,80})"
    r"|left(?: the group)?|joined using (?:this|a) .{1,60}|changed (?:the|this|their|to) .*|turned (?:on|off) .*"
    r"|pinned a message|is a contact|is now an admin|was added|updated the message timer.*)|you're now an admin"
    r"|you are no longer .*|this (?:business|chat|group) .*|tap to learn more.*"
    r"|.{0,120}\bhet (?:die groep|die onderwerp|hierdie groep|.{1,80} bygevoeg|.{1,80} verwyder|verlaat).*)\.?",
    re.I | re.S,
)


@dataclass(frozen=True)
class Line:
    """The first line of a message, with those below it."""

    written: Written
    clock: time
    sender: str
    """"" for what WhatsApp itself announces."""
    text: str
    """What follows the sender, marks and all."""
    whole: str
    """All of it, as written."""


def form_of(text: str) -> str:
    """Which of `FORMS` the first line that begins a message has; "" where none does."""
    for line in text.split("\n", 40)[:40]:
        for form, pattern in FORMS.items():
            if (match := pattern.fullmatch(line)) and _clock(match):
                return form
    return ""


def read(text: str, form: str) -> Iterator[Line | str]:
    """Each message; what stands above the first comes as it is."""
    begun: tuple[re.Match[str], time] | None = None
    below: list[str] = []
    for line in text.split("\n"):
        match = FORMS[form].fullmatch(line)
        if match and (clock := _clock(match)):
            yield from _finished(begun, below)
            begun, below = (match, clock), []
        else:
            below.append(line)
    yield from _finished(begun, below)


def unmarked(text: str) -> str:
    return re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]", "", text)


def _finished(begun: tuple[re.Match[str], time] | None, below: list[str]) -> Iterator[Line | str]:
    if begun is None:
        if above := "\n".join(below).strip():
            yield above
        return
    match, clock = begun
    sender, first = _sender_and_words(match[8])
    text = "\n".join([first, *below]).rstrip()
    if text.startswith(MARK) and _ANNOUNCEMENT.fullmatch(unmarked(text).strip()):
        sender = ""
    yield Line((match[1], match[2], match[3]), clock, sender, text, "\n".join([match[0], *below]).rstrip())


def _sender_and_words(rest: str) -> tuple[str, str]:
    said = _SENDER.fullmatch(rest)
    if said is None or _ANNOUNCES.search(said[1]):
        return "", rest
    return " ".join(unmarked(said[1]).replace("\u00a0", " ").split()).lstrip("~ "), said[2] or ""


def _clock(match: re.Match[str]) -> time | None:
    return time_of(match[4], match[5], match[6], match[7])
