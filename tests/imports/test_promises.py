"""What holds for every file, also for those nobody thought of."""

import csv
import io
import re
from collections import Counter
from datetime import date

import xlsxwriter
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from clientmanager.errors import Invalid
from clientmanager.imports import Draft, read

SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
LETTERS = st.characters(codec="cp1252", categories=("Lu", "Ll"))
WORD = st.text(LETTERS, min_size=3, max_size=12).filter(lambda word: re.fullmatch(r"[^\W\d_]{3,}", word) is not None)
NAME = st.builds("X{}".format, WORD)  # no title, particle or placeholder begins so
NOTE = st.text(st.characters(codec="cp1252", categories=("L", "N", "P", "Zs")) | st.just("\n"), max_size=40).map(
    lambda text: f"x{text}x"
)
PERSON = st.fixed_dictionaries(
    {
        "First name": NAME,
        "Surname": NAME,
        "E-mail": st.builds("{}@example.co.za".format, st.from_regex(r"[a-z]{1,9}", fullmatch=True)),
        "Cell": st.from_regex(r"08[0-9]{8}", fullmatch=True),
        "Date of birth": st.dates(date(1930, 1, 1), date(2020, 1, 1)).map(date.isoformat),
        "Notes": NOTE,
        "Favourite": NOTE,
    }
)
PEOPLE = st.lists(PERSON, min_size=1, max_size=8)


def as_told(draft: object) -> dict[str, str]:
    assert isinstance(draft, Draft)
    return {
        "First name": draft.first_names,
        "Surname": draft.last_name,
        "E-mail": draft.emails[0].value,
        "Cell": draft.phones[0].value,
        "Date of birth": draft.birth_date.isoformat() if draft.birth_date else "",
        "Notes": draft.note,
        "Favourite": dict(draft.extra)["FAVOURITE" if "FAVOURITE" in dict(draft.extra) else "Favourite"],
    }


def is_utf_8(written: bytes) -> bool:
    """Whether the file reads as UTF-8, as "Â" before a hard space in Windows letters does: nobody can tell which."""
    try:
        written.decode()
    except UnicodeDecodeError:
        return False
    return True


@SLOW
@given(
    PEOPLE,
    st.sampled_from(",;\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_a_table_written_as_csv_comes_back_equal(people, delimiter, encoding, line_end):
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(people[0]), delimiter=delimiter, lineterminator=line_end)
    writer.writeheader()
    writer.writerows(people)
    written = file.getvalue().encode(encoding)
    assume(encoding != "cp1252" or file.getvalue().isascii() or not is_utf_8(written))
    reading = read(written, "clients.csv")
    assert [as_told(one) for one in reading.rows] == people
    assert [one.row for one in reading.rows] == list(range(2, len(people) + 2))


@settings(SLOW, max_examples=12, phases=[Phase.generate])
@given(PEOPLE)
def test_a_table_written_as_a_workbook_comes_back_equal(people):
    columns = list(people[0])
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([columns, *([person[column] for column in columns] for person in people)]):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell)
    assert [as_told(one) for one in read(file.getvalue(), "clients.xlsx").rows] == people


@SLOW
@given(PEOPLE, st.sampled_from(["2.1", "3.0", "4.0"]), st.integers(20, 75), st.sampled_from(["utf-8", "utf-16"]))
def test_people_written_as_cards_come_back_equal(people, version, width, encoding):
    def escaped(text: str) -> str:
        return re.sub(r"([\\,;])", r"\\\1", text).replace("\n", "\\n")

    def folded(line: str) -> str:
        if version == "2.1":  # where a fold begins before a space of the text's own
            return line
        return "\r\n ".join(line[start : start + width] for start in range(0, len(line), width))

    lines: list[str] = []
    for person in people:
        lines += ["BEGIN:VCARD", f"VERSION:{version}"]
        lines.append(f"N:{escaped(person['Surname'])};{escaped(person['First name'])};;;")
        lines += [f"EMAIL;TYPE=HOME:{person['E-mail']}", f"TEL;TYPE=CELL:{person['Cell']}"]
        lines += [f"BDAY:{person['Date of birth']}", f"NOTE:{escaped(person['Notes'])}"]
        lines += [f"FAVOURITE:{escaped(person['Favourite'])}", "END:VCARD"]
    content = "".join(f"{folded(line)}\r\n" for line in lines).encode(encoding)
    assert [as_told(one) for one in read(content, "people.vcf").rows] == people


