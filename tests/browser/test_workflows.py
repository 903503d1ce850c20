"""Workflows on the screens: started for a client, gone through step by step, moved and stopped."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests import workflows as flows
from tests.browser.conftest import PORTRAIT, Windows
from tests.world import PracticeWorld


def at_the_meeting(world: PracticeWorld) -> str:
    """One whose third step, which asks, is open. Returns the workflow's id."""
    workflow_id = flows.start(world)
    flows.finish(world, workflow_id, "prepare")
    return workflow_id


def task_of(world: PracticeWorld, workflow_id: str, key: str) -> str:
    return flows.step(world, workflow_id, key).task_id


def sheet_of(windows: Windows, world: PracticeWorld, task: str, **options: Any) -> tuple[Page, Locator]:
    page = windows.open(f"/tasks?task={task}", world, world.owner, **options)
    sheet = page.get_by_role("dialog", name="Task")
    expect(sheet.get_by_role("heading", name="Review", exact=True)).to_be_visible()
    return page, sheet


def undo(page: Page) -> Locator:
    return page.get_by_role("region", name="Notifications").get_by_role("button", name="Undo")


def test_a_step_asks_how_it_ended_opens_what_follows_and_is_taken_back(
    windows: Windows, acacia: PracticeWorld, accessible: Callable[[Page], None]
):
    workflow_id = at_the_meeting(acacia)
    page, sheet = sheet_of(windows, acacia, task_of(acacia, workflow_id, "hold"))
    expect(sheet.get_by_text("Step 3 of 6")).to_be_visible()
    expect(sheet.get_by_role("button", name="Done", exact=True)).to_have_count(0)
    accessible(page)
    sheet.get_by_label("Fee").fill("1 200,50")
    sheet.get_by_role("button", name="Finish this step").click()
    expect(sheet.get_by_text("Choose how it ended.")).to_be_visible()
    sheet.get_by_label("Advice was given").check()
    sheet.get_by_role("button", name="Finish this step").click()
    expect(sheet.get_by_text("Fill in “Place” first.")).to_be_visible()
    expect(sheet.get_by_label("Fee")).to_have_value("1 200,50")
    sheet.get_by_label("Place (required)").fill("Gouws Avenue")
    sheet.get_by_role("button", name="Finish this step").click()
    expect(page.get_by_text("Done: Hold the review. Next: Write the advice")).to_be_visible()
    expect(page.locator(".cm-card").filter(has_text="Write the advice")).to_contain_text("Review · step 4 of 6")
    undo(page).click()
    expect(page.get_by_text("Open again: Hold the review")).to_be_visible()
    expect(page.locator(".cm-card").filter(has_text="Write the advice")).to_have_count(0)
    assert flows.states(acacia, workflow_id) == "open done open waiting waiting waiting"


def test_what_is_typed_in_a_step_is_kept(windows: Windows, acacia: PracticeWorld):
    workflow_id = at_the_meeting(acacia)
    page, sheet = sheet_of(windows, acacia, task_of(acacia, workflow_id, "hold"))
    sheet.get_by_label("Place (required)").press_sequentially("Gouws")
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    page.locator(".cm-card").filter(has_text="Hold the review").click()
    expect(sheet.get_by_label("Place (required)")).to_have_value("Gouws")


def test_a_step_that_asks_nothing_is_just_done_or_skipped(windows: Windows, acacia: PracticeWorld):
    workflow_id = flows.start(acacia)
    page, sheet = sheet_of(windows, acacia, task_of(acacia, workflow_id, "prepare"))
    expect(sheet.get_by_role("button", name="Finish this step")).to_have_count(0)
    sheet.get_by_role("button", name="Done", exact=True).click()
    expect(page.get_by_text("Done: Prepare the review. Next: Hold the review")).to_be_visible()
    page.locator(".cm-card").filter(has_text="Invite the client").click()
    sheet.get_by_role("button", name="Skip this step").click()
    expect(page.get_by_text("Skipped: Invite the client")).to_be_visible()
    expect(page.locator(".cm-card").filter(has_text="Invite the client")).to_have_count(0)


def section(page: Page) -> Locator:
    return page.locator(".cm-client-flows li")


