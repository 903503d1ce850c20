"""Tasks as a spreadsheet: exactly those on the list, in its order, and nothing of it runs."""

import io
from datetime import datetime
from typing import Any

import openpyxl
import pandas
import pytest
from openpyxl.utils.escape import unescape

from clientmanager.clock import today
from clientmanager.errors import Invalid, NotAllowed, Unavailable
from clientmanager.models.permission import MAY, Permission
from clientmanager.models.user import Role
from clientmanager.services import audit_list, exports, task_export, task_list, task_parts, tasks
from clientmanager.services.task_columns import COLUMNS
from clientmanager.services.task_export import Listed, read_listed
from tests.backup.test_downloads import HOSTILE
from tests.services.some_tasks import add, add_any, set_clock
from tests.world import PracticeWorld


def exported(world: PracticeWorld, form: str, query: str = "") -> bytes:
    with world.as_(world.adviser) as db:
        return b"".join(task_export.export(db, read_listed(query), form).pieces)


def of_excel(content: bytes) -> list[dict[str, Any]]:
    rows = openpyxl.load_workbook(io.BytesIO(content))["Tasks"].iter_rows(values_only=True)
    heads = list(map(str, next(rows)))
    return [
        dict(zip(heads, (unescape(cell) if isinstance(cell, str) else cell for cell in row), strict=True))
        for row in rows
    ]


def of_csv(content: bytes) -> list[dict[str, str]]:
    table = pandas.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False)
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def test_every_cell_is_what_was_kept(acacia: PracticeWorld):
    set_clock()
    made = add(
        acacia, "Call about the RA", client_id=acacia.client, assignee_id=acacia.assistant, due_on="2026-03-20",
        due_time="14:30", priority="high", description="Two\nlines", labels=["Review", "RA"], column="Doing",
    )  # fmt: skip
    with acacia.as_(acacia.assistant) as db:
        task_parts.add_item(db, made, "One")
    add(acacia, "Bare")
    full, bare = of_excel(exported(acacia, "xlsx"))
    assert full == {
        "Task": "Call about the RA", "Client": "Renée O'Brien", "Who": "Ayesha Patel", "Due": datetime(2026, 3, 20),
        "Time": "14:30", "Priority": "High", "Column": "Doing", "Labels": "RA; Review", "Description": "Two\nlines",
        "Steps": 1, "Steps done": 0, "Made": datetime(2026, 3, 12, 10), "Made by": "Pieter van der Merwe",
        "Changed": datetime(2026, 3, 12, 10), "Done": None, "Done by": None,
    }  # fmt: skip
    assert {name for name, value in bare.items() if value} == {
        "Task", "Priority", "Column", "Made", "Made by", "Changed"
    }  # fmt: skip
    assert [column.heading for column in COLUMNS] == list(of_csv(exported(acacia, "csv"))[0])


def test_nothing_of_it_runs(acacia: PracticeWorld):
    for words in HOSTILE:
        add(acacia, f"{words} a", description=words)
    add(acacia, "=1+1", labels=["=1+1"])
    rows = of_csv(exported(acacia, "csv"))
    assert len(rows) == len(HOSTILE) + 1
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "@", "-2+3"))]
    assert [row["Labels"] for row in rows if row["Task"] == "'=1+1"] == ["'=1+1"]
    book = openpyxl.load_workbook(io.BytesIO(exported(acacia, "xlsx")))
    assert {cell.data_type for line in book["Tasks"].iter_rows() for cell in line} <= {"s", "inlineStr", "d", "n"}
    assert "=1+1" in {row["Task"] for row in of_excel(exported(acacia, "xlsx"))}


@pytest.mark.parametrize(
    "query", ["", "sort=-who", "done=1", "done=1&sort=client", "q=call&whose=me&whose=none&due=14", "label=fica&sort=x"]
)
def test_those_on_the_list_and_no_others_in_its_order(
    query: str, acacia: PracticeWorld, baobab: PracticeWorld, monkeypatch: pytest.MonkeyPatch
):
    set_clock()
    add_any(acacia, 80)
    add_any(baobab, 5)
    monkeypatch.setattr(task_list, "PAGE", 500)
    said = read_listed(query)
    with acacia.as_(acacia.adviser) as db:
        page = task_list.listed(db, said.filter, sort=said.sort, done=said.done)
    expected = [row.card.title for row in page.rows]
    assert expected
    assert [row["Task"] for row in of_csv(exported(acacia, "csv", query))] == expected
    assert [row["Task"] for row in of_excel(exported(acacia, "xlsx", query))] == expected


def test_each_export_is_written_down_with_how_many_and_which(acacia: PracticeWorld):
    for title in ("Call", "Call again", "Send"):
        add(acacia, title, client_id=acacia.client)
    exported(acacia, "xlsx", f"q=call&whose=none&whose=me&client={acacia.client.id}")
    with acacia.as_(acacia.adviser) as db:
        tasks.finish(db, add(acacia, "Done"))
    exported(acacia, "csv", "done=1")
    with acacia.as_(acacia.owner) as db:
        second, first = audit_list.listed(db, action="exports").rows
    assert (first.who, first.what) == (acacia.adviser.name, "exported 2 tasks")
    assert first.detail == "as Excel, Whose “nobody or me”, Client, Search “call”"
    assert (second.what, second.detail) == ("exported 1 task", "as CSV, those that are done")


def test_who_may_not_export_gets_nothing(acacia: PracticeWorld):
    assert {role for role in Role if Permission.EXPORT_TASKS in MAY[role]} == {Role.OWNER, Role.ADVISER}
    for user in (acacia.assistant, acacia.compliance):
        with acacia.as_(user) as db, pytest.raises(NotAllowed):
            task_export.export(db, Listed(), "csv")


@pytest.mark.parametrize("form", [None, "", "pdf", ["csv"], "CSV"])
def test_another_format_is_refused(form: object, acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db, pytest.raises(Invalid, match="as csv or as xlsx"):
        task_export.export(db, Listed(), form)


def test_a_few_are_sent_at_once_whatever_they_hold(acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db:
        sent = [task_export.export(db, Listed(), "xlsx") for _ in range(exports.MOST_AT_ONCE)]
        with pytest.raises(Unavailable):
            task_export.export(db, Listed(), "csv")
        sent.pop()
        assert task_export.export(db, Listed(), "csv").file_name == f"acacia-tasks-{today()}.csv"
