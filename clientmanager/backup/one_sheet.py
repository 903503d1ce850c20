"""Rows of COPY's CSV as sheets: CSV files that Excel reads rightly, or a workbook; both sent while being made."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from clientmanager.backup.cells import harmless, raw_cells, value
from clientmanager.backup.csv_download import BOM
from clientmanager.backup.outbox import Part, zipped
from clientmanager.backup.sheet_cells import LONGEST_TEXT, column_letters, heading_cell, pieces, writer_for
from clientmanager.backup.workbook import MOST_ROWS
from clientmanager.backup.workbook_parts import fixed_parts, sheet_end, sheet_start

GOES_ON = " … (the rest does not fit a cell; the CSV has it)"
_PIECE = 64 * 1024
_A_CELL = 120
"""About the bytes that a cell's markup takes."""


@dataclass(frozen=True)
class Column:
    heading: str
    type: str
    """As Postgres names it."""


@dataclass(frozen=True)
class Sheet:
    name: str
    columns: list[Column]
    rows: int
    """How many records there are: a workbook says so before it holds them."""
    records: Iterable[str]


def as_csv(columns: list[Column], records: Iterable[str]) -> Iterator[bytes]:
    """UTF-8 with its mark, commas, CR LF; what a spreadsheet would run has an apostrophe in front of it."""
    waiting, length = [BOM.decode() + ",".join(column.heading for column in columns)], 0
    for record in records:
        line = harmless(record)
        waiting.append(line)
        length += len(line)
        if length >= _PIECE:
            yield "\r\n".join([*waiting, ""]).encode()
            waiting, length = [], 0
    yield "\r\n".join([*waiting, ""]).encode() if waiting else b""


def as_workbook(
    name: str, columns: list[Column], rows: int, records: Iterable[str], *, most_rows: int = MOST_ROWS
) -> Iterator[bytes]:
    """An .xlsx file; more rows than a sheet holds go on in the next.

    Args:
        rows: how many records there are: a workbook names its sheets before it holds them.
    """
    coming, sheets = iter(records), list[Sheet]()
    for number, start in enumerate(range(0, max(rows, 1), most_rows), start=1):
        held = min(most_rows, rows - start)
        called = name if number == 1 else f"{name} ({number})"
        sheets.append(Sheet(called, columns, held, islice(coming, held)))
    return sheets_as_workbook(sheets)


def sheets_as_workbook(sheets: list[Sheet]) -> Iterator[bytes]:
    """An .xlsx file of several sheets."""
    return zipped(_parts(sheets))


def sheets_as_csv(sheets: list[Sheet]) -> Iterator[bytes]:
    """A zip with a CSV file of each."""
    return zipped((f"{one.name}.csv", as_csv(one.columns, one.records), _size(one)) for one in sheets)


def _parts(sheets: list[Sheet]) -> Iterator[Part]:
    for part, content in fixed_parts([one.name for one in sheets]):
        yield part, [content], 0
    for number, one in enumerate(sheets, start=1):
        yield f"xl/worksheets/sheet{number}.xml", _sheet(one.columns, one.rows, one.records), _size(one)


def _size(sheet: Sheet) -> int:
    return sheet.rows * len(sheet.columns) * _A_CELL


def _sheet(columns: list[Column], rows: int, records: Iterable[str]) -> Iterator[bytes]:
    letters = [column_letters(place) for place in range(len(columns))]
    writers = [writer_for(column.type) for column in columns]
    yield sheet_start([column.type for column in columns])
    heads = "".join(heading_cell(f"{at}1", column.heading) for at, column in zip(letters, columns, strict=True))
    yield f'<row r="1">{heads}</row>'.encode()
    for number, record in enumerate(records, start=2):
        cells = "".join(
            [
                write(f"{at}{number}", _fitting(raw))
                for at, write, raw in zip(letters, writers, raw_cells(record), strict=True)
                if raw
            ]
        )
        yield f'<row r="{number}">{cells}</row>'.encode()
    yield sheet_end(f"A1:{letters[-1]}{rows + 1}")


def _fitting(raw: str) -> str:
    """A cell as it stands in the CSV, cut where it is longer than Excel's; that it was cut is said."""
    if len(raw) * 2 <= LONGEST_TEXT:
        return raw
    text = value(raw) or ""
    fits = next(pieces(text), "")
    if fits == text:
        return raw
    cut = text[: LONGEST_TEXT // 2 - len(GOES_ON)] + GOES_ON
    return '"' + cut.replace('"', '""') + '"'
