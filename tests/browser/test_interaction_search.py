"""Search over everything that was written, in the browser."""

import re

from playwright.sync_api import expect

from clientmanager.services import interactions
from tests.browser.conftest import Windows
from tests.world import PracticeWorld


def test_it_finds_while_one_types_and_leads_to_the_client(windows: Windows, acacia: PracticeWorld):
    with acacia.as_(acacia.adviser) as db:
        for kind, words in (("note", "Gesels oor die polisse."), ("call", "Asked about the policy.")):
            interactions.record(db, {"kind": kind, "words": words, "clients": [str(acacia.client.id)]})
    page = windows.open("/search", acacia, acacia.assistant)
    expect(page.get_by_text("type a word of what was said")).to_be_visible()
    page.get_by_role("searchbox").fill("poli")
    rows = page.locator(".cm-results > li")
    expect(rows).to_have_count(2)
    page.get_by_role("searchbox").fill("polis")
    expect(rows.locator("mark")).to_have_text(["polisse."])
    page.get_by_role("button", name="What", exact=True).click()
    page.get_by_role("button", name="Call", exact=True).click()
    expect(page.get_by_text("Nobody wrote this")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?q=polis&kind=call$"))
    page.get_by_role("button", name="Search everywhere").click()
    expect(rows).to_have_count(1)
    expect(page).to_have_url(re.compile(r"\?q=polis$"))
    page.reload()
    expect(page.get_by_role("searchbox")).to_have_value("polis")
    page.go_back()
    expect(page.get_by_text("Nobody wrote this")).to_be_visible()
    page.get_by_role("button", name="Remove filter What").click()
    rows.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Renée O'Brien")
