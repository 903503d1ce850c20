"""The list of clients."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from clientmanager.services import clients
from tests.browser.conftest import Windows
from tests.world import PracticeWorld


@pytest.fixture
def sixty_more(acacia: PracticeWorld) -> None:
    with acacia.as_(acacia.owner) as db:
        for place in range(60):
            clients.create(db, {"first_names": "Test", "last_name": f"Number {place:03}", "even_so": True})


def shown(page: Page) -> list[str]:
    return page.locator(".cm-row-link").all_inner_texts()


def search(page: Page, words: str) -> None:
    page.get_by_role("searchbox").press_sequentially(words)


def test_the_list_shows_fifty_clients_and_leads_on_and_back(windows: Windows, acacia: PracticeWorld, sixty_more: None):
    page = windows.open("/clients", acacia, acacia.adviser)
    expect(page.get_by_role("heading", level=1)).to_have_text("Clients65")
    expect(page.locator(".cm-row-link")).to_have_count(50)
    first = shown(page)
    page.get_by_role("button", name="Next 50").click()
    expect(page.get_by_text("Rows 51 to 65")).to_be_visible()
    assert len(set(first) | set(shown(page))) == 65
    expect(page.get_by_role("button", name="Next 50")).to_have_count(0)
    page.get_by_role("button", name="Previous 50").click()
    expect(page.get_by_text("Rows 1 to 50")).to_be_visible()
    assert shown(page) == first


def test_a_client_is_found_as_people_write_them(windows: Windows, acacia: PracticeWorld):
    page = windows.open("/clients", acacia, acacia.adviser)
    expect(page.locator(".cm-row-link")).to_have_count(5)
    for words, found in {
        "renee": "O'Brien, Renée",
        "obrien ren": "O'Brien, Renée",
        "renee.obrien@": "O'Brien, Renée",
        "082 123 4567": "O'Brien, Renée",
        "+27 82 123 4567": "O'Brien, Renée",
        "9602290001084": "O'Brien, Renée",
        "netshituni": "Netshiṱuni, Mulalo",
        "t hooft": "'t Hooft, Gerrit",
        "2011/034567/07": "Mabaso Civils (Pty) Ltd",
    }.items():
        page.get_by_role("searchbox").fill("")
        expect(page.locator(".cm-row-link")).to_have_count(5)
        search(page, words)
        expect(page.locator(".cm-row-link").first).to_have_text(found)
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"\d of 5$"))


def test_nothing_found_says_where_else_to_look(windows: Windows, acacia: PracticeWorld):
    page = windows.open("/clients", acacia, acacia.adviser)
    search(page, "nobody-of-this-name")
    expect(page.get_by_text("No one matches “nobody-of-this-name”")).to_be_visible()
    page.goto(f"/clients/{acacia.client.id}")
    page.get_by_role("button", name="Archive").click()
    expect(page.get_by_text("This client is archived")).to_be_visible()
    page.goto("/clients?q=renee")
    expect(page.get_by_text("Among the archived there is 1: O'Brien, Renée.")).to_be_visible()
    page.get_by_role("button", name="Search the archived").click()
    expect(page.locator(".cm-row-link")).to_have_text(["O'Brien, Renée"])
    expect(page).to_have_url(re.compile(r"\?q=renee&archived=1$"))


def test_what_the_filters_leave_out_is_named_and_one_press_away(windows: Windows, acacia: PracticeWorld):
    page = windows.open("/clients?status=dormant&category=A", acacia, acacia.adviser)
    expect(page.get_by_text("No one fits these filters")).to_be_visible()
    expect(page.locator(".cm-chip:not(.add)")).to_have_text(["Status dormant", "Category A"])
    search(page, "obrien")
    expect(page.get_by_text("No one here matches “obrien”")).to_be_visible()
    named = "Outside these filters there are 2: O'Brien, Renée and The O'Brien Family Trust."
    expect(page.get_by_text(named)).to_be_visible()
    page.get_by_role("button", name="Search all 5").click()
    expect(page.locator(".cm-row-link")).to_have_count(2)
    expect(page.locator(".cm-chip:not(.add)")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/clients\?q=obrien$"))


def test_what_is_typed_before_the_page_listens_is_searched(windows: Windows, acacia: PracticeWorld):
    page = windows.open("/sign-in", acacia, acacia.adviser)
    held: list[Route] = []
    typed: list[str] = []
    page.route("**/*.js", lambda script: script.continue_() if typed else held.append(script))
    page.goto("/clients", wait_until="commit")
    search(page, "renee")
    typed.append("renee")
    for script in held:
        script.continue_()
    expect(page.locator(".cm-row-link")).to_have_text(["O'Brien, Renée"])
    expect(page.get_by_role("searchbox")).to_have_value("renee")


def test_what_was_typed_is_marked_and_what_is_not_shown_is_named(
    windows: Windows, acacia: PracticeWorld, accessible: Callable[[Page], None]
):
    page = windows.open("/clients", acacia, acacia.adviser)
    search(page, "ren 082123")
    expect(page.locator(".cm-row-link mark")).to_have_text(["Ren"])
    expect(page.locator("td mark").nth(1)).to_have_text("082 123")
    page.get_by_role("searchbox").fill("960229")
    expect(page.locator("tbody tr").first).to_contain_text("ID 960229 •••••••")
    expect(page.locator("td mark")).to_have_text(["960229"])
    accessible(page)


def tick(page: Page, *names: str) -> None:
    page.get_by_role("button", name="Add filter").click()
    for name in names:
        page.get_by_role("checkbox", name=name, exact=True).click()
        expect(page.get_by_role("checkbox", name=name, exact=True)).to_be_checked()
    page.keyboard.press("Escape")


def test_filters_order_and_page_are_kept_over_back_and_reload(
    windows: Windows, acacia: PracticeWorld, sixty_more: None, accessible: Callable[[Page], None]
):
    page = windows.open("/clients", acacia, acacia.adviser)
    page.get_by_role("button", name="Add filter").click()
    expect(page.get_by_role("checkbox", name="A", exact=True)).to_be_visible()
    accessible(page)
    page.keyboard.press("Escape")
    tick(page, "A", "None")
    chips = page.locator(".cm-chip:not(.add)")
    expect(chips).to_have_text(["Category A or none"])
    expect(page).to_have_url(re.compile(r"\?category=A&category=$"))
    page.get_by_role("button", name="Client", exact=True).click()
    expect(page.get_by_role("columnheader", name="Client")).to_have_attribute("aria-sort", "descending")
    page.get_by_role("button", name="Next 50").click()
    expect(page.get_by_text("Rows 51 to")).to_be_visible()
    expect(page).to_have_url(re.compile(r"sort=-name&from=[0-9a-f-]{36}&row=51$"))
    second = shown(page)

    page.reload()
    expect(page.get_by_text("Rows 51 to")).to_be_visible()
    expect(chips).to_have_text(["Category A or none"])
    assert shown(page) == second
    page.locator(".cm-row-link").nth(3).click()
    page.wait_for_url(re.compile(r"/clients/[0-9a-f-]{36}\?category=A&category=&sort=-name$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(second[3].split(",")[0])
    page.go_back()
    expect(page.get_by_text("Rows 51 to")).to_be_visible()
    assert shown(page) == second

    page.go_back()
    expect(page.get_by_text("Rows 1 to 50")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("columnheader", name="Client")).to_have_attribute("aria-sort", "ascending")
    page.go_back()
    expect(chips).to_have_text(["Category A"])
    page.go_back()
    expect(chips).to_have_count(0)
    page.go_forward()
    expect(chips).to_have_text(["Category A"])
    page.get_by_role("button", name="Remove filter Category").click()
    expect(chips).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/clients$"))


def test_typing_stays_one_step_and_leads_back_from_a_client(windows: Windows, acacia: PracticeWorld):
    page = windows.open("/clients", acacia, acacia.adviser)
    search(page, "mabaso")
    expect(page.locator(".cm-row-link")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/clients/?\?q=mabaso$"))
    page.reload()
    expect(page.get_by_role("searchbox")).to_have_value("mabaso")
    page.locator(".cm-row-link").first.click()
    page.wait_for_url(re.compile(r"/clients/[0-9a-f-]{36}\?q=mabaso$"))
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("mabaso")
    expect(page.locator(".cm-row-link")).to_have_text(["Mabaso Civils (Pty) Ltd"])
    page.get_by_role("navigation").get_by_role("link", name="Clients").first.click()
    expect(page.locator(".cm-row-link")).to_have_count(5)
    expect(page.get_by_role("searchbox")).to_have_value("")


def test_archived_clients_have_a_view_of_their_own(windows: Windows, acacia: PracticeWorld):
    page = windows.open("/clients", acacia, acacia.adviser)
    expect(page.locator(".cm-row-link")).to_have_count(5)
    page.get_by_role("button", name="Archived").click()
    expect(page.get_by_text("No client is archived")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/clients/?\?archived=1$"))
    page.get_by_role("button", name="Active").click()
    expect(page.locator(".cm-row-link")).to_have_count(5)
    expect(page).to_have_url(re.compile(r"/clients/?$"))


def test_an_empty_practice_is_told_what_to_do_next(windows: Windows, acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db:
        for client in acacia.clients:
            db.delete(db.fetch(type(client), client.id))
    page = windows.open("/clients", acacia, acacia.owner)
    expect(page.get_by_text("Your clients will be listed here")).to_be_visible()
    page.get_by_role("link", name="Import contacts").click()
    page.wait_for_url("**/import")
