"""Headers as people read them (RFC 2047), in the broken forms that are really sent."""

import re
from itertools import groupby

from . import charset, transfer
from .problems import Problems
from .visible import one_line

# Cut off at the end, without the space that belongs around it, and with spaces inside: all are seen.
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bq])\?(.*?)(?:\?=|\Z)", re.I | re.S)


def decode(text: str, problems: Problems) -> str:
    """One line, with every encoded word decoded."""
    found: list[str] = []
    place = 0
    words: list[tuple[str, bytes]] = []
    for match in _WORD.finditer(text):
        between = text[place : match.start()]
        if between.strip() or not words:
            found += [_together(words, problems), between]
            words = []
        name = match[1].partition("*")[0]  # RFC 2231 lets a language follow
        words.append((name.lower(), _bytes_of(match[2], match[3], problems)))
        place = match.end()
    return one_line("".join([*found, _together(words, problems), text[place:]]))


def _together(words: list[tuple[str, bytes]], problems: Problems) -> str:
    """Neighbours in one encoding are decoded as one: mailers cut in the middle of a letter."""
    return "".join(
        charset.decode(b"".join(part for _, part in neighbours), name, problems)
        for name, neighbours in groupby(words, key=lambda word: word[0])
    )


def _bytes_of(encoding: str, text: str, problems: Problems) -> bytes:
    raw = text.encode("utf-8", "replace")
    if encoding.lower() == "b":
        return transfer.base64(raw, problems)
    return transfer.quoted_printable(raw.replace(b"_", b"=20").replace(b"\r", b"").replace(b"\n", b""), problems)
