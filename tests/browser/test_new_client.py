"""Adding a client by hand."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PORTRAIT, Windows
from tests.browser.test_two_people import wait_for_draft
from tests.world import Database, PracticeWorld

LONG = "Vanderwesthuizen" * 5 + "Vanderwest"
HOSTILE = ["<script>document.title = 'owned'</script>", "مُحَمَّد بن عبد الله", LONG, "Party 🎉 & Söhne", "=1+1"]


def start(windows: Windows, world: PracticeWorld, *, size: tuple[int, int] = DESKTOP) -> Page:
    page = windows.open("/clients", world, world.assistant, size=size)
    expect(page.locator(".cm-row-link")).to_have_count(5)
    page.get_by_role("button", name="New client").click()
    expect(page.get_by_label("First names")).to_be_focused()
    return page


def test_a_client_is_added(windows: Windows, acacia: PracticeWorld):
    page = start(windows, acacia, size=PORTRAIT)
    page.keyboard.type("Zanele")
    page.get_by_label("Surname").fill("Nkosi")
    page.get_by_label("ID number").fill("8801015800084")
    page.get_by_label("Mobile").fill("082 555 0101")
    page.get_by_label("Adviser").select_option("Pieter van der Merwe")
    page.get_by_role("button", name="Add client").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zanele Nkosi")
    expect(page.get_by_label("Born")).to_have_value("1 Jan 1988")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    windows: Windows, acacia: PracticeWorld, database: Database
):
    page = start(windows, acacia)
    page.keyboard.type("Zanele")
    page.get_by_role("textbox", name="E-mail").fill("zanele@nowhere")
    page.get_by_label("Surname").fill("Nkosi")
    page.keyboard.press("Enter")
    expect(page.locator("#email-error")).to_be_visible()
    expect(page.get_by_role("textbox", name="E-mail")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("First names")).to_have_value("Zanele")
    expect(page.get_by_label("Surname")).to_have_value("Nkosi")
    expect(page.get_by_role("textbox", name="E-mail")).to_have_value("zanele@nowhere")
    assert database.one("select count(*) from client") == 5
    page.get_by_role("textbox", name="E-mail").fill("zanele@nkosi.example")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Zanele Nkosi")


def test_someone_who_is_here_already_is_pointed_out_first(windows: Windows, acacia: PracticeWorld, database: Database):
    page = start(windows, acacia)
    page.keyboard.type("Renate")
    page.get_by_label("Surname").fill("Obrien")
    page.get_by_label("Mobile").fill("+27 82 123 4567")
    page.get_by_role("button", name="Add client").click()
    expect(page.get_by_text("O'Brien, Renée has the same phone")).to_be_visible()
    assert database.one("select count(*) from client") == 5
    page.get_by_role("button", name="Add them even so").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Renate Obrien")


def test_a_company_is_asked_for_its_own_facts(windows: Windows, acacia: PracticeWorld):
    page = start(windows, acacia)
    page.get_by_role("button", name="Company").click()
    expect(page.get_by_label("First names")).to_have_count(0)
    page.get_by_label("Registered name").fill("Nkosi Holdings (Pty) Ltd")
    page.get_by_label("Registration number").fill("2019/123456/07")
    page.get_by_role("button", name="Add client").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nkosi Holdings (Pty) Ltd")


def test_escape_closes_the_sheet_and_gives_the_focus_back(windows: Windows, acacia: PracticeWorld):
    page = start(windows, acacia)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="New client")).to_be_focused()


def test_a_half_typed_client_is_there_again_until_it_is_begun_afresh(
    windows: Windows, acacia: PracticeWorld, database: Database
):
    page = start(windows, acacia)
    page.keyboard.type("Zanele")
    page.get_by_label("Surname").fill("Nkosi")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    wait_for_draft(database, "Nkosi")
    page.reload()
    page.get_by_role("button", name="New client").click()
    expect(page.get_by_text("Not added yet")).to_be_visible()
    expect(page.get_by_label("First names")).to_have_value("Zanele")
    expect(page.get_by_label("Surname")).to_have_value("Nkosi")
    page.get_by_role("button", name="Start afresh").click()
    expect(page.get_by_label("Surname")).to_have_value("")
    assert database.one("select count(*) from draft") == 0


@pytest.mark.parametrize("surname", HOSTILE)
def test_any_text_is_shown_as_text_and_whole(windows: Windows, acacia: PracticeWorld, surname: str):
    page = start(windows, acacia, size=PORTRAIT)
    page.get_by_label("First names").fill("Zed")
    page.get_by_label("Surname").fill(surname)
    page.get_by_role("button", name="Add client").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Zed {surname}")
    expect(page).not_to_have_title(re.compile("owned"))
    for address in (page.url, "/clients?q=zed"):
        page.goto(address)
        name = page.locator("h1, .cm-row-link").get_by_text(surname)
        expect(name).to_be_visible()
        cut = name.evaluate("found => found.scrollWidth > found.clientWidth + 1 && found.clientWidth > 0")
        assert not cut
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
