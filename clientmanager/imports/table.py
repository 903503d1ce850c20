"""From rows with headings to drafts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import NamedTuple

from ..errors import Invalid
from .draft import Draft, PostalAddress, RejectedRow
from .gathering import Gathering
from .headings import Column, canonical, recognised, understand_row

SEARCHED = 50  # rows in which the headings may stand
MOST_COLUMNS = 2_000
TOO_MANY = "This file has too many rows to import at once. Split it and import the parts."
WHO = {"first_names", "last_name", "full_name", "surname_first", "entity_name", "preferred_name", "initials"}
WHO |= {"email", "phone", "id_number"}
OPENS_ADDRESS = frozenset(
    map(canonical, ("Address", "Adres", "Street", "Straat", "Addr", "Address line", "Street name"))
)
TRANSPORTS = ("SMTP", "EX")  # what Outlook calls a type of e-mail is no label of a person's


class Row(NamedTuple):
    number: int
    cells: list[str]
    damaged: bool = False


@dataclass(frozen=True)
class Headings:
    row: int
    cells: list[str]
    columns: list[Column]
    recognised: int
    above: tuple[str, ...]
    """What stands in the rows above."""


@dataclass
class AddressColumns:
    label: str
    place: str
    heading: str
    parts: dict[str, list[int]] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)


def find_headings(rows: Sequence[Row]) -> Headings | None:
    """The row with most known headings, if it says how to find a name, an e-mail address or a phone number."""
    best: Headings | None = None
    above: list[str] = []
    for row in rows[:SEARCHED]:
        cells = [cell.strip() for cell in row.cells[:MOST_COLUMNS]]
        columns = understand_row(cells)
        known = recognised(columns)
        enough = known >= 2 or (known == 1 and sum(map(bool, cells)) <= 2)
        if enough and any(column.field in WHO for column in columns) and (best is None or known > best.recognised):
            best = Headings(row.number, cells, columns, known, tuple(above))
        if any(cells):
            above.append(" ".join(filter(None, cells)))
    return best


def drafts(
    rows: Callable[[], Iterable[Row]], headings: Headings, *, today: date, most: int, sheet: str = ""
) -> tuple[list[Draft | RejectedRow], list[str]]:
    """One draft or rejection for every row below the headings, and what to tell about all of them.

    Dates are read day first. If some can only be month first and none only day first, an American wrote them all, and
    they are read again: 03/12/1975 beside 03/25/1975 is in March.
    """
    result: list[Draft | RejectedRow] = []
    for month_first in (False, True):
        reader = RowReader(headings, today=today, sheet=sheet, month_first=month_first)
        result = []
        for row in rows():
            if row.number > headings.row and _has_content(row):
                result.append(reader.read(row))
                if len(result) > most:
                    raise Invalid(TOO_MANY)
        if reader.orders != {"month first"}:
            return result, []
    return result, ["The dates in this file are written month first and were read so."]


def first_rows(rows: Iterable[Row]) -> list[Row]:
    """Enough rows to find the headings in; blank ones do not count."""
    return list(islice((row for row in rows if _has_content(row)), SEARCHED))


class RowReader:
    """The headings' meaning, worked out once for all rows."""

    def __init__(self, headings: Headings, *, today: date, sheet: str, month_first: bool = False) -> None:
        self.orders: set[str] = set()
        self._headings, self._today, self._sheet, self._month_first = headings, today, sheet, month_first
        self._names = [column.heading or _letter(index) for index, column in enumerate(headings.columns)]
        owners: dict[tuple[str, str], int] = {}
        for index, column in enumerate(headings.columns):
            owners.setdefault((column.field, column.number), index)
        self._labels = {
            index: owners.get((column.field.removesuffix("_label"), column.number))
            for index, column in enumerate(headings.columns)
            if column.field in ("email_label", "phone_label")
        }
        self._addresses = _address_columns(headings.columns)

    def read(self, row: Row) -> Draft | RejectedRow:
        cells = [_clean(cell) for cell in row.cells]
        if cells == self._headings.cells:
            return RejectedRow(row.number, "This row repeats the headings.", self._sheet)
        if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
            return RejectedRow(row.number, f"This row has more than {MOST_COLUMNS:,} cells.", self._sheet)
        one = Gathering(today=self._today, month_first=self._month_first)
        if row.damaged:
            one.warn("The quotation marks in this row do not match: compare what was read with the file.")
        labels = self._read_labels(one, cells)
        for index, label in sorted(labels.items(), key=lambda pair: not pair[1].startswith("*")):
            self._read_cell(one, index, cells[index], label.removeprefix("*").strip())
        for index, cell in enumerate(cells):
            if cell and index not in labels:
                self._read_cell(one, index, cell, "")
        for columns in self._addresses:
            self._read_address(one, columns, cells)
        self.orders.update(one.orders)
        return one.finish(row.number, self._sheet)

    def _read_labels(self, one: Gathering, cells: list[str]) -> dict[int, str]:
        """For cells that have a label in another column: what it says. A label of nothing is kept beside."""
        labels: dict[int, str] = {}
        for index, owner in self._labels.items():
            if index >= len(cells) or not cells[index]:
                continue
            if owner is None or owner >= len(cells) or not cells[owner] or cells[index] in TRANSPORTS:
                one.keep(self._names[index], cells[index])
            else:
                labels[owner] = cells[index]
        return labels

    def _read_cell(self, one: Gathering, index: int, cell: str, label: str) -> None:
        if index >= len(self._names):
            one.keep(_letter(index), cell)
            return
        column, heading = self._headings.columns[index], self._names[index]
        match column.field:
            case "":
                one.keep(heading, cell)
            case "email":
                one.email(label or column.label, heading, cell)
            case "phone":
                one.phone(label or column.label, heading, cell)
            case "repeat":
                one.keep_unless_repeated(heading, cell)
            case "category" if ":::" in cell or cell.startswith("* "):
                self._read_groups(one, heading, cell)
            case "email_label" | "phone_label":
                pass
            case field if not field.startswith("address_"):
                one.say(field, heading, cell)

    def _read_groups(self, one: Gathering, heading: str, cell: str) -> None:
        """Google marks the groups of its own making with an asterisk."""
        for group in filter(None, map(str.strip, cell.split(":::"))):
            if group.startswith("*"):
                one.keep(heading, group)
            else:
                one.say("category", heading, group)

    def _read_address(self, one: Gathering, columns: AddressColumns, cells: list[str]) -> None:
        said = {
            part: [cells[index] for index in indices if index < len(cells) and cells[index]]
            for part, indices in columns.parts.items()
        }
        label, formatted = "".join(said.pop("label", [])), "\n".join(said.pop("formatted", []))
        heading = columns.heading
        if not any(said.values()):
            if not formatted:
                if label:
                    one.keep(heading, label)
                return
            said["lines"] = [formatted]
        elif formatted:
            one.keep_unless_repeated(heading, formatted)
        one.address(
            heading,
            PostalAddress(
                label=label.removeprefix("*").strip() or columns.label,
                lines="\n".join(dict.fromkeys(said.get("lines", []))),
                city=", ".join(said.get("city", [])),
                province=", ".join(said.get("province", [])),
                postal_code=" ".join(said.get("postal_code", [])),
                country=", ".join(said.get("country", [])),
            ),
        )


def _address_columns(columns: list[Column]) -> list[AddressColumns]:
    """Columns that make one address together. "City" by itself belongs to the address that began before it."""
    groups: list[AddressColumns] = []
    for index, column in enumerate(columns):
        if not column.field.startswith("address_"):
            continue
        part, key = column.field.removeprefix("address_"), canonical(column.heading)
        opens = part == "lines" and (key in OPENS_ADDRESS or (column.number == "1" and not column.place))
        if groups and not column.place and not opens:
            group = groups[-1]
        else:
            group = next((g for g in reversed(groups) if g.place == column.place), None)
        if group is None or key in group.seen or (part not in ("lines", "label") and part in group.parts):
            group = AddressColumns(column.label or (group.label if group else ""), column.place, column.heading)
            groups.append(group)
        group.parts.setdefault(part, []).append(index)
        group.seen.add(key)
    return groups


def _has_content(row: Row) -> bool:
    return any(cell and not cell.isspace() for cell in row.cells)


def _clean(cell: str) -> str:
    cell = cell.strip()
    if cell.isprintable():
        return cell
    return cell.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _letter(index: int) -> str:
    """The name a spreadsheet gives a column without a heading."""
    letters, index = "", index + 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return f"Column {letters}"
