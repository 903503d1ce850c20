"""Reviews in a real browser: from the client's page to what came of it, and back."""

from datetime import date

from playwright.sync_api import expect

from clientmanager.services import review_cycles
from tests.browser.conftest import Windows
from tests.world import Database, PracticeWorld


def test_a_review_is_booked_held_and_taken_back(windows: Windows, acacia: PracticeWorld, database: Database):
    with acacia.as_(acacia.owner) as db:
        review_cycles.set_for_category(db, "A", {"every_months": "12"})
    page = windows.open(f"/clients/{acacia.client.id}", acacia, acacia.adviser)
    page.get_by_role("button", name="open the review").click()
    sheet = page.get_by_role("dialog")
    expect(sheet).to_contain_text("6 of 6 things ready")
    day = f"{date.today().year + 1}-03-11"
    sheet.get_by_label("Day").fill(day)
    sheet.get_by_label("At", exact=True).fill("09:30")
    sheet.get_by_role("button", name="Book the meeting").click()
    expect(sheet.get_by_text(f"{date.fromisoformat(day):%a} 11 Mar {day[:4]}, 09:30").first).to_be_visible()
    sheet.get_by_label("Notes").fill("Wants a quote.")
    expect(sheet.get_by_label("What has to change")).not_to_be_visible()
    sheet.get_by_text("Changes needed").click()
    sheet.get_by_label("What has to change").fill("Quote for life cover\nCall the attorney")
    sheet.get_by_role("button", name="Write it down").click()
    expect(sheet).not_to_be_visible()
    expect(page.locator(".cm-client-tasks")).to_contain_text("Quote for life cover")
    assert database.one("select count(*) from task where deleted_at is null") == 2
    toast = page.locator("[data-sonner-toast]").filter(has_text="changes needed")
    toast.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("The review is as before.")).to_be_visible()
    assert database.one("select count(*) from task where deleted_at is null") == 0
    assert database.one("select outcome from review") == ""


def test_the_lists_are_found_and_filtered(windows: Windows, acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db:
        for category in ("A", ""):
            review_cycles.set_for_category(db, category, {"every_months": "12"})
    page = windows.open("/clients", acacia, acacia.owner)
    expect(page.locator("h1")).to_contain_text("5")
    page.keyboard.press("g")
    page.keyboard.press("r")
    expect(page.locator("h1")).to_contain_text("4 due")
    page.get_by_role("button", name="Not spoken to").click()
    expect(page.locator("h1")).to_contain_text("4 not spoken to")
    page.locator("#search").fill("hooft")
    expect(page.locator("h1")).to_contain_text("1 of 4 not spoken to")
    page.reload()
    expect(page.locator("h1")).to_contain_text("1 of 4 not spoken to")
    page.get_by_role("link", name="'t Hooft, Gerrit").click()
    expect(page.locator("h1")).to_contain_text("Gerrit 't Hooft")
