"""The columns of the board: shaped by owners alone, and always with a beginning and an end."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from clientmanager.db import ScopedSession
from clientmanager.errors import DomainError, Invalid, NotAllowed, NotFound
from clientmanager.models.permission import MAY
from clientmanager.models.task import ColumnKind
from clientmanager.models.user import Role, User
from clientmanager.services import board_columns, tasks
from clientmanager.services.board_columns import ColumnRow
from tests.services.some_tasks import add as add_task
from tests.world import Database, PracticeWorld

BEGUN = ["To do", "Doing", "Waiting on others", "Done"]
JUNK: list[Any] = [None, 1, True, [], {}, "", "  ", "\x00", "x" * 41]


def listed(world: PracticeWorld) -> dict[str, ColumnRow]:
    with world.as_(world.compliance) as db:
        return {one.name: one for one in board_columns.listed(db)}


def names(world: PracticeWorld) -> list[str]:
    return list(listed(world))


def do(world: PracticeWorld, use_case: Callable[..., Any], column: str, *rest: object, by: User | None = None) -> Any:
    column_id = listed(world)[column].id
    with world.as_(by or world.owner) as db:
        return use_case(db, column_id, *rest)


def add(world: PracticeWorld, **values: Any) -> str:
    with world.as_(world.owner) as db:
        return board_columns.add(db, values)


def test_a_new_practice_has_four_columns(acacia: PracticeWorld, baobab: PracticeWorld):
    add_task(acacia, "a", column="Doing")
    add_task(acacia, "b", column="Done")
    add_task(baobab, "c", column="Doing")
    with acacia.as_(acacia.owner) as db:
        tasks.delete(db, add_task(acacia, "d", column="Doing"))
        board_columns.begin(db)
    assert [(one.name, one.kind, one.most, one.tasks) for one in listed(acacia).values()] == [
        ("To do", "to do", "", 0), ("Doing", "doing", "", 1), ("Waiting on others", "waiting", "", 0),
        ("Done", "done", "", 0),
    ]  # fmt: skip


def test_only_owners_shape_it_and_who_sees_no_tasks_sees_none(acacia: PracticeWorld, monkeypatch: pytest.MonkeyPatch):
    for user in (acacia.adviser, acacia.assistant, acacia.compliance):
        for use_case, rest in ((board_columns.change, [{"name": "x"}]), (board_columns.move, [1])):
            with pytest.raises(NotAllowed):
                do(acacia, use_case, "Doing", *rest, by=user)
        with pytest.raises(NotAllowed):
            do(acacia, board_columns.remove, "Doing", by=user)
        with pytest.raises(NotAllowed), acacia.as_(user) as db:
            board_columns.add(db, {"name": "x"})
    assert names(acacia) == BEGUN
    monkeypatch.setitem(MAY, Role.COMPLIANCE, frozenset())
    with pytest.raises(NotAllowed):
        listed(acacia)


def test_another_practice_s_column_is_not_here(acacia: PracticeWorld, baobab: PracticeWorld):
    theirs = listed(baobab)["Doing"].id
    for one in (theirs, "x", None, 7, [], {}):
        for use_case, rest in (
            (board_columns.change, [{"name": "x"}]), (board_columns.move, [1]), (board_columns.remove, []),
        ):  # fmt: skip
            with pytest.raises(NotFound), acacia.as_(acacia.owner) as db:
                use_case(db, one, *rest)
    assert names(baobab) == BEGUN


def test_name_and_limit_are_kept_as_one_would_write_them(acacia: PracticeWorld):
    do(acacia, board_columns.change, "Doing", {"name": "  In   hand\u202f", "most": " 5 "})
    assert (names(acacia)[1], listed(acacia)["In hand"].most) == ("In hand", "5")
    do(acacia, board_columns.change, "In hand", {"most": ""})
    assert listed(acacia)["In hand"].most == ""
    do(acacia, board_columns.change, "In hand", {"name": "in HAND", "most": "999"})
    assert listed(acacia)["in HAND"].most == "999"
    do(acacia, board_columns.change, "in HAND", "junk")
    assert listed(acacia)["in HAND"].most == "999"


@pytest.mark.parametrize("junk", [*JUNK, "Read\u200bme", "to-do", "DONE"])
def test_no_column_is_called_that(junk: object, acacia: PracticeWorld):
    for attempt in (
        lambda: do(acacia, board_columns.change, "Doing", {"name": junk, "most": "3"}),
        lambda: add(acacia, name=junk),
    ):
        with pytest.raises(Invalid) as refused:
            attempt()
        assert refused.value.field == "name"
    assert (names(acacia), listed(acacia)["Doing"].most) == (BEGUN, "")


@pytest.mark.parametrize("junk", [0, 5, True, [], {}, "0", "-1", "1000", "009999", "1.5", "five", "٥", "9" * 5000])
def test_no_column_takes_that_many(junk: object, acacia: PracticeWorld):
    for attempt in (
        lambda: do(acacia, board_columns.change, "Doing", {"name": "x", "most": junk}),
        lambda: add(acacia, name="x", most=junk),
    ):
        with pytest.raises(Invalid) as refused:
            attempt()
        assert refused.value.field == "most"
    assert names(acacia) == BEGUN


def test_a_new_column_stands_left_of_done(acacia: PracticeWorld):
    add(acacia, name="Review", most="2")
    assert names(acacia) == ["To do", "Doing", "Waiting on others", "Review", "Done"]
    assert (listed(acacia)["Review"].kind, listed(acacia)["Review"].most) == ("doing", "2")
    add(acacia, name="Archive", kind="done")
    assert names(acacia)[-2:] == ["Archive", "Done"]
    do(acacia, board_columns.move, "Done", -1)
    do(acacia, board_columns.move, "Done", -1)
    do(acacia, board_columns.move, "Archive", -1)
    do(acacia, board_columns.move, "Archive", -1)
    add(acacia, name="Last", kind="waiting")
    assert names(acacia)[-1] == "Last"
    for number in range(12 - 7):
        add(acacia, name=f"More {number}")
    with pytest.raises(Invalid, match="at most 12"):
        add(acacia, name="One too many")
    assert len(names(acacia)) == 12


@pytest.mark.parametrize("kind", [None, 1, [], {}, "", "finished", "DONE"])
def test_a_column_is_of_no_other_kind(kind: object, acacia: PracticeWorld):
    for attempt in (
        lambda: do(acacia, board_columns.change, "Doing", {"kind": kind}),
        lambda: add(acacia, name="x", kind=kind),
    ):
        with pytest.raises(Invalid) as refused:
            attempt()
        assert refused.value.field == "kind"


def test_columns_move_one_place_and_stop_at_the_ends(acacia: PracticeWorld, database: Database):
    do(acacia, board_columns.move, "Doing", 1)
    assert names(acacia) == ["To do", "Waiting on others", "Doing", "Done"]
    do(acacia, board_columns.move, "Doing", -1)
    do(acacia, board_columns.move, "Doing", -1)
    do(acacia, board_columns.move, "Doing", -1)
    do(acacia, board_columns.move, "Done", 1)
    assert names(acacia) == ["Doing", "To do", "Waiting on others", "Done"]
    assert [row.position for row in database.all("select position from board_column order by 1")] == [0, 1, 2, 3]
    for junk in (None, 0, 2, True, 1.0, "1", [], {}):
        with pytest.raises(Invalid, match="one place"):
            do(acacia, board_columns.move, "Doing", junk)


def test_the_board_keeps_a_beginning_and_an_end(acacia: PracticeWorld):
    for column, what in (("To do", "where tasks begin"), ("Done", "where tasks that are done go")):
        with pytest.raises(Invalid, match=what):
            do(acacia, board_columns.remove, column)
        with pytest.raises(Invalid, match=what):
            do(acacia, board_columns.change, column, {"kind": "doing"})
    add(acacia, name="Inbox", kind="to do")
    assert do(acacia, board_columns.remove, "To do") == "To do"
    assert add_task(acacia, "a")
    assert listed(acacia)["Inbox"].tasks == 1
    with pytest.raises(Invalid, match="where tasks begin"):
        do(acacia, board_columns.remove, "Inbox")


def test_a_column_with_tasks_is_neither_removed_nor_of_another_kind(acacia: PracticeWorld):
    gone = add_task(acacia, "a", column="Doing")
    with acacia.as_(acacia.owner) as db:
        tasks.delete(db, gone)
    with pytest.raises(Invalid, match="perhaps done or deleted"):
        do(acacia, board_columns.remove, "Doing")
    with pytest.raises(Invalid) as refused:
        do(acacia, board_columns.change, "Doing", {"name": "x", "kind": "waiting"})
    assert (refused.value.field, names(acacia)) == ("kind", BEGUN)
    do(acacia, board_columns.change, "Doing", {"name": "In hand", "kind": "doing"})
    do(acacia, board_columns.change, "Waiting on others", {"kind": "doing"})
    assert do(acacia, board_columns.remove, "Waiting on others") == "Waiting on others"
    assert names(acacia) == ["To do", "In hand", "Done"]


def at_once(world: PracticeWorld, *attempts: Callable[[ScopedSession], object]) -> list[Exception | None]:
    """Each in a transaction of its own that has seen the board before any of them changed it."""
    ready = threading.Barrier(len(attempts))
    ended: list[Exception | None] = [None] * len(attempts)

    def run(number: int, attempt: Callable[[ScopedSession], object]) -> None:
        try:
            with world.as_(world.owner) as db:
                board_columns.listed(db)
                ready.wait(10)
                attempt(db)
        except (DomainError, DBAPIError) as problem:
            ended[number] = problem

    threads = [threading.Thread(target=run, args=each) for each in enumerate(attempts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ended


def test_two_who_shape_it_at_once_do_it_one_after_the_other(acacia: PracticeWorld, database: Database):
    add(acacia, name="Inbox", kind="to do")
    present = listed(acacia)
    ended = at_once(
        acacia,
        lambda db: board_columns.change(db, present["To do"].id, {"kind": ColumnKind.DOING.value}),
        lambda db: board_columns.change(db, present["Inbox"].id, {"kind": ColumnKind.DOING.value}),
    )
    assert sorted(str(type(one).__name__) for one in ended) == ["Invalid", "NoneType"]
    assert [one.kind for one in listed(acacia).values()].count("to do") == 1
    doing = present["Doing"].id
    ended = at_once(
        acacia, *[lambda db: board_columns.remove(db, doing)] * 2, lambda db: board_columns.move(db, doing, 1)
    )
    assert all(one is None or isinstance(one, DomainError) for one in ended)
    assert "Doing" not in names(acacia)
    ended = at_once(acacia, *[lambda db: board_columns.add(db, {"name": "Same"})] * 3)
    assert [isinstance(one, Invalid) for one in ended].count(True) == 2
    positions = [row.position for row in database.all("select position from board_column order by 1")]
    assert positions == sorted(set(positions))


def test_a_task_put_into_a_column_that_is_being_removed_keeps_it_or_is_told(acacia: PracticeWorld, database: Database):
    for number in range(5):
        column = add(acacia, name=f"Column {number}")
        ended = at_once(
            acacia,
            lambda db, column=column: board_columns.remove(db, column),
            lambda db, column=column: tasks.create(db, {"title": "a", "column_id": column}),
        )
        assert all(one is None or isinstance(one, DomainError) for one in ended), ended
        assert [one is None for one in ended].count(True) == 1