HEADINGS = (
    "First name|Surname|Name|Company|ID Number|Passport|E-mail|Email 2|Cell|Cell|Tel (W)|Date of Birth|Address|Suburb|"
    "City|Postal Code|Postal Address|Postal Code|Status|Category|Notes|Type|Title|Spouse|E-mail 1 - Type||Labels"
)
CELLS = (
    "Mr|Acme (Pty) Ltd|Botha Trust|n/a|#REF!|9602290001084|403050003082|A1234567|2015/123456/07|a@example.com|"
    "a@example.com; b|0821234567|821234567|082 123 4567 (her)|12/03/1975|1 Mrt 1960|99/99/99|1|2193|person|trust"
)
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12)
HEADING = st.sampled_from(HEADINGS.split("|"))
CELL = st.one_of(st.just(""), NOTE, TEXT, st.sampled_from(CELLS.split("|")))


@SLOW
@given(st.lists(HEADING, min_size=2, max_size=12), st.lists(st.lists(CELL, max_size=14), max_size=6))
def test_every_word_of_every_row_is_in_its_draft_and_every_row_ends_once(headings, rows):
    file = io.StringIO(newline="")
    csv.writer(file).writerows(
        [["First name", "Surname", *headings], *([f"Xa{i}", "Yb", *row] for i, row in enumerate(rows))]
    )
    if not rows:
        return
    reading = read(file.getvalue().encode(), "x.csv")
    assert len(reading.rows) == len(rows)
    for row, draft in zip(rows, reading.rows, strict=True):
        assert isinstance(draft, Draft)
        said = words(" ".join(row))
        kept = words(repr_of(draft))
        # Dates, codes and numbers are understood; zeros come back, the word for the kind becomes the kind.
        lost = {word for word in said - kept if not any(word in other for other in kept)}
        understood = {"12", "03", "1", "mrt", "her", "person", "trust", "a", "b", "01", "1960", "1975"}
        assert lost <= understood, lost


def repr_of(draft: Draft) -> str:
    parts: list[str] = [value for value in vars(draft).values() if isinstance(value, str)]
    parts += [str(draft.birth_date)]
    for labelled in (*draft.emails, *draft.phones):
        parts += [labelled.label, labelled.value]
    for address in draft.addresses:
        parts += vars(address).values()
    parts += [value for _, value in draft.extra]
    return " ".join(parts)


def words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", text.casefold().replace("\0", "")))


@settings(SLOW, max_examples=200)
@given(
    st.binary(max_size=400),
    st.sampled_from(
        [
            b"",
            b"First name,Surname,E-mail,Cell,DOB,ID no\n",
            b"BEGIN:VCARD\n",
            b"BEGIN:VCARD\r\nN;ENCODING=QUOTED-PRINTABLE:",
        ]
    ),
    st.sampled_from([b"", b"\nEND:VCARD\n", b"\xff\xfe", b"\n"]),
)
def test_any_bytes_are_read_or_refused_in_a_sentence(content, before, after):
    for whole in (before + content + after, after + before + content):
        try:
            reading = read(whole, "x.vcf")
        except Invalid as refusal:
            assert str(refusal).endswith(".")  # noqa: PT017
        else:
            assert reading.rows
            assert Counter(one.row for one in reading.rows).most_common(1)[0][1] == 1
            assert "\0" not in "".join(repr_of(one) for one in reading.rows if isinstance(one, Draft))


@settings(SLOW, max_examples=8)
@given(st.binary(max_size=300))
def test_a_damaged_workbook_is_refused_in_a_sentence(noise):
    for start in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        try:
            read(start + noise, "x.xlsx")
        except Invalid as refusal:
            assert str(refusal).endswith(".")  # noqa: PT017
