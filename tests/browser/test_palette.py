"""The palette: finds clients, places and actions, for those who may, from the keyboard and by touch."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from clientmanager.models.user import Role
from clientmanager.services import client_page, clients, palette, review_cycles
from tests.browser.conftest import DESKTOP, PORTRAIT, Windows
from tests.world import PracticeWorld

RENEE = "O'Brien, Renée"


def list_of(windows: Windows, world: PracticeWorld, size: tuple[int, int] = DESKTOP) -> Page:
    page = windows.open("/clients", world, world.owner, size=size)
    expect(page.locator(".cm-row-link")).to_have_count(5)
    return page


def field_of(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Find a client")


def summon(page: Page, words: str = "") -> None:
    page.keyboard.press("Control+k")
    expect(field_of(page)).to_be_focused()
    expect(page.get_by_role("option", name="Sign out")).to_be_visible()
    page.keyboard.type(words)


def choose(page: Page, words: str) -> None:
    """Type it, and take it with Enter."""
    summon(page, words)
    expect(page.get_by_role("option", name=words, exact=True)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(field_of(page)).to_have_count(0)


def test_a_client_is_found_marked_and_opened(windows: Windows, acacia: PracticeWorld):
    page = list_of(windows, acacia)
    summon(page, "082 123")
    found = page.get_by_role("group", name="Clients").get_by_role("option")
    expect(found).to_have_count(1)
    expect(found).to_contain_text(RENEE)
    expect(found.locator("mark")).to_have_text("082 123")
    expect(page.get_by_role("status").filter(has_text="1 client, No others")).to_have_count(1)
    field_of(page).fill("obr")
    expect(found).to_have_count(2)
    expect(found.first.locator("mark")).to_have_text("O'Br")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[aria-selected=true]")).to_contain_text("Family Trust")
    page.keyboard.press("End")
    expect(page.locator("[aria-selected=true]")).to_have_text("Search the list for “obr”")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Renée O'Brien")
    expect(page.locator("main")).to_be_focused()


def test_who_types_and_enters_in_one_go_gets_whom_they_named(windows: Windows, acacia: PracticeWorld):
    page = list_of(windows, acacia)
    summon(page, "renee")
    expect(page.get_by_role("option", name=RENEE)).to_be_visible()
    field_of(page).fill("")
    page.keyboard.type("mabaso")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mabaso Civils (Pty) Ltd")


def test_only_an_answer_to_the_present_words_is_shown(windows: Windows, acacia: PracticeWorld):
    page = list_of(windows, acacia)
    summon(page)
    page.evaluate("""() => {
      window.seen = [];
      const field = document.querySelector('.cm-palette input');
      new MutationObserver(() => {
        for (const one of document.querySelectorAll('.cm-palette [role=group][aria-label=Clients] [role=option]'))
          window.seen.push([field.value, one.querySelector('.cm-palette-words > span').textContent]);
      }).observe(document.querySelector('.cm-palette'), { childList: true, subtree: true, characterData: true });
    }""")
    for words in ("ren", "mab", "ger", "mul", "ren"):
        field_of(page).fill(words)
    expect(page.get_by_role("option", name=RENEE)).to_be_visible()
    of = {"ren": RENEE, "mab": "Mabaso Civils (Pty) Ltd", "ger": "'t Hooft, Gerrit", "mul": "Netshiṱuni, Mulalo"}
    assert {name for words, name in page.evaluate("window.seen") if name != of[words]} == set()


def test_nothing_found_leads_to_the_list(windows: Windows, acacia: PracticeWorld):
    page = list_of(windows, acacia)
    with acacia.as_(acacia.owner) as db:
        clients.archive(db, acacia.client.id)
    summon(page, "renee")
    expect(page.get_by_role("option", name=RENEE)).to_contain_text("Archived")
    field_of(page).fill("nobody-of-this-name")
    expect(page.get_by_text("No one matches “nobody-of-this-name”.")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/clients/?\?q=nobody-of-this-name$"))
    expect(page.get_by_role("searchbox")).to_have_value("nobody-of-this-name")
    expect(page.locator(".cm-row-link")).to_have_count(0)


def test_escape_gives_the_focus_back_and_the_opened_clients_come_first(windows: Windows, acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db:
        client_page.view(db, acacia.clients[3].id)
    page = list_of(windows, acacia)
    page.keyboard.press("j")
    summon(page)
    expect(page.get_by_role("group", name="Opened lately").get_by_role("option")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".cm-row-link").first).to_be_focused()
    page.keyboard.press("/")
    summon(page)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("searchbox")).to_be_focused()


@pytest.mark.parametrize("role", Role)
def test_each_role_sees_what_it_may_here_and_nothing_else(windows: Windows, acacia: PracticeWorld, role: Role):
    user = next(user for user in acacia.users if user.role == role)
    page = windows.open(f"/clients/{acacia.client.id}", acacia, user)
    expect(page.get_by_role("heading", level=1)).to_have_text("Renée O'Brien")
    summon(page)
    shown = set(page.locator(".cm-palette-words > span:first-child").all_inner_texts())
    with acacia.as_(user) as db:
        may = palette.offered(db)
    elsewhere = {
        "Bring this client back", "Export this list to Excel", "Export this list to CSV", "Keep this view",
        "Open the review",
    }  # fmt: skip
    assert shown == {offer.words for offer in may if offer.words not in elsewhere}


def test_every_action_does_what_it_says(windows: Windows, acacia: PracticeWorld):
    """Chosen one after the other, by somebody who may do everything."""
    with acacia.as_(acacia.owner) as db:
        review_cycles.set_for_client(db, acacia.client.id, "12")
    page = windows.open(f"/clients/{acacia.client.id}", acacia, acacia.owner)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Renée O'Brien")
    done: set[str] = set()

    def do(words: str) -> None:
        choose(page, words)
        done.add(words)

    do("Reveal ID and passport number")
    expect(page.get_by_label("ID number", exact=True)).to_have_value("9602290001084")
    do("Copy phone")
    expect(page.get_by_text("Phone copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "082 123 4567"
    for kind in ("phone", "e-mail", "address"):
        do(f"Add {kind}")
        expect(page.get_by_label(f"New {kind}")).to_be_focused()
        page.keyboard.press("Escape")
    do("Log a call")
    expect(page.get_by_label("What was said")).to_be_focused()
    do("Open the review")
    expect(page.get_by_role("dialog", name="Review with")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    do("Meeting brief")
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("button", name="Archive")).to_be_visible()
    do("New record of advice")
    expect(page.get_by_role("button", name="Discard")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("button", name="Archive")).to_be_visible()
    do("Start a workflow")
    expect(page.get_by_role("dialog", name="Start a workflow")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    do("Archive this client")
    expect(page.get_by_text("This client is archived")).to_be_visible()
    do("Bring this client back")
    expect(page.get_by_text("This client is archived")).to_have_count(0)
    do("Add user")
    expect(page.get_by_role("dialog", name="Add user")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    for words in ("Add task", "Add team", "Add column", "New opportunity", "New client", "Keep this view"):
        do(words)
        expect(page.get_by_role("dialog", name=words)).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    expect(heading).to_contain_text("Clients")
    for form, ending in (("Excel", ".xlsx"), ("CSV", ".csv")):
        with page.expect_download() as download:
            do(f"Export this list to {form}")
        assert download.value.suggested_filename.endswith(ending)
    do("Add task")
    expect(page.get_by_role("dialog", name="Add task")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    do("My day")
    expect(page.get_by_text("Nothing is to be done")).to_be_visible()
    do("Workflows")
    expect(page.get_by_text("No workflow runs")).to_be_visible()
    do("Reviews that are booked")
    expect(page.get_by_text("Nothing is booked")).to_be_visible()
    do("Not spoken to")
    expect(page).to_have_url(re.compile("view=silent"))
    do("How often clients are reviewed")
    expect(heading).to_have_text("How often clients are reviewed")
    do("List of opportunities")
    expect(page).to_have_url(re.compile("/opportunities/list"))
    do("Stages of opportunities")
    expect(heading).to_have_text("Stages of opportunities")
    do("Templates of calls and meetings")
    expect(heading).to_have_text("Templates")
    do("New workflow")
    expect(heading).to_have_text("New workflow")
    do("Bring in e-mails and chats")
    expect(heading).to_have_text("Bring in e-mails and chats")
    do("Search everything written")
    expect(heading).to_have_text("Search")
    do("Calendar of tasks")
    expect(page.get_by_role("button", name="Next month")).to_be_visible()
    do("Archived clients")
    expect(page.get_by_text("No client is archived")).to_be_visible()
    do("Import contacts")
    expect(heading).to_contain_text("Import")
    do("Take a backup")
    expect(page.get_by_text("Taking a backup")).to_be_visible()
    for theme in ("Light", "Dark", "System"):
        do(f"{theme} theme")
        expect(page.locator("html.dark")).to_have_count(int(theme == "Dark"))
    do("Keys")
    expect(page.get_by_role("heading", name="Keys")).to_be_visible()
    for place in palette.PLACES:
        choose(page, place.words)
        expect(heading).to_contain_text(place.words)
    do("Sign out")
    page.wait_for_url("**/sign-in")
    assert done == {offer.words for _, offer in palette.ACTIONS} - {"Download the newest backup"}


def test_a_page_hears_its_keys_as_soon_as_it_is_there(windows: Windows, acacia: PracticeWorld):
    """A key right after the page changed, before the browser has painted it: under load it was lost."""
    page = list_of(windows, acacia)
    page.evaluate("""() => new MutationObserver((_, watch) => {
      if (!document.querySelector("h1")?.textContent.startsWith("Import")) return;
      watch.disconnect();
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "k", ctrlKey: true, bubbles: true }));
    }).observe(document, { subtree: true, childList: true, characterData: true })""")
    page.get_by_role("navigation").get_by_role("link", name="Import").click()
    expect(field_of(page)).to_be_focused()


def test_a_finger_reaches_it_and_every_row(windows: Windows, acacia: PracticeWorld, accessible: Callable[[Page], None]):
    page = list_of(windows, acacia, size=PORTRAIT)
    page.get_by_role("button", name="More").tap()
    page.locator("#me-menu").get_by_role("button", name="Find").tap()
    expect(page.get_by_role("option", name="Sign out")).to_be_attached()
    heights = page.locator(".cm-palette [role=option]").evaluate_all("all => all.map(one => one.offsetHeight)")
    assert min(heights) >= 44
    box = page.locator(".cm-palette").bounding_box()
    assert box
    assert (box["x"], box["width"], box["y"] + box["height"]) == (0, PORTRAIT[0], PORTRAIT[1])
    accessible(page)
    page.emulate_media(color_scheme="dark")
    field_of(page).fill("ren")
    expect(page.get_by_role("option", name=RENEE)).to_be_visible()
    accessible(page)
    page.get_by_role("option", name=RENEE).tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Renée O'Brien")
