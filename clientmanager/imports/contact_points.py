"""Cells that hold e-mail addresses and phone numbers, often several, often with words between them."""

import re

from email_validator import EmailNotValidError, validate_email

from .identity import as_digits

# validate_email takes 32 µs; nearly every address passes this and is spared it.
PLAIN_EMAIL = re.compile(
    r"[A-Za-z0-9_%+&'-]{1,64}(?:\.[A-Za-z0-9_%+&'-]{1,60}){0,8}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,60}[A-Za-z0-9])?\.){1,8}(?:co|com|org|net|gov|edu|za|uk|info|biz)"
)
EMAIL_BREAK = re.compile(r":::|[;,|\s]+")
ANGLE = re.compile(r"<([^<>\s]+@[^<>\s]+)>")
PHONE = re.compile(r"[+(]*\d[\d\s().\-–/]*(?:(?:x|ext\.?|extension|uitb\.?)\s*\d+)?", re.I)
PHONE_BREAK = re.compile(r":::|[;,|&\n\r]|\s(?:or|of|and|en)\s", re.I)
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
PHONE_INSIDE = re.compile(r"[+(]*\d[\d\s().\-–]{6,}\d")
NOT_DIGIT = re.compile(r"\D")
MOST_AT_ONCE = 10_000  # characters; a longer cell is no list of contact points, and its words are kept as they are


def find_emails(cell: str) -> tuple[list[str], str]:
    """Addresses as written, and what else the cell said ("" when nothing)."""
    if len(cell) > MOST_AT_ONCE:
        return [], cell
    cell = cell if cell.isascii() else INVISIBLE.sub("", cell).strip()
    if is_email(cell):
        return [cell], ""
    if named := ANGLE.findall(cell):
        return ([], cell) if not all(is_email(address) for address in named) else (named, cell)
    found, rest = [], []
    for part in EMAIL_BREAK.split(cell):
        bare = part.strip("<>()\"'").removeprefix("mailto:")
        pieces = bare.split("/") if bare.count("@") > 1 else [bare]
        if pieces != [""] and all(is_email(piece) for piece in pieces):
            found += pieces
        elif part:
            rest.append(part)
    return found, " ".join(rest)


def is_email(text: str) -> bool:
    if len(text) <= 254 and PLAIN_EMAIL.fullmatch(text):
        return True
    if "@" not in text or len(text) > 320:
        return False
    try:
        validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return True


def find_phones(cell: str) -> tuple[list[str], str, bool]:
    """Numbers as written, what else the cell said, and whether a lost zero was put back."""
    if len(cell) > MOST_AT_ONCE:
        return [], cell, False
    cell = cell if cell.isascii() else INVISIBLE.sub("", cell).strip()
    found: list[str] = []
    rest: list[str] = []
    restored = False
    for part in PHONE_BREAK.split(cell):
        for piece in _either(part):
            number = as_digits(piece.strip().removeprefix("tel:"))
            if not number:
                continue
            if not _is_phone(number):
                rest.append(piece.strip())
                if inside := PHONE_INSIDE.search(number):
                    found.append(inside[0])
                continue
            lost = len(number) == 9 and number.isascii() and number.isdigit() and number[0] in "12345678"
            restored |= lost
            found.append("0" + number if lost else number)
    return found, "; ".join(rest), restored


def same_phone(number: str) -> str:
    """What two spellings of one number share: +27 82 …, 27 82 … and 082 … are one."""
    digits = NOT_DIGIT.sub("", number).removeprefix("00")
    if len(digits) == 11 and digits.startswith("27"):
        return "0" + digits[2:]
    return digits


def _either(part: str) -> list[str]:
    """ "082 123 4567 / 011 234 5678" is two numbers, "011 234 5678/9" is one switchboard."""
    pieces = part.split("/")
    return pieces if len(pieces) > 1 and all(sum(c.isdigit() for c in piece) >= 7 for piece in pieces) else [part]


def _is_phone(text: str) -> bool:
    return PHONE.fullmatch(text) is not None and 5 <= len(NOT_DIGIT.sub("", text)) <= 24
