"""A record of advice in the browser: written, locked, given and signed on a tablet."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect
from sqlalchemy import text

from clientmanager.services import advice
from tests.advice import written
from tests.browser.conftest import PORTRAIT, Windows
from tests.world import PracticeWorld


def test_the_last_section_is_written_then_it_is_locked_given_and_signed(
    windows: Windows, acacia: PracticeWorld, accessible: Callable[[Page], None]
):
    with acacia.as_(acacia.adviser) as db:
        record = written(db, acacia.client.id)
        advice.set_field(db, record, "risk", "")
    page = windows.open(f"/clients/{acacia.client.id}", acacia, acacia.adviser, size=PORTRAIT)
    page.get_by_role("link", name=re.compile("^Advice of")).click()
    steps = page.get_by_role("navigation", name="Sections")
    expect(steps.get_by_role("status")).to_contain_text("10 of 11")
    expect(page.get_by_role("button", name="Lock", exact=True)).to_have_count(0)
    steps.get_by_role("button", name="Risk profile").click()
    risk = page.get_by_label("Risk profile", exact=True).and_(page.locator("textarea"))
    expect(risk).to_be_in_viewport()
    risk.click()
    page.keyboard.type("Moderate: scored 54 of 100.")
    risk.press("Control+Enter")
    expect(steps.get_by_role("status")).to_contain_text("11 of 11")

    page.get_by_role("button", name="Lock this version").click()
    question = page.get_by_role("dialog", name="Lock version 1?")
    expect(question).to_contain_text("nobody changes it")
    accessible(page)
    question.get_by_role("button", name="Lock version 1").click()
    expect(page.get_by_role("heading", name="Locked versions")).to_be_visible()
    expect(page.locator("textarea")).to_have_count(0)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the paper of version 1").click()
    assert download.value.suggested_filename == "record-of-advice-version-1.pdf"

    page.get_by_role("button", name="Record that it was given").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("How").select_option("handed over")
    sheet.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("Handed over, ")).to_be_visible()

    page.get_by_role("button", name="Sign", exact=True).click()
    sheet.get_by_role("button", name="Keep this signature").click()
    expect(sheet.get_by_role("alert")).to_contain_text("Sign in the box first.")
    box = sheet.get_by_role("img").bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 20, steps=8)
    page.mouse.up()
    accessible(page)
    sheet.get_by_role("button", name="Keep this signature").click()
    expect(page.get_by_role("link", name="Signed by Renée O'Brien")).to_be_visible()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(sheet).to_be_visible()
    with acacia.as_(acacia.adviser) as db:
        other = written(db, acacia.client.id)
    page.goto(f"/clients/{acacia.client.id}/advice/{other}")
    expect(steps.get_by_role("status")).to_contain_text("11 of 11")
    expect(sheet).to_have_count(0)
    with acacia.as_(acacia.compliance) as db:
        kept = db.execute(text("select drawn, media_type from advice_signature")).one()
    assert tuple(kept) == (True, "image/png")
