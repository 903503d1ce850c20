"""Two people, or one and a lost connection, type into one client: not a letter of it is lost."""

import os
import random
import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, Page, expect

from clientmanager.services import clients
from tests.browser.conftest import PORTRAIT, Windows
from tests.browser.test_client_page import SAVED, editor, field, open_client
from tests.world import Database, PracticeWorld

SECONDS = float(os.environ.get("TYPING_SECONDS", "8"))
"""How long two people type; a minute on request, as CI has no minute to spare."""
FIELDS = ["Surname", "Called", "Category", "About them"]


def write(page: Page, label: str, words: str) -> None:
    editor(page, label).click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(words)


def their_change(world: PracticeWorld, name: str, value: str) -> None:
    with world.as_(world.assistant) as db:
        clients.set_field(db, world.client.id, name, value)


@pytest.mark.parametrize("chosen", ["Yours", "Ayesha's"])
def test_the_other_s_value_stands_beside_mine_until_i_choose(
    chosen: str, windows: Windows, acacia: PracticeWorld, database: Database, accessible: Callable[[Page], None]
):
    page = open_client(windows, acacia)
    write(page, "About them", "Mine")
    their_change(acacia, "note", "Theirs")
    page.keyboard.press("Enter")
    box = page.get_by_role("region", name="Changed by two people")
    expect(box).to_contain_text("Ayesha changed this while you were typing. Both are kept until you choose.")
    expect(box.get_by_role("radio")).to_have_text([re.compile("Yours.*Mine"), re.compile("Ayesha's.*Theirs")])
    assert database.one("select note from client where last_name = 'O''Brien'") == "Theirs"
    accessible(page)
    page.reload()
    write(page, "Called", "Ren")
    page.keyboard.press("Enter")
    expect(field(page, "Called")).to_contain_text(SAVED)
    box.get_by_role("radio", name=re.compile(chosen)).click()
    expect(box).to_have_count(0)
    value = "Mine" if chosen == "Yours" else "Theirs"
    expect(editor(page, "About them")).to_have_value(value)
    assert database.one("select note from client where last_name = 'O''Brien'") == value


def test_the_other_s_value_appears_while_i_type_and_my_text_stays(
    windows: Windows, acacia: PracticeWorld, database: Database
):
    page = open_client(windows, acacia, size=PORTRAIT)
    write(page, "About them", "Mine")
    wait_for_draft(database, "Mine")
    their_change(acacia, "note", "Theirs")
    box = page.get_by_role("region", name="Changed by two people")
    expect(box).to_be_visible()
    expect(editor(page, "About them")).to_be_focused()
    page.keyboard.type(", and more")
    expect(box.get_by_role("radio", name="Yours")).to_contain_text("Mine, and more")
    box.get_by_role("radio", name="Yours").tap()
    expect(field(page, "About them")).to_contain_text(SAVED)
    assert database.one("select note from client where last_name = 'O''Brien'") == "Mine, and more"


def test_what_was_typed_is_there_again_after_a_reload_and_can_be_saved_or_not(
    windows: Windows, acacia: PracticeWorld, database: Database
):
    page = open_client(windows, acacia)
    for label in ("About them", "Called"):
        write(page, label, f"Half {label}")
        wait_for_draft(database, f"Half {label}")
        page.reload()
    expect(field(page, "Called")).to_contain_text(re.compile(r"Not saved yet, typed \d\d:\d\d"))
    expect(editor(page, "About them")).to_have_value("Half About them")
    field(page, "About them").get_by_role("button", name="Save").click()
    expect(field(page, "About them")).to_contain_text(SAVED)
    field(page, "Called").get_by_role("button", name="Discard").click()
    expect(editor(page, "Called")).to_have_value("")
    assert database.all("select value from draft") == []
    assert database.one("select note from client where last_name = 'O''Brien'") == "Half About them"


def test_leaving_is_warned_of_only_while_something_is_unsaved(windows: Windows, acacia: PracticeWorld):
    page = open_client(windows, acacia)
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    write(page, "Called", "Ren")
    page.keyboard.press("Enter")
    expect(field(page, "Called")).to_contain_text(SAVED)
    page.reload()
    expect(editor(page, "Called")).to_have_value("Ren")
    assert asked == []
    write(page, "Called", "Renée")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert asked == ["beforeunload"]


@pytest.mark.timeout(SECONDS * 3 + 120)
def test_two_people_type_into_one_client_and_not_a_letter_is_lost(
    windows: Windows, acacia: PracticeWorld, database: Database
):
    """Whatever one of them left a field with was saved at some time, or stands among the conflicts."""
    chance = random.Random(7)
    pages = {
        user.name.split()[0]: windows.open(f"/clients/{acacia.client.id}", acacia, user)
        for user in (acacia.adviser, acacia.assistant)
    }
    for page in pages.values():
        expect(page.get_by_role("heading", level=1)).to_have_text("Renée O'Brien")
    left: list[tuple[Page, str]] = []
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        typing: list[tuple[Page, str]] = []
        for name, page in pages.items():
            if takes_text(page, chance.choice(FIELDS)):
                page.keyboard.press("ControlOrMeta+a")
                typing.append((page, f"{name} {len(left)} ✓{chance.randrange(1000)}"))
        for place in range(40):  # letter by letter, in both windows at once
            for page, words in typing:
                page.keyboard.type(words[place : place + 1])
                page.wait_for_timeout(chance.uniform(0, 60) if place < len(words) else 0)
        for page, _ in typing:
            page.keyboard.press(chance.choice(["Enter", "Tab"]))
        left += typing
        for page in pages.values():
            expect(page.locator("[data-unsent]")).to_have_count(0)
            mine = page.get_by_role("radio", name="Yours")
            if mine.count() and chance.random() < 0.7:
                mine.first.click()
    for page in pages.values():
        expect(page.locator("[data-unsent]")).to_have_count(0)
    # In this order: a choice on its way is still shown, or else already saved.
    waiting = {page: "".join(page.get_by_role("radio", name="Yours").all_inner_texts()) for page in pages.values()}
    saved = "\n".join(row.payload for row in database.all("select payload from audit_payload"))
    lost = [words for page, words in left if words not in saved and words not in waiting[page]]
    assert len(left) > 4
    assert lost == []


def takes_text(page: Page, label: str) -> bool:
    """Opens the field, unless it waits for a choice."""
    editor(page, label).click()
    return editor(page, label).is_editable()


def wait_for_draft(database: Database, value: str) -> None:
    """Until the server keeps these words, alone or as part of a form."""
    deadline = time.monotonic() + 10
    while not database.all("select 1 from draft where strpos(value, :value) > 0", value=value):
        assert time.monotonic() < deadline, "the draft was not kept"
        time.sleep(0.05)
