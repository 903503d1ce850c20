"""Names, dates and numbers as people and spreadsheets write them."""

from datetime import date

import pytest

from clientmanager.imports import Draft, read
from clientmanager.imports.contact_points import find_emails, find_phones, same_phone
from clientmanager.imports.dates import find_date
from clientmanager.imports.headings import understand, understand_row
from clientmanager.imports.identity import find_id_number, whole_postal_code
from clientmanager.imports.names import entity_kind, split_name

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "title", "first_names", "last_name"),
    [
        ("Mokoena, Thandiwe", "", "Thandiwe", "Mokoena"),
        ("Thandiwe Nkosazana Mokoena", "", "Thandiwe Nkosazana", "Mokoena"),
        ("Johannes van der Merwe", "", "Johannes", "van der Merwe"),
        ("van der Merwe, Mev. Anna", "Mev.", "Anna", "van der Merwe"),
        ("Van Wyk", "", "", "Van Wyk"),
        ("Mrs Botha", "Mrs", "", "Botha"),
        ("Dr & Mrs Naidoo", "Dr & Mrs", "", "Naidoo"),
        ("Botha JP", "", "JP", "Botha"),
        ("Van der Merwe J.P.", "", "J.P.", "Van der Merwe"),
        ("JP Botha", "", "JP", "Botha"),
        ("ANNA LI", "", "ANNA", "LI"),
        ("Thandi", "", "Thandi", ""),
        ("Renée O'Brien", "", "Renée", "O'Brien"),
        ("Johan 't Hooft", "", "Johan", "'t Hooft"),
        ("Lerato Netshiṱuni", "", "Lerato", "Netshiṱuni"),
        ("Sipho Dlamini Jnr", "", "Sipho", "Dlamini Jnr"),
        ("Moyo, Trust", "", "Trust", "Moyo"),
    ],
)
def test_a_full_name_is_split_where_its_owner_would(text, title, first_names, last_name):
    name = split_name(text)
    assert (name.title, name.first_names, name.last_name) == (title, first_names, last_name)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Acme Trading (Pty) Ltd", "company"),
        ("Acme Trading (Edms) Bpk", "company"),
        ("Mokoena Plumbers CC", "company"),
        ("Siyakhula NPC", "company"),
        ("Mokoena Attorneys Inc.", "company"),
        ("Mokoena Family Trust", "trust"),
        ("Die Botha Familietrust", "trust"),
        ("Botha Trust (IT1234/2010)", "trust"),
        ("Trust Moyo", None),
        ("Moyo, Trust", None),
        ("Anna Entrust", None),
        ("Ccaba Mthembu", None),
        ("Anna Limited-Smith", None),
    ],
)
def test_companies_and_trusts_are_known_by_what_stands_behind_their_name(text, kind):
    assert entity_kind(text) == kind


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-12", date(2026, 3, 12)),
        ("1975/06/16", date(1975, 6, 16)),
        ("12/03/2026", date(2026, 3, 12)),
        ("3/25/1975", date(1975, 3, 25)),
        ("12 Mrt 2026", date(2026, 3, 12)),
        ("16 Junie 1975", date(1975, 6, 16)),
        ("1 Desember 1960", date(1960, 12, 1)),
        ("Oktober 9, 1980", date(1980, 10, 9)),
        ("16-Jun-75", date(1975, 6, 16)),
        ("Monday, 16 June 1975", date(1975, 6, 16)),
        ("19750616", date(1975, 6, 16)),
        ("1975-06-16 00:00:00", date(1975, 6, 16)),
        ("1975-06-16T00:00:00Z", date(1975, 6, 16)),
        ("27561", date(1975, 6, 16)),
        ("31/02/1980", None),
        ("12/03/2027", None),
        ("--0612", None),
        ("1975", None),
        ("unknown", None),
    ],
)
def test_a_birth_date_is_read_in_every_usual_form(text, day):
    found = find_date(text, today=TODAY)
    assert (found.day if found else None) == day


def test_two_digits_of_a_year_are_never_in_the_future_and_a_guess_is_pointed_out():
    old, guessed = find_date("16/06/75", today=TODAY), find_date("16/06/24", today=TODAY)
    assert old
    assert (old.day, old.remark) == (date(1975, 6, 16), "")
    assert guessed
    assert guessed.day == date(2024, 6, 16)
    assert guessed.remark


@pytest.mark.parametrize(
    ("text", "number", "remarked"),
    [
        ("9602290001084", "9602290001084", False),
        ("960229 0001 08 4", "9602290001084", False),
        ("9602290001084.0", "9602290001084", False),
        ("9.602290001084E+12", "9602290001084", False),
        ("403050003082", "0403050003082", True),
        ("9602290001085", "9602290001085", True),
    ],
)
def test_an_id_number_survives_a_spreadsheet(text, number, remarked):
    found = find_id_number(text)
    assert found
    assert found[0] == number
    assert bool(found[1]) is remarked


@pytest.mark.parametrize("text", ["9.60229E+12", "960229000108", "A1234567", "2015/123456/07", "١٢٣٤٥٦٧٨٩٠١٢٣"])
def test_what_is_no_id_number_is_not_made_one(text):
    assert find_id_number(text) is None


