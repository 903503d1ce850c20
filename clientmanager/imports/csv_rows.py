"""The rows of a text file, whatever separates its cells; damaged quotation marks spoil one row, not the rest."""

import csv
import io
from collections.abc import Iterator
from itertools import islice

from .table import Row, find_headings

DELIMITERS = ",;\t|"
LONGEST_QUOTED = 500  # lines; a quotation mark that stays open longer was never meant to open
SNIFFED = 300_000  # characters
SNIFFED_ROWS = 60

# The csv module's own limit, 128 kB a cell, is one for the whole process; a file here is at most 50 MB.
csv.field_size_limit(64 * 1024 * 1024)


def rows(text: str, delimiter: str) -> Iterator[Row]:
    """Numbered as a spreadsheet numbers them: blank rows count but are left out, a quoted line break begins no row."""
    lines = io.StringIO(text, newline="")
    ahead: list[str] = []
    number = 0
    nothing = f"{delimiter} \t\r\n"
    while line := ahead.pop() if ahead else lines.readline():
        number += 1
        if not line.strip(nothing):
            continue
        if line.count('"') % 2:
            record = [line]
            while len(record) <= LONGEST_QUOTED and (further := ahead.pop() if ahead else lines.readline()):
                record.append(further)
                if further.count('"') % 2:
                    break
            cells = _strictly(record, delimiter)
            if cells is not None:
                yield Row(number, cells)
                continue
            ahead.extend(reversed(record[1:]))
        cells = _strictly([line], delimiter)
        if cells is not None:
            yield Row(number, cells)
        else:
            yield Row(number, next(csv.reader([line], delimiter=delimiter), []), damaged=True)


def find_delimiter(text: str) -> tuple[str, str]:
    """The delimiter under which most headings are known, and the text without a line that only names it."""
    first, _, rest = text.partition("\n")
    if first.strip().casefold().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[4], rest
    if first.strip("\r").casefold() == "sep=\t":
        return "\t", rest
    start = text[:SNIFFED]

    def known(delimiter: str) -> tuple[int, int]:
        sample = list(islice(rows(start, delimiter), SNIFFED_ROWS))
        headings = find_headings(sample)
        return (headings.recognised, len(headings.columns)) if headings else (0, 0)

    return max(DELIMITERS, key=known), text


def _strictly(record: list[str], delimiter: str) -> list[str] | None:
    """The cells, if these lines are exactly one well-formed record."""
    try:
        parsed = list(csv.reader(record, delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return parsed[0] if len(parsed) == 1 else None
