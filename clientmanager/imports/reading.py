"""Bytes and a name in, drafts of clients out."""

from datetime import date
from functools import partial

from ..clock import today
from ..errors import Invalid
from . import csv_rows, vcard, vcard_lines
from .draft import Draft, Reading, RejectedRow
from .encoding import decode, looks_binary
from .headings import source
from .table import TOO_MANY, drafts, find_headings, first_rows
from .workbook import is_workbook, open_workbook

LARGEST = 50 * 1024 * 1024
MOST_ROWS = 200_000
MOST_LINES = 10 * MOST_ROWS
MOST_SAID = 300  # characters of what stands above the headings
NO_HEADINGS = (
    "No row of headings was found. The first row should name the columns, for example "
    "“First name, Surname, E-mail, Cell number, ID number”; add it and import again."
)


def read(content: bytes, name: str) -> Reading:
    """Read a CSV file, a workbook or contact cards; what it is, its content tells.

    Raises Invalid, with a sentence, for a file that is none of them, empty, too large or protected.
    """
    if len(content) > LARGEST:
        raise Invalid(f"This file is larger than {LARGEST // 1024**2} MB. Split it and import the parts.")
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Invalid("This file is empty. Export it again from the program it comes from.")
    if is_workbook(content):
        return _read_workbook(content, today())
    _refuse_known_others(content)
    cards = vcard_lines.normalise(content)
    if _holds_cards(cards, name):
        return _read_cards(cards, today())
    return _read_csv(decode(content), today())


def _read_csv(text: str, day: date) -> Reading:
    if looks_binary(text):
        raise Invalid("This file is neither a list nor contact cards. Import a CSV, Excel or vCard file.")
    if text.count("\n") > MOST_LINES:
        raise Invalid(TOO_MANY)
    delimiter, text = csv_rows.find_delimiter(text.replace("\x00", ""))
    rows = partial(csv_rows.rows, text, delimiter)
    headings = find_headings(first_rows(rows()))
    if headings is None:
        raise Invalid(NO_HEADINGS)
    result, warnings = drafts(rows, headings, today=day, most=MOST_ROWS)
    warnings += _above(headings.above)
    if not result:
        raise Invalid("There is no row below the headings. Export the file again, with its clients.")
    return Reading("csv", source(headings.columns), tuple(result), tuple(warnings))


def _read_workbook(content: bytes, day: date) -> Reading:
    sheets = open_workbook(content, most_rows=MOST_ROWS)
    result: list[Draft | RejectedRow] = []
    warnings: list[str] = []
    sources: dict[str, None] = {}
    with_headings = [(sheet, find_headings(sheet.rows)) for sheet in sheets]
    readable = [sheet for sheet, headings in with_headings if headings and not sheet.hidden]
    for sheet, headings in with_headings:
        if sheet.damaged:
            warnings.append(f"The sheet “{sheet.name}” is damaged; what could be read of it may not be all.")
        if headings is None or sheet.hidden:
            if sheet.rows:
                why = "is hidden" if sheet.hidden else "has no row of headings"
                warnings.append(f"The sheet “{sheet.name}” {why}; its {len(sheet.rows):,} rows were not read.")
            continue
        name = sheet.name if len(readable) > 1 else ""
        rows, said = drafts(partial(iter, sheet.rows), headings, today=day, most=MOST_ROWS - len(result), sheet=name)
        result += rows
        warnings += said + _above(headings.above)
        sources[source(headings.columns)] = None
    if not any(sheet.rows for sheet in sheets):
        raise Invalid("This workbook is empty. Export it again, with its clients.")
    if not readable:
        raise Invalid(NO_HEADINGS)
    if not result:
        raise Invalid("There is no row below the headings. Export the file again, with its clients.")
    return Reading("xlsx", " and ".join(sources), tuple(result), tuple(warnings))


def _read_cards(content: bytes, day: date) -> Reading:
    result: list[Draft | RejectedRow] = []
    versions: set[str] = set()
    products: set[str] = set()
    for row, card in enumerate(vcard_lines.cards(content), start=1):
        if row > MOST_ROWS:
            raise Invalid(TOO_MANY)
        result.append(vcard.draft(card, row, today=day))
        versions |= {one.value for one in card.properties if one.name == "VERSION"}
        products |= {one.value for one in card.properties if one.name == "PRODID"}
    if not result:
        raise Invalid("There is no contact card in this file. Export it again from the program it comes from.")
    return Reading("vcard", vcard.source(versions, products), tuple(result))


def _holds_cards(content: bytes, name: str) -> bool:
    """Cards begin the file; in a file that calls itself one, something may stand before them."""
    first = content[:10_000].lstrip().split(b"\n", 1)[0]
    if vcard_lines.BEGIN.fullmatch(first.split(b"\r", 1)[0]):
        return True
    return name.casefold().endswith((".vcf", ".vcard")) and b"BEGIN:VCARD" in content.upper()


def _refuse_known_others(content: bytes) -> None:
    start = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"%pdf"):
        raise Invalid("This is a PDF. Ask for the same list as an Excel or CSV file and import that.")
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml", b"<meta", b"<style")):
        raise Invalid(
            "This is a web page or XML, whatever its name says. Open it in Excel, save it as .xlsx and import that."
        )


def _above(said: tuple[str, ...]) -> list[str]:
    if not said:
        return []
    return [f"Above the headings stands, and was not read: {' / '.join(said)[:MOST_SAID]}"]
