"""One client's page: read, edited in place, archived."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import text

from tests.browser.conftest import DESKTOP, PORTRAIT, Windows
from tests.world import Database, PracticeWorld

SAVED = re.compile(r"Saved \d\d:\d\d")


def open_client(windows: Windows, world: PracticeWorld, *, size: tuple[int, int] = DESKTOP) -> Page:
    page = windows.open(f"/clients/{world.client.id}", world, world.adviser, size=size)
    expect(page.get_by_role("heading", level=1)).to_have_text("Renée O'Brien")
    return page


def field(page: Page, label: str) -> Locator:
    return page.locator(".cm-field", has=page.get_by_text(label, exact=True))


def editor(page: Page, label: str) -> Locator:
    return page.get_by_label(label, exact=True).and_(page.locator("textarea, input, select"))


def kept(database: Database, column: str) -> str:
    return database.one(f"select {column} from client where last_name = 'O''Brien'")


def test_a_field_is_edited_with_the_mouse_and_saved_by_leaving_it(
    windows: Windows, acacia: PracticeWorld, database: Database
):
    page = open_client(windows, acacia)
    editor(page, "Called").click()
    page.keyboard.type("Ren")
    page.get_by_role("heading", level=1).click()
    expect(field(page, "Called")).to_contain_text(SAVED)
    assert kept(database, "preferred_name") == "Ren"


def test_a_field_is_edited_with_the_keyboard_alone(windows: Windows, acacia: PracticeWorld, database: Database):
    page = open_client(windows, acacia)
    called = editor(page, "Called")
    called.focus()
    page.keyboard.press("e")
    expect(called).to_be_editable()
    page.keyboard.type("Ren")
    page.keyboard.press("Enter")
    expect(field(page, "Called").get_by_role("status")).to_have_text(SAVED)
    expect(called).to_be_focused()
    expect(called).not_to_be_editable()
    assert kept(database, "preferred_name") == "Ren"


def test_a_field_is_edited_by_touch(windows: Windows, acacia: PracticeWorld, database: Database):
    page = open_client(windows, acacia, size=PORTRAIT)
    editor(page, "Category").tap()
    expect(editor(page, "Category")).to_be_editable()
    page.keyboard.type("B")
    page.keyboard.press("Enter")
    expect(field(page, "Category")).to_contain_text(SAVED)
    assert kept(database, "category") == "B"


def test_escape_undoes_and_saves_nothing(windows: Windows, acacia: PracticeWorld, database: Database):
    page = open_client(windows, acacia)
    editor(page, "Surname").click()
    page.keyboard.type("Somebody Else")
    page.keyboard.press("Escape")
    expect(editor(page, "Surname")).to_have_value("O'Brien")
    page.reload()
    expect(editor(page, "Surname")).to_have_value("O'Brien")


def test_every_kind_of_text_is_kept(windows: Windows, acacia: PracticeWorld, database: Database):
    page = open_client(windows, acacia)
    for label, typed, column, value in [
        ("Title", "Dr", "title", "Dr"),
        ("First names", "Renée Aletta", "first_names", "Renée Aletta"),
        ("Passport", "A01234567", "passport_number", "A01234567"),
        ("Passport country", "Namibia", "passport_country", "Namibia"),
        ("Born", "1 March 1996", "birth_date", "1996-03-01"),
        ("About them", "Likes tea", "note", "Likes tea"),
    ]:
        editor(page, label).click()
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        expect(field(page, label).get_by_role("status")).to_have_text(SAVED)
        assert str(kept(database, column)) == value


def test_a_note_has_lines(windows: Windows, acacia: PracticeWorld, database: Database):
    page = open_client(windows, acacia)
    editor(page, "About them").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("One")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("Two")
    page.keyboard.press("Enter")
    expect(field(page, "About them").get_by_role("status")).to_have_text(SAVED)
    assert kept(database, "note") == "One\nTwo"


def test_a_choice_is_saved_as_soon_as_it_is_made(windows: Windows, acacia: PracticeWorld, database: Database):
    page = open_client(windows, acacia)
    editor(page, "Status").select_option("Dormant")
    expect(field(page, "Status").get_by_role("status")).to_have_text(SAVED)
    editor(page, "Adviser").select_option("Nobody yet")
    expect(page.locator(".cm-facts")).to_contain_text("Nobody yet")
    assert kept(database, "status") == "dormant"
    assert kept(database, "adviser_id") is None


def test_what_is_refused_keeps_what_was_typed_and_says_what_to_do(
    windows: Windows, acacia: PracticeWorld, database: Database
):
    page = open_client(windows, acacia)
    email = page.get_by_label("E-mail", exact=True)
    email.click()
    page.keyboard.type("renee@nowhere")
    page.keyboard.press("Enter")
    expect(field(page, "E-mail").get_by_role("alert")).to_be_visible()
    expect(email).to_have_value("renee@nowhere")
    expect(email).to_have_attribute("aria-invalid", "true")
    page.keyboard.press("End")
    page.keyboard.type(".example")
    page.get_by_role("heading", level=1).click()
    expect(field(page, "E-mail")).to_contain_text(SAVED)
    assert database.one("select address from client_email where address like 'renee@%'") == "renee@nowhere.example"


def test_what_is_unusual_is_kept_with_a_warning(windows: Windows, acacia: PracticeWorld, database: Database):
    page = open_client(windows, acacia)
    page.get_by_role("button", name="Reveal ID number").click()
    editor(page, "ID number").click()
    page.keyboard.type("8802314999186")
    page.keyboard.press("Enter")
    expect(field(page, "ID number").get_by_role("alert")).to_be_visible()
    expect(editor(page, "ID number")).to_be_focused()
    assert kept(database, "id_number") == "8802314999186"


def test_the_id_number_is_masked_until_it_is_revealed_and_that_is_written_down(
    windows: Windows, acacia: PracticeWorld, database: Database
):
    page = open_client(windows, acacia)
    expect(page.get_by_text("960229 •••••••")).to_be_visible()
    assert "9602290001084" not in page.content()
    page.get_by_role("button", name="Reveal ID number").click()
    expect(editor(page, "ID number")).to_have_value("9602290001084")
    assert database.one("select count(*) from audit_entry where action = 'reveal'") == 1


@pytest.mark.parametrize(
    ("kind", "typed", "shown", "other"),
    [
        ("phone", "083 555 0100", "083 555 0100", "084 555 0111"),
        ("e-mail", "home@obrien.example", "home@obrien.example", "work@obrien.example"),
        ("address", "1 Long Street", "1 Long Street", "2 Short Street"),
    ],
)
def test_ways_to_reach_someone_are_added_changed_and_removed(
    windows: Windows, acacia: PracticeWorld, kind: str, typed: str, shown: str, other: str
):
    page = open_client(windows, acacia)
    before = page.locator(".cm-record > :first-child .cm-field").count()
    page.get_by_role("button", name=f"Add {kind}").click()
    fresh = editor(page, f"New {kind}")
    expect(fresh).to_be_focused()
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    expect(fresh).to_have_count(0)
    fields = page.locator(".cm-field textarea")
    expect(page.locator(".cm-record > :first-child .cm-field")).to_have_count(before + 1)
    values = fields.evaluate_all("fields => fields.map(field => field.value)")
    made = fields.nth(values.index(shown))
    made.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(other)
    page.keyboard.press("Enter")
    expect(page.locator(".cm-field-saved")).to_be_attached()
    page.reload()
    expect(page.locator(".cm-record > :first-child .cm-field")).to_have_count(before + 1)
    values = fields.evaluate_all("fields => fields.map(field => field.value)")
    made = fields.nth(values.index(other))
    made.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("Delete")
    page.keyboard.press("Enter")
    expect(page.locator(".cm-record > :first-child .cm-field")).to_have_count(before)


def test_a_phone_is_labelled_preferred_removed_and_brought_back(windows: Windows, acacia: PracticeWorld):
    page = open_client(windows, acacia)

    def choose(phone: str, action: str) -> None:
        page.get_by_role("button", name=f"More for {phone}").click()
        page.get_by_role("button", name=action, exact=True).locator("visible=true").click()

    choose("Phone 012 555 0142", "Change label")
    expect(editor(page, "Label")).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Work")
    page.keyboard.press("Enter")
    expect(editor(page, "Work")).to_have_value("012 555 0142")
    choose("Work 012 555 0142", "Make preferred")
    expect(page.locator(".cm-facts")).to_contain_text("012 555 0142")
    choose("Work 012 555 0142", "Remove")
    expect(editor(page, "Work")).to_have_count(0)
    page.get_by_role("region", name="Notifications").get_by_role("button", name="Undo").click()
    expect(editor(page, "Work")).to_have_value("012 555 0142")


def test_tags_are_added_by_typing_and_taken_off_with_their_cross(windows: Windows, acacia: PracticeWorld):
    page = open_client(windows, acacia, size=PORTRAIT)
    page.get_by_label("Add a tag", exact=True).tap()
    for tag in ("Golf day", "golf-day", "Business owner"):
        page.keyboard.type(tag)
        page.keyboard.press("Enter")
    chips = page.get_by_role("list", name="Tags").get_by_role("listitem")
    expect(chips).to_have_text(["Business owner", "Golf day"])
    page.get_by_role("button", name="Remove tag Golf day").tap()
    expect(chips).to_have_text(["Business owner"])


def test_the_id_number_fills_in_what_it_says(windows: Windows, acacia: PracticeWorld, database: Database):
    database.owner.execute(
        text("update client set birth_date = null, id_number = '', gender = '' where last_name = 'O''Brien'")
    )
    page = open_client(windows, acacia)
    editor(page, "ID number").click()
    page.keyboard.type("960229 0001 084")
    page.keyboard.press("Enter")
    expect(editor(page, "Born")).to_have_value("29 Feb 1996")
    expect(field(page, "Born")).to_contain_text(SAVED)
    expect(editor(page, "Gender")).to_have_value("Female")


def test_archiving_is_undone_from_its_toast(windows: Windows, acacia: PracticeWorld, database: Database):
    page = open_client(windows, acacia)
    page.get_by_role("button", name="Archive").click()
    expect(page.get_by_text("This client is archived")).to_be_visible()
    page.get_by_role("region", name="Notifications").get_by_role("button", name="Undo").click()
    expect(page.get_by_text("This client is archived")).to_have_count(0)
    assert kept(database, "archived_at") is None


def test_who_may_only_read_reads_plain_facts(windows: Windows, acacia: PracticeWorld):
    page = windows.open(f"/clients/{acacia.client.id}", acacia, acacia.compliance)
    expect(page.get_by_text("Prefers to be phoned after five.")).to_be_visible()
    assert page.locator(".cm-facts :is(textarea, select, input)").count() == 0
    expect(page.get_by_role("button", name=re.compile("Add|Archive"))).to_have_count(0)
    page.get_by_role("button", name="Reveal ID number").click()
    expect(page.get_by_text("9602290001084")).to_be_visible()
    page.goto("/clients")
    expect(page.locator(".cm-row-link")).to_have_count(5)
    expect(page.get_by_role("button", name="New client")).to_have_count(0)
    expect(page.get_by_role("link", name="Import")).to_have_count(0)


def test_an_address_of_nobody_says_so(windows: Windows, acacia: PracticeWorld, baobab: PracticeWorld):
    page = windows.open(f"/clients/{baobab.client.id}", acacia, acacia.adviser)
    expect(page.get_by_text("is not here")).to_be_visible()
    expect(page.get_by_text("Sithole")).to_have_count(0)


def test_a_click_into_a_note_puts_the_cursor_there(windows: Windows, acacia: PracticeWorld, database: Database):
    page = open_client(windows, acacia)
    editor(page, "About them").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Always.")
    page.keyboard.press("Enter")
    expect(field(page, "About them").get_by_role("status")).to_have_text(SAVED)
    assert kept(database, "note") == "Prefers to be phoned after five. Always."
