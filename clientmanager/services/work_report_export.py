"""The overview of the practice's work as a spreadsheet: what it shows, a sheet for each of its parts."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain

from clientmanager.backup.one_sheet import Column, Sheet, sheets_as_csv, sheets_as_workbook
from clientmanager.clock import today
from clientmanager.db import ScopedSession
from clientmanager.errors import Invalid
from clientmanager.models.permission import Permission
from clientmanager.models.practice import Practice
from clientmanager.services import exports, work_report
from clientmanager.services.exports import MEDIA_TYPES, Export
from clientmanager.services.work_report import Report

_ENDINGS = {"csv": ("zip", "application/zip"), "xlsx": ("xlsx", MEDIA_TYPES["xlsx"])}
"""CSV has no sheets, so its files come together."""
Cell = str | int | date


def _texts(*headings: str) -> list[Column]:
    return [Column(heading, "text") for heading in headings]


def _figures(*headings: str) -> list[Column]:
    return [Column(heading, "integer") for heading in headings]


_AGES = [words for _, words, _ in work_report.AGES]
_PEOPLE = [*_texts("Who"), *_figures("Open", "Late", "Waiting", *_AGES, "Done this week")]
_DAYS = [Column("Day", "date"), *_figures("Finished")]
_STUCK = [*_texts("Task", "Column"), *_figures("Days"), *_texts("Due", "Who")]
_WORKFLOWS = [*_texts("Workflow"), *_figures("Running", "Finished"), *_texts("Half take less than", "Longest")]


def export(db: ScopedSession, form: object) -> Export:
    """The overview as it is now; that it was exported is written down.

    Args:
        form: `csv`, a zip with a file for each part, or `xlsx`.

    Raises:
        Invalid: another form.
        Unavailable: several exports are being sent at this moment.
    """
    db.viewer.require(Permission.EXPORT_TASKS)
    if not isinstance(form, str) or form not in _ENDINGS:
        raise Invalid("The overview is exported as csv or as xlsx.", field="format")
    seen = work_report.report(db)
    practice = db.get_one(Practice, db.viewer.practice_id)
    exports.write_down(db, "task", {"format": form, "overview": True})
    ending, media_type = _ENDINGS[form]
    pieces = _pieces(_sheets(seen), form)
    # the first is made here: that too many are being sent is a sentence and not a broken download
    return Export(f"{practice.short_name}-overview-{today()}.{ending}", media_type, chain([next(pieces)], pieces))


def _pieces(sheets: list[Sheet], form: str) -> Iterator[bytes]:
    with exports.one_of_few():
        yield from sheets_as_csv(sheets) if form == "csv" else sheets_as_workbook(sheets)


def _sheets(seen: Report) -> list[Sheet]:
    people = [
        (one.name, one.open, one.late, one.waiting, one.week, one.month, one.quarter, one.older, one.finished)
        for one in (*seen.people, seen.total)
    ]
    days = [(date.fromisoformat(one.date), one.many) for one in seen.days]
    stuck: list[tuple[Cell, ...]] = [
        (one.card.title, one.column, one.days, one.card.due, one.card.who) for one in seen.stuck
    ]
    if more := seen.many_stuck - len(seen.stuck):
        stuck.append((f"and {more} more", "", "", "", ""))
    workflows = [(one.name, one.running, one.many, one.median, one.longest) for one in seen.workflows]
    return [
        _sheet("Work by person", _PEOPLE, people),
        _sheet("Finished in seven days", _DAYS, days),
        _sheet("Stuck", _STUCK, stuck),
        _sheet("How long workflows take", _WORKFLOWS, workflows),
    ]


def _sheet(name: str, columns: list[Column], rows: Sequence[tuple[Cell, ...]]) -> Sheet:
    return Sheet(name, columns, len(rows), [",".join(map(_cell, row)) for row in rows])


def _cell(held: Cell) -> str:
    """As COPY writes it."""
    return '"' + held.replace('"', '""') + '"' if held and isinstance(held, str) else str(held)
