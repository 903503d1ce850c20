"""A backup as CSV in a zip: opened by anything, run by nothing, and the archive's own once its marks are taken off."""

from collections.abc import Iterator

from clientmanager.backup import attached
from clientmanager.backup.archive import Archive
from clientmanager.backup.cells import harmless
from clientmanager.backup.manifest import TableSaid
from clientmanager.backup.naming import local_moment
from clientmanager.backup.outbox import Part, zipped

BOM = "\ufeff".encode()
"""Without it Excel shows Renée as RenÃ©e."""
_PIECE = 64 * 1024

READ_ME = """\
Backup of {practice}, taken {taken} (South African time).

Each .csv file is one table: UTF-8 with a byte order mark, commas, quotes doubled, lines ending in CR LF (RFC 4180).
The first line names the columns. Nothing between two commas is a value that was never given; "" is an empty text.
Moments are in UTC. manifest.json names each column's type, the number of rows, and the SHA-256 of each table.

The files of tasks and of interactions are in the folder files, each as it was added; the papers of locked records of
advice, and what was signed, are in the folder advice. A name there begins with the id in task_file.csv,
interaction_file.csv, advice_version.csv or advice_signature.csv, which has the SHA-256 as well; in manifest.json their
bytes are tables of their own (such as task_file_content and advice_pdf), which have no .csv.

A spreadsheet would run a cell that begins like a formula (= + - @), so such a cell has one apostrophe (') in front of
that sign; so has one behind a semicolon, a tab or a line break inside a cell. Plain numbers such as +27821234567 have
none. To have the value back, take one apostrophe off wherever at least one stands in front of such a sign there.

The SHA-256 in manifest.json is of the table without the byte order mark, without these apostrophes, and with rows
ending in LF.
"""


def csv_zip(archive: Archive) -> Iterator[bytes]:
    """The zip, in pieces; nothing of it is held but what is on its way."""
    return zipped(_parts(archive))


def _parts(archive: Archive) -> Iterator[Part]:
    manifest = archive.manifest
    read_me = READ_ME.format(practice=manifest.practice.name, taken=local_moment(manifest.taken_at))
    yield "README.txt", [BOM, read_me.replace("\n", "\r\n").encode()], len(read_me)
    for table in attached.tabled(manifest.tables):
        yield table.file_name, _lines(archive, table), 2 * table.bytes
    yield from attached.parts(archive)
    yield "manifest.json", [manifest.model_dump_json(indent=1).encode()], 0


def _lines(archive: Archive, table: TableSaid) -> Iterator[bytes]:
    waiting, length = [BOM.decode() + ",".join(column.name for column in table.columns)], 0
    for record in archive.records(table):
        line = harmless(record)
        waiting.append(line)
        length += len(line)
        if length >= _PIECE:
            yield "\r\n".join([*waiting, ""]).encode()
            waiting, length = [], 0
    yield "\r\n".join([*waiting, ""]).encode() if waiting else b""
