"""Backups of a practice: asked for, taken, listed, downloaded, and destroyed after 30 days (promises P14 and P15).

What an operator does with them, without a browser, stands in `backup_operations`.
"""

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from uuid import UUID

from sqlalchemy import text

from clientmanager import keys
from clientmanager.backup import files, naming
from clientmanager.backup.archive import Archive, opened
from clientmanager.backup.csv_download import csv_zip
from clientmanager.backup.workbook import workbook
from clientmanager.backup.writing import Progress, write_archive
from clientmanager.clock import SOUTH_AFRICA, now
from clientmanager.db import ScopedSession, Viewer, session_for
from clientmanager.errors import Conflict, DomainError, Invalid, NotFound
from clientmanager.models.base import new_id
from clientmanager.models.permission import Permission
from clientmanager.models.snapshot import KEPT_FOR, Snapshot
from clientmanager.services import practices, work

BY_HAND, NIGHTLY, BEFORE_AN_UPGRADE = "by hand", "nightly", "before an upgrade"
NIGHT_HOUR = 1
"""South African time."""
_GIVEN_UP_AFTER = timedelta(days=1)
_INTERRUPTED = "It was interrupted: the server stopped while it was taken."

_ADD = text(
    "insert into snapshot (practice_id, id, state, reason, asked_by, taken_at, expires_at, file_name, sha256, rows,"
    " bytes, error) values (:practice, :id, :state, :reason, :user, :now, :now, '', '', 0, 0, '')"
)
_START = text(
    "update snapshot set state = 'running', taken_at = :now, error = '' where practice_id = :practice and id = :id"
)
_FAIL = text("update snapshot set state = 'failed', error = :error where practice_id = :practice and id = :id")
_GIVE_UP = text(f"{_FAIL.text} and state in ('waiting', 'running')")
_FINISH = text(
    "update snapshot set state = 'ready', taken_at = :taken, expires_at = :expires, sealed_key = :key,"
    " file_name = :name, sha256 = :sha256, rows = :rows, bytes = :bytes where practice_id = :practice and id = :id"
)
_LISTED = text(
    "select id, taken_at, expires_at, rows, bytes, reason, state from snapshot where practice_id = :practice"
    " and state = 'ready' and expires_at > :now order by taken_at desc, id desc"
)
_BEING_TAKEN = text(
    "select exists (select from work where practice_id = :practice and kind = 'snapshot'"
    " and state in ('waiting', 'running'))"
)
_NIGHT = text("""
select p.created_at < :due as there_was_a_practice,
    exists (select from snapshot s where s.practice_id = p.id and s.reason = 'nightly' and s.state = 'ready'
        and s.taken_at >= :due) as covered,
    (select s.id from snapshot s where s.practice_id = p.id and s.reason = 'nightly' and s.state <> 'ready'
        and s.taken_at >= :due limit 1) as tried
from practice p where p.id = :practice and pg_try_advisory_xact_lock(hashtext('nightly backup ' || p.id))
""")


@dataclass(frozen=True)
class BackupRow:
    """A backup that can be downloaded and restored."""

    id: UUID
    taken_at: datetime
    expires_at: datetime
    rows: int
    bytes: int
    reason: str
    state: str


@dataclass(frozen=True)
class Download:
    """A file that is made while it is sent."""

    file_name: str
    media_type: str
    pieces: Iterator[bytes]


_FORMATS: dict[str, tuple[str, str, Callable[[Archive], Iterator[bytes]]]] = {
    "xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook),
    "csv": ("zip", "application/zip", csv_zip),
}


def listed(db: ScopedSession) -> list[BackupRow]:
    """The practice's backups, newest first: at 30 × 24 hours one is gone, swept or not."""
    db.viewer.require(Permission.SEE_BACKUPS)
    rows = db.execute(_LISTED, {"practice": db.viewer.practice_id, "now": now()})
    return [BackupRow(*row) for row in rows]


def ask_for(db: ScopedSession) -> UUID:
    """Leave word for the worker to take a backup now.

    Raises:
        Conflict: one is being taken already.
    """
    db.viewer.require(Permission.TAKE_BACKUPS)
    if db.execute(_BEING_TAKEN, {"practice": db.viewer.practice_id}).scalar_one():
        raise Conflict("A backup is being taken already. It will stand here in a moment.")
    snapshot_id = _add(db, BY_HAND, state="waiting")
    work.ask(db, "snapshot", snapshot_id)
    return snapshot_id


def run(claim: work.Claim) -> None:
    """The worker's part of `ask_for`; may be called again after it was interrupted."""
    with session_for(claim.viewer) as db:
        if db.fetch(Snapshot, claim.subject_id).state == "ready":
            return
    _write(claim.viewer, claim.subject_id, progress=_now_and_then(claim.progress))


def give_up(claim: work.Claim, sentence: str) -> None:
    """Say on the backup's line why it was not taken."""
    with session_for(claim.viewer) as db:
        db.execute(_GIVE_UP, {"practice": claim.practice_id, "id": claim.subject_id, "error": sentence})


def take(viewer: Viewer, reason: str) -> UUID:
    """Take a backup and wait for it.

    Raises:
        Unavailable: the disk is full, or the database went away; the row says so.
    """
    with session_for(viewer) as db:
        snapshot_id = _add(db, reason, state="running")
    _write(viewer, snapshot_id)
    return snapshot_id


def take_nightly(viewer: Viewer) -> None:
    """The backup of last night's 01:00, unless there is one: also when it is much later, or tried again."""
    with session_for(viewer) as db:  # held open: its lock makes a second caller go away
        night = db.execute(_NIGHT, {"practice": viewer.practice_id, "due": last_night()}).one_or_none()
        if night is None or night.covered or not night.there_was_a_practice:
            return
        if night.tried:
            _write(viewer, night.tried)
        else:
            take(viewer, NIGHTLY)


