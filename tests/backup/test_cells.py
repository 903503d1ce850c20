"""COPY's CSV taken apart, and made harmless for spreadsheets without losing a letter."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientmanager.backup.cells import as_it_was, harmless, raw_cells, records, value

DANGEROUS = st.text(alphabet=list("=+-@＝'\"; \t\r\n,0a1.\u00a0\x0b"), max_size=12)
CELLS = st.lists(st.one_of(st.none(), DANGEROUS, st.text()), min_size=1, max_size=5)


def written(cells: list[str | None]) -> str:
    """As COPY writes a row: quotes where they are needed, and around an empty text, so that it is not NULL."""
    return ",".join(_cell(text) for text in cells)


def _cell(text: str | None) -> str:
    if text is None:
        return ""
    quoted = text == "" or any(c in text for c in '",\r\n')
    return '"' + text.replace('"', '""') + '"' if quoted else text


@given(CELLS)
def test_every_row_comes_back_from_its_line(cells: list[str | None]):
    assert [value(raw) for raw in raw_cells(written(cells))] == cells


@given(st.lists(CELLS, min_size=1, max_size=4))
def test_rows_end_where_a_line_ends_outside_quotes(rows: list[list[str | None]]):
    lines = [written(row) for row in rows]
    file = io.StringIO("".join(f"{line}\n" for line in lines), newline="\n")
    assert list(records(file)) == lines


@given(CELLS)
def test_what_was_made_harmless_can_be_made_what_it_was(cells: list[str | None]):
    line = written(cells)
    assert as_it_was(harmless(line)) == line


def in_a_spreadsheet(line: str, separator: str) -> list[str]:
    """Where a spreadsheet cuts the line."""
    return [cell for row in csv.reader(io.StringIO(line, newline=""), delimiter=separator) for cell in row]


@given(CELLS)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_no_cell_is_a_formula_whatever_separator_the_spreadsheet_expects(separator: str, cells: list[str | None]):
    line = harmless(written(cells))
    for cell in in_a_spreadsheet(line, separator):
        start = cell.lstrip(' \t\r\n\x0b\u00a0"')
        assert not start.startswith(("=", "@", "＝")), cell
        assert not start.startswith(("+", "-")) or re.match(r"[+-][0-9 ]+([.,][0-9]+)?(\W|$)", start), cell


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=cmd|'/C calc'!A0", "'=cmd|'/C calc'!A0"),
        ("@SUM(1)", "'@SUM(1)"),
        ("-2+3", "'-2+3"),
        ("+27821234567", "+27821234567"),
        ("+27 82 123 4567", "+27 82 123 4567"),
        ("-12.50", "-12.50"),
        ("'=already", "''=already"),
        ("'t Hooft", "'t Hooft"),
        ("Rings; =cmd", "Rings; '=cmd"),
        ("O'Brien-Smith", "O'Brien-Smith"),
        ("a@example.co.za", "a@example.co.za"),
    ],
)
def test_only_what_begins_like_a_formula_is_marked(text: str, shown: str):
    assert harmless(text) == shown
