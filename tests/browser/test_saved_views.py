"""Views under a name: kept from the address, found again as links, dropped with a way back."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Windows
from tests.browser.test_board import begin
from tests.browser.test_every_page import TOO_SMALL
from tests.services.some_tasks import add
from tests.world import PracticeWorld


def open_menu(page: Page) -> Locator:
    page.get_by_role("button", name="Views", exact=True).click()
    menu = page.get_by_role("group", name="Views")
    expect(menu.get_by_role("button", name="Keep this view…")).to_be_visible()
    return menu


def keep(page: Page, name: str) -> None:
    open_menu(page).get_by_role("button", name="Keep this view…").click()
    sheet = page.get_by_role("dialog", name="Keep this view")
    expect(sheet.get_by_label("Name")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    expect(sheet).to_have_count(0)


def test_a_view_is_kept_found_again_after_a_reload_and_dropped_with_undo(windows: Windows, acacia: PracticeWorld):
    begin(acacia)
    add(acacia, "Late", due_on="2020-01-01", assignee_id=acacia.owner)
    page = windows.open("/tasks/list", acacia, acacia.owner)
    rows = page.locator(".cm-row-button")
    expect(rows).to_have_count(4)
    page.get_by_role("button", name="Add filter").click()
    page.get_by_label("Me", exact=True).click()
    expect(rows).to_have_count(1)
    page.keyboard.press("Escape")
    keep(page, "Mine")
    page.goto("/tasks")
    expect(page.locator(".cm-card")).to_have_count(4)
    page.reload()
    expect(page.locator(".cm-card")).to_have_count(4)
    open_menu(page).get_by_role("link", name="Mine").click()
    expect(page).to_have_url(re.compile(r"/tasks/list\?whose=me$"))
    expect(rows).to_have_text(["Late"])
    menu = open_menu(page)
    expect(menu.get_by_role("link", name="Mine")).to_have_attribute("aria-current", "page")
    menu.get_by_role("button", name="Drop Mine").click()
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    expect(open_menu(page).get_by_role("link")).to_have_count(0)
    page.keyboard.press("Escape")
    undo.click()
    expect(page.get_by_text("Kept again: Mine")).to_be_visible()
    expect(open_menu(page).get_by_role("link", name="Mine")).to_be_visible()


def test_a_view_of_each_page_gets_another_name(
    windows: Windows, acacia: PracticeWorld, accessible: Callable[[Page], None]
):
    for path in ("/tasks/list?due=late", "/clients?status=active"):
        page = windows.open(path, acacia, acacia.adviser)
        for name in ("First", "Second"):
            keep(page, name)
        open_menu(page).get_by_role("button", name="Rename Second").click()
        sheet = page.get_by_role("dialog", name="Rename this view")
        expect(sheet.get_by_label("Name")).to_have_value("Second")
        sheet.get_by_label("Name").fill("first")
        page.keyboard.press("Enter")
        expect(sheet.get_by_text("You have a view First already.")).to_be_visible()
        accessible(page)
        sheet.get_by_label("Name").fill("Last")
        sheet.get_by_role("button", name="Rename").click()
        expect(sheet).to_have_count(0)
        expect(open_menu(page).get_by_role("link")).to_have_text(["First", "Last"])
        page.keyboard.press("Escape")
        keep(page, "Third")
        expect(open_menu(page).get_by_role("link")).to_have_text(["First", "Last", "Third"])


def test_a_link_to_a_view_of_the_page_that_is_shown_shows_it(windows: Windows, acacia: PracticeWorld):
    page = windows.open("/clients?status=dormant&sort=-name", acacia, acacia.adviser)
    rows = page.locator(".cm-row-link")
    expect(rows).to_have_count(1)
    keep(page, "Dormant")
    page.get_by_role("button", name="Clear all").click()
    expect(rows).to_have_count(5)
    open_menu(page).get_by_role("link", name="Dormant").click()
    expect(rows).to_have_count(1)
    expect(page.locator(".cm-chip").first).to_contain_text("dormant")
    page.go_back()
    expect(rows).to_have_count(5)
    colleague = windows.open("/clients", acacia, acacia.owner)
    expect(colleague.locator(".cm-row-link")).to_have_count(5)
    expect(open_menu(colleague).get_by_role("link")).to_have_count(0)


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_the_menu_and_the_sheet_are_for_everybody(
    windows: Windows, acacia: PracticeWorld, accessible: Callable[[Page], None], size: tuple[int, int]
):
    page = windows.open("/clients", acacia, acacia.compliance, size=size)
    expect(page.locator(".cm-row-link")).to_have_count(5)
    keep(page, "A name as long as anybody would ever think of, in sixty")
    menu = open_menu(page)
    expect(menu.get_by_role("link")).to_have_count(1)
    accessible(page)
    if size == PHONE:
        assert page.evaluate(TOO_SMALL) == []
    box = menu.bounding_box()
    assert box
    assert 0 <= box["x"] <= box["x"] + box["width"] <= size[0]
    page.keyboard.press("Escape")
    open_menu(page).get_by_role("button", name="Keep this view…").click()
    page.get_by_role("dialog").get_by_role("button", name="Keep").click()
    expect(page.get_by_text("Give the view a name of at most 60 letters.")).to_be_visible()
    accessible(page)
