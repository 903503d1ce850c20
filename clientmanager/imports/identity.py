"""Numbers a spreadsheet maims: identity numbers, phones and postal codes that lost zeros or became fractions."""

import re

from stdnum import luhn

FRACTION = re.compile(r"(\d+)\.0+")
SCIENTIFIC = re.compile(r"(\d)[.,](\d+)E\+?(\d{1,2})", re.I)
SEPARATORS = re.compile(r"[\s\-.'’]")
REGISTRATION = re.compile(
    r"(?:CK\s*)?\d{2,4}\s*/\s*\d{5,7}(?:\s*/\s*\d{2})?|(?:IT|MT|TM)\s*\d+\s*[/-]\s*\d{2,4}.*", re.I
)
PASSPORT = re.compile(r"(?=.*\d)(?=.*[A-Z])[A-Z0-9]{6,12}", re.I)
ID_LENGTH = 13


def as_digits(text: str) -> str:
    """Undo "821234567.0" and, where every digit is still there, "9.602290001084E+12"."""
    if match := FRACTION.fullmatch(text):
        return match[1]
    if (match := SCIENTIFIC.fullmatch(text)) and int(match[3]) - 1 <= len(match[2]) <= int(match[3]):
        return (match[1] + match[2]).ljust(int(match[3]) + 1, "0")
    return text


def find_id_number(text: str) -> tuple[str, str] | None:
    """The thirteen digits and a remark; None when the text is not a South African identity number.

    A wrong check digit never costs a person their number: papers differ, and typing errors are for people to settle.
    Excel drops leading zeros, so whoever was born from 2000 to 2009 has twelve digits or fewer there.
    """
    digits = SEPARATORS.sub("", as_digits(text))
    if not digits.isascii() or not digits.isdigit():
        return None
    if len(digits) == ID_LENGTH:
        if _holds(digits):
            return digits, ""
        return digits, "The ID number's last digit does not agree with the others: compare it with the document."
    if ID_LENGTH - 4 < len(digits) < ID_LENGTH and _holds(digits.zfill(ID_LENGTH)):
        return digits.zfill(ID_LENGTH), "The ID number had lost the zeros in front; they are put back."
    return None


def looks_like_registration(text: str) -> bool:
    return REGISTRATION.fullmatch(text) is not None


def looks_like_passport(text: str) -> bool:
    return PASSPORT.fullmatch(text.replace(" ", "")) is not None


def whole_postal_code(text: str, country: str) -> str:
    """South African codes have four digits, and many begin with zero."""
    code = as_digits(text)
    foreign = country and country.casefold() not in ("south africa", "suid-afrika", "za", "rsa", "zaf")
    return code.zfill(4) if code.isascii() and code.isdigit() and len(code) < 4 and not foreign else code


def _holds(digits: str) -> bool:
    return "01" <= digits[2:4] <= "12" and "01" <= digits[4:6] <= "31" and luhn.is_valid(digits)
