"""Imports: a file is received, read and previewed by the worker, and then done in one transaction, or not at all."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import text

from clientmanager import keys
from clientmanager.clock import now
from clientmanager.db import ScopedSession, as_id, insert_many, session_for
from clientmanager.errors import Conflict, Invalid, NotFound
from clientmanager.imports import Reading, read
from clientmanager.models.base import new_id
from clientmanager.models.client import Client, ClientAddress, ClientEmail, ClientPhone
from clientmanager.models.folding import folded
from clientmanager.models.import_run import ImportFile, ImportRun
from clientmanager.models.permission import Permission
from clientmanager.models.user import User
from clientmanager.services import clients, practices, work
from clientmanager.services.import_plan import Became, Known, Plan
from clientmanager.services.viewers import operator_of

SHOWN_ROWS = 200
"""How many rows the page's preview shows in full; the command line prints all."""
SHOWN_REJECTIONS = 1_000
EVERY = 500
"""Rows between two reports of progress."""
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
    run = ImportRun(
        practice_id=db.viewer.practice_id,
        user_id=db.viewer.user_id,
        adviser_id=None,
        file_name=Path(file_name).name[:200] if isinstance(file_name, str) else "file",
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
    if run.state != "previewed":
        raise Conflict("This import is already under way, done or discarded.")
    run.adviser_id = None if adviser_id in ("", "none", None) else db.fetch(User, adviser_id).id
    run.state = "importing"
    work.ask(db, "import", run.id, step="import")


def discard(db: ScopedSession, import_id: object) -> None:
    """Forget the file; nothing of it was imported."""
    run = db.fetch(ImportRun, import_id)
    db.viewer.require(Permission.IMPORT_CLIENTS)
    if run.state not in ("reading", "previewed", "failed"):
        raise Conflict("This import can no longer be discarded.")
    run.state = "discarded"
    _forget_file(db, run)


def run(claim: work.Claim) -> None:
    """The worker's part: read and preview, or import. Runs again without harm when it was stopped half-way."""
    try:
        with session_for(claim.viewer) as db:
            imported = db.fetch(ImportRun, claim.subject_id)
            importing = claim.details.get("step") == "import"
            if imported.state != ("importing" if importing else "reading"):
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
            imported.report = _shortened(report)
            imported.state = "done" if importing else "previewed"
            if importing:
                imported.finished_at = now()
                _forget_file(db, imported)
    except Invalid as refusal:
        with session_for(claim.viewer) as db:
            imported = db.fetch(ImportRun, claim.subject_id)
            imported.state, imported.error = "failed", str(refusal)
            _forget_file(db, imported)


def bring(
    db: ScopedSession,
    reading: Reading,
    file_name: str,
    *,
    adviser_id: UUID | None,
    dry_run: bool,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Report:
    """Plan every row of a file and, unless it is a dry run, write all of it, in the caller's transaction."""
    plan = Plan(db.viewer.practice_id, _known(db), _advisers(db), adviser_id)
    became: list[Became] = []
    for number, row in enumerate(reading.rows, start=1):
        became.append(plan.take(row))
        if number % EVERY == 0:
            progress(number, len(reading.rows))
    if not dry_run:
        _write(db, list(plan.touched.values()))
    progress(len(reading.rows), len(reading.rows))
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


def _shortened(report: Report) -> dict[str, Any]:
    """As the import keeps it: the first rows in full, so that a big file does not make a big row."""
    kept = asdict(report)
    kept["clients"], kept["rejections"] = report.clients[:SHOWN_ROWS], report.rejections[:SHOWN_REJECTIONS]
    return kept


def _known(db: ScopedSession) -> Iterable[Known]:
    """Every client of the practice, as the plan compares them."""
    practice = {"practice": db.viewer.practice_id}
    known: dict[UUID, Known] = {}
    for row in db.execute(text("select * from client where practice_id = :practice order by id"), practice).mappings():
        known[row["id"]] = Known(Client(**row))
    for row in db.execute(
        text("select client_id, address, label from client_email where practice_id = :practice"), practice
    ):
        known[row.client_id].emails[row.address] = row.label
    for row in db.execute(
        text("select client_id, number, label from client_phone where practice_id = :practice"), practice
    ):
        known[row.client_id].phones[row.number] = row.label
    for row in db.execute(
        text(
            "select client_id, lines, city, province, postal_code, country, label from client_address"
            " where practice_id = :practice"
        ),
        practice,
    ):
        known[row.client_id].addresses[tuple(row[1:6])] = row.label  # pyright: ignore[reportArgumentType]
    return known.values()


def _advisers(db: ScopedSession) -> dict[str, UUID]:
    users = db.execute(
        text("select id, name, email from practice_user where practice_id = :practice and deactivated_at is null"),
        {"practice": db.viewer.practice_id},
    ).all()
    return {folded(key): user.id for user in users for key in (user.name, user.email)}


def _write(db: ScopedSession, touched: list[Known]) -> None:
    new = [one.client for one in touched if one.is_new]
    insert_many(db, Client, [client.model_dump() for client in new])
    moment = now()
    for one in touched:
        if not one.is_new:
            values = one.client.model_dump(exclude={"created_at", "archived_at", "archive_reason"})
            db.bulk_update_mappings(Client.__mapper__, [values | {"changed_at": moment}])  # pyright: ignore[reportAttributeAccessIssue]
    emails, phones, addresses = [], [], []
    for one in touched:
        key = {"practice_id": db.viewer.practice_id, "client_id": one.client.id}
        start = {
            name: len(getattr(one, name)) - len(getattr(one, f"new_{name}"))
            for name in ("emails", "phones", "addresses")
        }
        for place, (value, label) in enumerate(one.new_emails.items(), start["emails"]):
            emails.append({**key, "id": new_id(), "position": place, "label": label, "address": value})
        for place, (value, label) in enumerate(one.new_phones.items(), start["phones"]):
            phones.append({**key, "id": new_id(), "position": place, "label": label, "number": value})
        for place, (value, label) in enumerate(one.new_addresses.items(), start["addresses"]):
            parts = dict(zip(("lines", "city", "province", "postal_code", "country"), value, strict=True))
            addresses.append({**key, "id": new_id(), "position": place, "label": label, **parts})
    insert_many(db, ClientEmail, emails)
    insert_many(db, ClientPhone, phones)
    insert_many(db, ClientAddress, addresses)
    for one in touched:
        if not one.is_new:
            db.execute(
                text("delete from client_token where practice_id = :practice and client_id = :client"),
                {"practice": db.viewer.practice_id, "client": one.client.id},
            )
    clients.reindex(db, [one.client.id for one in touched])


def _forget_file(db: ScopedSession, run: ImportRun) -> None:
    file = db.get(ImportFile, (run.practice_id, run.id))
    if file is not None:
        db.delete(file)


def import_files(files: list[Path], practice: str, *, dry_run: bool, adviser: str) -> dict[str, Any]:
    """The command line's import: each file is one transaction, done or not at all.

    Raises:
        Invalid: a file cannot be read; the files before it stay imported, and the sentence says which.
    """
    viewer = operator_of(practice)
    reports: list[Report] = []
    for path in files:
        try:
            content = path.read_bytes()
            reading = read(content, path.name)
        except OSError as problem:
            raise Invalid(f"{path.name} cannot be read: {problem.strerror}.") from None
        except Invalid as refusal:
            raise Invalid(f"{path.name}: {refusal}") from None
        with session_for(viewer) as db:
            adviser_id = _named_adviser(db, adviser) if adviser else None
            reports.append(bring(db, reading, path.name, adviser_id=adviser_id, dry_run=dry_run))
            if not dry_run:
                _remember(db, reports[-1], content, adviser_id)
    if len(reports) == 1:
        return asdict(reports[0])
    totals = {
        name: sum(getattr(r, name) for r in reports) for name in ("rows", "created", "updated", "unchanged", "rejected")
    }
    return totals | {"files": [asdict(report) for report in reports]}


def _named_adviser(db: ScopedSession, adviser: str) -> UUID:
    found = _advisers(db).get(folded(adviser))
    if found is None:
        raise NotFound("No user of the practice has that e-mail address.")
    return as_id(found)


def _remember(db: ScopedSession, report: Report, content: bytes, adviser_id: UUID | None) -> None:
    moment = now()
    db.add(
        ImportRun(
            practice_id=db.viewer.practice_id,
            adviser_id=adviser_id,
            file_name=report.file[:200],
            file_sha256=hashlib.sha256(content).hexdigest(),
            state="done",
            made_at=moment,
            finished_at=moment,
            report=_shortened(report),
        )
    )


def in_words(report: dict[str, Any]) -> str:
    """A report for people: the sum, then every rejected row."""
    lines = []
    for one in report.get("files", [report]):
        lines.append(
            f"{one['file']}, {one['recognised_as']}: {one['rows']} rows = {one['created']} created"
            f" + {one['updated']} updated + {one['unchanged']} unchanged + {one['rejected']} rejected"
        )
        lines += [f"  row {r['row']}: {r['reason']}" for r in one["rejections"]]
    return "\n".join(lines)
