"""The keys: what each does, that none is heard while someone types, and that the focus is never lost."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PORTRAIT, Windows
from tests.world import Database, PracticeWorld

RENEE, GERRIT = "O'Brien, Renée", "'t Hooft, Gerrit"


def the_list(windows: Windows, world: PracticeWorld) -> Page:
    page = windows.open("/clients", world, world.owner)
    expect(page.locator(".cm-row-link")).to_have_count(5)
    return page


def the_client(windows: Windows, world: PracticeWorld, size: tuple[int, int] = DESKTOP) -> Page:
    page = windows.open(f"/clients/{world.client.id}", world, world.owner, size=size)
    expect(page.get_by_role("heading", level=1)).to_have_text("Renée O'Brien")
    return page


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_visible_focus_moves_among_the_rows_and_opens_one(windows: Windows, acacia: PracticeWorld):
    page = the_list(windows, acacia)
    rows = page.locator(".cm-row-link")
    press(page, "ArrowDown")
    expect(rows.nth(0)).to_be_focused()
    press(page, "j", "ArrowDown", "k")
    expect(rows.nth(1)).to_be_focused()
    press(page, "End", "ArrowDown")
    expect(rows.nth(4)).to_be_focused()
    press(page, "Home", "ArrowUp")
    expect(rows.nth(0)).to_be_focused()
    ring = "link => getComputedStyle(link, '::after').outlineStyle"
    assert rows.nth(0).evaluate(ring) == "solid"
    expect(rows.nth(0)).to_have_text("Mabaso Civils (Pty) Ltd")
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mabaso Civils (Pty) Ltd")


def test_the_search_field_leads_into_the_rows_and_escape_out_of_it(windows: Windows, acacia: PracticeWorld):
    page = the_list(windows, acacia)
    rows, search = page.locator(".cm-row-link"), page.get_by_role("searchbox")
    press(page, "j", "/")
    expect(search).to_be_focused()
    page.keyboard.type("ren")
    expect(rows).to_have_text([RENEE])
    press(page, "Escape")
    expect(search).to_have_value("")
    expect(rows).to_have_count(5)
    press(page, "Escape")
    expect(search).not_to_be_focused()
    press(page, "/", "ArrowDown")
    expect(rows.nth(0)).to_be_focused()


def test_no_key_is_heard_while_someone_types(windows: Windows, acacia: PracticeWorld):
    page = the_list(windows, acacia)
    search = page.get_by_role("searchbox")
    search.click()
    page.keyboard.type("jkxneg?/ gb")
    expect(search).to_have_value("jkxneg?/ gb")
    press(page, "Home", "Control+ArrowRight")
    assert search.evaluate("field => field.selectionStart") > 0
    page.dispatch_event("body", "keydown", {"key": "n", "bubbles": True, "isComposing": True})
    press(page, "Shift+Tab")
    press(page, "Control+n", "Alt+n", "Shift+Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/clients"))


def test_a_new_client_is_begun_from_any_page_and_sent_with_control_and_enter(
    windows: Windows, acacia: PracticeWorld, database: Database
):
    page = windows.open("/settings", acacia, acacia.assistant)
    expect(page.get_by_text("Who may do what")).to_be_visible()
    press(page, "n")
    sheet = page.get_by_role("dialog", name="New client")
    expect(sheet.get_by_label("First names")).to_be_focused()
    page.keyboard.type("Naledi g n ?")
    press(page, "Tab")
    page.keyboard.type("Dube")
    press(page, "Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Naledi g n ? Dube")
    assert database.one("select count(*) from client where last_name = 'Dube'") == 1


def test_who_may_not_add_a_client_has_no_key_for_it(windows: Windows, acacia: PracticeWorld):
    page = windows.open("/settings", acacia, acacia.compliance)
    expect(page.get_by_text("Who may do what")).to_be_visible()
    press(page, "n", "?")
    expect(page.get_by_role("heading", name="Keys")).to_be_visible()
    expect(page.locator("#keys").get_by_text("New client")).to_be_hidden()
    expect(page).to_have_url(re.compile("/settings"))


def test_e_edits_the_first_field_or_the_one_pointed_at_and_escape_undoes(windows: Windows, acacia: PracticeWorld):
    page = the_client(windows, acacia)
    press(page, "e")
    first = page.locator("main [aria-keyshortcuts=e]").first
    expect(first).to_be_focused()
    expect(first).to_be_editable()
    before = first.input_value()
    page.keyboard.type("n? g")
    press(page, "Escape")
    expect(first).to_have_value(before)
    expect(first).to_be_focused()
    note = page.get_by_label("About them", exact=True)
    note.hover()
    first.blur()
    press(page, "e")
    expect(note).to_be_editable()
    page.keyboard.type("Phone first. ")
    press(page, "Control+Enter")
    expect(
        page.locator(".cm-field", has=page.get_by_text("About them", exact=True)).get_by_role("status")
    ).to_contain_text("Saved")
    expect(note).to_be_focused()


def test_keys_with_control_leave_the_text_that_is_edited_alone(windows: Windows, acacia: PracticeWorld):
    page = the_client(windows, acacia)
    press(page, "e", "End", "Control+ArrowLeft", "Control+ArrowLeft")
    expect(page).to_have_url(re.compile(str(acacia.client.id)))


@pytest.mark.parametrize("mac", [False, True], ids=["Ctrl", "⌘"])
def test_the_sheet_of_keys_names_those_of_this_page_and_machine(windows: Windows, acacia: PracticeWorld, mac: bool):
    page = the_list(windows, acacia)
    if mac:
        page.add_init_script("Object.defineProperty(navigator, 'platform', { get: () => 'MacIntel' })")
        page.reload()
        expect(page.locator(".cm-row-link")).to_have_count(5)
    press(page, "?")
    sheet = page.locator("#keys")
    expect(sheet).to_be_focused()
    expect(sheet.get_by_text("Next row")).to_be_visible()
    expect(sheet.get_by_text("Edit the field")).to_be_hidden()
    written = "key => getComputedStyle(key, '::before').content"
    assert sheet.locator(".cm-modifier").first.evaluate(written) == ('"⌘"' if mac else '"Ctrl"')
    press(page, "?")
    expect(sheet).to_be_hidden()
    press(page, "Meta+k" if mac else "Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()


def test_single_letters_can_be_turned_off(windows: Windows, acacia: PracticeWorld):
    page = the_list(windows, acacia)
    press(page, "?")
    page.get_by_label("Single letters are keys").uncheck()
    press(page, "Escape", "n", "?", "j")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#keys")).to_be_hidden()
    press(page, "ArrowDown")
    expect(page.locator(".cm-row-link").first).to_be_focused()


def test_a_tablets_keyboard_has_the_same_keys(windows: Windows, acacia: PracticeWorld):
    page = the_client(windows, acacia, size=PORTRAIT)
    press(page, "?")
    expect(page.locator("#keys").get_by_text("Edit the field")).to_be_visible()
    press(page, "Escape", "/")
    found = page.get_by_role("combobox", name="Find a client")
    expect(found).to_be_focused()
    press(page, "Escape")
    expect(found).to_be_hidden()
    press(page, "g", "c")
    expect(page.locator(".cm-row-link")).to_have_count(5)
    press(page, "j")
    expect(page.locator(".cm-row-link").first).to_be_focused()


def test_the_focus_goes_to_what_is_near_when_what_had_it_is_gone(windows: Windows, acacia: PracticeWorld):
    page = the_list(windows, acacia)
    press(page, "j", "j")
    page.evaluate("document.activeElement.closest('tr').remove()")
    expect(page.locator(".cm-row-link")).to_have_count(4)
    expect(page.locator(".cm-row-link").nth(1)).to_be_focused()
    page.get_by_role("link", name="Backups").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Backups")
    expect(page.locator("main")).to_be_focused()
