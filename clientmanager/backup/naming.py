"""How tables, columns and moments are called for people. A table or column that is not named here names itself."""

from datetime import datetime

from clientmanager.backup.manifest import ColumnSaid, Manifest, TableSaid
from clientmanager.clock import SOUTH_AFRICA

# in the order in which a person looks for them; the others follow by name
SHEETS = {
    "client": "Clients",
    "client_phone": "Client phones",
    "client_email": "Client e-mails",
    "client_address": "Client addresses",
    "practice_user": "Users",
    "practice": "Practice",
    "import_run": "Imports",
    "task_file": "Task files",
    "advice": "Records of advice",
    "advice_version": "Versions of advice",
    "advice_delivery": "Advice given",
    "advice_signature": "Advice signed",
}
HEADINGS = {
    "adviser_id": "Adviser's Id",
    "client_id": "Client's Id",
    "user_id": "User's Id",
    "email": "E-mail",
    "file_sha256": "File's SHA-256",
    "fsp_number": "FSP number",
    "id": "Id",
    "id_number": "ID number",
    "pdf_sha256": "Paper's SHA-256",
    "lines": "Street or box",
    "sha256": "SHA-256",
    "sort_name": "Sorted as",
}
_LONGEST_SHEET_NAME = 31 - len(" (9999)")


def sheet_names(tables: list[TableSaid]) -> dict[str, str]:
    """Table to sheet. A workbook with two sheets of one name does not open."""
    names: dict[str, str] = {}
    for table in tables:
        name = SHEETS.get(table.name, table.name.replace("_", " ").capitalize())[:_LONGEST_SHEET_NAME]
        if name in names.values():
            name = f"{name[: _LONGEST_SHEET_NAME - 4]} {len(names)}"
        names[table.name] = name
    return names


def heading(column: str) -> str:
    return HEADINGS.get(column, column.replace("_", " ").capitalize())


def in_order(tables: tuple[TableSaid, ...]) -> list[TableSaid]:
    places = {name: place for place, name in enumerate(SHEETS)}
    return sorted(tables, key=lambda table: (places.get(table.name, len(places)), table.name))


def shown(table: TableSaid) -> list[tuple[int, ColumnSaid]]:
    """The columns of a sheet with their places in the archive: what people read first, ids last.

    Whose row it is stands once, on the sheet "Read me".
    """
    columns = [(place, column) for place, column in enumerate(table.columns) if column.name != "practice_id"]
    return sorted(columns, key=lambda placed: placed[1].type == "uuid")


def local_moment(moment: datetime) -> str:
    """`12 Mar 2026, 01:00` in South Africa."""
    return f"{moment.astimezone(SOUTH_AFRICA):%-d %b %Y, %H:%M}"


def file_name(manifest: Manifest, ending: str) -> str:
    return f"{manifest.practice.short_name}-{manifest.taken_at.astimezone(SOUTH_AFRICA):%Y-%m-%d-%H%M}.{ending}"
