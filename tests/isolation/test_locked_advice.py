"""Advice that is locked, and every event handler called by everybody of its own practice: nothing of it changes."""

from collections.abc import Iterator
from typing import Any

import pytest

from clientmanager.services import advice
from clientmanager.state.advice import AdviceRecord
from tests.advice import locked_rows
from tests.isolation.handlers import Handler, handlers, is_ours
from tests.isolation.target import FORGED, Target
from tests.isolation.wire import Tab
from tests.isolation.wire import tab as open_tab
from tests.running import Running
from tests.world import Database

SECOND = 1.0
PAGE = AdviceRecord.get_full_name()
# What stands in a record as tests/advice.py writes it.
FIELDS = ("title", "needs", "conclusion", "replaces", "fees-0c0c0c0c-amount", "products-0a0a0a0a-why")
LINES = (("fees", "0c0c0c0c"), ("products", "0a0a0a0a"))


@pytest.mark.parametrize("role", ["owner", "adviser", "assistant", "compliance"])
def test_no_role_changes_it_through_any_handler(role: str, web: Running, ours: Target, database: Database):
    page = f"/clients/{ours.world.client.id}/advice/{ours.advice}"
    before = locked_rows(database)
    with open_tab(web, ours.world.sign_in(getattr(ours.world, role)), page=page) as tab:
        tab.send(f"{PAGE}.load")
        was = "Acacia contacts, to retire at sixty"
        tab.send(f"{PAGE}.save", {"advice_id": ours.advice, "field": "needs", "value": FORGED, "was": was})
        tab.listen(SECOND)
        draft = "select count(*) from advice_version where locked_at is null and content ->> 'needs' = :words"
        assert database.one(draft, words=FORGED) == (role != "compliance"), "the calls are those that change a draft"
        with ours.world.as_(ours.world.owner) as db:
            advice.discard(db, ours.advice)
        for _ in range(2):  # in the second round some have begun a new version
            _try_everything(tab, ours)
    after = locked_rows(database)
    assert before <= after
    assert {line.split()[0] for line in after - before} <= (
        {"advice_version", "advice_pdf"} if role in ("owner", "adviser") else set()
    ) | ({"advice_delivery", "advice_signature", "advice_signature_content"} if role != "compliance" else set())


def _try_everything(tab: Tab, ours: Target) -> None:
    tab.ask(f"{PAGE}.load")
    for handler in handlers(is_ours):
        for payload in _payloads(handler, ours):
            tab.send(handler.name, payload)
    tab.listen(SECOND)


def _payloads(handler: Handler, ours: Target) -> Iterator[dict[str, Any]]:
    usual = ours.payload(handler)
    yield usual
    if {"advice_id", "field"} <= usual.keys():
        yield from (usual | {"field": field} for field in FIELDS)
    if "what" in usual and handler.name.startswith(PAGE):
        yield from (usual | {"what": what} | ({"key": key} if "key" in usual else {}) for what, key in LINES)
