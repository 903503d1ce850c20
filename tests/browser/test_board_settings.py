"""Settings shape the board and make teams: whoever looks at the board sees it at once."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from clientmanager.services import tasks
from tests.browser.conftest import PORTRAIT, Windows
from tests.browser.test_board import begin, board, column
from tests.world import PracticeWorld


def settings(windows: Windows, world: PracticeWorld, **options: Any) -> Page:
    page = windows.open("/settings", world, world.owner, **options)
    expect(columns(page)).to_have_count(4)
    return page


def columns(page: Page) -> Locator:
    return page.get_by_role("table", name="Columns of the board").locator("tbody td:first-child > div")


def seen(page: Page) -> Locator:
    return page.locator(".cm-board-column h2")


def test_an_owner_shapes_the_board_under_the_eyes_of_who_looks_at_it(windows: Windows, acacia: PracticeWorld):
    begin(acacia)
    looking = board(windows, acacia, acacia.assistant)
    page = settings(windows, acacia)
    expect(columns(page)).to_have_text(["To do", "Doing", "Waiting on others", "Done"])
    page.get_by_role("button", name="Change Doing").click()
    sheet = page.get_by_role("dialog", name="Doing")
    sheet.get_by_label("Limit").fill("many")
    sheet.get_by_role("button", name="Save").click()
    expect(sheet.get_by_text("Write how many tasks it takes at most")).to_be_visible()
    sheet.get_by_label("Name").fill("In hand")
    sheet.get_by_label("Limit").fill("1")
    sheet.get_by_role("button", name="Save").click()
    expect(column(looking, "In hand")).to_be_visible()
    expect(column(looking, "In hand").get_by_text("0 of 1")).to_be_visible()
    expect(sheet).to_have_count(0)
    page.get_by_role("button", name="Add column").click()
    sheet = page.get_by_role("dialog", name="Add column")
    sheet.get_by_label("Name").fill("Compliance check")
    sheet.get_by_label("A task in it is").select_option("Waiting on others")
    sheet.get_by_role("button", name="Add column").click()
    expect(column(looking, "Compliance check")).to_be_visible()
    expect(columns(page)).to_have_text(["To do", "In hand", "Waiting on others", "Compliance check", "Done"])
    left = page.get_by_role("button", name="Move Compliance check left")
    left.focus()
    page.keyboard.press("Enter")
    expect(columns(page)).to_have_text(["To do", "In hand", "Compliance check", "Waiting on others", "Done"])
    expect(left).to_be_focused()
    expect(seen(looking)).to_have_text([re.compile(f"^{name}") for name in columns(page).all_inner_texts()])
    page.get_by_role("button", name="Change Waiting on others").click()
    page.get_by_role("button", name="Remove column").click()
    expect(page.get_by_text("Waiting on others is no longer on the board.")).to_be_visible()
    expect(seen(looking)).to_have_count(4)


def test_a_column_with_tasks_stays_and_the_sheet_says_why(windows: Windows, acacia: PracticeWorld):
    begin(acacia)
    page = settings(windows, acacia, size=PORTRAIT)
    page.get_by_role("button", name="Change To do").click()
    sheet = page.get_by_role("dialog", name="To do")
    sheet.get_by_role("button", name="Remove column").click()
    expect(sheet.get_by_role("alert")).to_contain_text("where tasks begin")
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(page.get_by_role("button", name="Change To do")).to_be_focused()


def test_others_read_what_only_owners_change(windows: Windows, acacia: PracticeWorld):
    page = windows.open("/settings", acacia, acacia.compliance)
    expect(columns(page)).to_have_count(4)
    expect(page.get_by_text("There is no team yet.")).to_be_visible()
    for name in ("Add column", "Add team", "Change", "Move"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)


def test_a_team_is_made_filters_the_board_and_is_removed_with_undo(windows: Windows, acacia: PracticeWorld):
    begin(acacia)
    with acacia.as_(acacia.adviser) as db:
        tasks.create(db, {"title": "Ask Ayesha", "assignee_id": str(acacia.assistant.id)})
    page = settings(windows, acacia)
    page.get_by_role("button", name="Add team").click()
    sheet = page.get_by_role("dialog", name="Add team")
    sheet.get_by_label("Name").fill("North")
    sheet.get_by_label("Ayesha Patel").check()
    sheet.get_by_label("Thandi Mokoena").check()
    expect(sheet.get_by_label("Thandi Mokoena")).to_be_checked()
    sheet.get_by_role("button", name="Add team").click()
    of_teams = page.get_by_role("table", name="Teams of the practice")
    expect(of_teams.get_by_role("row").nth(1)).to_contain_text("Ayesha Patel and Thandi Mokoena")
    looking = board(windows, acacia, acacia.adviser)
    expect(looking.locator(".cm-card")).to_have_count(4)
    looking.get_by_role("button", name="Add filter").click()
    looking.get_by_label("North").click()
    expect(looking.locator(".cm-card")).to_have_count(1)
    expect(looking.locator(".cm-chip").first).to_contain_text("team North")
    page.get_by_role("button", name="Change North").click()
    page.get_by_role("button", name="Remove team").click()
    expect(of_teams).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(of_teams.get_by_role("row").nth(1)).to_contain_text("Ayesha Patel and Thandi Mokoena")


def test_the_calendar_knows_the_practice_s_own_days_off(windows: Windows, acacia: PracticeWorld):
    page = windows.open("/settings", acacia, acacia.owner)
    page.get_by_label("Day", exact=True).fill("2031-05-05")
    page.get_by_role("button", name="Add day").click()
    expect(page.get_by_text("Say why this day is off")).to_be_visible()
    expect(page.get_by_label("Day", exact=True)).to_have_value("2031-05-05")
    page.get_by_label("Why").fill("The office moves")
    page.get_by_role("button", name="Add day").click()
    days = page.get_by_role("table", name="The practice's own days off")
    expect(days.get_by_role("row").nth(1)).to_contain_text("The office moves")
    expect(page.get_by_label("Why")).to_have_value("")
    calendar = windows.open("/tasks/calendar?on=2031-05", acacia, acacia.assistant)
    expect(calendar.get_by_text("The office moves").first).to_be_visible()
    page.get_by_role("button", name="Remove Mon 5 May 2031").click()
    expect(days).to_have_count(0)
    page.get_by_role("region", name="Notifications").get_by_role("button", name="Undo").click()
    expect(days.get_by_role("row").nth(1)).to_contain_text("The office moves")
