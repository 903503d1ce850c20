"""What a tab is told without having asked: only of the client it shows and of its own notices, only to the session it
belongs to.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from sqlalchemy import text

from clientmanager.models.user import User
from clientmanager.services import clients, interactions, notice_list, opportunities, opportunity_moves, tasks
from clientmanager.state.client_history import ClientHistory
from clientmanager.state.client_page import ClientRecord
from clientmanager.state.notices import Notices
from clientmanager.state.opportunity_board import OpportunityBoard
from clientmanager.state.timelines import ClientTimeline, PracticeTimeline
from tests.isolation.wire import Tab
from tests.isolation.wire import tab as open_tab
from tests.running import Running
from tests.world import Database, PracticeWorld

RECORD, HISTORY = ClientRecord.get_full_name(), ClientHistory.get_full_name()
NOTICES, OPPORTUNITIES = Notices.get_full_name(), OpportunityBoard.get_full_name()
PATIENCE_SECONDS = 10
SECOND = 1.0


@contextmanager
def looking(web: Running, world: PracticeWorld, session: str, *, client: int = 0) -> Iterator[Tab]:
    """A tab that shows this client."""
    with open_tab(web, session, page=f"/clients/{world.clients[client].id}") as tab:
        for event in (f"{RECORD}.load", f"{HISTORY}.load"):
            tab.ask(event)
        yield tab


def hears(tab: Tab, words: str, seconds: float = PATIENCE_SECONDS) -> float | None:
    """After how many seconds the tab is told these words; None where it is not."""
    began = time.monotonic()
    while (left := seconds - (time.monotonic() - began)) > 0:
        said = tab.line.receive(left)
        if said == "2":
            tab.line.send("3")
        elif said and words in str(said):
            return time.monotonic() - began
    return None


def change(world: PracticeWorld, category: str, client: int = 0) -> None:
    with world.as_(world.adviser) as db:
        clients.set_field(db, world.clients[client].id, "category", category)


def test_a_change_reaches_everyone_who_looks_at_that_client_within_a_second(web: Running, acacia: PracticeWorld):
    with ExitStack() as tabs:
        several = [
            tabs.enter_context(looking(web, acacia, acacia.sign_in(user))) for user in (acacia.owner, acacia.compliance)
        ]
        other = tabs.enter_context(looking(web, acacia, acacia.sign_in(acacia.owner), client=1))
        change(acacia, "Platinum")
        for tab in several:
            took = hears(tab, "Platinum")
            assert took is not None
            assert took < SECOND
        assert hears(other, "Platinum", SECOND) is None


def test_nothing_of_another_practice_reaches_a_tab(web: Running, acacia: PracticeWorld, baobab: PracticeWorld):
    with looking(web, baobab, baobab.sign_in(baobab.owner)) as stranger:
        # also one that asks for the other practice's client by its id
        stranger.page = f"/clients/{acacia.client.id}"
        for event in (f"{RECORD}.load", f"{HISTORY}.load", f"{HISTORY}.catch_up"):
            assert "Renée" not in stranger.ask(event)
        change(acacia, "Platinum")
        with acacia.as_(acacia.owner) as db:
            db.execute(text("update client set category = 'Platinum'"))
        assert stranger.listen(SECOND) == ""


def test_an_ended_session_is_told_nothing(web: Running, acacia: PracticeWorld, database: Database):
    with looking(web, acacia, acacia.sign_in(acacia.owner)) as tab:
        database.owner.execute(text("delete from user_session"))
        change(acacia, "Platinum")
        assert tab.listen(SECOND) == ""


def test_a_tab_that_nothing_is_known_of_any_more_is_left_as_it_is(web: Running):
    with open_tab(web) as tab:
        assert tab.ask(f"{HISTORY}.catch_up") == ""


def test_who_made_the_change_is_told_only_what_the_answer_did_not_say(web: Running, acacia: PracticeWorld):
    with looking(web, acacia, acacia.sign_in(acacia.adviser)) as tab:
        saving = {"client_id": str(acacia.client.id), "field": "category", "value": "Platinum", "was": "A"}
        tab.send(f"{RECORD}.save", saving)
        assert hears(tab, "Platinum") is not None
        told = tab.listen(SECOND)
        assert "Category changed" in told
        assert RECORD not in told


def test_a_tab_that_went_on_to_another_page_is_told_nothing_more(web: Running, acacia: PracticeWorld):
    with looking(web, acacia, acacia.sign_in(acacia.adviser)) as tab:
        tab.ask(f"{RECORD}.reveal", page="/clients")
        change(acacia, "Platinum")
        assert tab.listen(SECOND) == ""


def test_an_import_reaches_whoever_looks_at_one_of_its_clients_once_for_all(web: Running, acacia: PracticeWorld):
    with looking(web, acacia, acacia.sign_in(acacia.adviser)) as tab:
        for number in range(30):
            with acacia.as_(acacia.owner) as db:
                db.execute(text("update client set category = :word"), {"word": f"Platinum {number}"})
        told = tab.listen(SECOND)
        assert "Platinum 29" in told
        assert told.count('"category"') <= 8


@contextmanager
def awaiting_notices(web: Running, world: PracticeWorld, user: User) -> Iterator[Tab]:
    """A tab of this person that shows the inbox."""
    with open_tab(web, world.sign_in(user), page="/notices") as tab:
        tab.ask(f"{NOTICES}.load")
        yield tab


def give(world: PracticeWorld, title: str, to: User) -> None:
    with world.as_(world.adviser) as db:
        tasks.create(db, {"title": title, "assignee_id": str(to.id)})


def test_a_notice_reaches_the_tabs_of_the_person_it_is_for_and_no_other(
    web: Running, acacia: PracticeWorld, baobab: PracticeWorld
):
    with ExitStack() as tabs:
        told = [tabs.enter_context(awaiting_notices(web, acacia, acacia.assistant)) for _ in range(2)]
        others = [
            tabs.enter_context(awaiting_notices(web, world, user))
            for world, user in (*((acacia, user) for user in acacia.users if user != acacia.assistant),
                                *((baobab, user) for user in baobab.users))
        ]  # fmt: skip
        give(acacia, "Phone the widow", acacia.assistant)
        for tab in told:
            took = hears(tab, "Phone the widow")
            assert took is not None
            assert took < SECOND
        for tab in others:
            assert tab.listen() == ""


def test_a_stranger_s_word_of_another_s_notices_brings_only_one_s_own(
    web: Running, acacia: PracticeWorld, baobab: PracticeWorld
):
    give(acacia, "Phone the widow", acacia.assistant)
    with acacia.as_(acacia.assistant) as db:
        (notice,) = notice_list.inbox(db).rows
    for world, user in ((acacia, acacia.owner), (baobab, baobab.owner)):
        with awaiting_notices(web, world, user) as tab:
            for event, payload in (("catch_up", {}), ("load", {}), ("read", {"notice_id": notice.id})):
                assert "widow" not in tab.ask(f"{NOTICES}.{event}", payload)
    with acacia.as_(acacia.assistant) as db:
        assert notice_list.unread(db) == 1


def test_a_notice_is_not_told_to_an_ended_session_nor_to_who_gave_it(
    web: Running, acacia: PracticeWorld, database: Database
):
    with awaiting_notices(web, acacia, acacia.adviser) as giver, awaiting_notices(web, acacia, acacia.owner) as gone:
        database.owner.execute(text("delete from user_session where user_id = :id"), {"id": acacia.owner.id})
        give(acacia, "Phone the widow", acacia.owner)
        assert gone.listen(SECOND) == ""
        assert giver.listen() == ""


def write_down(world: PracticeWorld, words: str) -> None:
    with world.as_(world.adviser) as db:
        interactions.record(db, {"kind": "call", "words": words, "clients": [str(world.client.id)]})


def test_what_somebody_writes_down_reaches_the_timelines_that_show_it_within_a_second(
    web: Running, acacia: PracticeWorld, baobab: PracticeWorld
):
    with ExitStack() as tabs:
        client = tabs.enter_context(looking(web, acacia, acacia.sign_in(acacia.compliance)))
        client.ask(f"{ClientTimeline.get_full_name()}.load")
        practice = tabs.enter_context(open_tab(web, acacia.sign_in(acacia.owner), page="/timeline"))
        stranger = tabs.enter_context(open_tab(web, baobab.sign_in(baobab.owner), page="/timeline"))
        for tab in (practice, stranger):
            tab.ask(f"{PracticeTimeline.get_full_name()}.load")
        write_down(acacia, "Asked about the bursary.")
        for tab in (client, practice):
            took = hears(tab, "bursary")
            assert took is not None
            assert took < SECOND
        assert stranger.listen(SECOND) == ""


def test_a_moved_opportunity_reaches_whoever_looks_at_its_board_and_nobody_of_another_practice(
    web: Running, acacia: PracticeWorld, baobab: PracticeWorld
):
    with acacia.as_(acacia.adviser) as db:
        one = opportunities.create(db, {"title": "Life cover", "client_id": str(acacia.client.id)})
    with ExitStack() as tabs:
        tab, stranger = (
            tabs.enter_context(open_tab(web, world.sign_in(world.owner), page="/opportunities"))
            for world in (acacia, baobab)
        )
        assert "Life cover" in tab.ask(f"{OPPORTUNITIES}.load")
        assert "Life cover" not in stranger.ask(f"{OPPORTUNITIES}.load")
        with acacia.as_(acacia.adviser) as db:
            opportunity_moves.lose(db, one, "Too expensive")
        took = hears(tab, "Too expensive")
        assert took is not None
        assert took < SECOND
        assert stranger.listen() == ""
