"""The list of tasks, its filters, many at once with undo, how one repeats, and a client's own."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from clientmanager.services import task_series, tasks
from tests.browser.conftest import PORTRAIT, Windows
from tests.world import Database, PracticeWorld


def begin(world: PracticeWorld) -> dict[str, str]:
    people = {"Late": world.assistant, "Soon": world.owner, "Never": world.owner}
    days = {"Late": "2020-01-01", "Soon": "2099-01-01", "Never": ""}
    with world.as_(world.adviser) as db:
        return {
            title: tasks.create(db, {"title": title, "due_on": days[title], "assignee_id": str(people[title].id)})
            for title in people
        }


def listing(windows: Windows, world: PracticeWorld, query: str = "", **options: Any) -> Page:
    page = windows.open(f"/tasks/list{query}", world, world.owner, **options)
    expect(page.locator("main .cm-row-link").first).to_be_visible()
    return page


def titles(page: Page) -> Locator:
    return page.locator("main .cm-row-link")


def test_the_list_stands_under_headings_and_turns_with_its_columns(
    windows: Windows, acacia: PracticeWorld, accessible: Callable[[Page], None]
):
    begin(acacia)
    page = listing(windows, acacia)
    expect(page.locator(".cm-group")).to_have_text(["Late", "Later", "No date"])
    expect(titles(page)).to_have_text(["Late", "Soon", "Never"])
    page.get_by_role("button", name="Who", exact=True).click()
    expect(page.locator(".cm-group")).to_have_text(["Ayesha Patel", "Thandi Mokoena"])
    expect(page).to_have_url(re.compile("sort=who"))
    page.reload()
    expect(page.locator(".cm-group")).to_have_text(["Ayesha Patel", "Thandi Mokoena"])
    accessible(page)
    page.get_by_role("button", name="Done", exact=True).click()
    expect(page.get_by_text("Nothing is done yet")).to_be_visible()


def test_filters_are_chips_go_along_to_the_other_views_and_survive_a_reload(windows: Windows, acacia: PracticeWorld):
    begin(acacia)
    page = listing(windows, acacia)
    page.get_by_role("button", name="Add filter").click()
    page.get_by_role("group", name="Whose").get_by_label("Me").click()
    expect(titles(page)).to_have_text(["Soon", "Never"])
    page.keyboard.press("Escape")
    expect(page.get_by_text("2 of 3 open")).to_be_visible()
    page.get_by_role("group", name="View").get_by_role("link", name="Board").click()
    expect(page.locator(".cm-card")).to_have_count(2)
    expect(page.get_by_role("button", name="Remove filter Whose")).to_be_visible()
    page.reload()
    expect(page.locator(".cm-card")).to_have_count(2)
    page.get_by_role("button", name="Remove filter Whose").click()
    expect(page.locator(".cm-card")).to_have_count(3)
    expect(page).to_have_url(re.compile("/tasks$"))
    page.go_back()
    expect(page.locator(".cm-card")).to_have_count(2)


def test_many_at_once_are_shown_first_and_put_back(windows: Windows, acacia: PracticeWorld, database: Database):
    begin(acacia)
    page = listing(windows, acacia)
    for title in ("Soon", "Never"):
        page.get_by_label(f"Choose {title}").click()
    bar = page.get_by_role("region", name="Chosen")
    expect(bar).to_contain_text("2 chosen")
    bar.get_by_role("button", name="Give to").click()
    page.get_by_role("group", name="Give to").get_by_role("button", name="Ayesha Patel").click()
    sheet = page.get_by_role("dialog", name="Change tasks")
    expect(sheet.get_by_text("2 of 2 tasks change.")).to_be_visible()
    expect(sheet.get_by_text("Thandi Mokoena → Ayesha Patel").first).to_be_visible()
    sheet.get_by_role("button", name="Change 2").click()
    expect(page.get_by_text("2 tasks are assigned to Ayesha Patel now.")).to_be_visible()
    theirs = "select count(*) from task where assignee_id = :id"
    assert database.one(theirs, id=acacia.assistant.id) == 3
    page.get_by_role("region", name="Notifications").get_by_role("button", name="Undo").click()
    expect(page.get_by_text(re.compile("2 tasks are as before"))).to_be_visible()
    assert database.one(theirs, id=acacia.assistant.id) == 1


def test_a_task_repeats_and_stops(windows: Windows, acacia: PracticeWorld):
    task = begin(acacia)["Soon"]
    page = windows.open(f"/tasks?task={task}", acacia, acacia.owner)
    sheet = page.get_by_role("dialog", name="Task")
    sheet.get_by_role("button", name="Change how it repeats").click()
    sheet.get_by_label("How", exact=True).select_option("last working day")
    sheet.get_by_label("Every how many").fill("2")
    comes_to = sheet.get_by_role("status").filter(has_text="Next on")
    expect(comes_to).to_contain_text("Every second month on the last working day")
    sheet.get_by_role("button", name="Let it repeat").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    expect(sheet.get_by_text(re.compile("^Every second month on the last working day"))).to_be_visible()
    sheet.get_by_role("button", name="Change how it repeats").click()
    sheet.get_by_role("button", name="Stop after this one").click()
    expect(page.get_by_text("“Soon” repeats no more.")).to_be_visible()
    with acacia.as_(acacia.owner) as db:
        series = task_series.of_task(db, task)
    assert series
    assert series.ended


def test_a_client_s_page_shows_their_tasks_and_adds_one_for_them(windows: Windows, acacia: PracticeWorld):
    page = windows.open(f"/clients/{acacia.client.id}", acacia, acacia.owner, size=PORTRAIT)
    page.get_by_role("button", name="Tasks", exact=True).tap()
    expect(page.get_by_text("Nothing is to be done for them.")).to_be_visible()
    page.get_by_role("button", name="Add task").tap()
    sheet = page.get_by_role("dialog", name="Add task")
    sheet.get_by_label("What is to be done").fill("Phone O'Brien tomorrow")
    expect(sheet.get_by_role("listitem").filter(has_text="Due")).to_be_visible()
    expect(sheet.get_by_text("Which client is it for?")).to_have_count(0)
    sheet.get_by_role("button", name="Add task").tap()
    mine = page.locator(".cm-client-tasks li")
    expect(mine).to_have_count(1)
    expect(mine).to_contain_text("Tomorrow")
    with acacia.as_(acacia.assistant) as db:
        tasks.create(db, {"title": "Send the form", "client_id": str(acacia.client.id)})
    expect(mine).to_have_count(2)
    mine.first.get_by_role("button").tap()
    expect(page.get_by_role("dialog", name="Task")).to_be_visible()
