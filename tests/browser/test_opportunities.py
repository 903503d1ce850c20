"""The board of opportunities: moved from a card's menu, lost for a reason, seen by the others at once."""

from playwright.sync_api import Locator, Page, expect

from clientmanager.services import opportunities
from tests.browser.conftest import Windows
from tests.world import PracticeWorld


def column(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def test_two_people_see_each_others_moves_and_the_totals_with_them(windows: Windows, acacia: PracticeWorld):
    with acacia.as_(acacia.adviser) as db:
        opportunities.create(db, {"title": "Life cover", "client_id": str(acacia.client.id), "value": "1500 pm"})
    mine = windows.open("/opportunities", acacia, acacia.owner)
    theirs = windows.open("/opportunities", acacia, acacia.assistant)
    for page in (mine, theirs):
        expect(column(page, "Lead").locator(".cm-board-sums")).to_have_text("R18\u00a0000,00 a\u00a0year")
    mine.get_by_role("button", name="More for Life cover").click()
    mine.get_by_role("button", name="Proposal", exact=True).click()
    for page in (mine, theirs):
        expect(column(page, "Proposal").locator(".cm-card")).to_contain_text("Life cover")
        expect(column(page, "Proposal").locator(".cm-board-sums")).to_have_text("R18\u00a0000,00 a\u00a0year")
    theirs.get_by_role("button", name="More for Life cover").click()
    theirs.get_by_role("button", name="Lost", exact=True).click()
    sheet = theirs.get_by_role("dialog")
    sheet.get_by_role("button", name="Mark as lost").click()
    expect(sheet.get_by_role("alert")).to_contain_text("why it was lost")
    expect(column(mine, "Proposal").locator(".cm-card")).to_have_count(1)
    sheet.get_by_label("Why was it lost?").fill("Too expensive")
    sheet.get_by_label("Why was it lost?").press("Enter")
    for page in (mine, theirs):
        expect(column(page, "Lost").locator(".cm-card")).to_contain_text("Too expensive")
    theirs.get_by_role("button", name="Undo").click()
    expect(column(mine, "Proposal").locator(".cm-card")).to_contain_text("Life cover")
