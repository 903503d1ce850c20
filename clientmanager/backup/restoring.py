"""Putting a backup into a new, empty practice, and proving that what is there then is what was backed up.

COPY refuses to write under row level security, so each table goes into a temporary one first, and from there, as the
application's role and under the policies, into its place.
"""

import hashlib
from dataclasses import dataclass

import psycopg
from psycopg.sql import SQL, Composable, Identifier, Literal

from clientmanager.backup import catalogue
from clientmanager.backup.archive import Archive
from clientmanager.backup.copying import connection, sentences
from clientmanager.backup.manifest import TableSaid
from clientmanager.backup.writing import COPY_OUT
from clientmanager.db import ScopedSession
from clientmanager.errors import Unavailable

_PIECE = 256 * 1024
_NOT_OVERWRITTEN = {"id", "short_name"}
"""Of the practice's own row: which practice it is now."""


@dataclass(frozen=True)
class TableProof:
    """A table read back from the practice it was put into, compared with the backup cell by cell."""

    table: str
    rows: int
    equal: int
    different: int


def restore(db: ScopedSession, archive: Archive, *, short_name: str) -> list[TableProof]:
    """Put the archive into the viewer's practice, whose row exists and which has nothing else.

    Raises:
        Damaged: the archive is not as it was written; nothing was changed.
        Unavailable: the archive does not fit this version, or something differs; the caller's transaction is undone.
    """
    archive.verify()
    now = {table.name: table for table in catalogue.tables(db)}
    _check_fit(archive, now)
    order = [archive.table(name) for name in now if name in {said.name for said in archive.manifest.tables}]
    with sentences():
        raw = connection(db)
        for said in order:
            _put(raw, said, now[said.name], archive)
        proofs = [_prove(raw, said, now[said.name], archive, short_name) for said in order]
    different = [proof.table for proof in proofs if proof.different]
    if different:
        raise Unavailable(
            f"The practice that was made differs from the backup ({', '.join(different)}), so it was undone. "
            "Nothing is left of it; tell whoever looks after this installation."
        )
    return proofs


def _check_fit(archive: Archive, now: dict[str, catalogue.Table]) -> None:
    """An older backup fits as long as everything that it holds still has its place."""
    for said in archive.manifest.tables:
        here = {column.name: column.type for column in now[said.name].columns} if said.name in now else {}
        if any(here.get(column.name) != column.type for column in said.columns):
            raise Unavailable(
                f"This backup is of version {archive.manifest.app_version}, whose table {said.name} differs from this "
                "version's, so nothing was changed. Restore it with that version, or download it."
            )


def _temporary(said: TableSaid) -> Identifier:
    return Identifier("pg_temp", f"restored_{said.name}")


def _names(said: TableSaid, *leave_out: str) -> Composable:
    return SQL(", ").join(Identifier(column.name) for column in said.columns if column.name not in leave_out)


def _put(raw: psycopg.Connection, said: TableSaid, table: catalogue.Table, archive: Archive) -> None:
    target = Identifier("public", said.name)
    raw.execute(
        SQL("create temporary table {} on commit drop as select {} from {} with no data").format(
            Identifier(f"restored_{said.name}"), _names(said), target
        )
    )
    into = SQL("copy {} ({}) from stdin (format csv, header match)").format(_temporary(said), _names(said))
    with archive.csv(said) as file, raw.cursor() as cursor, cursor.copy(into) as copy:
        while piece := file.read(_PIECE):
            copy.write(piece)
    if table.name == catalogue.PRACTICE:
        raw.execute(
            SQL("update {} set ({}) = (select {} from {}) where id = {}").format(
                target,
                _names(said, *_NOT_OVERWRITTEN),
                _names(said, *_NOT_OVERWRITTEN),
                _temporary(said),
                catalogue.OWN_PRACTICE,
            )
        )
    else:
        raw.execute(
            SQL("insert into {} (practice_id, {}) select {}, {} from {}").format(
                target,
                _names(said, "practice_id"),
                catalogue.OWN_PRACTICE,
                _names(said, "practice_id"),
                _temporary(said),
            )
        )


def _prove(
    raw: psycopg.Connection, said: TableSaid, table: catalogue.Table, archive: Archive, short_name: str
) -> TableProof:
    """Read the table back as a backup would, under the backed-up practice's name, and compare the two texts."""
    practice = archive.manifest.practice
    same: dict[str, Composable] = {table.owner: SQL("{}::uuid").format(Literal(str(practice.id)))}
    if table.name == catalogue.PRACTICE:
        same["short_name"] = SQL("case short_name when {} then {} end").format(
            Literal(short_name), Literal(practice.short_name)
        )
    as_backed_up = catalogue.Table(
        table.name, tuple(catalogue.Column(c.name, c.type, c.name in _collated(table)) for c in said.columns), said.key
    )
    query = as_backed_up.rows(written_as=same)
    digest, rows = hashlib.sha256(), -1
    with raw.cursor() as cursor, cursor.copy(COPY_OUT.format(query)) as copy:
        for line in copy:
            digest.update(line)
            rows += 1
    if digest.hexdigest() == said.sha256 and rows == said.rows:
        return TableProof(said.name, said.rows, said.rows, 0)
    equal = raw.execute(
        SQL(
            "select count(*) from (select t::text from ({}) t intersect all select t::text from {} t) both_sides"
        ).format(query, _temporary(said))
    ).fetchone()
    rows = max(rows, said.rows)
    found = equal[0] if equal else 0
    return TableProof(said.name, rows, found, rows - found)


def _collated(table: catalogue.Table) -> set[str]:
    return {column.name for column in table.columns if column.collated}
