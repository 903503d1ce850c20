"""Choosing many clients on the list, changing them at once, putting that back, and taking them along as a file."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import text

from clientmanager.services import clients
from tests.browser.conftest import PORTRAIT, Windows
from tests.world import PracticeWorld


@pytest.fixture
def sixty_more(acacia: PracticeWorld) -> None:
    with acacia.as_(acacia.owner) as db:
        for place in range(60):
            clients.create(db, {"first_names": "Test", "last_name": f"Number {place:03}", "even_so": True})


def box(page: Page, name: str) -> Locator:
    return page.get_by_role("checkbox", name=f"Choose {name}")


def bar(page: Page) -> Locator:
    return page.get_by_role("region", name="Chosen clients")


def start(page: Page, menu: str, item: str) -> Locator:
    """Choose what to do; the sheet that shows what would happen."""
    bar(page).get_by_role("button", name=menu).click()
    page.get_by_role("group", name=menu).get_by_role("button", name=item).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    return page.get_by_role("dialog")


def with_adviser(world: PracticeWorld, adviser: str) -> int:
    query = "select count(*) from client c join practice_user u on u.id = c.adviser_id where u.name = :name"
    with world.as_(world.owner) as db:
        return db.execute(text(query), {"name": adviser}).scalar_one()


def test_clients_of_two_pages_are_given_to_another_adviser_and_back(
    windows: Windows, acacia: PracticeWorld, sixty_more: None
):
    page = windows.open("/clients", acacia, acacia.adviser)
    box(page, "Number 000, Test").click()
    expect(bar(page)).to_contain_text("1 selected")
    page.get_by_role("button", name="Next 50").click()
    box(page, "O'Brien, Renée").click()
    expect(bar(page)).to_contain_text("2 selected")
    page.get_by_role("button", name="Previous 50").click()
    expect(box(page, "Number 000, Test")).to_be_checked()
    before = with_adviser(acacia, acacia.owner.name)
    sheet = start(page, "Adviser", acacia.owner.name)
    expect(sheet).to_contain_text("2 of 2 clients change.")
    expect(sheet.get_by_role("listitem").last).to_have_text(
        f"O'Brien, Renée{acacia.adviser.name} → {acacia.owner.name}"
    )
    sheet.get_by_role("button", name="Change 2").click()
    expect(page.get_by_text(f"2 clients are with {acacia.owner.name} now.")).to_be_visible()
    expect(bar(page)).to_have_count(0)
    assert with_adviser(acacia, acacia.owner.name) == before + 2
    page.get_by_role("region", name="Notifications").get_by_role("button", name="Undo").click()
    expect(page.get_by_text("2 clients are as before.")).to_be_visible()
    assert with_adviser(acacia, acacia.owner.name) == before


def test_all_that_the_list_finds_but_one_and_only_under_its_filter(
    windows: Windows, acacia: PracticeWorld, sixty_more: None, accessible: Callable[[Page], None]
):
    page = windows.open("/clients?q=test", acacia, acacia.adviser)
    head = page.get_by_role("checkbox", name="Choose all on this page")
    box(page, "Number 001, Test").click()
    expect(head).to_have_js_property("indeterminate", True)
    box(page, "Number 004, Test").click(modifiers=["Shift"])
    expect(bar(page)).to_contain_text("4 selected")
    bar(page).get_by_role("button", name="Select all 60").click()
    expect(head).to_be_checked()
    box(page, "Number 002, Test").click()
    expect(bar(page)).to_contain_text("59 selected")
    accessible(page)
    page.get_by_role("searchbox").fill("")
    expect(bar(page)).to_have_count(0)
    expect(page.locator("tbody input:checked")).to_have_count(0)
    page.get_by_role("searchbox").press_sequentially("test")
    expect(bar(page)).to_contain_text("59 selected")
    sheet = start(page, "Category", "Another…")
    sheet.get_by_label("Category").press_sequentially("Gold")
    expect(sheet).to_contain_text("59 of 59 clients change.")
    expect(sheet).to_contain_text("and 54 more")
    accessible(page)
    page.keyboard.press("Enter")
    expect(page.get_by_text("59 clients are in category Gold now.")).to_be_visible()
    head.click()
    expect(bar(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(bar(page)).to_have_count(0)


def test_what_others_changed_meanwhile_is_shown_before_anything_is_done(windows: Windows, acacia: PracticeWorld):
    page = windows.open("/clients", acacia, acacia.adviser)
    box(page, "O'Brien, Renée").click()
    box(page, "Mabaso Civils (Pty) Ltd").click()
    sheet = start(page, "Status", "Former")
    expect(sheet).to_contain_text("2 of 2 clients change.")
    with acacia.as_(acacia.assistant) as db:
        clients.set_field(db, acacia.client.id, "status", "former")
    sheet.get_by_role("button", name="Change 2").click()
    expect(sheet.get_by_role("alert")).to_contain_text("changed meanwhile: now 1 would change")
    expect(sheet).to_contain_text("1 of 2 clients changes.")
    sheet.get_by_role("button", name="Change 1").click()
    expect(page.get_by_text("1 client is marked former now.")).to_be_visible()


def test_on_a_tablet_the_bar_takes_the_bottom_bars_place_and_the_chosen_come_as_a_file(
    windows: Windows, acacia: PracticeWorld, accessible: Callable[[Page], None]
):
    page = windows.open("/clients", acacia, acacia.adviser, size=PORTRAIT)
    box(page, "O'Brien, Renée").tap()
    expect(bar(page)).to_be_visible()
    place = bar(page).bounding_box()
    assert place
    assert (place["x"], place["width"], place["y"] + place["height"]) == (0, PORTRAIT[0], PORTRAIT[1])
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    accessible(page)
    bar(page).get_by_role("button", name="More").tap()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export as CSV").tap()
    content = Path(download.value.path()).read_text("utf-8-sig")
    assert [row["Surname"] for row in csv.DictReader(io.StringIO(content))] == ["O'Brien"]
    assert re.fullmatch(r"acacia-clients-[0-9-]{10}\.csv", download.value.suggested_filename)
    expect(bar(page)).to_contain_text("1 selected")


def test_what_the_list_shows_is_exported_and_who_may_not_is_not_offered_it(windows: Windows, acacia: PracticeWorld):
    page = windows.open("/clients?q=renee", acacia, acacia.owner)
    page.get_by_role("button", name="Export 1").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    expect(page.locator(".cm-row-link")).to_have_count(1)
    other = windows.open("/clients", acacia, acacia.compliance)
    expect(other.locator(".cm-row-link")).to_have_count(5)
    expect(other.get_by_role("checkbox")).to_have_count(0)
    expect(other.get_by_role("button", name="Export")).to_have_count(0)
