"""Run as a programme of its own: a workbook comes in on standard input, its cells go out as lines of JSON.

The parser allocates what a workbook claims to hold, and a file of 5 kB can claim 17 thousand million cells; what then
fails may abort the whole process. Here it has a memory and a time limit and takes nobody with it. It imports nothing
of ours, so that it starts quickly.
"""

import contextlib
import datetime
import io
import json
import resource
import sys

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

MEMORY = 3 * 1024**3
SECONDS = 60


def text(cell: object) -> str:
    """As a person reads it: whole numbers without ".0", dates without midnight. A cell in error comes as ""."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(sep=" ")
    return str(cell)


def write_rows(sheet: CalamineSheet, most_rows: int) -> None:
    indent = [""] * (sheet.start[1] if sheet.start else 0)
    written = 0
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = indent + [text(cell) for cell in row]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            print(json.dumps([number, cells]))  # noqa: T201
            written += 1
        if written > most_rows:
            return


def main(most_rows: int) -> None:
    for limit, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):  # macOS refuses some of them
            resource.setrlimit(limit, (most, most))
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    for sheet in workbook.sheets_metadata:
        if sheet.typ is not SheetTypeEnum.WorkSheet:
            continue
        hidden = sheet.visible is not SheetVisibleEnum.Visible
        print(json.dumps({"sheet": sheet.name, "hidden": hidden}))  # noqa: T201
        try:
            write_rows(workbook.get_sheet_by_name(sheet.name), most_rows)
        except (CalamineError, OSError):
            print(json.dumps({"sheet": sheet.name, "hidden": hidden, "damaged": True}))  # noqa: T201


main(int(sys.argv[1]))