def test_a_workflow_starts_on_the_client_s_page_and_asks_for_a_missing_role(
    windows: Windows, acacia: PracticeWorld, accessible: Callable[[Page], None]
):
    flows.add(acacia)
    other = windows.open(f"/clients/{acacia.client.id}", acacia, acacia.assistant)
    expect(other.get_by_text("No workflow runs for them.")).to_be_visible()
    page = windows.open(f"/clients/{acacia.client.id}", acacia, acacia.owner, size=PORTRAIT)
    page.get_by_role("button", name="Tasks", exact=True).tap()
    page.get_by_role("button", name="Start a workflow").tap()
    sheet = page.get_by_role("dialog", name="Start a workflow")
    sheet.get_by_label("Workflow", exact=True).select_option("Review")
    expect(sheet.get_by_text("Hold a review.")).to_be_visible()
    sheet.get_by_label("Adviser").select_option("Thandi Mokoena")
    sheet.get_by_label("Day of the review").fill("2099-04-29")
    accessible(page)
    sheet.get_by_role("button", name="Start", exact=True).tap()
    expect(sheet.get_by_text("Choose who this is: Assistant.")).to_be_visible()
    expect(sheet.get_by_label("Day of the review")).to_have_value("2099-04-29")
    sheet.get_by_label("Assistant").select_option("Ayesha Patel")
    sheet.get_by_role("button", name="Start", exact=True).tap()
    expect(page.get_by_text("Started: Review")).to_be_visible()
    for window in (page, other):
        expect(section(window)).to_contain_text("Step 1 of 6")
        expect(section(window)).to_contain_text("Invite the client")
        expect(window.locator(".cm-client-tasks li")).to_have_count(2)


def test_a_milestone_moves_what_hangs_on_it_and_a_workflow_is_stopped_and_taken_up_again(
    windows: Windows, acacia: PracticeWorld, accessible: Callable[[Page], None]
):
    workflow_id = flows.start(acacia)
    before = flows.task(acacia, workflow_id, "prepare").due_on
    page = windows.open(f"/clients/{acacia.client.id}", acacia, acacia.owner)
    section(page).get_by_role("button", name="Review").click()
    sheet = page.get_by_role("dialog", name="Review")
    expect(sheet.get_by_role("listitem")).to_have_count(6)
    accessible(page)
    day = sheet.get_by_label("Day of the review")
    day.fill("2099-05-20")
    day.blur()
    expect(page.get_by_text("1 due day moved.")).to_be_visible()
    assert flows.task(acacia, workflow_id, "prepare").due_on.startswith("2099") != before.startswith("2099")
    sheet.get_by_role("button", name="Stop this workflow").click()
    expect(page.get_by_text("Stopped: Review")).to_be_visible()
    expect(page.locator(".cm-client-tasks li")).to_have_count(0)
    undo(page).click()
    expect(page.get_by_text("Goes on: Review")).to_be_visible()
    assert flows.titles(acacia) == ["Invite the client", "Prepare the review"]


def test_a_finished_step_shows_on_the_client_s_page_in_another_window(windows: Windows, acacia: PracticeWorld):
    workflow_id = at_the_meeting(acacia)
    page = windows.open(f"/clients/{acacia.client.id}", acacia, acacia.owner)
    expect(section(page)).to_contain_text("Hold the review")
    flows.finish(acacia, workflow_id, "hold", "advice", {"place": "Here"})
    expect(section(page)).to_contain_text("Write the advice")
    expect(section(page)).not_to_contain_text("Hold the review")


def test_the_settings_show_a_template_in_words_and_retire_it(
    windows: Windows, acacia: PracticeWorld, accessible: Callable[[Page], None]
):
    flows.start(acacia)
    page = windows.open("/settings", acacia, acacia.owner)
    page.get_by_role("button", name="Read Review", exact=True).click()
    sheet = page.get_by_role("dialog", name="Review")
    expect(sheet.get_by_text("Adviser · due 3 working days before: Day of the review")).to_be_visible()
    expect(sheet.get_by_text("It was called off → the workflow is over")).to_be_visible()
    accessible(page)
    sheet.get_by_role("button", name="Offer it no more").click()
    expect(page.get_by_text("Not offered any more: Review. What runs goes on.")).to_be_visible()
    undo(page).click()
    expect(page.get_by_text("Offered again: Review")).to_be_visible()
