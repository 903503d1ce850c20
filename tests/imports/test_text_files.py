"""CSV and cards: encodings, delimiters, damage and malice."""

import time

import pytest

from clientmanager.errors import Invalid
from clientmanager.imports import Draft, Reading, RejectedRow, read

HEADINGS = "First name,Surname,E-mail,Cell,Notes\n"


def drafts(reading: Reading) -> list[Draft]:
    return [one for one in reading.rows if isinstance(one, Draft)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_encoding_and_delimiter_is_found_by_itself(encoding, delimiter):
    text = HEADINGS.replace(",", delimiter) + delimiter.join(("Renée", "O'Brien", "renee@example.com", "", ""))
    [renee] = drafts(read(text.encode(encoding), "clients.csv"))
    assert (renee.first_names, renee.last_name) == ("Renée", "O'Brien")
    assert renee.emails[0].value == "renee@example.com"


def test_one_line_in_another_encoding_does_not_spoil_the_rest():
    content = HEADINGS.encode() + "Renée,Ṱ,,,\n".encode() + "André,Botha,,,\n".encode("cp1252")
    assert [one.first_names for one in drafts(read(content, "x.csv"))] == ["Renée", "André"]


def test_blank_rows_are_no_rows_and_a_quoted_line_break_begins_none():
    content = HEADINGS + '\nThandi,Mokoena,,,"one\ntwo"\n,,,,\n   \nSipho,Dlamini,,,\n'
    one, two = drafts(read(content.encode(), "x.csv"))
    assert (one.row, one.note) == (3, "one\ntwo")
    assert (two.row, two.first_names) == (6, "Sipho")


def test_short_and_long_rows_lose_nothing():
    content = HEADINGS + "Thandi\nSipho,Dlamini,,,note,more,,still more\n"
    one, two = drafts(read(content.encode(), "x.csv"))
    assert one.first_names == "Thandi"
    assert two.extra == (("Column F", "more"), ("Column H", "still more"))


def test_an_open_quotation_mark_spoils_one_row_and_says_so():
    content = HEADINGS + 'Thandi,Mokoena,,,"open\nSipho,Dlamini,,,5" pipe\nAnna,"Bo"tha",,,\nPiet,Nel,,,\n'
    reading = read(content.encode(), "x.csv")
    assert [one.row for one in reading.rows] == [2, 3, 4, 5]
    assert [bool(one.warnings) for one in drafts(reading)] == [True, False, True, False]
    assert drafts(reading)[1].note == '5" pipe'


def test_repeated_headings_are_not_a_client():
    content = HEADINGS + "Thandi,Mokoena,,,\n" + HEADINGS
    assert read(content.encode(), "x.csv").rows[1] == RejectedRow(3, "This row repeats the headings.")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b" \r\n\r\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"Thandi;Mokoena;0821234567\nSipho;Dlamini;0831234567", "No row of headings"),
        (b"First name,Surname\n", "no row below"),
        (b"%PDF-1.7\n...", "PDF"),
        (b"<html><table><tr><td>First name</td></tr></table></html>", "web page"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "neither a list nor"),
    ],
)
def test_a_file_that_is_none_of_them_is_refused_in_a_sentence(content, sentence):
    with pytest.raises(Invalid, match=sentence):
        read(content, "clients.csv")


def test_too_much_is_refused(monkeypatch):
    monkeypatch.setattr("clientmanager.imports.reading.LARGEST", 1000)
    with pytest.raises(Invalid, match="larger than"):
        read(b"a" * 1001, "x.csv")
    monkeypatch.undo()
    monkeypatch.setattr("clientmanager.imports.reading.MOST_ROWS", 3)
    with pytest.raises(Invalid, match="too many rows"):
        read((HEADINGS + "Thandi,Mokoena,,,\n" * 4).encode(), "x.csv")
    with pytest.raises(Invalid, match="too many rows"):
        read(b"BEGIN:VCARD\nFN:Thandi\nEND:VCARD\n" * 4, "x.vcf")


