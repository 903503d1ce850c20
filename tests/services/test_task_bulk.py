"""Many tasks at once: made as it was shown, all or nothing, and put back as far as nobody changed them since."""

from datetime import timedelta
from typing import Any

import pytest

from clientmanager.errors import Invalid, NotAllowed, NotFound
from clientmanager.models.base import new_id
from clientmanager.models.user import User
from clientmanager.services import (
    audit_list,
    board_columns,
    client_bulk_undo,
    task_bulk,
    task_bulk_undo,
    task_page,
    tasks,
)
from clientmanager.services.task_bulk import Applied, Preview
from clientmanager.services.task_page import TaskView
from tests.services.some_tasks import THURSDAY, add, columns, set_clock
from tests.world import Database, PracticeWorld


def preview(world: PracticeWorld, ids: object, kind: object, value: object = "", by: User | None = None) -> Preview:
    with world.as_(by or world.adviser) as db:
        return task_bulk.preview(db, ids, kind, value)


def apply(world: PracticeWorld, ids: object, kind: object, value: object = "", by: User | None = None) -> Applied:
    with world.as_(by or world.adviser) as db:
        return task_bulk.apply(db, ids, kind, value)


def page(world: PracticeWorld, task_id: str) -> TaskView:
    with world.as_(world.owner) as db:
        return task_page.page(db, task_id)


def limit(world: PracticeWorld, column: str, most: int) -> None:
    with world.as_(world.owner) as db:
        board_columns.change(db, columns(world)[column], {"most": str(most)})


CHANGES: list[tuple[str, str, str, str, dict[str, Any]]] = [
    ("assign", "{assistant}", "assigned to Ayesha Patel", "who", {}),
    ("assign", "none", "assigned to nobody", "who", {"assignee_id": "{owner}"}),
    ("due", "2026-03-20", "due on 20 Mar 2026", "due_on", {}),
    ("due", "20 March 2026", "due on 20 Mar 2026", "due_on", {"due_on": "2026-03-13"}),
    ("due", "none", "without a date", "due_on", {"due_on": "2026-03-13", "due_time": "14:00"}),
    ("due", "+7", "due 7 days later", "due_on", {"due_on": "2026-12-28", "due_time": "14:00"}),
    ("due", "-1", "due 1 day earlier", "due_on", {"due_on": "2026-03-01"}),
    ("priority", "urgent", "of urgent priority", "priority", {}),
    ("move", "{Doing}", "in Doing", "column", {}),
    ("move", "{Done}", "in Done", "column", {}),
    ("done", "", "done", "column", {}),
    ("label", "#review", "labelled “Review”", "labels", {}),
    ("unlabel", "REVIEW", "without the label “Review”", "labels", {"labels": ["FICA", "Review"]}),
]


@pytest.mark.parametrize(("kind", "value", "so", "field", "given"), CHANGES)
def test_what_is_shown_is_made_and_put_back(
    kind: str, value: str, so: str, field: str, given: dict[str, Any], acacia: PracticeWorld, database: Database
):
    set_clock()
    named = {"assistant": acacia.assistant.id, "owner": acacia.owner.id, **columns(acacia)}
    value = value.format(**named)
    given = {name: one.format(**named) if isinstance(one, str) else one for name, one in given.items()}
    add(acacia, "Elsewhere", labels=["Review"])
    some = [add(acacia, title, **given) for title in "abc"]
    before = [page(acacia, one) for one in some]
    rows = database.all("select id, due_on, due_time, done_at, done_by, column_since from task order by id")
    shown = preview(acacia, some, kind, value)
    assert (shown.sentence, shown.button, shown.refusal) == ("3 of 3 tasks change.", "Change 3", "")
    assert [example.title for example in shown.examples] == list("abc")
    assert [page(acacia, one) for one in some] == before
    set_clock(THURSDAY + timedelta(hours=1))
    made = apply(acacia, some, kind, value)
    assert (made.many, made.words) == (3, f"3 tasks are {so} now.")
    after = [page(acacia, one) for one in some]
    assert all(getattr(one, field) != getattr(was, field) for one, was in zip(after, before, strict=True))
    assert all(bool(one.done) == (one.column == "Done") for one in after)
    assert preview(acacia, some, kind, value).changing == (3 if value[:1] in ("+", "-") else 0)
    with acacia.as_(acacia.assistant) as db:
        back = task_bulk_undo.undo(db, made.undo)
    assert (back.many, back.words) == (3, "3 tasks are as before.")
    again = [page(acacia, one) for one in some]
    for one, was in zip(again, before, strict=True):
        for name in ("who", "due_on", "due_time", "priority", "column", "labels", "done"):
            assert getattr(one, name) == getattr(was, name)
    assert database.all("select id, due_on, due_time, done_at, done_by, column_since from task order by id") == rows
    with acacia.as_(acacia.owner) as db:
        told = [(row.what, row.detail) for row in audit_list.listed(db).rows]
    assert told[0] == ("put 3 tasks back as before", "")
    assert ("changed 3 tasks", f"now {so}") in told


