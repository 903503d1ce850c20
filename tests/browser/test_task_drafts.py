"""What is typed in a task's sheet or for a new task: not a letter of it is lost, nor another's unseen."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, Page, expect

from clientmanager.services import tasks
from tests.browser.conftest import PORTRAIT, Windows
from tests.browser.test_task_sheet import add, opened, stored
from tests.browser.test_two_people import wait_for_draft
from tests.world import Database, PracticeWorld


def their_change(world: PracticeWorld, task: str, field: str, value: str) -> None:
    with world.as_(world.assistant) as db:
        tasks.set_field(db, task, field, value)


def test_what_was_typed_in_a_sheet_is_there_again_and_is_saved_sent_or_not(
    windows: Windows, acacia: PracticeWorld, database: Database, accessible: Callable[[Page], None]
):
    task = add(acacia)
    page, sheet = opened(windows, acacia, task, size=PORTRAIT)
    for label, name in (("Comment", "comment"), ("Add a line", "item"), ("About it", "task-description")):
        sheet.get_by_label(label, exact=True).click()
        page.keyboard.type(f"Half of {name}")
        wait_for_draft(database, f"Half of {name}")
    page.reload()
    expect(sheet.get_by_label("About it", exact=True)).to_have_value("Half of task-description")
    expect(sheet.get_by_label("Comment", exact=True)).to_have_value("Half of comment")
    expect(sheet.get_by_label("Add a line", exact=True)).to_have_value("Half of item")
    expect(sheet.get_by_text(re.compile(r"Not sent yet, typed \d\d:\d\d"))).to_have_count(2)
    accessible(page)
    sheet.locator(".cm-field").filter(has_text="About it").get_by_role("button", name="Save").click()
    expect(sheet.get_by_text(re.compile(r"Saved \d\d:\d\d"))).to_be_visible()
    sheet.get_by_role("button", name="Comment").click()
    expect(sheet.get_by_role("listitem").filter(has_text="Half of comment")).to_be_visible()
    expect(sheet.get_by_label("Comment", exact=True)).to_have_value("")
    sheet.get_by_role("button", name="Discard").click()
    expect(sheet.get_by_label("Add a line", exact=True)).to_have_value("")
    expect(sheet.get_by_text("Not sent yet")).to_have_count(0)
    assert database.one("select count(*) from draft") == 0
    assert (stored(acacia, task).description, stored(acacia, task).checklist) == ("Half of task-description", ())


def test_a_half_typed_task_is_there_again_until_it_is_begun_afresh_or_added(
    windows: Windows, acacia: PracticeWorld, database: Database
):
    page = windows.open("/tasks", acacia, acacia.owner)
    sheet = page.get_by_role("dialog", name="Add task")
    page.get_by_role("button", name="Add a task to Doing").click()
    sheet.get_by_label("What is to be done").fill("Phone tomorrow")
    sheet.get_by_label("More about it").fill("The pens")
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    wait_for_draft(database, "The pens")
    page.reload()
    expect(page.get_by_text("Nothing here").first).to_be_visible()
    page.keyboard.press("n")
    expect(sheet.get_by_text("Not added yet")).to_be_visible()
    expect(sheet.get_by_label("What is to be done")).to_have_value("Phone tomorrow")
    expect(sheet.get_by_label("More about it")).to_have_value("The pens")
    expect(sheet.get_by_role("listitem").filter(has_text="Due")).to_be_visible()
    sheet.get_by_role("button", name="Start afresh").click()
    expect(sheet.get_by_label("What is to be done")).to_have_value("")
    sheet.get_by_label("What is to be done").fill("Write to her")
    sheet.get_by_label("What is to be done").press("Enter")
    expect(page.locator(".cm-card")).to_contain_text("Write to her")
    assert database.one("select count(*) from draft") == 0


@pytest.mark.parametrize("chosen", ["Yours", "Ayesha's"])
def test_the_other_s_words_stand_beside_mine_until_i_choose(
    chosen: str, windows: Windows, acacia: PracticeWorld, accessible: Callable[[Page], None]
):
    task = add(acacia)
    page, sheet = opened(windows, acacia, task)
    title = sheet.get_by_label("What", exact=True)
    title.click()
    title.fill("Mine")
    their_change(acacia, task, "title", "Theirs")
    title.press("Enter")
    box = sheet.get_by_role("region", name="Changed by two people")
    expect(box).to_contain_text("Ayesha changed this while you were typing. Both are kept until you choose.")
    expect(box.get_by_role("radio")).to_have_text([re.compile("Yours.*Mine"), re.compile("Ayesha's.*Theirs")])
    assert stored(acacia, task).title == "Theirs"
    accessible(page)
    page.reload()
    box.get_by_role("radio", name=re.compile(chosen)).click()
    expect(box).to_have_count(0)
    value = "Mine" if chosen == "Yours" else "Theirs"
    expect(title).to_have_value(value)
    assert stored(acacia, task).title == value


@pytest.mark.parametrize("path", ["/tasks?task={task}", "/clients/{client}?task={task}"])
def test_who_looks_sees_a_change_and_keeps_the_cursor_and_the_words(
    path: str, windows: Windows, acacia: PracticeWorld, database: Database
):
    task = add(acacia)
    page = windows.open(path.format(task=task, client=acacia.client.id), acacia, acacia.owner)
    sheet = page.get_by_role("dialog", name="Task")
    comment = sheet.get_by_label("Comment", exact=True)
    comment.click()
    page.keyboard.type("She says")
    wait_for_draft(database, "She says")
    their_change(acacia, task, "title", "Theirs")
    expect(sheet.get_by_label("What", exact=True)).to_have_value("Theirs")
    expect(comment).to_be_focused()
    page.keyboard.type(" yes")
    expect(comment).to_have_value("She says yes")


def test_what_is_refused_comes_back_into_its_box_and_what_is_typed_on_stays(windows: Windows, acacia: PracticeWorld):
    task = add(acacia)
    page, sheet = opened(windows, acacia, task)
    line = sheet.get_by_label("Add a line", exact=True)
    line.click()
    line.evaluate("box => box.removeAttribute('maxlength')")
    page.keyboard.insert_text("x" * 301)
    page.keyboard.press("Enter")
    expect(sheet.get_by_text("longer than the 300 characters")).to_be_visible()
    expect(line).to_have_value("x" * 301)
    line.fill("First")
    page.keyboard.press("Enter")
    page.keyboard.type("Second")
    expect(sheet.get_by_label("First", exact=True)).to_be_visible()
    expect(line).to_have_value("Second")


def test_leaving_is_warned_of_only_while_something_is_unsaved(windows: Windows, acacia: PracticeWorld):
    task = add(acacia)
    page, sheet = opened(windows, acacia, task)
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    comment = sheet.get_by_label("Comment", exact=True)
    comment.click()
    page.keyboard.type("No answer")
    sheet.get_by_role("button", name="Comment").click()
    expect(sheet.get_by_role("listitem").filter(has_text="No answer")).to_be_visible()
    # Everyone who looks is told of a comment, its writer at times before the answer to them.
    page.wait_for_function("dispatchEvent(new Event('beforeunload', { cancelable: true }))")
    page.reload()
    expect(sheet).to_be_visible()
    assert asked == []
    comment.click()
    page.keyboard.type("No ans")
    page.reload()
    expect(sheet).to_be_visible()
    assert asked == ["beforeunload"]
