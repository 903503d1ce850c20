"""The calendar: a month or a week, in the address, with holidays named; narrow windows count and list."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from playwright.sync_api import Locator, Page, expect

from clientmanager.clock import today
from clientmanager.services import tasks
from tests.browser.conftest import PORTRAIT, Windows
from tests.world import Database, PracticeWorld

FREEDOM = "2027-04-27"


def add(world: PracticeWorld, title: str, on: str = FREEDOM, **values: Any) -> str:
    with world.as_(world.adviser) as db:
        return tasks.create(db, {"title": title, "due_on": on, **values})


def calendar(windows: Windows, world: PracticeWorld, query: str = "", **options: Any) -> Page:
    page = windows.open(f"/tasks/calendar{query}", world, options.pop("user", world.owner), **options)
    expect(name(page)).not_to_be_empty()
    return page


def name(page: Page) -> Locator:
    return page.locator(".cm-calendar-bar h2")


def cell(page: Page, number: int) -> Locator:
    """Of the month itself, not of those around it."""
    return page.locator("td[data-outside=false]").filter(
        has=page.locator(".cm-day-number", has_text=re.compile(rf"^{number}$"))
    )


def test_a_month_shows_few_of_each_day_and_names_its_holidays(
    windows: Windows, acacia: PracticeWorld, accessible: Callable[[Page], None]
):
    for place in range(6):
        add(acacia, f"Task {place}", due_time=f"{9 + place:02}:30")
    with acacia.as_(acacia.adviser) as db:
        tasks.finish(db, add(acacia, "Finished", "2027-04-14"))
    add(acacia, "Some time", "")
    page = calendar(windows, acacia, f"?on={FREEDOM}")
    expect(name(page)).to_have_text("April 2027")
    expect(page.locator(".cm-month thead th").first).to_contain_text("Monday")
    freedom = cell(page, 27)
    expect(freedom).to_contain_text("Freedom Day")
    expect(freedom.get_by_role("listitem")).to_have_count(4)
    expect(freedom.get_by_role("listitem").first).to_have_text("09:30Task 0")
    expect(cell(page, 14).get_by_role("listitem")).to_contain_text("Done: Finished")
    expect(page.get_by_role("link", name="1 without a date")).to_have_attribute("href", re.compile("due=none"))
    accessible(page)
    freedom.get_by_role("button", name=re.compile("^2 more")).click()
    expect(name(page)).to_have_text("26 April to 2 May 2027")
    expect(page).to_have_url(re.compile(rf"\?by=week&on={FREEDOM}$"))
    week_day = page.get_by_role("region", name="Tuesday 27 April 2027")
    expect(week_day).to_contain_text("Freedom Day")
    expect(week_day.get_by_role("listitem")).to_have_count(6)
    accessible(page)
    week_day.get_by_role("button", name="Task 5").click()
    expect(page.get_by_role("dialog", name="Task")).to_be_visible()


def test_the_address_says_which_month_or_week_and_the_keys_lead_on(windows: Windows, acacia: PracticeWorld):
    page = calendar(windows, acacia, f"?on={FREEDOM}")
    page.get_by_role("button", name="Next month").click()
    expect(name(page)).to_have_text("May 2027")
    expect(page).to_have_url(re.compile(r"\?on=2027-05$"))
    page.keyboard.press("Control+ArrowLeft")
    expect(name(page)).to_have_text("April 2027")
    page.keyboard.press("Control+ArrowLeft")
    expect(name(page)).to_have_text("March 2027")
    page.get_by_role("button", name="Week", exact=True).click()
    expect(name(page)).to_have_text("1 to 7 March 2027")
    page.keyboard.press("Control+ArrowRight")
    expect(name(page)).to_have_text("8 to 14 March 2027")
    expect(page).to_have_url(re.compile(r"on=2027-03-08"))
    page.reload()
    expect(name(page)).to_have_text("8 to 14 March 2027")
    page.go_back()
    expect(name(page)).to_have_text("1 to 7 March 2027")
    page.go_back()
    expect(name(page)).to_have_text("March 2027")
    page.get_by_role("button", name="Today").click()
    expect(name(page)).to_have_text(f"{today():%B %Y}")
    expect(page).to_have_url(re.compile(r"/tasks/calendar$"))
    expect(page.locator("td[aria-current=date] .cm-wide .cm-day-number")).to_have_text(f"{today().day}")


def test_what_makes_no_sense_in_the_address_is_today(windows: Windows, acacia: PracticeWorld):
    page = calendar(windows, acacia, "?by=year&on=2027-99-99")
    expect(name(page)).to_have_text(f"{today():%B %Y}")


def test_a_task_added_on_a_day_is_due_then_unless_its_line_says_otherwise(
    windows: Windows, acacia: PracticeWorld, database: Database
):
    page = calendar(windows, acacia, f"?on={FREEDOM}")
    add_button = page.get_by_role("button", name="Add a task on Wednesday 14 April 2027")
    add_button.click()
    sheet = page.get_by_role("dialog", name="Add task")
    said = sheet.get_by_role("listitem")
    expect(said).to_have_text("DueWed 14 Apr 2027")
    sheet.get_by_label("What is to be done").fill("Call about the RA 07:15")
    expect(said.filter(has_text="At")).to_have_text("At07:15")
    expect(said.filter(has_text="Due")).to_have_text("DueWed 14 Apr 2027")
    page.keyboard.press("Enter")
    expect(cell(page, 14).get_by_role("listitem")).to_have_text("07:15Call about the RA")
    add_button.click()
    sheet.get_by_label("What is to be done").fill("Book the review 15 April 2027")
    expect(said).to_have_text("DueThu 15 Apr 2027")
    page.keyboard.press("Enter")
    expect(cell(page, 15).get_by_role("listitem")).to_have_text("Book the review")
    assert database.one("select due_on::text from task where title = 'Book the review'") == "2027-04-15"


def test_what_someone_else_changes_is_seen_within_a_second(windows: Windows, acacia: PracticeWorld):
    task = add(acacia, "Call about the RA")
    page = calendar(windows, acacia, f"?on={FREEDOM}")
    expect(cell(page, 27).get_by_role("listitem")).to_have_count(1)
    with acacia.as_(acacia.adviser) as db:
        tasks.set_field(db, task, "due_on", "2027-04-29")
    expect(cell(page, 29).get_by_role("listitem")).to_have_text("Call about the RA", timeout=2000)
    expect(cell(page, 27).get_by_role("listitem")).to_have_count(0)


def test_late_ones_say_so_and_the_filter_holds(windows: Windows, acacia: PracticeWorld):
    yesterday = (today() - timedelta(days=1)).isoformat()
    add(acacia, "Ask for the payslip", yesterday, priority="high")
    add(acacia, "Book the review", yesterday)
    page = calendar(windows, acacia, f"?by=week&on={yesterday}&priority=high")
    expect(page.locator(".cm-week").get_by_role("listitem")).to_have_text(["Late: Ask for the payslip"])


def test_a_narrow_month_counts_and_lists_the_day_that_is_tapped(
    windows: Windows, acacia: PracticeWorld, accessible: Callable[[Page], None]
):
    for place in range(6):
        add(acacia, f"Task {place}", client_id=str(acacia.client.id))
    page = calendar(windows, acacia, "?on=2027-04", size=PORTRAIT)
    expect(page.get_by_text("Choose a day to see its tasks")).to_be_visible()
    choice = page.get_by_role("button", name="Tuesday 27 April 2027, Freedom Day 6 tasks")
    expect(choice).to_contain_text("6")
    expect(page.get_by_role("listitem").filter(has_text="Task 0")).to_have_count(0)
    choice.tap()
    expect(choice).to_have_attribute("aria-pressed", "true")
    expect(page).to_have_url(re.compile(rf"on={FREEDOM}$"))
    expect(page.locator(".cm-week-day").get_by_role("listitem")).to_have_count(6)
    expect(page.locator(".cm-week-day").get_by_role("listitem").first).to_contain_text("Renée O'Brien")
    accessible(page)
    page.get_by_role("button", name="Week", exact=True).tap()
    expect(page.get_by_role("region", name="Tuesday 27 April 2027").get_by_role("listitem")).to_have_count(6)
    accessible(page)


def test_what_has_no_room_in_a_day_of_the_week_is_in_the_list(windows: Windows, acacia: PracticeWorld):
    for place in range(52):
        add(acacia, f"Task {place:02}")
    add(acacia, "Another day", "2027-04-28")
    page = calendar(windows, acacia, f"?by=week&on={FREEDOM}&whose=none")
    day = page.get_by_role("region", name="Tuesday 27 April 2027")
    expect(day).to_contain_text("2 more.")
    day.get_by_role("link", name="See them all in the list").click()
    expect(page).to_have_url(re.compile(rf"/tasks/list\?whose=none&due={FREEDOM}$"))
    expect(page.locator(".cm-chip").filter(has_text="Due")).to_contain_text("on 27 Apr 2027")
    expect(page.locator(".cm-count")).to_contain_text("52")
    page.go_back()
    expect(day).to_be_visible()