def last_night() -> datetime:
    """The newest 01:00 in South Africa that has been."""
    moment = now().astimezone(SOUTH_AFRICA)
    night = moment.replace(hour=NIGHT_HOUR, minute=0, second=0, microsecond=0)
    return night if night <= moment else night - timedelta(days=1)


def expire_for(viewer: Viewer) -> int:
    """Destroy the keys and bytes of the practice's backups of 30 × 24 hours, and files that belong to no backup."""
    found = files.present(viewer.practice_id)  # before the rows are read: a row is there before its file
    of_practice = {"practice": viewer.practice_id, "now": now(), "long_ago": now() - _GIVEN_UP_AFTER}
    with session_for(viewer) as db:
        gone = db.execute(
            text(
                "update snapshot set state = 'expired', sealed_key = null"
                " where practice_id = :practice and state = 'ready' and expires_at <= :now returning id"
            ),
            of_practice,
        ).all()
        db.execute(
            text(
                "update snapshot set state = 'failed', error = :error"
                " where practice_id = :practice and state in ('waiting', 'running') and taken_at < :long_ago"
            ),
            of_practice | {"error": _INTERRUPTED},
        )
        kept = db.execute(
            text("select id from snapshot where practice_id = :practice and state in ('waiting', 'running', 'ready')"),
            of_practice,
        ).scalars()
        kept_ids = set(kept)
    files.remove_all_but(kept_ids, found)
    return len(gone)


def open_for_download(db: ScopedSession, snapshot_id: object, form: object) -> Download:
    """A backup as `xlsx`, or as `csv` in a zip; that it was downloaded is written down.

    Raises:
        NotFound: there is no such backup, or it is older than 30 days.
        Invalid: another format.
        Damaged: the file is not as it was written.
    """
    snapshot = available(db, snapshot_id)
    db.viewer.require(Permission.DOWNLOAD_BACKUPS)
    if not isinstance(form, str) or form not in _FORMATS:
        raise Invalid("A backup is downloaded as xlsx or as csv.", field="format")
    ending, media_type, render = _FORMATS[form]
    key = snapshot_key(db, snapshot)
    record(db, "download", snapshot, format=form)
    path = files.path_of(snapshot.practice_id, snapshot.id)

    def sent() -> Iterator[bytes]:
        with opened(path, key, practice_id=snapshot.practice_id, snapshot_id=snapshot.id) as archive:
            yield naming.file_name(archive.manifest, ending).encode()
            yield from render(archive)

    pieces = sent()
    file_name = next(pieces).decode()
    # the first bytes are made here, where damage is still a sentence and not a broken download
    return Download(file_name, media_type, chain([next(pieces)], pieces))


def available(db: ScopedSession, snapshot_id: object) -> Snapshot:
    snapshot = db.fetch(Snapshot, snapshot_id)
    if not snapshot.available(now()):
        raise NotFound("This backup is gone: backups are kept for 30 days. Choose a newer one.")
    return snapshot


def snapshot_key(db: ScopedSession, snapshot: Snapshot) -> bytes:
    return keys.unseal(practices.practice_key(db), snapshot.sealed_key or b"", _purpose(snapshot.id))


def record(db: ScopedSession, what: str, snapshot: Snapshot, **detail: str) -> None:
    detail["taken_at"] = snapshot.taken_at.isoformat()
    db.execute(
        text("select record_event(:what, 'snapshot', :id, cast(:detail as jsonb))"),
        {"what": what, "id": snapshot.id, "detail": json.dumps(detail)},
    )


def _purpose(snapshot_id: UUID) -> str:
    return f"key of backup {snapshot_id}"


# What is written before an upgrade is written to the older schema: plain SQL, for models know the newer one.


def _add(db: ScopedSession, reason: str, *, state: str) -> UUID:
    viewer, snapshot_id = db.viewer, new_id()
    db.execute(
        _ADD,
        {
            "practice": viewer.practice_id, "id": snapshot_id, "state": state, "reason": reason,
            "user": viewer.user_id, "now": now(),
        },
    )  # fmt: skip
    return snapshot_id


def _write(viewer: Viewer, snapshot_id: UUID, *, progress: Progress = lambda *_: None) -> None:
    row = {"practice": viewer.practice_id, "id": snapshot_id}
    path, key = files.path_of(viewer.practice_id, snapshot_id), keys.new_key()
    with session_for(viewer) as db:
        db.execute(_START, row | {"now": now()})
    try:
        with session_for(viewer, read_only=True) as db:
            taken_at = now()
            sealed_key = keys.seal(practices.practice_key(db), key, _purpose(snapshot_id))
            manifest = write_archive(db, path, key, snapshot_id=snapshot_id, taken_at=taken_at, progress=progress)
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except DomainError as problem:
        with session_for(viewer) as db:
            db.execute(_FAIL, row | {"error": str(problem)})
        raise
    done = {
        "taken": taken_at, "expires": taken_at + KEPT_FOR, "key": sealed_key, "name": path.name, "sha256": sha256,
        "rows": manifest.rows, "bytes": path.stat().st_size,
    }  # fmt: skip
    with session_for(viewer) as db:
        db.execute(_FINISH, row | done)


def _now_and_then(progress: Progress) -> Progress:
    """Twice a second is enough to watch."""
    said = 0.0

    def say(done: int, total: int) -> None:
        nonlocal said
        if time.monotonic() - said > 0.5 or done == total:
            said = time.monotonic()
            progress(done, total)

    return say
