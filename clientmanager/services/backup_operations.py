"""Backups without a browser: what an operator takes, lists, downloads, restores and expires, practice by practice."""

import os
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict
from uuid import UUID

from sqlalchemy import text

from clientmanager.backup import files
from clientmanager.backup.archive import opened
from clientmanager.backup.copying import sentences
from clientmanager.backup.restoring import TableProof
from clientmanager.backup.restoring import restore as put_into
from clientmanager.db import ScopedSession, Viewer, as_id, before_practice, session_for
from clientmanager.errors import NotFound
from clientmanager.models.base import new_id
from clientmanager.models.snapshot import Snapshot
from clientmanager.services import (
    backups,
    board_columns,
    clients,
    interaction_templates,
    opportunity_stages,
    practices,
    workflow_templates,
)

_INDEXED_AT_ONCE = 2_000


class Listed(TypedDict):
    """A backup as the command line prints it."""

    id: str
    practice: str
    taken_at: str
    expires_at: str
    rows: int
    bytes: int
    state: str


@dataclass(frozen=True)
class Proof:
    """What was restored, read back and compared with the backup."""

    snapshot: str
    practice: str
    """The new practice's short name."""
    rows: int
    equal: int
    different: int
    tables: list[TableProof]


def take_for_operator(practice: str) -> Listed:
    [(practice_id, short_name)] = _practices(practice)
    snapshot_id = backups.take(_operator(practice_id), backups.BY_HAND)
    return next(row for row in _listed(practice_id, short_name) if row["id"] == str(snapshot_id))


def take_before_upgrade() -> None:
    """Every practice's backup, before its data is changed by a newer version."""
    for practice_id, _ in _practices():
        backups.take(_operator(practice_id), backups.BEFORE_AN_UPGRADE)


def listed_for_operator(practice: str = "") -> list[Listed]:
    """Newest first, practice by practice.

    Args:
        practice: a short name; empty for all.
    """
    return [row for found in _practices(practice) for row in _listed(*found)]


def download(snapshot_id: str, form: str, to: Path) -> None:
    """Write a backup as `xlsx` or `csv` (in a zip) to a file, which appears only when it is whole."""
    with _session_with(snapshot_id) as db:
        found = backups.open_for_download(db, snapshot_id, form)
    unfinished = to.with_name(f".{to.name}.unfinished")
    try:
        with sentences(), open(unfinished, "wb", opener=_private) as file:
            file.writelines(found.pieces)
        unfinished.replace(to)
    finally:
        unfinished.unlink(missing_ok=True)


def restore(snapshot_id: str, into: str) -> Proof:
    """Put a backup into a new practice and prove it equal; either all of it is there then, or nothing.

    Its users come without a way to sign in: `set-password` gives each one.

    Raises:
        Invalid: there is a practice with this short name.
        Damaged: the backup is not as it was written.
        Unavailable: it does not fit this version, or something differs.
    """
    with _session_with(snapshot_id) as db:
        snapshot = backups.available(db, snapshot_id)
        key = backups.snapshot_key(db, snapshot)
        backups.record(db, "restore", snapshot, into=into)
    path = files.path_of(snapshot.practice_id, snapshot.id)
    with (
        opened(path, key, practice_id=snapshot.practice_id, snapshot_id=snapshot.id) as archive,
        session_for(_operator(new_id())) as db,
    ):
        practices.add_practice(db, archive.manifest.practice.name, into)
        tables = put_into(db, archive, short_name=into)
        _index_clients(db)
        board_columns.begin(db)  # a backup from before there was a board holds none
        opportunity_stages.begin(db)  # nor stages, from before there were opportunities
        workflow_templates.begin(db)
        interaction_templates.begin(db)
        backups.record(db, "restored from a backup", snapshot, practice=archive.manifest.practice.short_name)
    rows, equal = sum(t.rows for t in tables), sum(t.equal for t in tables)
    return Proof(str(snapshot.id), into, rows, equal, rows - equal, tables)


def proof_in_words(proof: Proof) -> str:
    lines = [f"{t.table:<20} {t.rows:>9} rows, {t.equal} equal, {t.different} different" for t in proof.tables]
    said = f"Restored into {proof.practice}: {proof.rows} rows, {proof.equal} equal, {proof.different} different."
    return "\n".join([*lines, said, "Give its users a way to sign in with: clientmanager set-password"])


def expire() -> int:
    """Sweep every practice's backups of 30 days; returns how many were destroyed."""
    return sum(backups.expire_for(Viewer(practice_id, actor="worker")) for practice_id, _ in _practices())


def _listed(practice_id: UUID, short_name: str) -> list[Listed]:
    with session_for(_operator(practice_id)) as db:
        return [
            Listed(
                id=str(row.id),
                practice=short_name,
                taken_at=row.taken_at.isoformat(),
                expires_at=row.expires_at.isoformat(),
                rows=row.rows,
                bytes=row.bytes,
                state=row.state,
            )
            for row in backups.listed(db)
        ]


def _operator(practice_id: UUID) -> Viewer:
    return Viewer(practice_id, actor="operator")


def _practices(short_name: str = "") -> list[tuple[UUID, str]]:
    with before_practice() as db:
        rows = db.execute(text("select id, short_name from practices()")).all()
    found = [(row.id, row.short_name) for row in rows if short_name in ("", row.short_name)]
    if short_name and not found:
        raise NotFound(f"There is no practice called {short_name}.")
    return found


def _session_with(snapshot_id: str) -> AbstractContextManager[ScopedSession]:
    """A session of the practice that has this backup: an operator knows only the backup's id."""
    wanted = as_id(snapshot_id)
    for practice_id, _ in _practices():
        with session_for(_operator(practice_id)) as db:
            if db.get(Snapshot, (practice_id, wanted)):
                return session_for(_operator(practice_id))
    raise NotFound("There is no backup with this id. See: clientmanager backup list")


def _index_clients(db: ScopedSession) -> None:
    found = db.execute(text("select id from client where practice_id = :p"), {"p": db.viewer.practice_id})
    for some in found.scalars().partitions(_INDEXED_AT_ONCE):
        clients.reindex(db, list(some))


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)
