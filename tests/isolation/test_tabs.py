"""What still runs in a tab that was left, and who hears of it."""

import json
import time

import pytest
from sqlalchemy import text

from clientmanager.state.client_list import ClientList
from clientmanager.state.imports import Imports
from tests.isolation.wire import Tab
from tests.isolation.wire import tab as open_tab
from tests.isolation.worth_taking import target
from tests.running import Running
from tests.world import Database, PracticeWorld

WATCHED = 1.5


def heard(tab: Tab) -> str:
    """While the screen looks at least twice; it says something each time, so it is never quiet."""
    end, words = time.monotonic() + WATCHED, ""
    while (left := end - time.monotonic()) > 0:
        words += str(tab.line.receive(left))
    return words


@pytest.mark.parametrize("thief", ["another practice", "nobody", "the same browser, come back"])
def test_a_watched_import_is_told_to_nobody_but_its_own_session(
    thief: str, web: Running, acacia: PracticeWorld, baobab: PracticeWorld, database: Database
):
    ours = target(acacia, "Acacia contacts")
    session = acacia.sign_in(acacia.owner)
    sessions = {"another practice": baobab.sign_in(baobab.owner), "nobody": ""}
    database.owner.execute(text("update import_run set state = 'reading'"))
    with open_tab(web, session, page=f"/import?file={ours.import_run.id}") as victim:
        victim.ask(f"{Imports.get_full_name()}.load")
    with open_tab(web, sessions.get(thief, session), token=victim.token) as tab:
        told = {"rows": 1, "warnings": ["Nomvula's secret"], "clients": [], "rejections": []}
        database.owner.execute(text("update import_run set report = :told"), {"told": json.dumps(told)})
        assert ("Nomvula" in heard(tab)) == (thief not in sessions)


def test_a_watched_import_is_followed_again_after_the_database_failed(
    web: Running, acacia: PracticeWorld, database: Database
):
    ours = target(acacia, "Acacia contacts")
    database.owner.execute(text("update import_run set state = 'reading'"))
    load = f"{Imports.get_full_name()}.load"
    with open_tab(web, acacia.sign_in(acacia.owner), page=f"/import?file={ours.import_run.id}") as tab:
        tab.ask(load)
        database.owner.execute(text("alter table import_run rename to import_run_away"))
        try:
            assert "Something went wrong" in heard(tab)
        finally:
            database.owner.execute(text("alter table import_run_away rename to import_run"))
        tab.ask(load)
        told = {"rows": 1, "warnings": ["Nomvula's secret"], "clients": [], "rejections": []}
        database.owner.execute(text("update import_run set report = :told"), {"told": json.dumps(told)})
        assert "Nomvula" in heard(tab)


def test_whoever_signs_in_after_somebody_else_works_on_in_a_tab_of_their_own(
    web: Running, acacia: PracticeWorld, baobab: PracticeWorld
):
    with open_tab(web, acacia.sign_in(acacia.owner)) as before:
        before.ask(f"{ClientList.get_full_name()}.load")
    with open_tab(web, baobab.sign_in(baobab.owner), token=before.token) as tab:
        tab.send(f"{ClientList.get_full_name()}.load")
        answer = tab.listen(2)
    assert "Baobab" in answer
    assert "Acacia" not in answer
