"""What a single cell says: nothing, an error, a gender, several tags, or only what was said before."""

import re
from collections.abc import Iterable

WORD = re.compile(r"[^\W_]+")
BLANKS = frozenset(("n/a", "n.a.", "nvt", "n.v.t.", "null", "nan", "none", "-", "--", ".", "0/0/00", "00/00/0000"))
SPREADSHEET_ERRORS = frozenset(("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"))
GENDERS = {
    **dict.fromkeys(("female", "f", "woman", "vrou", "vroulik", "v"), "female"),
    **dict.fromkeys(("male", "m", "man", "manlik"), "male"),
}
TAG_BREAK = re.compile(r":::|[;,\n]")


def is_error(cell: str) -> bool:
    return cell[0] == "#" and cell in SPREADSHEET_ERRORS


def is_blank(cell: str) -> bool:
    """One of the ways in which people write nothing."""
    return len(cell) < 11 and cell.casefold() in BLANKS


def gender_in(cell: str) -> str:
    """female or male; empty for any other word."""
    return GENDERS.get(cell.casefold(), "")


def tags_in(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(str.strip, TAG_BREAK.split(cell)))))


def repeats(text: str, known: Iterable[str]) -> bool:
    """Every word of the text was said before."""
    missing = words = set(WORD.findall(text.casefold()))
    for other in known:
        missing = missing.difference(WORD.findall(other.casefold()))
    return bool(words) and not missing
