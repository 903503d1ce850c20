"""My day: what is late, due, next and waiting; ticked off where it stands, and seen by everybody at once."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from playwright.sync_api import Locator, Page, expect

from clientmanager.clock import today
from clientmanager.models.user import User
from clientmanager.services import board_columns, task_moves, tasks
from tests.browser.conftest import PORTRAIT, Windows
from tests.world import Database, PracticeWorld


def add(world: PracticeWorld, title: str, days: int | None = None, *, by: User | None = None, **values: Any) -> str:
    """A task of the owner's, due that many days from today."""
    due = "" if days is None else (today() + timedelta(days=days)).isoformat()
    with world.as_(by or world.adviser) as db:
        return tasks.create(db, {"title": title, "due_on": due, "assignee_id": str(world.owner.id), **values})


def begin(world: PracticeWorld) -> None:
    add(world, "Ask for the payslip", -4, client_id=str(world.client.id), labels=["FICA"])
    add(world, "Book the review", 0, priority="high")
    add(world, "Call about the RA", 0)
    add(world, "Draft the minutes", 3)
    add(world, "Echo of somebody else", 0, assignee_id=str(world.adviser.id))
    waiting = add(world, "Find the trust deed")
    with world.as_(world.adviser) as db:
        column = next(str(one.id) for one in board_columns.listed(db) if one.name == "Waiting on others")
        task_moves.move(db, waiting, column, "", "")


def day(windows: Windows, world: PracticeWorld, path: str = "/tasks/day", **options: Any) -> Page:
    page = windows.open(path, world, options.pop("user", world.owner), **options)
    expect(page.locator(".cm-day-section, .cm-empty").first).to_be_visible()
    return page


def section(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


def rows(page: Page, name: str) -> Locator:
    return section(page, name).get_by_role("listitem")


def test_each_task_stands_in_its_section_with_all_that_one_needs_to_know(windows: Windows, acacia: PracticeWorld):
    begin(acacia)
    page = day(windows, acacia)
    expect(page.get_by_role("heading", level=1)).to_have_text("Tasks2 today, 1 late")
    for name, count in (("Late", 1), ("Today", 2), ("Next", 1), ("Waiting on others", 1)):
        expect(section(page, name).get_by_role("heading")).to_have_text(f"{name} {count}")
    late = rows(page, "Late")
    for words in ("Ask for the payslip", "Renée O'Brien", "4 days late", "FICA"):
        expect(late).to_contain_text(words)
    expect(rows(page, "Today").first).to_contain_text("High")
    expect(rows(page, "Waiting on others")).to_contain_text("waiting since today")
    late.get_by_role("button", name="Ask for the payslip").click()
    expect(page.get_by_role("dialog", name="Task")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/tasks/day\?task="))


def test_a_tick_finishes_a_task_and_undo_brings_it_back(windows: Windows, acacia: PracticeWorld, database: Database):
    begin(acacia)
    page = day(windows, acacia)
    page.get_by_role("checkbox", name="Done: Book the review").focus()
    page.keyboard.press("Space")
    expect(rows(page, "Today")).to_have_count(1)
    expect(page.get_by_text("1 done today")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Done: Call about the RA")).to_be_focused()
    assert database.one("select done_at is not null from task where title = 'Book the review'")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Open again: Book the review")).to_be_visible()
    expect(rows(page, "Today")).to_have_count(2)
    expect(page.get_by_text("1 done today")).to_have_count(0)
    page.get_by_role("checkbox", name="Done: Ask for the payslip").click()
    expect(section(page, "Late")).to_contain_text("Nothing is late")


def test_it_is_the_viewers_own_day_until_the_chip_is_taken_off(windows: Windows, acacia: PracticeWorld):
    begin(acacia)
    page = day(windows, acacia)
    expect(page.locator(".cm-chip:not(.add)")).to_have_text("Whose me")
    page.get_by_role("button", name="Remove filter Whose").click()
    expect(rows(page, "Today")).to_have_count(3)
    expect(page).to_have_url(re.compile(r"/tasks/day\?whose=all$"))
    page.reload()
    expect(rows(page, "Today")).to_have_count(3)
    expect(page.locator(".cm-chip:not(.add)")).to_have_count(0)
    page.go_back()
    expect(page.locator(".cm-chip:not(.add)")).to_have_text("Whose me")
    expect(rows(page, "Today")).to_have_count(2)
    page.get_by_role("group", name="View").get_by_role("link", name="List").click()
    expect(page).to_have_url(re.compile("/tasks/list$"))
    expect(page.locator("main")).to_contain_text("Echo of somebody else")


def test_what_someone_else_adds_is_there_within_a_second(windows: Windows, acacia: PracticeWorld):
    begin(acacia)
    page = day(windows, acacia)
    add(acacia, "Give the annual statement", 0)
    expect(rows(page, "Today")).to_have_count(3, timeout=2000)
    expect(page.get_by_role("heading", level=1)).to_have_text("Tasks3 today, 1 late")


def test_what_is_added_here_is_ones_own_unless_the_line_names_somebody(windows: Windows, acacia: PracticeWorld):
    page = day(windows, acacia)
    page.keyboard.press("n")
    sheet = page.get_by_role("dialog", name="Add task")
    expect(sheet.get_by_role("listitem")).to_have_text("WhoThandi Mokoena")
    sheet.get_by_label("What is to be done").fill("Phone SARS tomorrow")
    expect(sheet.get_by_role("listitem")).to_have_count(2)
    page.keyboard.press("Enter")
    expect(rows(page, "Next")).to_contain_text("Phone SARS")
    expect(rows(page, "Next")).to_contain_text("Tomorrow")


def test_an_empty_day_says_what_will_be_here(
    windows: Windows, acacia: PracticeWorld, accessible: Callable[[Page], None]
):
    page = day(windows, acacia)
    expect(page.get_by_text("Nothing is to be done")).to_be_visible()
    accessible(page)
    add(acacia, "Book the review", 2)
    expect(section(page, "Late")).to_contain_text("Nothing is late")
    expect(section(page, "Today")).to_contain_text("Nothing more today")
    expect(section(page, "Waiting on others")).to_contain_text("Nothing waits on others")


def test_whoever_may_not_edit_has_nothing_to_tick(windows: Windows, acacia: PracticeWorld):
    begin(acacia)
    page = day(windows, acacia, "/tasks/day?whose=all", user=acacia.compliance)
    expect(rows(page, "Today")).to_have_count(3)
    expect(rows(page, "Today").first.get_by_role("checkbox")).to_have_count(0)


def test_on_a_tablet_it_is_one_column(windows: Windows, acacia: PracticeWorld):
    begin(acacia)
    page = day(windows, acacia, size=PORTRAIT)
    left = [section(page, name).bounding_box() for name in ("Late", "Today", "Next", "Waiting on others")]
    assert len({box["x"] for box in left if box}) == 1
    ticked = page.get_by_role("checkbox", name="Done: Call about the RA")
    ticked.tap()
    expect(rows(page, "Today")).to_have_count(1)
