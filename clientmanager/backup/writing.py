"""Taking a backup: every table of the practice, as of one moment, COPYed into one sealed archive.

The archive is a zip (one CSV per table, manifest.json last) inside `sealing`. Nothing is held in memory but what is
on its way.
"""

import hashlib
import os
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from psycopg.sql import SQL

from clientmanager import __version__
from clientmanager.backup import catalogue
from clientmanager.backup.copying import connection, sentences
from clientmanager.backup.manifest import AuditSaid, ColumnSaid, Manifest, PracticeSaid, TableSaid
from clientmanager.backup.sealing import SealingWriter
from clientmanager.db import ScopedSession

Progress = Callable[[int, int], None]
COPY_OUT = SQL("copy ({}) to stdout (format csv, header true)")
_PIECE = 128 * 1024
_OFTEN = 5_000
_LEVEL = 1  # half as long again as no compression; level 6 takes twice as long for a tenth less (measured)


def write_archive(
    db: ScopedSession, path: Path, key: bytes, *, snapshot_id: UUID, taken_at: datetime, progress: Progress
) -> Manifest:
    """Write the viewer's practice to `path`, which appears only when it is whole.

    Args:
        db: a repeatable-read, read-only session, so that all tables show one moment.
        progress: told (rows written, rows in all) now and then.

    Raises:
        Unavailable: the disk is full or the database went away; no file is left.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_suffix(".unfinished")
    try:
        with sentences(), open(unfinished, "wb", opener=_private) as file:
            sealing = SealingWriter(file, key, db.viewer.practice_id, snapshot_id)
            with zipfile.ZipFile(sealing, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
                manifest = _write_tables(db, archive, snapshot_id, taken_at, progress)
                archive.writestr("manifest.json", manifest.model_dump_json(indent=1))
            sealing.finish()
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
        _remember_name(path.parent)
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def _remember_name(folder: Path) -> None:
    """After a power cut the file is still there under its name."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_tables(
    db: ScopedSession, archive: zipfile.ZipFile, snapshot_id: UUID, taken_at: datetime, progress: Progress
) -> Manifest:
    tables = catalogue.tables(db)
    raw = connection(db)
    total = sum(_one(raw, SQL("select count(*) from {}").format(table.own_rows))[0] for table in tables)
    said: list[TableSaid] = []
    for table in tables:
        before = sum(t.rows for t in said)
        said.append(_write_table(raw, table, archive, lambda rows, before=before: progress(before + rows, total)))
    practice = _one(raw, SQL("select id, name, short_name from practice where id = {}").format(catalogue.OWN_PRACTICE))
    head = raw.execute(
        SQL("select seq, encode(chain, 'hex') from audit_head where practice_id = {}").format(catalogue.OWN_PRACTICE)
    ).fetchone()
    return Manifest(
        app_version=__version__,
        schema_revision=schema_revision(raw),
        snapshot_id=snapshot_id,
        taken_at=taken_at,
        practice=PracticeSaid(id=practice[0], name=practice[1], short_name=practice[2]),
        audit=AuditSaid(seq=head[0], chain=head[1]) if head else AuditSaid(seq=0, chain=""),
        tables=tuple(said),
    )


def schema_revision(raw: psycopg.Connection[Any]) -> str:
    return _one(raw, SQL("select version_num from alembic_version"))[0]


def _one(raw: psycopg.Connection[Any], query: Any) -> tuple[Any, ...]:
    row = raw.execute(query).fetchone()
    assert row is not None
    return row


def _write_table(
    raw: psycopg.Connection[Any], table: catalogue.Table, archive: zipfile.ZipFile, progress: Callable[[int], None]
) -> TableSaid:
    digest = hashlib.sha256()
    longest = size = 0
    rows = -1  # Postgres sends the head, and then each row, as one message
    waiting = bytearray()
    with (
        archive.open(f"{table.name}.csv", "w", force_zip64=True) as file,
        raw.cursor() as cursor,
        cursor.copy(COPY_OUT.format(table.rows())) as copy,
    ):
        for line in copy:
            longest = max(longest, len(line))
            size += len(line)
            waiting += line
            if len(waiting) >= _PIECE:
                digest.update(waiting)
                file.write(waiting)
                waiting.clear()
            rows += 1
            if rows % _OFTEN == 0:
                progress(rows)
        digest.update(waiting)
        file.write(waiting)
    progress(rows)
    return TableSaid(
        name=table.name,
        columns=tuple(ColumnSaid(name=c.name, type=c.type) for c in table.columns),
        key=table.key,
        rows=rows,
        sha256=digest.hexdigest(),
        bytes=size,
        longest_row=longest,
    )
