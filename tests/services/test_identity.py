"""South African numbers, phones, e-mails and dates: read kindly; warnings, not walls."""

from contextlib import suppress
from datetime import UTC, date, datetime

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientmanager import clock
from clientmanager.errors import Invalid
from clientmanager.services import identity

IN_ANY_FORMAT = [
    "0821234567", "082 123 4567", "082-123-4567", "(082) 123 4567", "082.123.4567", "+27821234567", "+27 82 123 4567",
    "+27 (0)82 123 4567", "0027 82 123 4567", "27821234567", " 082\t123  4567 ", "082/123/4567",
]  # fmt: skip


@pytest.mark.parametrize("written", IN_ANY_FORMAT)
def test_a_phone_number_is_the_same_however_it_is_written(written: str):
    kept = identity.read_phone(written)
    assert (kept, identity.show_phone(kept), identity.phone_warning(kept)) == ("+27821234567", "082 123 4567", "")


@pytest.mark.parametrize(
    ("written", "kept", "shown"),
    [
        ("+44 20 7946 0958", "+442079460958", "+44 20 7946 0958"),
        ("0044 20 7946 0958", "+442079460958", "+44 20 7946 0958"),
        ("+1 (202) 555-0143", "+12025550143", "+1 202-555-0143"),
        ("+264 81 123 4567", "+264811234567", "+264 81 123 4567"),
    ],
)
def test_a_foreign_number_is_kept_as_one(written: str, kept: str, shown: str):
    assert identity.read_phone(written) == kept
    assert identity.show_phone(kept) == shown
    assert identity.phone_warning(kept) == ""


@pytest.mark.parametrize("written", ["0821234", "+27 82", "+2782123456789", "ask Jane 555", "12345"])
def test_what_is_no_full_number_is_kept_as_it_was_written_with_a_warning(written: str):
    assert identity.read_phone(written) == written
    assert identity.show_phone(written) == written
    assert "not a full phone number" in identity.phone_warning(written)


def test_an_extension_is_kept_and_is_nothing_unusual():
    kept = identity.read_phone("012 555 0142 ext 12")
    assert kept == "012 555 0142 ext 12"
    assert identity.phone_warning(kept) == ""


@pytest.mark.parametrize("written", ["", "no phone", "12", "0" * 61, "082 123 4567, after five " * 4])
def test_what_cannot_be_a_phone_number_is_refused_rather_than_cut(written: str):
    with pytest.raises(Invalid) as refusal:
        identity.read_phone(written)
    assert refusal.value.field == "phone"


@pytest.mark.parametrize(
    "number", ["9602290001084", "7506165002089", "8812314999186", "6001019998188", "0403050003082", "9001015800286"]
)
def test_an_id_number_with_a_right_check_digit_is_nothing_unusual_also_a_refugees(number: str):
    assert identity.read_id_number(f" {number[:6]} {number[6:10]}-{number[10:]} ") == number
    assert identity.id_number_warning(number) == ""


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("9602290001085", "last digit"),
        ("960229000108", "13 digits"),
        ("9602300001084", "no such date as 30/02"),
        ("A1234567", "13 digits"),
        ("٩٦٠٢٢٩٠٠٠١٠٨٤", "13 digits"),
    ],
)
def test_an_unusual_id_number_is_kept_with_a_warning(number: str, says: str):
    assert identity.read_id_number(number) == number
    assert says in identity.id_number_warning(number)


@pytest.mark.parametrize(
    ("number", "born"),
    [
        ("2612310001086", date(1926, 12, 31)),
        ("2611220001080", date(2026, 11, 22)),
        ("0403050003082", date(2004, 3, 5)),
        ("0002290001080", date(2000, 2, 29)),
        ("9602290001084", date(1996, 2, 29)),
        ("9902290001084", None),
        ("0013010001080", None),
    ],
)
def test_a_birth_date_is_of_the_latest_century_that_is_not_in_the_future(number: str, born: date | None):
    clock.move(datetime(2026, 11, 22, 12, tzinfo=UTC) - clock.now())
    assert identity.birth_date_of(number) == born


