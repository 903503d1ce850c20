"""Files that old mailers put between the words, uuencoded."""

import re

from . import transfer
from .problems import Problems

MOST = 100
_BEGIN = re.compile(r"^begin [0-7]{3,4} (\S[^\n]{0,250})\n(?=[ -`]{1,90}\n)", re.M)
_END = re.compile(r"^end[ \t]*(?:\n|\Z)", re.M)


def taken_out(text: str, problems: Problems) -> tuple[str, list[tuple[str, bytes]]]:
    """The words without them, and each with its name."""
    found: list[tuple[str, bytes]] = []
    kept: list[str] = []
    place = 0
    while (begin := _BEGIN.search(text, place)) and len(found) < MOST:
        end = _END.search(text, begin.end())
        if end is None:
            break
        kept.append(text[place : begin.start()])
        lines = text[begin.end() : end.start()].encode("utf-8", "replace")
        found.append((begin[1], transfer.uu(lines, problems)))
        place = end.end()
    return "".join([*kept, text[place:]]), found
