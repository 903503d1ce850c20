"""Files in a backup: a workbook has no sheet of their bytes, and the zip of CSV has the files themselves."""

from collections.abc import Iterable, Iterator
from functools import partial

from clientmanager.backup.archive import Archive
from clientmanager.backup.cells import raw_cells, value
from clientmanager.backup.manifest import TableSaid
from clientmanager.backup.outbox import Part

FOLDER = "files"
_FILES, _CONTENTS = "task_file", "task_file_content"
_PIECE = 256 * 1024


def tabled(tables: Iterable[TableSaid]) -> tuple[TableSaid, ...]:
    """Those that people get as tables."""
    return tuple(table for table in tables if table.name != _CONTENTS)


def parts(archive: Archive) -> Iterator[Part]:
    """Each file as it was added, by its id and name: one at a time, whatever they come to together."""
    held = {table.name: table for table in archive.manifest.tables}
    if _CONTENTS not in held:
        return
    # Both tables stand in the order of their ids, and each of the second has its row in the first.
    names = _cells(archive, held[_FILES], "id", "name")
    # By `map`: no variable of a loop holds one file while the next is read.
    yield from map(partial(_part, names), _cells(archive, held[_CONTENTS], "id", "content"))


def _part(names: Iterator[tuple[str, ...]], cells: tuple[str, ...]) -> Part:
    file_id, content = cells
    name = next(name for other, name in names if other == file_id)
    return f"{FOLDER}/{file_id} {name}", _pieces(content), len(content) // 2


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
