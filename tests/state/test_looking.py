"""Who is told of a change: whoever looks at that client, and once for all that came together."""

import asyncio
import time
from collections.abc import Callable, Iterable

import pytest

from clientmanager.services.changes import MANY, Change
from clientmanager.state import looking
from clientmanager.state.looking import Looking

ACACIA, BAOBAB = "acacia", "baobab"


@pytest.fixture(autouse=True)
def _fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "GATHER_SECONDS", 0.01)
    monkeypatch.setattr(looking, "ROUND_SECONDS", 0.02)
    monkeypatch.setattr(looking, "SWEEP_SECONDS", 0.05)


def told(
    act: Callable[[Looking], object], tabs: Iterable[tuple[str, str, str]], *, connected: set[str] | None = None
) -> list[str]:
    """Which tabs (token, practice, client) are told after an act."""
    tabs = list(tabs)

    async def run() -> list[str]:
        them, heard = Looking(), list[str]()
        for token, practice_id, client_id in tabs:
            them.enter(token, practice_id, client_id, since=time.monotonic())

        async def tell(token: str) -> None:
            heard.append(token)

        here = {token for token, _, _ in tabs} if connected is None else connected
        task = asyncio.create_task(them.tell_all(tell, lambda: here))
        act(them)
        await asyncio.sleep(0.15)
        task.cancel()
        await asyncio.wait({task})
        return sorted(heard)

    return asyncio.run(run())


TABS = [("a1", ACACIA, "renee"), ("a2", ACACIA, "renee"), ("a3", ACACIA, "gerrit"), ("b1", BAOBAB, "kagiso")]


def test_whoever_looks_at_the_client_is_told_and_nobody_else():
    assert told(lambda them: them.heard(Change(ACACIA, "renee")), TABS) == ["a1", "a2"]


def test_many_changes_are_told_to_the_whole_practice_and_to_no_other():
    assert told(lambda them: them.heard(Change(ACACIA, MANY)), TABS) == ["a1", "a2", "a3"]


def test_a_client_named_under_another_practice_is_told_to_nobody():
    assert told(lambda them: them.heard(Change(BAOBAB, "renee")), TABS) == []


def test_twenty_thousand_changes_are_told_once():
    def burst(them: Looking) -> None:
        for _ in range(20_000):
            them.heard(Change(ACACIA, "renee"))

    assert told(burst, TABS) == ["a1", "a2"]


def test_after_a_silence_everyone_is_told_once():
    assert told(Looking.missed, TABS) == ["a1", "a2", "a3", "b1"]


def test_a_change_while_the_page_was_read_is_told():
    def read_slowly(them: Looking) -> None:
        began = time.monotonic()
        them.heard(Change(ACACIA, "renee"))
        them.enter("late", ACACIA, "renee", since=began)
        them.enter("later", ACACIA, "renee", since=time.monotonic())

    assert told(read_slowly, [], connected={"late", "later"}) == ["late"]


def test_who_left_is_told_nothing_and_not_remembered():
    them = Looking()
    for number in range(1_000):
        them.enter(f"tab {number}", ACACIA, f"client {number % 7}", since=time.monotonic())
    them.enter("tab 1", ACACIA, "gerrit", since=time.monotonic())
    them.leave("tab 2")
    assert len(them) == 999
    them._sweep({"tab 1"})
    assert len(them) == 1
    assert them._at == {"gerrit": {"tab 1"}}
    assert told(lambda them: them.heard(Change(ACACIA, "renee")), TABS, connected={"a2"}) == ["a2"]


def test_a_tab_that_is_slow_does_not_make_the_others_wait():
    async def run() -> list[str]:
        them, heard = Looking(), list[str]()
        for token in ("slow", "quick", "brown"):
            them.enter(token, ACACIA, "renee", since=time.monotonic())

        async def tell(token: str) -> None:
            await asyncio.sleep(9 if token == "slow" else 0)
            heard.append(token)

        task = asyncio.create_task(them.tell_all(tell, lambda: {"slow", "quick", "brown"}))
        them.heard(Change(ACACIA, "renee"))
        await asyncio.sleep(0.1)
        task.cancel()
        await asyncio.wait({task})
        return heard

    assert asyncio.run(run()) == ["quick", "brown"]
