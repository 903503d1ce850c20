"""Imports without a browser: what an operator brings in from the command line."""

import hashlib
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import UUID

from clientmanager.clock import now
from clientmanager.db import ScopedSession, session_for
from clientmanager.errors import Invalid, NotFound
from clientmanager.imports import Reading, read
from clientmanager.models.folding import folded
from clientmanager.models.import_run import ImportRun
from clientmanager.services.client_form import clean
from clientmanager.services.imports import Report, advisers, bring, shortened
from clientmanager.services.viewers import operator_of


def import_files(files: list[Path], practice: str, *, dry_run: bool, adviser: str) -> dict[str, Any]:
    """The command line's import: each file is one transaction, done or not at all.

    Raises:
        Invalid: a file cannot be read; none of them was imported.
    """
    viewer = operator_of(practice)
    readings = [_read(path) for path in files]
    reports: list[Report] = []
    for path, (reading, sha256) in zip(files, readings, strict=True):
        with session_for(viewer) as db:
            adviser_id = _named_adviser(db, adviser) if adviser else None
            reports.append(bring(db, reading, clean(path.name), adviser_id=adviser_id, dry_run=dry_run))
            if not dry_run:
                _remember(db, reports[-1], sha256, adviser_id)
    if len(reports) == 1:
        return asdict(reports[0])
    totals = {
        name: sum(getattr(r, name) for r in reports) for name in ("rows", "created", "updated", "unchanged", "rejected")
    }
    return totals | {"files": [asdict(report) for report in reports]}


def _read(path: Path) -> tuple[Reading, str]:
    try:
        content = path.read_bytes()
        return read(content, path.name), hashlib.sha256(content).hexdigest()
    except OSError as problem:
        raise Invalid(f"{clean(path.name)} cannot be read: {problem.strerror}.") from None
    except Invalid as refusal:
        raise Invalid(f"{clean(path.name)}: {refusal}") from None


def _named_adviser(db: ScopedSession, adviser: str) -> UUID:
    found = advisers(db).by_name.get(folded(adviser))
    if found is None:
        raise NotFound("Nobody in the practice who may have clients has that e-mail address.")
    return found


def _remember(db: ScopedSession, report: Report, sha256: str, adviser_id: UUID | None) -> None:
    moment = now()
    db.add(
        ImportRun(
            practice_id=db.viewer.practice_id,
            adviser_id=adviser_id,
            file_name=report.file[:200],
            file_sha256=sha256,
            state="done",
            made_at=moment,
            finished_at=moment,
            report=shortened(report),
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
