"""A call is written down where the client is: typed, there again after a reload, logged by a finger in two taps."""

import re

from playwright.sync_api import Page, expect

from clientmanager.services import interaction_draft
from tests.browser.conftest import PORTRAIT, Windows
from tests.browser.test_two_people import wait_for_draft
from tests.world import Database, PracticeWorld


def opened(windows: Windows, world: PracticeWorld, **how: object) -> Page:
    page = windows.open(f"/clients/{world.client.id}", world, world.adviser, **how)  # pyright: ignore[reportArgumentType]
    expect(page.get_by_role("heading", level=1)).to_have_text("Renée O'Brien")
    return page


def test_what_is_typed_is_there_again_is_mended_and_logged(windows: Windows, acacia: PracticeWorld, database: Database):
    page = opened(windows, acacia)
    words, bar = page.get_by_label("What was said"), page.get_by_role("region", name="Write down what passed")
    expect(bar.get_by_role("button", name="Log call")).to_be_hidden()
    page.keyboard.press("l")
    expect(words).to_be_focused()
    page.keyboard.type("She wants to raise the RA.")
    bar.get_by_role("button", name="Note", exact=True).click()
    expect(bar.get_by_role("button", name="Keep note")).to_be_visible()
    bar.get_by_role("button", name="Follow-up").click()
    expect(bar.get_by_label("What was promised")).to_be_focused()
    page.keyboard.type("Ask for the payslip @me")
    expect(bar.get_by_text(f"Ask for the payslip, {acacia.adviser.name}")).to_be_visible()
    page.keyboard.press("Enter")
    expect(bar.get_by_role("button", name="Remove Ask for the payslip")).to_be_visible()
    expect(bar.get_by_label("What was promised")).to_be_focused()
    page.keyboard.type("Half a line")
    wait_for_draft(database, "Half a line")
    page.reload()
    expect(words).to_have_value("She wants to raise the RA.")
    expect(bar.get_by_text(re.compile(r"Draft kept \d\d:\d\d"))).to_be_visible()
    bar.get_by_role("button", name="Meeting").click()
    bar.get_by_role("button", name="Now. Say when").click()
    bar.get_by_label("Minutes").fill("long")
    words.click()
    page.keyboard.type(" ")
    page.keyboard.press("Control+Enter")
    expect(bar.get_by_role("alert").filter(has_text="how many minutes")).to_be_visible()
    bar.get_by_label("Minutes").fill("40")
    words.click()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Meeting logged.")).to_be_visible()
    expect(words).to_have_value("")
    expect(words).to_be_focused()
    expect(page.locator(".cm-facts")).to_contain_text(re.compile("today", re.I))
    assert database.one("select kind || ' ' || minutes || ' ' || words from interaction") == (
        "meeting 40 She wants to raise the RA."
    )
    assert database.one("select string_agg(title, ', ' order by title) from task") == "Ask for the payslip, Half a line"
    assert database.one("select count(*) from draft") == 0


def test_two_taps_log_a_call_on_a_tablet(windows: Windows, acacia: PracticeWorld, database: Database):
    page = opened(windows, acacia, size=PORTRAIT)
    page.get_by_role("button", name="Log a call").tap()
    page.get_by_role("dialog", name="Log a call").get_by_role("button", name="Log call").tap()
    expect(page.get_by_text("Call logged.")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert database.one("select kind from interaction") == "call"


def test_a_template_fills_the_box_below_what_stands_there_and_what_was_discarded_comes_back(
    windows: Windows, acacia: PracticeWorld, database: Database
):
    page = opened(windows, acacia)
    words, bar = page.get_by_label("What was said"), page.get_by_role("region", name="Write down what passed")
    words.click()
    page.keyboard.type("She rang.")
    bar.get_by_role("button", name="Template").click()
    page.get_by_role("button", name="Claim").click()
    expect(words).to_have_value(re.compile(r"^She rang\.\n\nWhat happened, and when:"))
    expect(words).to_be_focused()
    wait_for_draft(database, "Claim number")
    bar.get_by_role("button", name="Discard").click()
    expect(words).to_have_value("")
    page.get_by_role("button", name="Undo").click()
    expect(words).to_have_value(re.compile(r"^She rang\."))
    with acacia.as_(acacia.adviser) as db:
        assert interaction_draft.opened(db, acacia.client.id).kind == "call"