def test_examples_say_before_and_after(acacia: PracticeWorld):
    set_clock()
    some = [add(acacia, "a", due_on="2026-03-13", assignee_id=acacia.owner, labels=["FICA"]), add(acacia, "b")]
    where = columns(acacia)
    for kind, value, expected in (
        ("assign", str(acacia.assistant.id), [("Thandi Mokoena", "Ayesha Patel"), ("Nobody", "Ayesha Patel")]),
        ("due", "+1", [("13 Mar 2026", "14 Mar 2026")]),
        ("priority", "high", [("Normal", "High")] * 2),
        ("move", where["Doing"], [("To do", "Doing")] * 2),
        ("label", "Annual", [("FICA", "Annual, FICA"), ("No label", "Annual")]),
        ("unlabel", "fica", [("FICA", "No label")]),
        ("delete", "", [("", "Deleted")] * 2),
    ):
        assert [(one.before, one.after) for one in preview(acacia, some, kind, value).examples] == expected
    shown = preview(acacia, some, "due", "+1")
    assert (shown.sentence, shown.unchanged) == ("1 of 2 tasks changes.", "1 is without a date to move.")
    assert preview(acacia, some, "assign", str(acacia.owner.id)).unchanged == "1 is assigned to Thandi Mokoena already."
    many = [add(acacia, f"{number}") for number in range(7)]
    assert preview(acacia, many, "priority", "low").more == "and 2 more"


def test_what_somebody_changed_since_is_left(acacia: PracticeWorld):
    set_clock()
    some = [add(acacia, title) for title in "abcd"]
    made = apply(acacia, some, "priority", "urgent")
    set_clock(THURSDAY + timedelta(minutes=1))
    with acacia.as_(acacia.assistant) as db:
        tasks.set_field(db, some[0], "title", "A")
        tasks.set_field(db, some[1], "priority", "low")
    with acacia.as_(acacia.owner) as db:
        tasks.delete(db, some[2])
    with acacia.as_(acacia.adviser) as db:
        back = task_bulk_undo.undo(db, made.undo)
    assert (back.many, back.words) == (1, "1 task is as before; 3 were left: changed since, or their place is taken.")
    assert [page(acacia, some[one]).priority for one in (0, 1, 3)] == ["urgent", "low", "normal"]
    with acacia.as_(acacia.adviser) as db:
        assert task_bulk_undo.undo(db, made.undo).words.startswith("Nothing was put back: ")


def test_deleted_ones_come_back_unless_they_did_already(acacia: PracticeWorld):
    some = [add(acacia, title) for title in "ab"]
    made = apply(acacia, some, "delete")
    with pytest.raises(NotFound):
        page(acacia, some[0])
    with acacia.as_(acacia.owner) as db:
        tasks.bring_back(db, some[1])
    with acacia.as_(acacia.adviser) as db:
        assert task_bulk_undo.undo(db, made.undo).many == 1
    assert [page(acacia, one).title for one in some] == ["a", "b"]


def test_a_full_column_is_said_before_and_refuses_all(acacia: PracticeWorld):
    some = [add(acacia, title) for title in "abc"]
    doing = columns(acacia)["Doing"]
    limit(acacia, "Doing", 2)
    words = "Doing takes only 2 more, and these are 3. Choose fewer, or move some out of it first."
    assert preview(acacia, some, "move", doing).refusal == words
    with pytest.raises(Invalid, match=words):
        apply(acacia, some, "move", doing)
    assert [page(acacia, one).column for one in some] == ["To do"] * 3
    assert apply(acacia, some[:2], "move", doing).many == 2
    assert preview(acacia, some, "move", doing).refusal.startswith("Doing takes no more, and these are 1.")


def test_what_comes_back_takes_no_more_than_there_is_room(acacia: PracticeWorld):
    some = [add(acacia, title, column="Doing") for title in "abc"]
    made = apply(acacia, some, "done")
    limit(acacia, "Doing", 2)
    add(acacia, "d", column="Doing")
    with acacia.as_(acacia.adviser) as db:
        assert task_bulk_undo.undo(db, made.undo).many == 1
    assert sorted(page(acacia, one).column for one in some) == ["Doing", "Done", "Done"]


