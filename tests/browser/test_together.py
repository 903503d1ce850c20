"""Several people at one client: what one does, the others see; what changed; and the way along the list."""

import re
import time

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import text

from clientmanager.services import clients
from tests.browser.conftest import DESKTOP, PORTRAIT, Windows
from tests.world import Database, PracticeWorld


def open_client(windows: Windows, world: PracticeWorld, *, query: str = "", size: tuple[int, int] = DESKTOP) -> Page:
    page = windows.open(f"/clients/{world.client.id}{query}", world, world.adviser, size=size)
    expect(page.locator(".cm-history article")).not_to_have_count(0)
    return page


def editor(page: Page, label: str) -> Locator:
    return page.get_by_label(label, exact=True)


def change(page: Page, label: str, value: str) -> None:
    editor(page, label).click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(value)
    page.keyboard.press("Enter")


def newest(page: Page) -> Locator:
    return page.locator(".cm-history article").first


def test_what_one_changes_the_other_sees_within_a_second_and_keeps_what_is_being_typed(
    windows: Windows, acacia: PracticeWorld, database: Database
):
    here, there = open_client(windows, acacia), open_client(windows, acacia)
    editor(there, "Called").click()
    there.keyboard.type("Ren")
    # the page says by itself when it shows the news: no waiting of the test is in between
    there.evaluate(
        "new MutationObserver(() => { if (document.querySelector('.cm-record-state').innerText.includes('Platinum'))"
        " window.seen ??= Date.now(); }).observe(document.body, {subtree: true, childList: true, characterData: true})"
    )
    change(here, "Category", "Platinum")
    pressed = time.time()
    expect(there.locator(".cm-record-state")).to_contain_text("Category Platinum")
    expect(newest(there)).to_contain_text("Category changed")
    assert there.evaluate("window.seen") / 1000 - pressed < 1
    expect(editor(there, "Called")).to_be_focused()
    there.keyboard.type("ée")
    expect(editor(there, "Called")).to_have_value("Renée")
    there.keyboard.press("Enter")
    expect(here.locator(".cm-record-state")).to_contain_text("called Renée")
    assert database.one("select preferred_name from client where last_name = 'O''Brien'") == "Renée"


def test_a_change_is_undone_from_the_history_and_that_too(
    windows: Windows, acacia: PracticeWorld, accessible, database: Database
):
    page = open_client(windows, acacia)
    change(page, "Category", "Platinum")
    expect(newest(page)).to_contain_text("Category changed")
    expect(newest(page)).to_contain_text("Pieter van der Merwe")
    accessible(page)
    newest(page).get_by_role("button", name="Undo").click()
    expect(newest(page)).to_contain_text("Category put back")
    expect(editor(page, "Category")).to_have_value("A")
    assert database.one("select category from client where last_name = 'O''Brien'") == "A"
    newest(page).get_by_role("button", name="Undo").click()
    expect(editor(page, "Category")).to_have_value("Platinum")


def test_an_undo_that_came_too_late_says_who_was_first(windows: Windows, acacia: PracticeWorld, database: Database):
    page = open_client(windows, acacia)
    change(page, "Category", "Platinum")
    expect(newest(page)).to_contain_text("Platinum")
    # as if the news had not come yet
    database.owner.execute(text("alter table client disable trigger tell_update"))
    try:
        with acacia.as_(acacia.assistant) as db:
            clients.set_field(db, acacia.client.id, "category", "Gold")
        newest(page).get_by_role("button", name="Undo").click()
        expect(page.get_by_text(re.compile("Ayesha Patel changed this on .* Now it is “Gold”"))).to_be_visible()
    finally:
        database.owner.execute(text("alter table client enable trigger tell_update"))


def test_earlier_changes_are_shown_when_asked_for(windows: Windows, acacia: PracticeWorld):
    for number in range(25):
        with acacia.as_(acacia.adviser) as db:
            clients.set_field(db, acacia.client.id, "category", f"C{number}")
    page = open_client(windows, acacia)
    entries = page.locator(".cm-history article")
    expect(entries).to_have_count(20)
    page.get_by_role("button", name="Show earlier").click()
    expect(entries).to_have_count(26)
    expect(entries.last).to_contain_text("Added to the practice")


@pytest.mark.parametrize("size", [DESKTOP, PORTRAIT])
def test_one_goes_along_the_list_and_back_to_it(windows: Windows, acacia: PracticeWorld, size: tuple[int, int]):
    page = windows.open("/clients?q=o%27brien", acacia, acacia.adviser, size=size)
    page.get_by_role("link", name="O'Brien, Renée").click()
    way = page.get_by_role("navigation", name="In the list")
    crumb = page.locator(".cm-crumb")
    expect(crumb).to_contain_text("Clients matching “o'brien”")
    expect(crumb).to_contain_text("1 of 2")
    expect(way.get_by_role("link", name="Previous")).to_have_count(0)
    page.reload()
    way.get_by_role("link", name="Next").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("The O'Brien Family Trust")
    expect(way.get_by_role("link", name="Next")).to_have_count(0)
    if size == DESKTOP:
        expect(way.get_by_role("link", name="Previous")).to_have_attribute("aria-keyshortcuts", "Control+ArrowLeft")
    else:
        box = way.get_by_role("link", name="Previous").bounding_box()
        assert box
        assert box["height"] >= 44
    way.get_by_role("link", name="Previous").click()
    expect(heading).to_have_text("Renée O'Brien")
    crumb.get_by_role("link", name="Clients matching").click()
    expect(page).to_have_url(re.compile(r"/clients\?q=o%27brien$"))


@pytest.mark.parametrize("query", ["?q=nobody", "?archived=1", "?adviser=junk&sort=;drop&status=x", "?tag=%00"])
def test_the_way_along_a_list_that_one_is_not_in_or_that_is_none_leads_nowhere_wrong(
    windows: Windows, acacia: PracticeWorld, query: str
):
    page = open_client(windows, acacia, query=query)
    expect(page.get_by_role("heading", level=1)).to_have_text("Renée O'Brien")
    expect(page.get_by_role("navigation", name="In the list")).to_be_visible()
