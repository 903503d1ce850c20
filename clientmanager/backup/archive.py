"""Reading a backup: the zip inside the seal, its manifest, its tables row by row."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from uuid import UUID

from clientmanager.backup import manifest as manifests
from clientmanager.backup.cells import records
from clientmanager.backup.manifest import Manifest, TableSaid
from clientmanager.backup.sealing import Damaged, UnsealingReader
from clientmanager.errors import Unavailable

_PIECE = 256 * 1024


class Archive:
    """An opened backup. What is read from it was checked against its seal."""

    def __init__(self, zipped: zipfile.ZipFile, manifest: Manifest) -> None:
        self._zip, self.manifest = zipped, manifest

    def table(self, name: str) -> TableSaid:
        return next(table for table in self.manifest.tables if table.name == name)

    def csv(self, table: TableSaid) -> IO[bytes]:
        return self._zip.open(table.file_name)

    def records(self, table: TableSaid) -> Iterator[str]:
        """Each row as its line of CSV, without the line's end; the head line is left out."""
        with self.csv(table) as file, io.TextIOWrapper(file, encoding="utf-8", newline="\n") as text:
            rows = records(text)
            next(rows)
            yield from rows

    def verify(self) -> None:
        """Raises Damaged: a table is missing, or is not what the manifest says."""
        names = {table.file_name for table in self.manifest.tables} | {"manifest.json"}
        if set(self._zip.namelist()) != names:
            raise Damaged
        for table in self.manifest.tables:
            digest = hashlib.sha256()
            with self.csv(table) as file:
                while piece := file.read(_PIECE):
                    digest.update(piece)
            if digest.hexdigest() != table.sha256:
                raise Damaged


@contextmanager
def opened(path: Path, key: bytes, *, practice_id: UUID, snapshot_id: UUID) -> Iterator[Archive]:
    """Raises:
    Damaged: the file is missing, was cut short, altered or is another snapshot's.
    Unavailable: another version wrote it.
    """
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise Damaged("The file of this backup is missing. Use another one.") from None
    with file:
        reader = io.BufferedReader(UnsealingReader(file, key, practice_id, snapshot_id), buffer_size=_PIECE)
        try:
            with zipfile.ZipFile(reader) as zipped:
                yield Archive(zipped, _manifest(zipped.read("manifest.json")))
        except (zipfile.BadZipFile, EOFError, KeyError) as error:
            raise Damaged from error


def _manifest(content: bytes) -> Manifest:
    said = json.loads(content)
    if said.get("format") != manifests.FORMAT:
        raise Unavailable("This backup was written by another version of ClientManager. Open it with that version.")
    return Manifest.model_validate(said)
