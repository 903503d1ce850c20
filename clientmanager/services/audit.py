"""The audit's chain: sealing what was committed, and repeating the arithmetic to find what was tampered with.

The database writes entries and seals them (migrations/sql/0001_definers.sql); here the same sums are done again,
independently, so that neither side is trusted alone.
"""

import json
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import text

from clientmanager.backup import files
from clientmanager.backup.archive import opened
from clientmanager.db import ScopedSession, Viewer, session_for
from clientmanager.errors import DomainError
from clientmanager.services import backups

BATCH = 1000
"""Entries sealed in one transaction: a few milliseconds."""
CHECKED = "audit verified"
"""The event with which a verification is itself written down."""

_ENTRIES = (
    "select e.*, p.salt, p.payload from audit_entry e"
    " left join audit_payload p on p.practice_id = e.practice_id and p.entry_id = e.id where "
)


@dataclass(frozen=True)
class Verification:
    """What a walk along a practice's chain found."""

    practice_id: UUID
    entries: int
    sealed: int
    erased: int
    """Entries whose details were erased by law; they stand in the chain all the same."""
    heads: int
    """Backups whose record of the chain's end was compared."""
    problem: str = ""
    """The first thing that is not as it was written, in a sentence."""

    @property
    def ok(self) -> bool:
        return not self.problem


def seal(practice_id: UUID) -> int:
    """Give every committed entry its place in the chain; returns how many. Writers never wait for it."""
    total = 0
    while True:
        with session_for(Viewer(practice_id, actor="worker")) as db:
            sealed: int = db.execute(text("select seal_audit(:most)"), {"most": BATCH}).scalar_one()
        total += sealed
        if sealed < BATCH:
            return total


def verify(practice_id: UUID) -> Verification:
    """Walk along the whole chain, and compare it with what the practice's backups remember of it.

    Finds entries that were removed, altered, reordered or cut off at the end, and altered details. A chain that was
    computed anew from an altered entry on is found as long as a backup remembers its true end (30 days).
    """
    viewer = Viewer(practice_id, actor="worker")
    remembered = _remembered_ends(viewer)
    with session_for(viewer, read_only=True) as db:
        walk = _Walk(db, practice_id, remembered)
        with closing(walk.problems()) as problems:
            problem = next(problems, "")
        return Verification(practice_id, walk.entries, walk.place, walk.erased, len(remembered), problem)


def check(practice_id: UUID) -> Verification:
    """Verify, and write down that it was done and what came of it, for the practice to see."""
    found = verify(practice_id)
    detail = {"entries": found.entries, "sealed": found.sealed, "problem": found.problem}
    with session_for(Viewer(practice_id, actor="worker")) as db:
        db.execute(
            text("select record_event(:what, 'audit_entry', null, cast(:detail as jsonb))"),
            {"what": CHECKED, "detail": json.dumps(detail)},
        )
    return found


@dataclass
class _Walk:
    db: ScopedSession
    practice_id: UUID
    remembered: dict[int, bytes]
    entries: int = 0
    erased: int = 0
    place: int = 0
    chain: bytes = b""

    def problems(self) -> Generator[str, None, None]:
        self.chain = sha256(self.practice_id.bytes).digest()
        yield from self._sealed()
        yield from self._end()
        yield from self._unsealed()
        yield from self._orphans()

    def _sealed(self) -> Iterator[str]:
        for row in self._rows("e.seq is not null order by e.seq"):
            expected = self.place + 1
            if row.seq != expected:
                yield f"Entry {expected} of the chain is missing."
                return
            self.chain = sha256(self.chain + _line(row).encode()).digest()
            if bytes(row.chain) != self.chain:
                yield f"Entry {expected} of the chain, of {_moment(row.at)}, was altered or stands in another's place."
                return
            self.place = expected
            yield from self._payload(row)
            if self.remembered.get(expected, self.chain) != self.chain:
                yield f"The chain up to entry {expected} is not the one that a backup remembers."

    def _end(self) -> Iterator[str]:
        head = self.db.execute(text("select seq, chain from audit_head")).one_or_none()
        end = head.seq if head else 0
        if self.place != end:
            yield f"The chain ends at entry {self.place}, and should end at {end}."
        elif head and bytes(head.chain) != self.chain:
            yield "The end of the chain is not the one that was sealed."
        if beyond := [place for place in self.remembered if place > self.place]:
            yield f"The chain ends at entry {self.place}, but a backup remembers entry {max(beyond)}."

    def _unsealed(self) -> Iterator[str]:
        for row in self._rows("e.seq is null order by e.id"):
            yield from self._payload(row)

    def _orphans(self) -> Iterator[str]:
        orphan = self.db.execute(
            text(
                "select p.entry_id from audit_payload p where not exists (select from audit_entry e"
                " where e.practice_id = p.practice_id and e.id = p.entry_id) limit 1"
            )
        ).scalar()
        if orphan is not None:
            yield f"An entry is missing: only its details are left (number {orphan})."

    def _payload(self, row: Any) -> Iterator[str]:
        self.entries += 1
        if row.payload is None:
            self.erased += 1
        elif sha256(bytes(row.salt) + row.payload.encode()).digest() != bytes(row.digest):
            yield f"The details of entry {row.seq or row.id}, of {_moment(row.at)}, were altered."

    def _rows(self, which: str) -> Iterator[Any]:
        """Streamed: a practice's audit is longer than memory."""
        # Postgres plans a cursor for its first rows, and thinks a table small that has just grown: both once chose to
        # look through all details for each entry (52 s for 20,000; the two sorted beside each other take 0.3 s).
        self.db.execute(text("set local cursor_tuple_fraction = 1"))
        self.db.execute(text("set local enable_nestloop = off"))
        with self.db.execute(text(_ENTRIES + which), execution_options={"yield_per": 2000}) as rows:
            yield from rows


def _line(row: Any) -> str:
    """An entry as `seal_audit` writes it down: the text of a jsonb array."""

    def plain(value: UUID | None) -> str | None:
        return str(value) if value else None

    return json.dumps(
        [
            row.seq, str(row.practice_id), row.id, row.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            plain(row.user_id), row.actor, row.request_id, row.action, row.table_name, plain(row.row_id),
            plain(row.client_id), bytes(row.digest).hex(),
        ],
        ensure_ascii=False,
    )  # fmt: skip


def _remembered_ends(viewer: Viewer) -> dict[int, bytes]:
    """Where the chain ended when each backup was taken. A backup that cannot be opened is `doctor`'s other finding."""
    ends: dict[int, bytes] = {}
    with session_for(viewer) as db:
        for row in backups.listed(db):
            path = files.path_of(viewer.practice_id, row.id)
            try:
                key = backups.snapshot_key(db, backups.available(db, row.id))
                with opened(path, key, practice_id=viewer.practice_id, snapshot_id=row.id) as archive:
                    said = archive.manifest.audit
            except DomainError:
                continue
            if said.seq:
                ends[said.seq] = bytes.fromhex(said.chain)
    return ends


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(sep=" ", timespec="seconds")
