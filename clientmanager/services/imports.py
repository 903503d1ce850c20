"""Imports: a file is received, read and previewed by the worker, and then done in one transaction, or not at all."""

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import text

from clientmanager import keys
from clientmanager.clock import now
from clientmanager.db import ScopedSession, session_for
from clientmanager.errors import Conflict, Invalid, NotFound
from clientmanager.imports import Reading, read
from clientmanager.models.folding import folded
from clientmanager.models.import_run import ImportFile, ImportRun
from clientmanager.models.permission import Permission
from clientmanager.services import clients, practices, request_purpose, work
from clientmanager.services.client_form import clean
from clientmanager.services.import_plan import Advisers, Became, Plan
from clientmanager.services.import_rows import known, write

SHOWN_ROWS, SHOWN_VALUES, SHOWN_CHARACTERS = 200, 60, 300
"""Of the page's preview: rows, values of a row, characters of a value; the command line prints all."""
SHOWN_REJECTIONS = 1_000
EVERY = 500
"""Rows between two reports of progress."""
EVERY_WRITTEN = 2_000
_SEALED_FOR = "imported file"


@dataclass(frozen=True)
class Report:
    """What a file became. created + updated + unchanged + rejected = rows, always."""

    file: str
    kind: str
    recognised_as: str
    rows: int
    created: int
    updated: int
    unchanged: int
    rejected: int
    rejections: list[dict[str, Any]]
    warnings: list[str]
    clients: list[dict[str, Any]]
    """What each row became, field by field."""


def require_importer(db: ScopedSession) -> None:
    """Asked before a byte of an upload is read."""
    db.viewer.require(Permission.IMPORT_CLIENTS)


def receive(db: ScopedSession, file_name: object, content: bytes) -> str:
    """Keep an uploaded file, sealed, and ask the worker for its preview; returns the import's id."""
    db.viewer.require(Permission.IMPORT_CLIENTS)
    if not content:
        raise Invalid("This file is empty.", field="file")
    name = clean(Path(file_name).name)[:200] if isinstance(file_name, str) else ""
    run = ImportRun(
        practice_id=db.viewer.practice_id,
        user_id=db.viewer.user_id,
        adviser_id=None,
        file_name=name or "file",
        file_sha256=hashlib.sha256(content).hexdigest(),
        made_at=now(),
    )
    db.add(run)
    db.flush()
    sealed = keys.seal(practices.practice_key(db), content, _SEALED_FOR)
    db.add(ImportFile(practice_id=run.practice_id, id=run.id, content=sealed))
    work.ask(db, "import", run.id, step="preview")
    return str(run.id)


def confirm(db: ScopedSession, import_id: object, adviser_id: object = "") -> None:
    """Do what the preview said; `adviser_id` is whose clients the new ones become."""
    run = db.fetch(ImportRun, import_id)
    db.viewer.require(Permission.IMPORT_CLIENTS)
    db.refresh(run, with_for_update=True)  # of two who press at once, the second waits here and is told
    if run.state != "previewed":
        raise Conflict("This import is already under way, done or discarded.")
    run.adviser_id = clients.adviser_of(db, adviser_id)
    run.state = "importing"
    work.ask(db, "import", run.id, step="import")


def discard(db: ScopedSession, import_id: object) -> None:
    """Forget the file; nothing of it was imported."""
    run = db.fetch(ImportRun, import_id)
    db.viewer.require(Permission.IMPORT_CLIENTS)
    db.refresh(run, with_for_update=True)
    if run.state not in ("reading", "previewed", "failed"):
        raise Conflict("This import can no longer be discarded.")
    run.state = "discarded"
    _forget_file(db, run)


def run(claim: work.Claim) -> None:
    """The worker's part: read and preview, or import. Runs again without harm when it was stopped half-way."""
    importing = claim.details.get("step") == "import"
    state = "importing" if importing else "reading"
    try:
        with session_for(claim.viewer) as db:
            if importing:
                _one_at_a_time(db)
            imported = db.fetch(ImportRun, claim.subject_id)
            if imported.state != state:
                return
            file = db.get(ImportFile, (claim.practice_id, imported.id))
            if file is None:
                raise NotFound("The file of this import is gone. Choose it again.")
            content = keys.unseal(practices.practice_key(db), file.content, _SEALED_FOR)
            report = bring(
                db,
                read(content, imported.file_name),
                imported.file_name,
                adviser_id=imported.adviser_id,
                dry_run=not importing,
                progress=claim.progress,
            )
            db.refresh(imported, with_for_update=True)
            if imported.state != state:  # discarded while it was read
                return
            imported.report = shortened(report)
            imported.state = "done" if importing else "previewed"
            if importing:
                imported.finished_at = now()
                _forget_file(db, imported)
    except (Invalid, NotFound) as refusal:
        give_up(claim, str(refusal))


