"""Adding a task by one line, and one task in its sheet: each edit stands at once, and nothing typed is lost."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from clientmanager.services import task_page, task_parts, task_series, tasks
from clientmanager.services.task_page import TaskView
from tests.browser.conftest import PORTRAIT, Windows
from tests.world import Database, PracticeWorld


def add(world: PracticeWorld, **values: object) -> str:
    with world.as_(world.adviser) as db:
        return tasks.create(db, {"title": "Call about the RA", "client_id": str(world.client.id), **values})


def opened(windows: Windows, world: PracticeWorld, task_id: str, **options: Any) -> tuple[Page, Locator]:
    page = windows.open(f"/tasks?task={task_id}", world, world.owner, **options)
    sheet = page.get_by_role("dialog", name="Task")
    expect(sheet).to_be_visible()
    return page, sheet


def stored(world: PracticeWorld, task_id: str) -> TaskView:
    with world.as_(world.compliance) as db:
        return task_page.page(db, task_id)


def test_a_line_is_understood_while_it_is_typed_and_asks_where_it_is_not(
    windows: Windows, acacia: PracticeWorld, database: Database, accessible: Callable[[Page], None]
):
    page = windows.open("/tasks", acacia, acacia.owner)
    expect(page.get_by_text("Nothing here").first).to_be_visible()
    page.keyboard.press("n")
    sheet = page.get_by_role("dialog", name="Add task")
    line = sheet.get_by_label("What is to be done")
    expect(line).to_be_focused()
    line.fill("Call O'Brien re RA top-up tomorrow 10:00 @me !high #review")
    said = sheet.get_by_role("listitem")
    expect(said).to_have_count(5)
    expect(said.filter(has_text="Who")).to_contain_text("Thandi Mokoena")
    expect(said.filter(has_text=re.compile("^At"))).to_contain_text("10:00")
    asked = sheet.get_by_role("group", name="Which client is it for?")
    expect(asked.get_by_role("button")).to_have_count(3)
    accessible(page)
    asked.get_by_role("button", name="O'Brien, Renée").click()
    expect(said.filter(has_text="Client")).to_contain_text("O'Brien, Renée")
    line.press("Enter")
    expect(sheet).to_have_count(0)
    card = page.locator(".cm-card")
    expect(card).to_contain_text("Call O'Brien re RA top-up")
    expect(card).to_contain_text("Tomorrow 10:00")
    expect(card).to_contain_text("Renée O'Brien")
    expect(card).to_contain_text("High")
    assert database.one("select count(*) from task_label where folded = 'review'") == 1


def test_a_line_that_cannot_be_kept_stays_in_its_field(windows: Windows, acacia: PracticeWorld):
    page = windows.open("/tasks", acacia, acacia.owner)
    page.get_by_role("button", name="Add a task to Doing").click()
    sheet = page.get_by_role("dialog", name="Add task")
    line = sheet.get_by_label("What is to be done")
    line.fill("tomorrow @me")
    sheet.get_by_label("More about it").fill("Two\nlines")
    line.press("Enter")
    expect(sheet.get_by_text("Say what is to be done, too.")).to_be_visible()
    page.wait_for_timeout(400)  # by now the line was read that was typed before it was sent
    expect(sheet.get_by_text("Say what is to be done, too.")).to_be_visible()
    expect(line).to_have_value("tomorrow @me")
    line.fill("Phone tomorrow @me")
    sheet.get_by_role("button", name="Add task").click()
    expect(page.get_by_role("region", name="Doing", exact=True).locator(".cm-card")).to_contain_text("Phone")


def test_fields_are_saved_where_they_stand(windows: Windows, acacia: PracticeWorld):
    task = add(acacia)
    page, sheet = opened(windows, acacia, task)
    title = sheet.get_by_label("What", exact=True)
    title.click()
    title.fill("Call about the TFSA")
    title.press("Enter")
    expect(sheet.get_by_text(re.compile(r"Saved \d\d:\d\d")).first).to_be_visible()
    sheet.get_by_label("Who").select_option(label="Ayesha Patel")
    sheet.get_by_label("Due").fill("2030-03-12")
    sheet.get_by_label("At", exact=True).fill("14:30")
    sheet.get_by_label("At", exact=True).blur()  # Tab goes from its hours to its minutes
    expect(sheet.locator("[data-state=saved]", has=page.get_by_label("At", exact=True))).to_be_visible()
    sheet.get_by_label("Priority").select_option("urgent")
    sheet.get_by_label("Column").select_option(label="Doing")
    sheet.get_by_text("What changed").click()
    expect(sheet.get_by_text("Moved to Doing")).to_be_visible()
    shown = stored(acacia, task)
    assert (shown.title, shown.who, shown.due_on, shown.due_time, shown.priority, shown.column) == (
        "Call about the TFSA", "Ayesha Patel", "2030-03-12", "14:30", "urgent", "Doing",
    )  # fmt: skip


def test_a_refused_field_stays_open_with_what_was_typed(windows: Windows, acacia: PracticeWorld):
    task = add(acacia)
    _, sheet = opened(windows, acacia, task)
    title = sheet.get_by_label("What", exact=True)
    title.click()
    title.fill("x" * 301)
    title.press("Enter")
    expect(sheet.get_by_text("longer than the 300 characters")).to_be_visible()
    expect(title).to_have_value("x" * 301)
    assert stored(acacia, task).title == "Call about the RA"


def test_a_checklist_comments_and_labels(windows: Windows, acacia: PracticeWorld, accessible: Callable[[Page], None]):
    task = add(acacia)
    page, sheet = opened(windows, acacia, task, size=PORTRAIT)
    line = sheet.get_by_label("Add a line")
    for words in ("Ask for the payslip", "File it"):
        line.fill(words)
        line.press("Enter")
        expect(sheet.get_by_label(words, exact=True)).to_be_visible()
        expect(line).to_have_value("")
    sheet.get_by_label("Ask for the payslip", exact=True).click()
    expect(sheet.get_by_label("Ask for the payslip", exact=True)).to_be_checked()
    sheet.get_by_label("Comment", exact=True).fill("Phoned,\nno answer.")
    sheet.get_by_role("button", name="Comment").click()
    expect(sheet.get_by_text("no answer.")).to_be_visible()
    expect(sheet.get_by_label("Comment", exact=True)).to_have_value("")
    sheet.get_by_label("Add a label").fill("Review")
    sheet.get_by_label("Add a label").press("Enter")
    expect(sheet.get_by_role("button", name="Remove tag Review")).to_be_visible()
    accessible(page)
    sheet.get_by_role("button", name="Remove “File it”").click()
    expect(sheet.get_by_label("File it", exact=True)).to_have_count(0)
    shown = stored(acacia, task)
    assert ([(one.words, one.done) for one in shown.checklist], shown.labels) == (
        [("Ask for the payslip", True)], ("Review",),
    )  # fmt: skip


def test_another_client_is_found_and_chosen(windows: Windows, acacia: PracticeWorld):
    task = add(acacia)
    _, sheet = opened(windows, acacia, task)
    sheet.get_by_role("button", name="Change client").click()
    sheet.get_by_label("Find a client").fill("hooft")
    sheet.get_by_role("button", name=re.compile("'t Hooft, Gerrit")).click()
    expect(sheet.get_by_role("link", name="Gerrit 't Hooft")).to_be_visible()
    assert stored(acacia, task).client == "Gerrit 't Hooft"


def test_done_and_deleted_are_taken_back_from_the_toast(windows: Windows, acacia: PracticeWorld):
    task = add(acacia)
    page, sheet = opened(windows, acacia, task)
    undo = page.get_by_role("region", name="Notifications").get_by_role("button", name="Undo")
    sheet.get_by_role("button", name="Done", exact=True).click()
    expect(sheet).to_have_count(0)
    expect(page).to_have_url(re.compile("/tasks$"))
    undo.click()
    expect(page.get_by_text("Open again: Call about the RA")).to_be_visible()
    page.get_by_role("link", name="Call about the RA").click()
    expect(page).to_have_url(re.compile("task="))
    sheet.get_by_role("button", name="Delete").click()
    expect(page.locator(".cm-card")).to_have_count(0)
    page.get_by_text("Deleted: Call about the RA").locator("..").locator("..").get_by_role(
        "button", name="Undo"
    ).click()
    expect(page.locator(".cm-card")).to_have_count(1)


def test_back_closes_the_sheet_and_a_comment_of_someone_else_comes_by_itself(windows: Windows, acacia: PracticeWorld):
    task = add(acacia)
    page = windows.open("/tasks", acacia, acacia.owner)
    page.get_by_role("link", name="Call about the RA").click()
    sheet = page.get_by_role("dialog", name="Task")
    expect(sheet).to_be_visible()
    expect(page).to_have_url(re.compile("task="))
    with acacia.as_(acacia.assistant) as db:
        task_parts.comment(db, task, "She will phone back.")
    expect(sheet.get_by_text("She will phone back.")).to_be_visible()
    page.go_back()
    expect(sheet).to_have_count(0)


def test_a_series_that_was_stopped_goes_on_by_the_toast_or_in_the_sheet_which_stays(
    windows: Windows, acacia: PracticeWorld
):
    task = add(acacia)
    with acacia.as_(acacia.owner) as db:
        task_series.make_recurring(db, task, {"kind": "daily"})
    page, sheet = opened(windows, acacia, task)
    toast = page.get_by_role("region", name="Notifications").get_by_role("button", name="Undo")
    for undo in (toast, sheet.get_by_role("button", name="Undo how it was changed to repeat")):
        sheet.get_by_role("button", name="Change how it repeats").click()
        sheet.get_by_role("button", name="Stop after this one").click()
        expect(sheet.get_by_text("It has ended")).to_be_visible()
        undo.click()
        expect(sheet.get_by_text("It has ended")).to_have_count(0)
        expect(sheet.get_by_text("Next on")).to_be_visible()
