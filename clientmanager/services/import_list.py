"""Imports as the page lists and watches them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from clientmanager.clock import SOUTH_AFRICA
from clientmanager.db import ScopedSession
from clientmanager.models.import_run import ImportRun
from clientmanager.models.permission import Permission
from clientmanager.services import work


@dataclass(frozen=True)
class ImportRow:
    """An import as the page lists it."""

    id: str
    file_name: str
    state: str
    made: str
    by: str
    kind: str
    recognised_as: str
    rows: int
    created: int
    updated: int
    unchanged: int
    rejected: int
    error: str


def listed(db: ScopedSession) -> list[ImportRow]:
    """The last fifty imports, newest first."""
    db.viewer.require(Permission.IMPORT_CLIENTS)
    rows = db.execute(
        text(
            "select i.*, u.name from import_run i left join practice_user u"
            " on u.practice_id = i.practice_id and u.id = i.user_id"
            " where i.practice_id = :practice and i.state <> 'discarded' order by i.made_at desc limit 50"
        ),
        {"practice": db.viewer.practice_id},
    )
    return [_row(row) for row in rows]


def _row(row: Any) -> ImportRow:
    made = row.made_at.astimezone(SOUTH_AFRICA)
    counts = {name: int(row.report.get(name, 0)) for name in ("rows", "created", "updated", "unchanged", "rejected")}
    return ImportRow(
        id=str(row.id),
        file_name=row.file_name,
        state=row.state,
        made=f"{made.day} {made:%b %Y, %H:%M}",
        by=row.name or "",
        kind=row.report.get("kind", ""),
        recognised_as=row.report.get("recognised_as", ""),
        error=row.error,
        **counts,
    )


@dataclass(frozen=True)
class RowNote:
    """A rejected row, and why."""

    row: str
    reason: str


@dataclass(frozen=True)
class RowPreview:
    """What one row became or would become."""

    row: str
    outcome: str
    name: str
    details: str
    warnings: str


@dataclass(frozen=True)
class ImportSeen:
    """One import as its page shows it."""

    run: ImportRow
    rejections: list[RowNote]
    clients: list[RowPreview]
    warnings: list[str]
    done: int
    total: int


def seen(db: ScopedSession, import_id: object) -> ImportSeen:
    """One import, its report, and how far the worker is with it."""
    run = db.fetch(ImportRun, import_id)
    db.viewer.require(Permission.IMPORT_CLIENTS)
    row = db.execute(
        text(
            "select i.*, u.name from import_run i left join practice_user u"
            " on u.practice_id = i.practice_id and u.id = i.user_id where i.practice_id = :practice and i.id = :id"
        ),
        {"practice": run.practice_id, "id": run.id},
    ).one()
    progress = work.progress_of(db, run.id)
    return ImportSeen(
        run=_row(row),
        rejections=[RowNote(_place(r), r["reason"]) for r in run.report.get("rejections", [])],
        clients=[_preview(c) for c in run.report.get("clients", [])],
        warnings=run.report.get("warnings", []),
        done=progress.done if progress else 0,
        total=progress.total if progress else 0,
    )


def _preview(client: dict[str, Any]) -> RowPreview:
    if client["outcome"] == "updated":
        parts = [f"{c['field']}: {c['before'] or 'empty'} → {c['after'] or 'empty'}" for c in client["changes"]]
    else:
        parts = [f"{label} {value}" for label, value in client["fields"].items() if label != "Kind"]
    return RowPreview(
        row=_place(client),
        outcome=client["outcome"],
        name=client["name"],
        details=" · ".join(parts),
        warnings=" ".join(client["warnings"]),
    )


def _place(row: dict[str, Any]) -> str:
    return f"{row['sheet']}, {row['row']}" if row.get("sheet") else str(row["row"])