MALICE = {
    "a million columns": HEADINGS + "Thandi,Mokoena" + ",x" * 1_000_000,
    "a million headings": HEADINGS.strip() + ",x" * 1_000_000 + "\nThandi,Mokoena\n",
    "a cell of 1 MB in every column": HEADINGS + ",".join(["a. " * 330_000] * 5),
    "addresses without end": HEADINGS + "Thandi,Mokoena," + "a@" * 500_000 + "," + "1 " * 500_000 + ",\n",
    "marks without end": HEADINGS + 'Thandi,Mokoena,,,5" x\n' * 20_000,
    "nul": HEADINGS + "Thandi\0,Mokoena,,,\n",
    "cards within cards": "BEGIN:VCARD\nFN:Thandi\nAGENT:\n" * 50_000,
    "soft breaks": "BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:Thandi" + "=\n" * 300_000 + "\nEND:VCARD",
    "parameters": "BEGIN:VCARD\nTEL" + ";TYPE=x" * 300_000 + ":082\nFN:Thandi\nEND:VCARD",
    "quotation marks": "BEGIN:VCARD\nTEL;X=" + '"a' * 300_001 + "\nFN:Thandi\nEND:VCARD",
    "a codec for names of machines": "BEGIN:VCARD\nFN;CHARSET=idna:" + "xn--" * 100_000 + "\nEND:VCARD",
}


@pytest.mark.parametrize("text", MALICE.values(), ids=MALICE.keys())
def test_malice_costs_little_time(text):
    began = time.process_time()
    assert read(text.encode(), "x.vcf").rows
    assert time.process_time() - began < 10


def test_five_thousand_rows_take_less_than_three_seconds():
    line = "Sipho,van der Merwe,sipho@example.co.za,082 123 4567,Met at the show\n"
    began = time.process_time()
    assert len(read((HEADINGS + line * 5_000).encode(), "x.csv").rows) == 5_000
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    ("lines", "part", "value"),
    [
        ("FN:Thandi\nNOTE;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Ren=E9e", "note", "Renée"),
        ("FN:Thandi\nNOTE:one\n  two", "note", "one two"),
        ("FN:Thandi\nNOTE:one\\, two\\; three\\nfour", "note", "one, two; three\nfour"),
        ("FN:Thandi\nNOTE:one\nbroken by its writer", "note", "one\nbroken by its writer"),
        ("N:Mokoena;Thandi\nORG:Umoya", "extra", (("ORG", "Umoya"),)),
        ("ORG:Umoya (Pty) Ltd", "kind", "company"),
        ("FN:Mokoena Family Trust", "kind", "trust"),
        ("KIND:org\nFN:Umoya", "entity_name", "Umoya"),
        ("FN:Thandi\nX-SPOUSE:Sipho", "extra", (("X-SPOUSE", "Sipho"),)),
        (
            "FN:Thandi\nitem1.URL:https://example.com\nitem1.X-ABLABEL:Blog",
            "extra",
            (("URL (Blog)", "https://example.com"),),
        ),
        ("FN:Thandi\nPHOTO:data:image/jpeg;base64,AAAA", "warnings", ("The card's photo (1 kB) was not kept.",)),
    ],
)
def test_a_card_is_read_as_its_writer_meant_it(lines, part, value):
    [card] = drafts(read(f"BEGIN:VCARD\nVERSION:3.0\n{lines}\nEND:VCARD\n".encode(), "x.vcf"))
    assert getattr(card, part) == value


def test_cards_in_utf_16_and_with_strange_line_ends_are_read():
    card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Renée\r\nEND:VCARD\r\n"
    for content in (
        card.encode("utf-16"),
        card.replace("\r\n", "\r\r\n").encode(),
        card.replace("\r\n", "\r").encode(),
    ):
        assert [one.first_names for one in drafts(read(content, "x.vcf"))] == ["Renée"]


def test_a_second_different_value_is_kept_beside_the_first():
    content = (
        "Surname,ID Number,ID Number,Date of Birth,DOB,Status,Client status\n"
        "Mokoena,9602290001084,7506165002089,1996-02-29,1975-06-16,Active,Lapsed\n"
        "Botha,7506165002089,7506165002089,1975-06-16,16/06/1975,Active,Active\n"
    )
    mokoena, botha = drafts(read(content.encode(), "x.csv"))
    assert (mokoena.id_number, mokoena.status) == ("9602290001084", "Active")
    assert set(mokoena.extra) == {
        ("ID Number", "7506165002089"),
        ("DOB", "1975-06-16"),
        ("Client status", "Lapsed"),
    }
    assert botha.extra == ()


def test_what_only_a_person_has_is_kept_beside_a_company():
    content = "Company,First name,Surname,ID Number,Type\nUmoya,Thandi,Mokoena,9602290001084,Company\n"
    [umoya] = drafts(read(content.encode(), "x.csv"))
    assert (umoya.kind, umoya.entity_name, umoya.id_number, umoya.last_name) == ("company", "Umoya", "", "")
    assert set(umoya.extra) == {("First name", "Thandi"), ("Surname", "Mokoena"), ("ID Number", "9602290001084")}
