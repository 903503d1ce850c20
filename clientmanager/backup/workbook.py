"""A backup as an Excel workbook, sent while it is being made: a sheet per table, after one that explains.

Written by hand because it has to stream: XlsxWriter keeps every sheet in a file in the clear until all are done, and
writes 8,000 rows a second where this writes 40,000 to 170,000. Nothing in it runs: there are values only, no formula.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from clientmanager.backup import attached, naming
from clientmanager.backup.archive import Archive
from clientmanager.backup.cells import raw_cells, value
from clientmanager.backup.manifest import TableSaid
from clientmanager.backup.outbox import Part, zipped
from clientmanager.backup.sheet_cells import (
    LONGEST_TEXT,
    Writer,
    column_letters,
    heading_cell,
    pieces,
    text_cell,
    writer_for,
)
from clientmanager.backup.workbook_parts import READ_ME, fixed_parts, read_me_rows, sheet_end, sheet_start

MOST_ROWS = 1_048_576 - 1
"""Of one sheet, below its headings."""
LONG_TEXTS = "Long texts"
_A_CELL = 80
"""About the bytes that a cell's markup takes."""


@dataclass(frozen=True)
class Sheet:
    """Some rows of a table: all of them, unless they are more than a sheet holds."""

    name: str
    table: TableSaid
    first: int
    rows: int


def workbook(archive: Archive, *, most_rows: int = MOST_ROWS) -> Iterator[bytes]:
    """The .xlsx file, in pieces; nothing of it is held but what is on its way."""
    return zipped(_parts(archive, most_rows))


def _parts(archive: Archive, most_rows: int) -> Iterator[Part]:
    tables = naming.in_order(attached.tabled(archive.manifest.tables))
    called = naming.sheet_names(tables)
    sheets = [sheet for table in tables for sheet in _sheets(called[table.name], table, most_rows)]
    too_long = any(True for sheet in sheets for _ in _long_texts(archive, sheet))
    names = [READ_ME, *(sheet.name for sheet in sheets), *([LONG_TEXTS] if too_long else [])]
    for name, content in fixed_parts(names):
        yield name, [content], 0
    about = [(sheet.name, sheet.rows, sheet.table.sha256) for sheet in sheets]
    yield _file(1), read_me_rows(archive.manifest, about, too_long=too_long), 0
    for number, sheet in enumerate(sheets, start=2):
        size = sheet.rows * len(sheet.table.columns) * _A_CELL + 6 * sheet.table.bytes
        yield _file(number), _sheet(archive, sheet), size
    if too_long:
        yield _file(len(names)), _long_texts_sheet(archive, sheets), 2 * sum(s.table.bytes for s in sheets)


def _file(number: int) -> str:
    return f"xl/worksheets/sheet{number}.xml"


def _sheets(name: str, table: TableSaid, most_rows: int) -> Iterator[Sheet]:
    for part, first in enumerate(range(0, max(table.rows, 1), most_rows), start=1):
        rows = min(most_rows, table.rows - first)
        yield Sheet(name if part == 1 else f"{name} ({part})", table, first, rows)


def _rows(archive: Archive, sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """The sheet's rows, with the numbers that they have in it: cells as they stand in the archive."""
    records = islice(archive.records(sheet.table), sheet.first, sheet.first + sheet.rows)
    for number, record in enumerate(records, start=2):
        yield number, raw_cells(record)


def _sheet(archive: Archive, sheet: Sheet) -> Iterator[bytes]:
    shown = naming.shown(sheet.table)
    letters = [column_letters(number) for number in range(len(shown))]
    headings = [naming.heading(column.name) for _, column in shown]
    yield sheet_start([column.type for _, column in shown])
    cells = "".join(heading_cell(f"{at}1", text) for at, text in zip(letters, headings, strict=True))
    yield f'<row r="1">{cells}</row>'.encode()
    writers: list[tuple[int, str, Writer]] = [
        (place, at, writer_for(column.type)) for (place, column), at in zip(shown, letters, strict=True)
    ]
    for number, raw in _rows(archive, sheet):
        cells = "".join([write(f"{at}{number}", raw[place]) for place, at, write in writers if raw[place]])
        yield f'<row r="{number}">{cells}</row>'.encode()
    yield sheet_end(f"A1:{letters[-1]}{sheet.rows + 1}")


def _long_texts(archive: Archive, sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Cells that hold more than a cell may: where they stand, and what did not fit there."""
    if sheet.table.longest_row <= LONGEST_TEXT:
        return
    shown = naming.shown(sheet.table)
    for number, raw in _rows(archive, sheet):
        for column, (place, _) in enumerate(shown):
            if len(raw[place]) * 2 > LONGEST_TEXT:
                for piece in islice(pieces(value(raw[place]) or ""), 1, None):
                    yield f"{column_letters(column)}{number}", piece


def _long_texts_sheet(archive: Archive, sheets: list[Sheet]) -> Iterator[bytes]:
    yield sheet_start(["text", "text", "text"])
    heads = zip("ABC", ("Sheet", "Cell", "Goes on"), strict=True)
    yield f'<row r="1">{"".join(heading_cell(f"{at}1", text) for at, text in heads)}</row>'.encode()
    number = 1
    for sheet in sheets:
        for cell, piece in _long_texts(archive, sheet):
            number += 1
            texts = zip("ABC", (sheet.name, cell, piece), strict=True)
            cells = "".join(text_cell(f"{at}{number}", text) for at, text in texts)
            yield f'<row r="{number}">{cells}</row>'.encode()
    yield sheet_end(f"A1:C{number}")
