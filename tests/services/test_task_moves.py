"""The order of the board: kept, true for everybody, and safe when many move at once."""

import random
import threading
import time
from uuid import UUID

import pytest

from clientmanager.errors import Conflict, DomainError, Invalid, NotFound
from clientmanager.models.user import User
from clientmanager.services import board_columns, task_board, task_moves, task_places, tasks
from clientmanager.services.task_board import Card
from clientmanager.services.task_filter import TaskFilter
from tests.world import Database, PracticeWorld

MOVERS = 20
SECONDS = 60


def columns(world: PracticeWorld) -> dict[str, str]:
    with world.as_(world.owner) as db:
        return {one.name: one.id for one in board_columns.listed(db)}


def add(world: PracticeWorld, *titles: str) -> dict[str, str]:
    """Title to id; the first on top."""
    with world.as_(world.adviser) as db:
        return {title: tasks.create(db, {"title": title}) for title in reversed(titles)}


def cards(world: PracticeWorld, column: str = "To do") -> list[Card]:
    with world.as_(world.compliance) as db:
        board = task_board.board(db, TaskFilter(), dict.fromkeys(columns(world).values(), 500))
    return list(next(one.cards for one in board.columns if one.name == column))


def order(world: PracticeWorld, column: str = "To do") -> str:
    return "".join(card.title for card in cards(world, column))


def move(
    world: PracticeWorld, task: str, column: str, above: str = "", below: str = "", *, moves: object = None,
    by: User | None = None,
) -> task_moves.Moved:  # fmt: skip
    with world.as_(by or world.adviser) as db:
        return task_moves.move(db, task, columns(world)[column], above, below, moves)


def test_a_task_stands_where_it_was_put(acacia: PracticeWorld):
    task = add(acacia, *"abcd")
    move(acacia, task["d"], "To do", above=task["a"])
    assert order(acacia) == "adbc"
    move(acacia, task["a"], "To do", above=task["c"])
    assert order(acacia) == "dbca"
    move(acacia, task["a"], "To do", below=task["b"])
    assert order(acacia) == "dabc"
    move(acacia, task["c"], "To do")
    assert order(acacia) == "cdab"
    assert move(acacia, task["d"], "Doing").to == "Doing"
    move(acacia, task["a"], "Doing", above=task["d"])
    assert (order(acacia), order(acacia, "Doing")) == ("cb", "da")


def test_a_neighbour_that_went_elsewhere_is_not_followed(acacia: PracticeWorld):
    task = add(acacia, *"abcd")
    move(acacia, task["b"], "Doing")
    move(acacia, task["d"], "To do", above=task["b"], below=task["c"])
    assert order(acacia) == "adc"
    move(acacia, task["c"], "To do", above=task["b"])
    assert order(acacia) == "cad"


def test_between_two_there_is_always_room(acacia: PracticeWorld, database: Database):
    task = add(acacia, *"abc")
    for turn in range(150):
        move(acacia, task["bc"[turn % 2]], "To do", above=task["a"])
    assert order(acacia) == "acb"
    assert database.one("select max(scale(place)) from task") <= task_places.FINEST + 1
    assert len({card.id for card in cards(acacia)}) == 3


def test_who_comes_second_is_told_who_moved_it_where(acacia: PracticeWorld):
    task = add(acacia, *"ab")
    seen = cards(acacia)[0].moves
    move(acacia, task["a"], "Doing", moves=seen, by=acacia.assistant)
    with pytest.raises(Conflict, match=r"Ayesha Patel moved “a” to Doing at \d\d:\d\d. It stays there"):
        move(acacia, task["a"], "Waiting on others", moves=seen)
    with pytest.raises(Conflict, match="You, in another window, moved"):
        move(acacia, task["a"], "Waiting on others", moves=seen, by=acacia.assistant)
    assert order(acacia, "Doing") == "a"
    move(acacia, task["a"], "Waiting on others", moves=seen + 1)
    assert order(acacia, "Waiting on others") == "a"


def test_a_full_column_takes_no_more_and_says_so(acacia: PracticeWorld):
    task = add(acacia, *"abc")
    with acacia.as_(acacia.owner) as db:
        board_columns.change(db, columns(acacia)["Doing"], {"most": "1"})
    move(acacia, task["a"], "Doing")
    with pytest.raises(Invalid, match="Doing takes one task at most"):
        move(acacia, task["b"], "Doing")
    with pytest.raises(Invalid, match="Doing takes one task"), acacia.as_(acacia.adviser) as db:
        tasks.create(db, {"title": "d", "column_id": columns(acacia)["Doing"]})
    assert (order(acacia), order(acacia, "Doing")) == ("bc", "a")
    move(acacia, task["a"], "Doing")
    move(acacia, task["a"], "Done")
    move(acacia, task["b"], "Doing")
    assert (order(acacia), order(acacia, "Doing"), order(acacia, "Done")) == ("c", "b", "a")


def test_a_deleted_task_and_one_of_another_practice_are_not_moved(acacia: PracticeWorld, baobab: PracticeWorld):
    task, theirs = add(acacia, "a")["a"], add(baobab, "b")["b"]
    with acacia.as_(acacia.owner) as db:
        tasks.delete(db, task)
    for one in (task, theirs, "x", None):
        with pytest.raises(NotFound), acacia.as_(acacia.owner) as db:
            task_moves.move(db, one, columns(acacia)["Doing"], "", "")
    with pytest.raises(NotFound), acacia.as_(acacia.owner) as db:
        task_moves.move(db, add(acacia, "c")["c"], columns(baobab)["Doing"], "", "")


def test_many_who_move_at_once_leave_one_order_and_lose_nothing(acacia: PracticeWorld, database: Database):
    """Twenty people, each from what they see; a refusal is a sentence, and nothing else goes wrong."""
    task = add(acacia, *(f"{number} " for number in range(40)))
    places = list(columns(acacia).values())
    with acacia.as_(acacia.owner) as db:
        board_columns.change(db, places[1], {"most": "12"})
    until = time.monotonic() + SECONDS
    wrong: list[Exception] = []
    done, refused = [0] * MOVERS, [0] * MOVERS

    def mover(me: int) -> None:
        chance = random.Random(me)
        user = acacia.users[me % 3]
        while time.monotonic() < until and not wrong:
            try:
                with acacia.as_(user) as db:
                    board = task_board.board(db, TaskFilter())
                shown = [card for column in board.columns for card in column.cards]
                one, beside = chance.choice(shown), chance.choice(shown)
                with acacia.as_(user) as db:
                    task_moves.move(db, one.id, chance.choice(places), beside.id, "", one.moves)
                done[me] += 1
            except DomainError:
                refused[me] += 1
            except Exception as problem:
                wrong.append(problem)
                raise
            time.sleep(chance.random() * 2)  # people look before they move

    movers = [threading.Thread(target=mover, args=(me,)) for me in range(MOVERS)]
    for each in movers:
        each.start()
    for each in movers:
        each.join()
    assert not wrong
    assert all(done), "everybody came to move something"
    everything = database.all("select id, column_id, place, moves, done_at from task")
    assert {str(row.id) for row in everything} == set(task.values())
    assert len({(row.column_id, row.place) for row in everything}) == len(task), "no two stand in one place"
    assert sum(row.moves for row in everything) == sum(done), "every move that was answered was made, once"
    there = [row for row in everything if row.column_id == UUID(places[1])]
    assert len(there) <= 12
    assert all((row.done_at is not None) == (row.column_id == UUID(places[3])) for row in everything)