def give_up(claim: work.Claim, sentence: str) -> None:
    """Say on the import's page why nothing of it was imported."""
    with session_for(claim.viewer) as db:
        imported = db.fetch(ImportRun, claim.subject_id)
        if imported.state in ("reading", "importing"):
            imported.state, imported.error = "failed", sentence
            _forget_file(db, imported)


def _one_at_a_time(db: ScopedSession) -> None:
    """Imports of a practice wait for each other: neither would know the clients that the other is making."""
    db.execute(
        text("select pg_advisory_xact_lock(hashtext('import ' || cast(:practice as text)))"),
        {"practice": db.viewer.practice_id},
    )


def bring(
    db: ScopedSession,
    reading: Reading,
    file_name: str,
    *,
    adviser_id: UUID | None,
    dry_run: bool,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Report:
    """Plan every row of a file and, unless it is a dry run, write all of it, in the caller's transaction.

    Args:
        progress: told of rows done and rows there are; where they are written too, planning a row is half of it.
    """
    if not dry_run:
        _one_at_a_time(db)
        request_purpose.mark(db, "import")
    plan = Plan(db.viewer.practice_id, known(db), advisers(db), adviser_id)
    became: list[Became] = []
    total = len(reading.rows)
    for number, row in enumerate(reading.rows, start=1):
        became.append(plan.take(row))
        if number % EVERY == 0:
            progress(number if dry_run else number // 2, total)
    if not dry_run:
        touched = list(plan.touched.values())
        for start in range(0, len(touched), EVERY_WRITTEN):
            write(db, touched[start : start + EVERY_WRITTEN])
            progress((total + total * min(start + EVERY_WRITTEN, len(touched)) // len(touched)) // 2, total)
    progress(total, total)
    return _report(reading, file_name, became)


def _report(reading: Reading, file_name: str, became: list[Became]) -> Report:
    counts = Counter(row.outcome for row in became)
    if counts.total() != len(reading.rows):
        raise AssertionError("A row of the file ended as nothing, or twice.")
    return Report(
        file=file_name,
        kind=reading.kind,
        recognised_as=reading.recognised_as,
        rows=len(reading.rows),
        created=counts["created"],
        updated=counts["updated"],
        unchanged=counts["unchanged"],
        rejected=counts["rejected"],
        rejections=[_place(row) | {"reason": row.reason} for row in became if row.outcome == "rejected"],
        warnings=list(reading.warnings),
        clients=[
            _place(row)
            | {
                "outcome": row.outcome,
                "id": row.id,
                "name": row.name,
                "fields": row.fields,
                "changes": [{"field": f, "before": b, "after": a} for f, b, a in row.changes],
                "warnings": list(row.warnings),
            }
            for row in became
            if row.outcome != "rejected"
        ],
    )


def _place(row: Became) -> dict[str, Any]:
    return {"row": row.row} | ({"sheet": row.sheet} if row.sheet else {})


def shortened(report: Report) -> dict[str, Any]:
    """As the import keeps it and its page shows it: a file of 50 MB may be one cell, or 2,000 of them in every row."""
    kept = asdict(report)
    kept["clients"] = [_cut(row) for row in report.clients[:SHOWN_ROWS]]
    kept["rejections"] = [_cut(row) for row in report.rejections[:SHOWN_REJECTIONS]]
    kept["warnings"] = _cut(report.warnings)
    return kept


def _cut(said: Any) -> Any:
    if isinstance(said, str):
        return said if len(said) <= SHOWN_CHARACTERS else f"{said[:SHOWN_CHARACTERS]}…"
    if isinstance(said, dict):
        kept = {_cut(key): _cut(value) for key, value in islice(said.items(), SHOWN_VALUES)}
        return kept if len(said) <= SHOWN_VALUES else kept | {"…": f"and {len(said) - SHOWN_VALUES:,} more"}
    if isinstance(said, list):
        return [_cut(value) for value in said[:SHOWN_VALUES]]
    return said


def advisers(db: ScopedSession) -> Advisers:
    users = db.execute(
        text(
            "select id, name, email from practice_user where practice_id = :practice and deactivated_at is null"
            " and role <> 'compliance'"
        ),
        {"practice": db.viewer.practice_id},
    ).all()
    by_name = [(folded(key), user.id) for user in users for key in {user.name, user.email}]
    often = Counter(name for name, _ in by_name)
    return Advisers({name: who for name, who in by_name if often[name] == 1}, {user.id: user.name for user in users})


def _forget_file(db: ScopedSession, run: ImportRun) -> None:
    file = db.get(ImportFile, (run.practice_id, run.id))
    if file is not None:
        db.delete(file)
