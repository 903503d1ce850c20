"""Files in a backup: a workbook has no sheet of their bytes, and the zip of CSV has the files themselves."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from clientmanager.backup.archive import Archive
from clientmanager.backup.cells import raw_cells, value
from clientmanager.backup.manifest import TableSaid
from clientmanager.backup.outbox import Part
from clientmanager.models.advice import SIGNED_AS

_PIECE = 256 * 1024


@dataclass(frozen=True)
class Bytes:
    """A table of bytes, whose rows have the ids of those that say what each is."""

    said_by: str
    """The table that says it."""
    column: str
    folder: str
    name: Callable[[str], str]
    """Of the file, from that column."""


HELD = {
    "task_file_content": Bytes("task_file", "name", "files", str),
    "interaction_file_content": Bytes("interaction_file", "name", "files", str),
    "advice_pdf": Bytes("advice_version", "number", "advice", lambda number: f"version-{number}.pdf"),
    "advice_signature_content": Bytes(
        "advice_signature", "media_type", "advice", lambda kind: f"signature.{SIGNED_AS.get(kind, 'bin')}"
    ),
}


def tabled(tables: Iterable[TableSaid]) -> tuple[TableSaid, ...]:
    """Those that people get as tables."""
    return tuple(table for table in tables if table.name not in HELD)


def parts(archive: Archive) -> Iterator[Part]:
    """Each file as it was added, by its id and name: one at a time, whatever they come to together."""
    held = {table.name: table for table in archive.manifest.tables}
    for table, of in HELD.items():
        if table in held:
            # Both tables stand in the order of their ids, and each of the second has its row in the first.
            names = _cells(archive, held[of.said_by], "id", of.column)
            # By `map`: no variable of a loop holds one file while the next is read.
            yield from map(partial(_part, of, names), _cells(archive, held[table], "id", "content"))


def _part(of: Bytes, names: Iterator[tuple[str, ...]], cells: tuple[str, ...]) -> Part:
    file_id, content = cells
    said = next(said for other, said in names if other == file_id)
    return f"{of.folder}/{file_id} {of.name(said)}", _pieces(content), len(content) // 2


def _cells(archive: Archive, table: TableSaid, *columns: str) -> Iterator[tuple[str, ...]]:
    places = [[column.name for column in table.columns].index(name) for name in columns]

    def chosen(record: str) -> tuple[str, ...]:
        cells = raw_cells(record)
        return tuple(value(cells[place]) or "" for place in places)

    return map(chosen, archive.records(table))


def _pieces(content: str) -> Iterator[bytes]:
    r"""Of the bytes that Postgres wrote as `\x` and two digits each."""
    for start in range(2, len(content), 2 * _PIECE):
        yield bytes.fromhex(content[start : start + 2 * _PIECE])