def test_moved_tasks_keep_their_order(acacia: PracticeWorld, database: Database):
    some = [add(acacia, title) for title in "abc"]
    made = apply(acacia, some, "move", columns(acacia)["Doing"])
    order = "select string_agg(title, '' order by place) from task"
    assert database.one(order) == "cba"
    with acacia.as_(acacia.adviser) as db:
        task_bulk_undo.undo(db, made.undo)
    assert database.one(order) == "cba"


def test_nobody_is_given_tasks_back_who_left_since(acacia: PracticeWorld, database: Database):
    made = apply(acacia, [add(acacia, "a", assignee_id=acacia.assistant)], "assign", "none")
    database.owner.exec_driver_sql("update practice_user set deactivated_at = now() where name = 'Ayesha Patel'")
    with acacia.as_(acacia.adviser) as db:
        assert task_bulk_undo.undo(db, made.undo).many == 0


def test_ids_that_are_none_of_ours_are_passed_over(acacia: PracticeWorld, baobab: PracticeWorld):
    mine, gone = add(acacia, "mine"), add(acacia, "gone")
    theirs = add(baobab, "theirs", by=baobab.owner)
    with acacia.as_(acacia.owner) as db:
        tasks.delete(db, gone)
    ids = [mine, mine, gone, theirs, str(new_id()), "x", "", None, 7, ["a"], "\x00"]
    for kind, value in (("priority", "high"), ("label", "x"), ("done", "")):
        assert preview(acacia, ids, kind, value).sentence == "1 of 1 task changes."
        made = apply(acacia, ids, kind, value)
        assert made.many == 1
        with pytest.raises(NotFound), baobab.as_(baobab.owner) as db:
            task_bulk_undo.undo(db, made.undo)
        with pytest.raises(NotFound), acacia.as_(acacia.owner) as db:
            client_bulk_undo.undo(db, made.undo)
    shown = page(baobab, theirs)
    assert (shown.priority, shown.labels, shown.column) == ("normal", (), "To do")
    for junk in (None, "x", {}, [], [theirs]):
        with pytest.raises(Invalid, match="Nothing would change"):
            apply(acacia, junk, "priority", "low")
    for value in (baobab.owner.id, "x"):
        with pytest.raises(NotFound):
            apply(acacia, [mine], "assign", str(value))
    with pytest.raises(NotFound):
        apply(acacia, [mine], "move", columns(baobab)["Doing"])


@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    [
        ("title", "x", "cannot be changed in that way"), (None, "", "cannot be changed"), (["due"], "", "cannot be"),
        ("due", "31 Feb 2026", "Write the date"), ("due", "+0", "1 to 366 days"), ("due", "+999", "1 to 366 days"),
        ("due", ["+1"], "Write the date"), ("priority", "huge", "Choose low"), ("label", "#!", "a letter or a digit"),
        ("label", 7, "must be text"), ("unlabel", "", "Write something first"),
    ],
)  # fmt: skip
def test_a_change_that_is_none_is_refused_in_a_sentence(
    kind: object, value: object, sentence: str, acacia: PracticeWorld
):
    made = add(acacia, "a", due_on="2026-03-13")
    for do in (preview, apply):
        with pytest.raises(Invalid, match=sentence):
            do(acacia, [made], kind, value)


def test_at_most_five_hundred_and_no_more_labels_than_a_task_takes(acacia: PracticeWorld):
    with pytest.raises(Invalid, match="at most 500"):
        preview(acacia, ["x"] * 501, "done")
    full = add(acacia, "a", labels=[f"l{number}" for number in range(20)])
    with pytest.raises(Invalid, match="Leave “a” out"):
        apply(acacia, [full], "label", "one more")


def test_each_role_changes_what_it_may(acacia: PracticeWorld):
    made = [add(acacia, "a")]
    for do in (preview, apply):
        for kind, value in (("priority", "high"), ("done", ""), ("delete", "")):
            with pytest.raises(NotAllowed):
                do(acacia, made, kind, value, acacia.compliance)
        with pytest.raises(NotAllowed):
            do(acacia, made, "delete", "", acacia.assistant)
    done = apply(acacia, made, "priority", "high", acacia.assistant)
    with pytest.raises(NotAllowed), acacia.as_(acacia.compliance) as db:
        task_bulk_undo.undo(db, done.undo)
    for junk in (None, "", "x", "9" * 30, 7, "-1"):
        with pytest.raises(NotFound), acacia.as_(acacia.owner) as db:
            task_bulk_undo.undo(db, junk)
    deleted = apply(acacia, made, "delete", by=acacia.owner)
    with pytest.raises(NotAllowed), acacia.as_(acacia.assistant) as db:
        task_bulk_undo.undo(db, deleted.undo)
