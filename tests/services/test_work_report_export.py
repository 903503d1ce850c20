"""The overview as a spreadsheet: exactly what it shows, and nothing of it runs."""

import csv
import io
import zipfile
from datetime import datetime, timedelta
from typing import Any

import openpyxl
import pytest

from clientmanager import clock
from clientmanager.clock import today
from clientmanager.errors import Invalid, NotAllowed
from clientmanager.models.task import ColumnKind
from clientmanager.services import audit_list, board_columns, task_moves, tasks, work_report, work_report_export
from tests.world import PracticeWorld

Rows = list[tuple[Any, ...]]


def exported(world: PracticeWorld, form: str) -> bytes:
    with world.as_(world.owner) as db:
        return b"".join(work_report_export.export(db, form).pieces)


def in_excel(content: bytes) -> dict[str, Rows]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: [tuple(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}


def in_csv(content: bytes) -> dict[str, Rows]:
    with zipfile.ZipFile(io.BytesIO(content)) as files:
        return {
            name: [tuple(row) for row in csv.reader(io.StringIO(files.read(name).decode("utf-8-sig")))]
            for name in files.namelist()
        }


@pytest.fixture
def worked(acacia: PracticeWorld, baobab: PracticeWorld) -> PracticeWorld:
    """Ayesha has a task that stands still, nobody has one, Pieter finished one."""
    with baobab.as_(baobab.owner) as db:
        tasks.create(db, {"title": "Theirs"})
    with acacia.as_(acacia.adviser) as db:
        still = tasks.create(db, {"title": '=1+1, "said"', "assignee_id": str(acacia.assistant.id)})
        task_moves.move(db, still, str(board_columns.first_of(db, ColumnKind.DOING).id), "", "")
    clock.move(timedelta(days=20))
    with acacia.as_(acacia.adviser) as db:
        tasks.create(db, {"title": "New"})
        tasks.finish(db, tasks.create(db, {"title": "Finished"}))
    return acacia


def test_each_part_is_a_sheet_with_what_the_page_shows(worked: PracticeWorld):
    sheets = in_excel(exported(worked, "xlsx"))
    assert list(sheets) == ["Work by person", "Finished in seven days", "Stuck", "How long workflows take"]
    heads, *people = sheets["Work by person"]
    assert heads == (
        "Who", "Open", "Late", "Waiting", "This week", "1 to 4 weeks", "1 to 3 months", "Older", "Done this week",
    )  # fmt: skip
    assert people == [
        ("Ayesha Patel", 1, 0, 0, 0, 1, 0, 0, 0),
        ("Nobody", 1, 0, 0, 1, 0, 0, 0, 0),
        ("Pieter van der Merwe", 0, 0, 0, 0, 0, 0, 0, 1),
        ("Everyone", 2, 0, 0, 1, 1, 0, 0, 1),
    ]
    days = sheets["Finished in seven days"][1:]
    assert (len(days), days[-1]) == (7, (datetime.combine(today(), datetime.min.time()), 1))
    assert sheets["Stuck"][1:] == [('=1+1, "said"', "Doing", 20, None, "Ayesha Patel")]
    assert sheets["How long workflows take"] == [("Workflow", "Running", "Finished", "Half take less than", "Longest")]


def test_the_csv_files_say_the_same_and_nothing_of_them_runs(worked: PracticeWorld):
    files, sheets = in_csv(exported(worked, "csv")), in_excel(exported(worked, "xlsx"))
    assert list(files) == [f"{name}.csv" for name in sheets]
    assert [len(rows) for rows in files.values()] == [len(rows) for rows in sheets.values()]
    assert files["Stuck.csv"][1] == ('\'=1+1, "said"', "Doing", "20", "", "Ayesha Patel")
    assert files["Finished in seven days.csv"][-1] == (today().isoformat(), "1")


def test_how_many_more_are_stuck_is_said_as_on_the_page(worked: PracticeWorld, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(work_report, "MOST_STUCK", 1)
    with worked.as_(worked.adviser) as db:
        moved = tasks.create(db, {"title": "Second"})
        task_moves.move(db, moved, str(board_columns.first_of(db, ColumnKind.DOING).id), "", "")
    clock.move(timedelta(days=20))
    assert in_excel(exported(worked, "xlsx"))["Stuck"][2:] == [("and 1 more", None, None, None, None)]


def test_it_is_written_down(worked: PracticeWorld):
    exported(worked, "xlsx")
    with worked.as_(worked.owner) as db:
        (line,) = audit_list.listed(db, action="exports").rows
    assert (line.who, line.what, line.detail) == (worked.owner.name, "exported the overview", "as Excel")


@pytest.mark.parametrize("role", ["adviser", "assistant", "compliance"])
def test_only_who_sees_it_and_may_export_gets_it(role: str, acacia: PracticeWorld):
    with pytest.raises(NotAllowed), acacia.as_(getattr(acacia, role)) as db:
        work_report_export.export(db, "csv")


@pytest.mark.parametrize("form", [None, "", "pdf", ["csv"], "zip"])
def test_another_format_is_refused(form: object, acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db, pytest.raises(Invalid, match="as csv or as xlsx"):
        work_report_export.export(db, form)
