"""The audit on the screen."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import text

from clientmanager.services import audit, clients
from tests.browser.conftest import DESKTOP, PHONE, PORTRAIT, Windows
from tests.world import PracticeWorld


@pytest.fixture
def busy(acacia: PracticeWorld) -> PracticeWorld:
    with acacia.as_(acacia.adviser) as db:
        clients.set_field(db, acacia.client.id, "category", "B")
    with acacia.as_(acacia.owner) as db:
        db.execute(
            text("select record_event('sign in', 'practice_user', :id, '{}') from generate_series(1, 60)"),
            {"id": acacia.owner.id},
        )
    audit.seal(acacia.practice_id)
    return acacia


def test_compliance_filters_pages_and_finds_the_same_after_a_reload(busy: PracticeWorld, windows: Windows):
    page = windows.open("/audit", busy, busy.compliance)
    expect(page.get_by_text("Entries 1 to 50")).to_be_visible()
    page.get_by_role("button", name="Older 50").click()
    expect(page.get_by_text("Entries 51 to")).to_be_visible()
    page.get_by_role("button", name="Newer 50").click()
    expect(page.get_by_text("Entries 1 to 50")).to_be_visible()
    page.get_by_role("button", name="Who", exact=True).click()
    page.get_by_role("button", name="Pieter van der Merwe").click()
    for _ in range(2):
        expect(page.get_by_role("row")).to_have_count(2)
        expect(page.get_by_role("row").last).to_contain_text("changed category of Renée O'Brien")
        expect(page.get_by_role("row").last).to_contain_text("from “A” to “B”")
        expect(page).to_have_url(re.compile("user="))
        page.reload()
    page.get_by_role("button", name="Remove filter Who").click()
    expect(page.get_by_text("Entries 1 to 50")).to_be_visible()


def test_it_says_of_the_chain_only_what_is_so(busy: PracticeWorld, windows: Windows):
    page = windows.open("/audit", busy, busy.owner)
    expect(page.get_by_role("heading", name="Audit")).to_contain_text("Sealed up to")
    expect(page.get_by_role("heading", name="Audit")).not_to_contain_text("verified")
    audit.check(busy.practice_id)
    page.reload()
    expect(page.get_by_role("heading", name="Audit")).to_contain_text("chain verified")


def test_an_adviser_is_told_who_reads_it(busy: PracticeWorld, windows: Windows):
    page = windows.open("/audit", busy, busy.adviser)
    expect(page.get_by_text("The practice's owner and compliance read the audit.")).to_be_visible()
    expect(page.get_by_role("table")).to_have_count(0)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PORTRAIT, PHONE], ids=["desktop", "portrait", "phone"])
def test_axe_finds_nothing(
    size: tuple[int, int], dark: bool, busy: PracticeWorld, windows: Windows, accessible: Callable[[Page], None]
):
    page = windows.open("/audit", busy, busy.owner, size=size, dark=dark)
    expect(page.get_by_text("Entries 1 to 50")).to_be_visible()
    accessible(page)
