"""The order of the opportunities in their stages: kept, and safe when many move at once."""

import random
import threading
import time

import pytest

from clientmanager.errors import Conflict, DomainError, NotFound
from clientmanager.services import opportunities, opportunity_board, opportunity_moves, opportunity_stages, timeline
from clientmanager.services.opportunity_filter import OpportunityFilter
from clientmanager.services.places import FINEST
from tests.world import Database, PracticeWorld

MOVERS = 10
SECONDS = 6


def stages(world: PracticeWorld) -> dict[str, str]:
    with world.as_(world.owner) as db:
        return {one.name: one.id for one in opportunity_stages.listed(db)}


def add(world: PracticeWorld, *titles: str) -> dict[str, str]:
    """Title to id; the first on top."""
    with world.as_(world.adviser) as db:
        values = {"client_id": str(world.client.id)}
        return {title: opportunities.create(db, {"title": title, **values}) for title in reversed(titles)}


def order(world: PracticeWorld, stage: str = "Lead") -> str:
    with world.as_(world.compliance) as db:
        board = opportunity_board.board(db, OpportunityFilter())
    return "".join(card.title for card in next(one.cards for one in board.columns if one.name == stage))


def move(world: PracticeWorld, one: str, stage: str, above: str = "", below: str = "", moves: object = None) -> None:
    with world.as_(world.adviser) as db:
        opportunity_moves.move(db, one, stages(world)[stage], above, below, moves)


def test_one_stands_where_it_was_put(acacia: PracticeWorld):
    made = add(acacia, *"abcd")
    move(acacia, made["d"], "Lead", above=made["a"])
    assert order(acacia) == "adbc"
    move(acacia, made["a"], "Lead", below=made["c"])
    assert order(acacia) == "dbac"
    move(acacia, made["b"], "Proposal")
    move(acacia, made["c"], "Proposal", above=made["b"])
    move(acacia, made["a"], "Lead", above=made["b"])
    assert (order(acacia), order(acacia, "Proposal")) == ("ad", "bc")


def test_between_two_there_is_always_room(acacia: PracticeWorld, database: Database):
    made = add(acacia, *"abc")
    for turn in range(120):
        move(acacia, made["bc"[turn % 2]], "Lead", above=made["a"])
    assert order(acacia) == "acb"
    assert database.one("select max(scale(place)) from opportunity") <= FINEST + 1


def test_who_comes_second_is_told_who_moved_it_where(acacia: PracticeWorld):
    one = add(acacia, "a")["a"]
    with acacia.as_(acacia.assistant) as db:
        opportunity_moves.move(db, one, stages(acacia)["Proposal"], moves=0)
    with pytest.raises(Conflict, match=r"Ayesha Patel moved “a” to Proposal at \d\d:\d\d. It stays there"):
        move(acacia, one, "Analysis", moves=0)
    assert order(acacia, "Proposal") == "a"


def test_a_deleted_one_and_another_practices_are_not_moved(acacia: PracticeWorld, baobab: PracticeWorld):
    made, theirs = add(acacia, *"ab"), add(baobab, "c")["c"]
    with acacia.as_(acacia.owner) as db:
        opportunities.delete(db, made["a"])
    for one in (made["a"], theirs, "x", None):
        with pytest.raises(NotFound), acacia.as_(acacia.owner) as db:
            opportunity_moves.move(db, one, stages(acacia)["Proposal"])
    with pytest.raises(NotFound), acacia.as_(acacia.owner) as db:
        opportunity_moves.move(db, made["b"], stages(baobab)["Proposal"])


def test_undo_puts_it_back_where_it_was_open(acacia: PracticeWorld):
    one = add(acacia, "a")["a"]
    move(acacia, one, "Proposal")
    with acacia.as_(acacia.adviser) as db:
        assert opportunity_moves.reopen(db, one, opportunity_moves.win(db, one).back).to == "Proposal"
        opportunity_moves.lose(db, one, "Too expensive")
        assert opportunity_moves.win(db, one).back == "", "it was lost before: it goes on from the beginning"
        assert opportunity_moves.reopen(db, one, "").to == "Lead"


def test_what_becomes_of_it_stands_in_its_clients_timeline(acacia: PracticeWorld, baobab: PracticeWorld):
    values = {"client_id": str(acacia.client.id), "value": "1500 pm", "product": "Myriad"}
    with acacia.as_(acacia.adviser) as db:
        one = opportunities.create(db, {"title": "Life cover", **values})
        lost = {"title": "Gap cover", "client_id": str(acacia.client.id), "reason_lost": "Has it already"}
        opportunities.create(db, lost | {"stage_id": stages(acacia)["Lost"]})
    move(acacia, one, "Proposal")
    with acacia.as_(acacia.adviser) as db:
        opportunity_moves.lose(db, one, "Too expensive")
        opportunity_moves.win(db, one)
        opportunity_moves.reopen(db, one)
    with acacia.as_(acacia.compliance) as db:
        told = timeline.listed(db, acacia.client.id).rows
        assert timeline.listed(db, acacia.clients[1].id).rows == ()
    amount = "Myriad, R1\u00a0500,00 a\u00a0month"
    assert [(row.kind, row.title, row.words) for row in reversed(told)] == [
        ("change", "Lost: Gap cover", "Has it already"),
        ("change", "Lost: Life cover", f"Too expensive\n{amount}"),
        ("change", "Won: Life cover", amount),
        ("change", "Open again: Life cover", amount),
    ]
    assert not any(row.may_edit or row.may_remove for row in told)
    with baobab.as_(baobab.owner) as db:
        assert timeline.listed(db).rows == ()


def test_many_who_move_at_once_leave_one_order_and_lose_nothing(acacia: PracticeWorld, database: Database):
    """Ten people, each from what they see; a refusal is a sentence, and nothing else goes wrong."""
    made = add(acacia, *(f"{number} " for number in range(30)))
    places = list(stages(acacia).values())
    until = time.monotonic() + SECONDS
    wrong: list[Exception] = []
    done = [0] * MOVERS

    def mover(me: int) -> None:
        chance = random.Random(me)
        user = acacia.users[me % 3]
        while time.monotonic() < until and not wrong:
            try:
                with acacia.as_(user) as db:
                    board = opportunity_board.board(db, OpportunityFilter())
                shown = [card for column in board.columns for card in column.cards]
                one, beside = chance.choice(shown), chance.choice(shown)
                with acacia.as_(user) as db:
                    to = chance.choice(places)
                    opportunity_moves.move(db, one.id, to, beside.id, "", one.moves, "Too expensive")
                done[me] += 1
            except DomainError:
                pass
            except Exception as problem:
                wrong.append(problem)
                raise
            time.sleep(chance.random() / 4)

    movers = [threading.Thread(target=mover, args=(me,)) for me in range(MOVERS)]
    for each in movers:
        each.start()
    for each in movers:
        each.join()
    assert not wrong
    assert all(done), "everybody came to move something"
    everything = database.all(
        "select o.id, o.stage_id, o.place, o.moves, o.closed_at, o.reason_lost, s.kind from opportunity o"
        " join opportunity_stage s on s.practice_id = o.practice_id and s.id = o.stage_id"
    )
    assert {str(row.id) for row in everything} == set(made.values())
    assert len({(row.stage_id, row.place) for row in everything}) == len(made), "no two stand in one place"
    assert sum(row.moves for row in everything) == sum(done), "every move that was answered was made, once"
    assert all((row.closed_at is not None) == (row.kind != "open") for row in everything)
    assert all((row.reason_lost != "") == (row.kind == "lost") for row in everything)