@pytest.mark.parametrize(
    "written",
    [
        "1975-03-12", "1975/3/12", "12/03/1975", "12-3-1975", "12.03.1975", "12 Mar 1975", "12 Mrt 1975",
        "12 Maart 1975", "12 maart 1975", "12 MARCH 1975", " 12  March,  1975 ", "1975 Mrt 12",
    ],
)  # fmt: skip
def test_a_date_is_read_day_first_in_english_and_afrikaans(written: str):
    assert identity.read_date(written) == date(1975, 3, 12)


@pytest.mark.parametrize(
    ("month", "number"),
    [
        ("Januarie", 1), ("Februarie", 2), ("Maart", 3), ("April", 4), ("Mei", 5), ("Junie", 6), ("Julie", 7),
        ("Augustus", 8), ("September", 9), ("Oktober", 10), ("November", 11), ("Desember", 12), ("Sept", 9),
        ("Okt", 10), ("May", 5), ("Oct", 10), ("Dec", 12),
    ],
)  # fmt: skip
def test_every_month_of_both_languages_is_known(month: str, number: int):
    assert identity.read_date(f"1 {month} 2001") == date(2001, number, 1)


@pytest.mark.parametrize(
    "written",
    ["31/02/1975", "12/03/75", "12/13/1975", "soon", "12 Marble 1975", "1975", f"{10**20}/3/1975",
     "1975-03-12-1", "²/3/1975"],
)  # fmt: skip
def test_what_is_no_date_is_refused_beside_its_field(written: str):
    with pytest.raises(Invalid, match="12 Mar 1975") as refusal:
        identity.read_date(written)
    assert refusal.value.field == "birth_date"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  renee@example.co.za ", "renee@example.co.za"),
        ("Renee.OBrien+crm@Example.CO.ZA", "Renee.OBrien+crm@example.co.za"),
        ("renée@example.co.za", "renée@example.co.za"),
        ("o'brien@example.co.za", "o'brien@example.co.za"),
    ],
)
def test_an_email_is_kept_without_looking_its_domain_up(written: str, kept: str):
    assert identity.read_email(written) == kept


@pytest.mark.parametrize(
    "written", ["", "renee", "renee@example", "@", "a@b@c.co.za", "a b@c.co.za", "x" * 300 + "@c.co.za"]
)
def test_what_is_no_email_is_refused_beside_its_field(written: str):
    with pytest.raises(Invalid) as refusal:
        identity.read_email(written)
    assert refusal.value.field == "email"
    assert str(refusal.value)


@given(st.text(alphabet=st.characters(codec=None)))
def test_any_text_is_read_or_refused_and_nothing_else(text: str):
    for read in (identity.read_email, identity.read_phone, identity.read_date):
        with suppress(Invalid):
            read(text)
    number = identity.read_id_number(text)
    identity.id_number_warning(number)
    identity.birth_date_of(number)
    identity.masked(number)
    identity.show_phone(text)
    identity.phone_warning(text)


@given(st.from_regex(r"\+27[0-9]{7,10}|\+[0-9]{4,15}", fullmatch=True, alphabet=st.characters(codec="ascii")))
def test_a_number_is_shown_as_phonenumbers_writes_it_however_quickly(number: str):
    try:
        parsed = phonenumbers.parse(number, "ZA")
    except phonenumbers.NumberParseException:
        parsed = None
    ours = parsed is not None and parsed.country_code == 27
    whole = parsed is not None and phonenumbers.is_possible_number(parsed)
    if parsed is None or not whole or (ours and len(str(parsed.national_number)) != 9):
        assert identity.show_phone(number) == number
        assert identity.phone_warning(number)
    else:
        form = phonenumbers.PhoneNumberFormat
        written = phonenumbers.format_number(parsed, form.NATIONAL if ours else form.INTERNATIONAL)
        assert (identity.show_phone(number), identity.phone_warning(number)) == (written, "")


def test_a_masked_number_tells_little():
    assert identity.masked("9602290001084") == "960229 •••••••"
    assert identity.masked("M00012345") == "•••••••45"
    assert identity.masked("") == ""
