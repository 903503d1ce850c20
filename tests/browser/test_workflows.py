"""Workflows on the screens: started for a client, gone through step by step, moved and stopped."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from clientmanager.services import tasks
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


def sheet_of(windows: Windows, world: PracticeWorld, task: str, **options: object) -> tuple[Page, Locator]:
    page = windows.open(f"/tasks?task={task}", world, world.owner, **options)  # pyright: ignore[reportArgumentType]
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
