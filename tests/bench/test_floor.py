"""The floor does what the product does, and the driver drives nobody else's machine."""

import asyncio
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from bench import driver, serving, tape
from bench.driver import Tab
from bench.events import EVENTS, NOTES, Side, of_floor
from bench.generator import Prepared
from tests.world import PracticeWorld


@pytest.fixture
def practice(acacia: PracticeWorld) -> Prepared:
    return Prepared(acacia.practice_id, acacia.viewer(acacia.owner), acacia.viewer(acacia.adviser))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_the_floor_answers_every_event_by_doing_what_the_product_did(
    practice: Prepared, acacia: PracticeWorld, tmp_path: Path
):
    (client_id,) = tape.some_clients(practice, 1)
    tape.record(practice, [client_id], tmp_path / "tape")
    with serving.floor(free_port(), tmp_path / "tape") as served:
        times = asyncio.run(driver.flat_out([Tab(served.side, "", client_id)], seconds=0))
        assert served.megabytes > 20
    assert times.keys() == set(EVENTS)
    assert all(0 < took < 5 for each in times.values() for took in each)
    with acacia.as_(acacia.owner) as db:
        assert db.fetch(type(acacia.client), client_id).note == NOTES[0]


def test_the_tape_holds_the_sql_of_the_event_and_nothing_of_the_sign_in(practice: Prepared, tmp_path: Path):
    events = tape.record(practice, [], tmp_path / "tape")
    statements, shown = events["load", ""]
    assert [sql for sql, _ in statements if "set_config" in sql or "enter(" in sql] == []
    assert any("from client c" in sql for sql, _ in statements)
    assert {row["name"] for row in shown["rows"]} >= {"O'Brien, Renée", "Mabaso Civils (Pty) Ltd"}


@pytest.mark.parametrize("host", ["192.0.2.1", "10.0.0.1", "0.0.0.0"])
def test_the_driver_refuses_every_address_but_this_machines_own(host: str):
    elsewhere = replace(Side("floor", 80, of_floor), host=host)
    with pytest.raises(ValueError, match="another machine"):
        asyncio.run(Tab(elsewhere, "", "").open())


def test_the_load_is_bounded():
    with pytest.raises(ValueError, match="at most"):
        asyncio.run(driver.at_work([Tab(Side("floor", 1, of_floor), "", "")] * (driver.MOST_TABS + 1), 1))
    with pytest.raises(ValueError, match="at most"):
        asyncio.run(driver.flat_out([], driver.MOST_SECONDS + 1))
