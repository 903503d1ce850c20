"""South African identity numbers, phones and e-mails: read kindly, warn about the unusual, never block a person.

Sources: the ID number's form YYMMDD SSSS C A Z with a Luhn check digit; phonenumbers calls 0821234 valid, so nine
national digits are demanded before a number counts as South African.
"""

import re
from datetime import date

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from stdnum import luhn

from clientmanager.clock import today
from clientmanager.errors import Invalid
from clientmanager.models.folding import digits


def read_email(text: str, field: str = "email") -> str:
    """The address as it should be kept; the domain is never looked up."""
    try:
        return validate_email(text.strip(), check_deliverability=False, allow_smtputf8=True).normalized
    except EmailNotValidError as error:
        domain = text.strip().rpartition("@")[2]
        if "@" in text and domain and "." not in domain:
            raise Invalid(f"The part after @ needs a dot, as in {domain[:60]}.co.za", field=field) from None
        raise Invalid(f"This is no e-mail address. {str(error).splitlines()[0]}", field=field) from None


def read_phone(text: str, field: str = "phone") -> str:
    """E.164 where the number is one, else as it was written; raises Invalid only where there are hardly any digits."""
    text = re.sub(r"\s+", " ", text).strip()
    if len(digits(text)) < 3:
        raise Invalid("A phone number needs digits, such as 082 123 4567.", field=field)
    try:
        number = phonenumbers.parse(text, "ZA")
    except phonenumbers.NumberParseException:
        return text[:60]
    if not _complete(number) or number.extension:
        return text[:60]
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def show_phone(number: str) -> str:
    """`+27821234567` as 082 123 4567; other countries' in their international form; anything else as it is."""
    if not number.startswith("+"):
        return number
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, form.NATIONAL if parsed.country_code == 27 else form.INTERNATIONAL)


def phone_warning(number: str) -> str:
    if number.startswith("+"):
        return ""
    return "This is not a full phone number. Check it with the client."


def _complete(number: phonenumbers.PhoneNumber) -> bool:
    if number.country_code == 27:
        return len(str(number.national_number)) == 9 and phonenumbers.is_possible_number(number)
    return phonenumbers.is_possible_number(number)


def read_id_number(text: str) -> str:
    """Thirteen digits without spaces where it is so, else as it was written."""
    compact = re.sub(r"[\s-]", "", text)
    return compact if compact.isdecimal() else re.sub(r"\s+", " ", text).strip()[:40]


def id_number_warning(number: str) -> str:
    """What is unusual about an ID number, in a sentence; empty when nothing is."""
    if not number:
        return ""
    if not (number.isdecimal() and len(number) == 13):
        return "A South African ID number has 13 digits. Check the document."
    if birth_date_of(number) is None:
        return f"There is no such date as {number[4:6]}/{number[2:4]} in an ID number. Check the document."
    if not luhn.is_valid(number):
        return "The last digit does not fit the others. Check the document."
    return ""


def birth_date_of(number: str) -> date | None:
    """The birth date in a South African ID number: the latest century that is not in the future."""
    if not (number.isdecimal() and len(number) == 13):
        return None
    for century in (2000, 1900):
        try:
            born = date(century + int(number[:2]), int(number[2:4]), int(number[4:6]))
        except ValueError:
            continue
        if born <= today():
            return born
    return None


def masked(number: str) -> str:
    """What shows before a number is revealed: the birth date's digits of an ID number, the last two of others."""
    if not number:
        return ""
    if number.isdecimal() and len(number) == 13:
        return f"{number[:6]} {'•' * 7}"
    return "•" * max(len(number) - 2, 3) + number[-2:]


_MONTHS = {
    name: month
    for month, names in enumerate(
        ("jan", "feb", "mar mrt", "apr", "may mei", "jun", "jul", "aug", "sep", "oct okt", "nov", "dec des"), start=1
    )
    for name in names.split()
}


def read_date(text: str, field: str = "birth_date") -> date | None:
    """2026-03-12, 12/03/2026 (day first), 12 Mar 2026, 12 Mrt 2026; empty is no date."""
    text = text.strip()
    if not text:
        return None
    parts = [part for part in re.split(r"[\s/.,-]+", text) if part]
    try:
        if len(parts) != 3:
            raise ValueError
        month = _MONTHS.get(parts[1][:3].casefold()) or int(parts[1])
        year, day = (parts[0], parts[2]) if len(parts[0]) == 4 else (parts[2], parts[0])
        if len(year) != 4:
            raise ValueError
        return date(int(year), month, int(day))
    except ValueError:
        raise Invalid("Write the date as 12 Mar 1975 or 1975-03-12.", field=field) from None
