"""The workflows of the whole practice: seen by everyone as they go, and started where nobody's page is open."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests import workflows as flows
from tests.browser.conftest import PORTRAIT, Windows
from tests.world import PracticeWorld


def rows(page: Page) -> Locator:
    return page.get_by_role("table", name="Workflows that").locator("tbody tr")


def test_the_leaver_is_started_from_the_view_and_another_sees_it(
    windows: Windows, acacia: PracticeWorld, accessible: Callable[[Page], None]
):
    other = windows.open("/tasks/workflows", acacia, acacia.compliance)
    expect(other.get_by_text("No workflow runs")).to_be_visible()
    expect(other.get_by_role("button", name="Start a workflow")).to_have_count(0)
    page = windows.open("/tasks/workflows", acacia, acacia.owner, size=PORTRAIT)
    page.get_by_role("button", name="Start a workflow").last.tap()
    sheet = page.get_by_role("dialog", name="Start a workflow")
    expect(sheet.get_by_label("Client", exact=True)).to_be_visible()
    sheet.get_by_label("Workflow", exact=True).select_option("Leaver")
    expect(sheet.get_by_label("Client", exact=True)).to_have_count(0)
    sheet.get_by_label("Last day at work").fill("2099-04-30")
    accessible(page)
    sheet.get_by_role("button", name="Start", exact=True).tap()
    roles = ("Manager of who leaves", "Who takes the clients over", "Assistant", "Compliance")
    for role in roles:
        expect(sheet.get_by_text(f"Choose who this is: {role}")).to_be_visible()
        sheet.get_by_label(role).select_option("Thandi Mokoena")
    expect(sheet.get_by_label("Last day at work")).to_have_value("2099-04-30")
    sheet.get_by_role("button", name="Start", exact=True).tap()
    expect(page.get_by_text("Started: Leaver")).to_be_visible()
    for window in (page, other):
        expect(rows(window)).to_have_count(1)
        expect(rows(window)).to_contain_text("Step 1 of 8")
        expect(rows(window)).to_contain_text("No client")
    rows(other).get_by_role("button", name="Leaver").click()
    expect(other.get_by_role("dialog", name="Leaver").get_by_role("listitem")).to_have_count(8)


def test_one_for_a_client_is_started_for_whom_the_field_finds(windows: Windows, acacia: PracticeWorld):
    flows.add(acacia)
    page = windows.open("/tasks/workflows", acacia, acacia.owner)
    expect(page.get_by_text("No workflow runs")).to_be_visible()
    page.locator("body").press("n")
    sheet = page.get_by_role("dialog", name="Start a workflow")
    sheet.get_by_label("Workflow", exact=True).select_option("Review")
    expect(sheet.get_by_text("Hold a review.")).to_be_visible()
    sheet.get_by_label("Day of the review").fill("2099-04-29")
    sheet.get_by_role("button", name="Start", exact=True).click()
    expect(sheet.get_by_text("Choose the client it is for.")).to_be_visible()
    sheet.get_by_label("Client", exact=True).fill("renee")
    sheet.get_by_role("button", name="O'Brien, Renée").click()
    expect(sheet.get_by_label("Adviser")).to_have_value(str(acacia.adviser.id))
    expect(sheet.get_by_label("Day of the review")).to_have_value("2099-04-29")
    sheet.get_by_label("Assistant").select_option("Ayesha Patel")
    sheet.get_by_role("button", name="Start", exact=True).click()
    expect(rows(page)).to_contain_text("Renée O'Brien")
    expect(rows(page)).to_contain_text("Invite the client · Ayesha Patel")


def test_what_is_chosen_is_in_the_address_and_a_stopped_one_stands_among_the_ended(
    windows: Windows, acacia: PracticeWorld, accessible: Callable[[Page], None]
):
    flows.start(acacia)
    late = flows.start(acacia, milestones={"start": "2020-03-02"})
    page = windows.open(f"/tasks/workflows?template={flows.template(acacia, 'Leaver')}", acacia, acacia.owner)
    page.get_by_role("button", name="Show all").click()
    expect(rows(page)).to_have_count(2)
    expect(page.get_by_role("heading", level=1)).to_contain_text("2 running")
    expect(rows(page).first).to_contain_text("days late")
    accessible(page)
    rows(page).first.get_by_role("button", name="Review").click()
    sheet = page.get_by_role("dialog", name="Review")
    expect(sheet.get_by_role("link", name="Renée O'Brien")).to_be_visible()
    sheet.get_by_role("button", name="Stop this workflow").click()
    expect(rows(page)).to_have_count(1)
    page.get_by_role("button", name="Ended").click()
    expect(page).to_have_url(re.compile("ended=1"))
    page.reload()
    expect(rows(page)).to_contain_text("Stopped Today")
    expect(rows(page)).to_contain_text("less than a day")
    assert flows.page(acacia, late).stopped