@pytest.mark.parametrize(
    ("cell", "numbers", "restored"),
    [
        ("082 123 4567", ["082 123 4567"], False),
        ("821234567", ["0821234567"], True),
        ("821234567.0", ["0821234567"], True),
        ("27821234567", ["27821234567"], False),
        ("082 123 4567 / 011 234 5678", ["082 123 4567", "011 234 5678"], False),
        ("011 234 5678/9", ["011 234 5678/9"], False),
        ("0821234567;0831234567", ["0821234567", "0831234567"], False),
        ("082 123 4567 ::: 083 123 4567", ["082 123 4567", "083 123 4567"], False),
        ("082 123 4567 of 083 123 4567", ["082 123 4567", "083 123 4567"], False),
        ("\u202a+27 82 123 4567\u202c", ["+27 82 123 4567"], False),
        ("+27 (0)11 234-5678 ext 12", ["+27 (0)11 234-5678 ext 12"], False),
    ],
)
def test_phones_are_told_apart_and_get_their_zero_back(cell, numbers, restored):
    assert find_phones(cell) == (numbers, "", restored)


def test_two_spellings_of_one_phone_are_one():
    assert same_phone("+27 82 123 4567") == same_phone("082-123-4567") == same_phone("27821234567")


@pytest.mark.parametrize(
    ("cell", "addresses", "rest"),
    [
        ("thandi@example.co.za", ["thandi@example.co.za"], ""),
        ("a@example.com; b@example.com", ["a@example.com", "b@example.com"], ""),
        ("a@example.com / b@example.com", ["a@example.com", "b@example.com"], "/"),
        ("a@example.com/b@example.com", ["a@example.com", "b@example.com"], ""),
        ("a@example.com ::: b@example.com", ["a@example.com", "b@example.com"], ""),
        ("Thandi <thandi@example.com>", ["thandi@example.com"], "Thandi <thandi@example.com>"),
        ("o'brien+x@example.com", ["o'brien+x@example.com"], ""),
        ("renée@exämple.com", ["renée@exämple.com"], ""),
        ("thandi@@example.com", [], "thandi@@example.com"),
        ("thandi.example.com", [], "thandi.example.com"),
    ],
)
def test_emails_are_told_apart_from_the_words_around_them(cell, addresses, rest):
    assert find_emails(cell) == (addresses, rest)


def test_a_postal_code_has_four_digits_at_home_and_what_it_likes_abroad():
    assert whole_postal_code("1", "") == "0001"
    assert whole_postal_code("920.0", "South Africa") == "0920"
    assert whole_postal_code("920", "Iceland") == "920"
    assert whole_postal_code("SW1A 1AA", "") == "SW1A 1AA"


@pytest.mark.parametrize(
    ("heading", "field", "label"),
    [
        ("Van", "last_name", ""),
        ("SURNAME *", "last_name", ""),
        ("entity_first_name", "first_names", ""),
        ("ID Nommer", "id_number", ""),
        ("Date of Birth (dd/mm/yyyy)", "birth_date", ""),
        ("Selfoon nommer", "phone", "Mobile"),
        ("Tel (H)", "phone", "Home"),
        ("Werk Tel", "phone", "Work"),
        ("Home Phone 2", "phone", "Home"),
        ("E-pos adres", "email", ""),
        ("Email (work)", "email", "Work"),
        ("Posadres", "address_lines", "Postal"),
        ("Postal Code", "address_postal_code", ""),
        ("Residential Postal Code", "address_postal_code", "Home"),
        ("Physical Address: Suburb", "address_lines", "Physical"),
        ("Straat", "address_lines", ""),
        ("Spouse Cell", "", ""),
        ("Assistant's Phone", "", ""),
        ("Policy number", "", ""),
        ("Work", "", ""),
    ],
)
def test_a_heading_is_known_however_it_is_written(heading, field, label):
    column = understand(heading)
    assert (column.field, column.label) == (field, label)


def test_name_beside_surname_is_a_first_name_and_alone_the_whole_one():
    assert [column.field for column in understand_row(["Naam", "Van"])] == ["first_names", "last_name"]
    assert [column.field for column in understand_row(["Name", "Cell"])] == ["full_name", "phone"]


def test_gender_language_tags_and_last_contact_find_their_fields():
    content = (
        "Voornaam,Van,Geslag,Huistaal,Laaste kontak,Tags\n"
        "Thandi,Mokoena,Vroulik,isiZulu,2026-03-09,Golf day; VIP;Golf day\n"
        "Piet,Nel,Unspecified,,9 Mrt 2099,\n"
    )
    thandi, piet = read(content.encode(), "x.csv").rows
    assert isinstance(thandi, Draft)
    assert isinstance(piet, Draft)
    assert (thandi.gender, thandi.language, thandi.last_contact_on) == ("female", "isiZulu", date(2026, 3, 9))
    assert thandi.tags == ("Golf day", "VIP")
    assert (piet.gender, piet.last_contact_on) == ("", None)
    assert dict(piet.extra) == {"Geslag": "Unspecified", "Laaste kontak": "9 Mrt 2099"}
