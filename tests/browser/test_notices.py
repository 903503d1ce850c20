"""Notices arrive while one works, are read by opening them, put off, and shown by the browser itself if it may."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from clientmanager.models.user import User
from clientmanager.services import reminders, task_parts, tasks
from tests.browser.conftest import PORTRAIT, Windows
from tests.world import Database, PracticeWorld

# Stands in for the browser's own, so that what would be shown can be read.
STAND_IN = """
window.made = [];
window.Notification = class {
  static permission = "default";
  static async requestPermission() { window.Notification.permission = "granted"; return "granted"; }
  constructor(title, options) { window.made.push([title, options.body]); }
};
"""
IN_THE_BACKGROUND = "Object.defineProperty(document, 'hidden', { value: true, configurable: true })"


def give(world: PracticeWorld, to: User, title: str = "Call Thandi") -> str:
    with world.as_(world.adviser) as db:
        values = {"title": title, "assignee_id": str(to.id), "client_id": str(world.client.id)}
        return tasks.create(db, values)


def count(page: Page) -> Locator:
    return page.locator(".cm-nav > .cm-nav-items .cm-nav-count[data-of=notices]")


def notices(windows: Windows, world: PracticeWorld, user: User, **options: Any) -> Page:
    page = windows.open("/notices", world, user, **options)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Notices")
    return page


def test_a_notice_arrives_while_one_works_and_is_read_by_opening_it(
    windows: Windows, acacia: PracticeWorld, accessible: Callable[[Page], None]
):
    page = windows.open("/clients", acacia, acacia.owner)
    expect(page.locator(".cm-row-link").first).to_be_visible()
    expect(count(page)).to_be_empty()
    give(acacia, acacia.owner)
    expect(count(page)).to_have_text("1")
    page.keyboard.press("g")
    page.keyboard.press("n")
    page.wait_for_url("**/notices")
    given = page.get_by_role("link", name="Pieter van der Merwe gave you “Call Thandi”")
    expect(given).to_be_visible()
    expect(page.get_by_text("Unread", exact=True)).to_have_count(1)
    accessible(page)
    give(acacia, acacia.owner, "Call Sipho")
    expect(page.get_by_text("Unread", exact=True)).to_have_count(2)
    given.click()
    expect(page.get_by_role("dialog", name="Task")).to_be_visible()
    expect(count(page)).to_have_text("1")


def test_all_are_read_at_once_in_every_window(windows: Windows, acacia: PracticeWorld):
    for title in ("One", "Two"):
        give(acacia, acacia.owner, title)
    page, other = notices(windows, acacia, acacia.owner), windows.open("/tasks", acacia, acacia.owner)
    expect(count(other)).to_have_text("2")
    page.get_by_role("button", name="Read: Pieter van der Merwe gave you “One”").click()
    expect(count(other)).to_have_text("1")
    page.get_by_role("button", name="Mark all as read").click()
    expect(count(other)).to_be_empty()
    expect(page.get_by_text("Unread", exact=True)).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_contain_text("All read")


def test_a_notice_is_put_off_with_a_thumb(
    windows: Windows, acacia: PracticeWorld, accessible: Callable[[Page], None], database: Database
):
    give(acacia, acacia.owner)
    page = notices(windows, acacia, acacia.owner, size=PORTRAIT)
    page.get_by_role("button", name="Snooze: Pieter").tap()
    page.get_by_role("group", name="Put off until").get_by_role("button", name="In an hour").tap()
    expect(page.get_by_text("put off until").first).to_be_visible()
    expect(page.get_by_text("Unread", exact=True)).to_have_count(0)
    assert database.one("select count(*) from notice where snoozed_until is not null and read_at is null") == 1
    accessible(page)


def test_the_browser_itself_tells_when_it_was_asked_to_and_names_nobody_unless_told(
    windows: Windows, acacia: PracticeWorld
):
    page = notices(windows, acacia, acacia.owner)
    page.add_init_script(STAND_IN)
    page.reload()
    expect(page.get_by_text("When someone gives you a task")).to_be_visible()
    page.evaluate(IN_THE_BACKGROUND)
    give(acacia, acacia.owner, "Before it was asked")
    expect(count(page)).to_have_text("1")
    assert page.evaluate("made") == []
    page.get_by_role("button", name="Notify me in this browser").click()
    expect(page.get_by_role("button", name="Stop notifying me")).to_be_visible()
    give(acacia, acacia.owner, "With nobody's name")
    expect(count(page)).to_have_text("2")
    page.wait_for_function("made.length === 2")
    assert page.evaluate("made[1]") == ["A task needs you", "A task was given to you"]
    page.get_by_label("Add names and the task’s title").check()
    give(acacia, acacia.owner, "With names")
    page.wait_for_function("made.length === 3")
    assert page.evaluate("made[2]") == ["Pieter van der Merwe gave you “With names”", ""]
    page.evaluate("delete document.hidden")
    give(acacia, acacia.owner, "In front of one")
    expect(count(page)).to_have_text("4")
    assert page.evaluate("made.length") == 3
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0


def test_what_one_asks_to_be_reminded_of_stands_in_the_task(windows: Windows, acacia: PracticeWorld):
    made = give(acacia, acacia.owner)
    with acacia.as_(acacia.adviser) as db:
        tasks.set_field(db, made, "due_on", "2090-03-10")
        task_parts.comment(db, made, "First the payslip, @thandi")
    page = windows.open(f"/tasks?task={made}", acacia, acacia.compliance)
    sheet = page.get_by_role("dialog", name="Task")
    expect(sheet.locator(".cm-mentions mark")).to_have_text("@thandi")
    sheet.get_by_role("button", name="Add a reminder").click()
    page.get_by_role("group", name="Remind me").get_by_role("button", name="1 day before").click()
    expect(sheet.get_by_text("1 day before, Thu 9 Mar 2090 08:00")).to_be_visible()
    sheet.get_by_role("button", name="Add a reminder").click()
    page.get_by_role("group", name="Remind me").get_by_role("button", name="At a moment").click()
    page.get_by_label("Remind me at").fill("2089-01-01T09:30")
    page.get_by_role("group", name="At a moment").get_by_role("button", name="Remind me").click()
    expect(sheet.get_by_text("Sat 1 Jan 2089 09:30")).to_be_visible()
    sheet.get_by_role("button", name="Drop the reminder 1 day before").click()
    expect(sheet.get_by_text("1 day before, Thu")).to_have_count(0)
    with acacia.as_(acacia.compliance) as db:
        assert [one.words for one in reminders.listed(db, made)] == ["Sat 1 Jan 2089 09:30"]


def test_compliance_reads_their_notices_and_the_digest(
    windows: Windows, acacia: PracticeWorld, accessible: Callable[[Page], None]
):
    made = give(acacia, acacia.owner)
    with acacia.as_(acacia.adviser) as db:
        task_parts.comment(db, made, "Is this in order, @siphodlamini?")
    page = notices(windows, acacia, acacia.compliance)
    expect(page.get_by_role("link", name="Pieter van der Merwe mentioned you in “Call Thandi”")).to_be_visible()
    page.get_by_role("link", name="Digest").click()
    expect(page.get_by_role("heading", name="Told since yesterday")).to_be_visible()
    expect(page.get_by_role("link", name="Pieter van der Merwe mentioned you in “Call Thandi”")).to_be_visible()
    accessible(page)
