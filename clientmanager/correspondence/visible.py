"""Words as a screen and a database may have them: nothing invisible that turns, hides or breaks the others."""

import re

# C0 and C1 without tab and line feed; marks that turn the direction of letters; a byte order mark
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_HALVES = re.compile("[\ud800-\udfff]")


def lines_of(text: str) -> str:
    """Several lines, each ended by a line feed."""
    for line_end in ("\r\n", "\r", "\x85", "\u2028", "\u2029"):
        text = text.replace(line_end, "\n")
    return _HALVES.sub("\ufffd", _UNSEEN.sub("", text))


def one_line(text: str) -> str:
    """A single line: whatever breaks it becomes a space."""
    return " ".join(lines_of(text).split())
