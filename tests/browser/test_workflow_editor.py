"""A template is written on screen, with fingers and with keys; what is typed outlives the page."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from clientmanager.services import workflow_templates
from tests import workflows as flows
from tests.browser.conftest import PORTRAIT, Windows
from tests.world import PracticeWorld


def editor(windows: Windows, world: PracticeWorld, template: str, **options: Any) -> Page:
    page = windows.open(f"/settings/workflows/{template}", world, world.owner, **options)
    expect(page.get_by_label("Name", exact=True)).to_be_visible()
    return page


def save(page: Page) -> Locator:
    return page.get_by_role("button", name="Save", exact=True)


def steps(page: Page) -> Locator:
    return page.locator(".cm-editor-steps .cm-row-button")


def test_a_new_workflow_is_written_by_touch_and_started(
    windows: Windows, acacia: PracticeWorld, accessible: Callable[[Page], None]
):
    page = windows.open("/settings", acacia, acacia.owner, size=PORTRAIT)
    page.get_by_role("link", name="New workflow").tap()
    page.get_by_label("Name", exact=True).fill("Move of office")
    page.get_by_label("It is about").select_option("The practice itself")
    page.get_by_role("button", name="Add a role").tap()
    expect(page.get_by_label("Role 1")).to_be_focused()
    page.get_by_label("Role 1").fill("Mover")
    page.get_by_role("button", name="Add a step").tap()
    sheet = page.get_by_role("dialog", name="Step 1")
    sheet.get_by_label("Title").fill("Choose the office")
    sheet.get_by_role("button", name="Done").tap()
    expect(steps(page)).to_have_text(["Choose the office"])
    page.get_by_role("button", name="Add a step").tap()
    second = page.get_by_role("dialog", name="Step 2")
    second.get_by_label("Title").fill("Pack")
    second.get_by_label("Who does it").select_option("Mover")
    second.get_by_label("It opens").select_option("When an outcome calls it")
    second.get_by_role("button", name="Add a field").tap()
    expect(second.get_by_label("Label")).to_be_focused()
    second.get_by_label("Label").fill("Van")
    second.get_by_label("What is filled in").select_option("One of several")
    second.get_by_label("It must be filled in").check()
    accessible(page)
    second.get_by_role("button", name="Done").tap()
    expect(second).to_have_count(0)
    save(page).last.tap()
    expect(page.get_by_text("Choose who does “Choose the office”.")).to_be_visible()
    expect(page.get_by_text("Write at least two things to choose from, each once.")).to_be_visible()
    # nothing of it is lost with the page
    page.reload()
    expect(page.get_by_label("Role 1")).to_have_value("Mover")
    steps(page).first.tap()
    sheet.get_by_label("Who does it").select_option("Mover")
    sheet.get_by_role("button", name="Add an outcome").tap()
    sheet.get_by_label("In words").fill("Found")
    sheet.get_by_label("2. Pack").check()
    sheet.get_by_role("button", name="Done").tap()
    steps(page).last.tap()
    second.get_by_label("What can be chosen").fill("Small\nLarge")
    second.get_by_role("button", name="Done").tap()
    save(page).last.tap()
    expect(page.get_by_text("Saved as version 1.")).to_be_visible()
    expect(page.get_by_role("button", name="Read version 1")).to_be_visible()
    accessible(page)
    page.goto("/tasks/workflows")
    page.get_by_role("button", name="Start a workflow").last.tap()
    start = page.get_by_role("dialog", name="Start a workflow")
    start.get_by_label("Workflow", exact=True).select_option("Move of office")
    start.get_by_label("Mover").select_option("Thandi Mokoena")
    start.get_by_role("button", name="Start", exact=True).tap()
    page.get_by_role("button", name="Move of office").tap()
    page.get_by_role("dialog", name="Move of office").get_by_role("button", name="Choose the office").tap()
    task = page.get_by_role("dialog", name="Task")
    task.get_by_label("Found").check()
    task.get_by_role("button", name="Finish this step").tap()
    expect(page.get_by_text("Next: Pack")).to_be_visible()
    page.get_by_role("button", name="Move of office").tap()
    page.get_by_role("dialog", name="Move of office").get_by_role("button", name="Pack").tap()
    expect(task.get_by_label("Van (required)")).to_be_visible()


def test_parts_are_moved_and_removed_by_the_keyboard(windows: Windows, acacia: PracticeWorld):
    page = editor(windows, acacia, flows.add(acacia))
    up = page.get_by_role("button", name="Move Prepare the review up")
    up.focus()
    page.keyboard.press("Enter")
    expect(steps(page).first).to_have_text("Prepare the review")
    expect(up).to_be_focused()
    remove = page.get_by_role("button", name="Remove Assistant")
    remove.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("“Assistant” is needed by “Invite the client”, “File it” and 1 more.")).to_be_visible()
    page.get_by_role("button", name="Remove Prepare the review").press("Enter")
    expect(page.get_by_text("Removed: Prepare the review")).to_be_visible()
    expect(page.get_by_role("button", name="Add a step")).to_be_focused()
    page.get_by_role("region", name="Notifications").get_by_role("button", name="Undo").click()
    expect(steps(page).first).to_have_text("Prepare the review")
    page.get_by_role("button", name="Start afresh").click()
    expect(steps(page).first).to_have_text("Invite the client")


def test_someone_else_s_version_is_not_saved_over_unseen(
    windows: Windows, acacia: PracticeWorld, accessible: Callable[[Page], None]
):
    template = flows.add(acacia)
    page = editor(windows, acacia, template)
    page.get_by_label("What it is for").fill("Mine")
    with acacia.as_(acacia.owner) as db:
        workflow_templates.save(db, template, flows.REVIEW | {"about": "Theirs"})
    save(page).first.click()
    expect(page.get_by_text("Someone else changed this template meanwhile.")).to_be_visible()
    expect(page.get_by_label("What it is for")).to_have_value("Mine")
    page.get_by_role("button", name="Read version 2").click()
    expect(page.get_by_role("dialog", name="Review, version 2").get_by_text("Theirs")).to_be_visible()
    accessible(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Save mine over it").click()
    expect(page.get_by_text("Saved as version 3.")).to_be_visible()


def test_who_does_not_shape_workflows_is_told_so(windows: Windows, acacia: PracticeWorld):
    page = windows.open(f"/settings/workflows/{flows.add(acacia)}", acacia, acacia.adviser)
    expect(page.get_by_text("Whoever shapes the practice's workflows changes them here.")).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_count(0)
    expect(save(page)).to_have_count(0)
