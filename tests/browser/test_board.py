"""The board: cards are moved by mouse, finger, keyboard and menu; everybody sees it within a second."""

import re
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from clientmanager.models.user import User
from clientmanager.services import board_columns, task_moves, task_parts, tasks
from tests.browser.conftest import PORTRAIT, Windows
from tests.world import Database, PracticeWorld

TITLES = ("Ask for the payslip", "Book the review", "Call about the RA")


def begin(world: PracticeWorld, *more: str) -> dict[str, str]:
    """Three tasks to do, from the top; title to id."""
    with world.as_(world.adviser) as db:
        return {title: tasks.create(db, {"title": title}) for title in reversed((*TITLES, *more))}


def board(windows: Windows, world: PracticeWorld, user: User | None = None, **options: Any) -> Page:
    page = windows.open("/tasks", world, user or world.owner, **options)
    expect(page.locator(".cm-card").first).to_be_visible()
    return page


def column(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def titles(page: Page, name: str) -> Locator:
    return column(page, name).locator(".cm-card-head > a")


def card(page: Page, title: str) -> Locator:
    return page.locator(".cm-card").filter(has=page.get_by_role("link", name=title, exact=True))


def center(found: Locator) -> tuple[float, float]:
    box = found.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def moving(page: Page) -> Locator:
    """What is said while a card is in the air."""
    return page.locator(".cm-board-moving")


def settled(database: Database, name: str, expected: list[str]) -> None:
    """The order of a column, as the database has it."""
    until = time.monotonic() + 10
    there: list[str] = []
    while time.monotonic() < until:
        there = [
            row.title
            for row in database.all(
                "select t.title from task t join board_column b on b.practice_id = t.practice_id and b.id = t.column_id"
                " where b.name = :name and t.deleted_at is null order by t.place",
                name=name,
            )
        ]
        if there == expected:
            return
        time.sleep(0.1)
    assert there == expected


def test_a_card_is_dragged_with_the_mouse(windows: Windows, acacia: PracticeWorld, database: Database):
    begin(acacia)
    page = board(windows, acacia)
    expect(titles(page, "To do")).to_have_text(list(TITLES))
    x, y = center(card(page, "Book the review"))
    to_x, _ = center(column(page, "Doing"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 20, y, steps=4)
    page.mouse.move(to_x, y, steps=12)
    expect(moving(page).get_by_text("Moving Book the review to Doing, place 1 of 1")).to_be_visible()
    page.mouse.up()
    expect(titles(page, "Doing")).to_have_text(["Book the review"])
    expect(titles(page, "To do")).to_have_text([TITLES[0], TITLES[2]])
    expect(page.get_by_role("dialog")).to_have_count(0)
    settled(database, "Doing", ["Book the review"])


def test_escape_puts_a_card_back_that_is_in_the_air(windows: Windows, acacia: PracticeWorld, database: Database):
    begin(acacia)
    page = board(windows, acacia)
    x, y = center(card(page, "Book the review"))
    to_x, _ = center(column(page, "Doing"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(to_x, y, steps=12)
    expect(page.get_by_text("Esc puts it back")).to_be_visible()
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(titles(page, "To do")).to_have_text(list(TITLES))
    settled(database, "To do", list(TITLES))


def test_a_card_is_moved_with_the_keyboard_alone_and_keeps_the_focus(
    windows: Windows, acacia: PracticeWorld, database: Database
):
    begin(acacia)
    page = board(windows, acacia)
    link = card(page, "Call about the RA").get_by_role("link")
    link.focus()
    page.keyboard.press("Space")
    expect(moving(page).get_by_text("Moving Call about the RA to To do, place 3 of 3")).to_be_visible()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(moving(page).get_by_text("to To do, place 1 of 3")).to_be_visible()
    page.keyboard.press("Space")
    expect(titles(page, "To do")).to_have_text([TITLES[2], TITLES[0], TITLES[1]])
    expect(card(page, "Call about the RA").get_by_role("link")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(moving(page).get_by_text("to Doing, place 1 of 1")).to_be_visible()
    page.keyboard.press("Space")
    expect(titles(page, "Doing")).to_have_text([TITLES[2]])
    expect(card(page, "Call about the RA").get_by_role("link")).to_be_focused()
    settled(database, "Doing", [TITLES[2]])
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Task")).to_be_visible()


def test_a_card_that_is_lifted_before_the_first_answer_came_goes_where_it_is_put(
    windows: Windows, acacia: PracticeWorld, database: Database
):
    begin(acacia)
    page = board(windows, acacia)
    card(page, "Call about the RA").get_by_role("link").focus()
    for key in ("Space", "ArrowUp", "Space", "Space"):
        page.keyboard.press(key)
    settled(database, "To do", [TITLES[0], TITLES[2], TITLES[1]])
    page.wait_for_timeout(800)  # the answer comes while the card is in the air again
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    settled(database, "Doing", [TITLES[2]])
    expect(titles(page, "Doing")).to_have_text([TITLES[2]])


def test_a_finger_drags_a_card_and_scrolls_without_one(windows: Windows, acacia: PracticeWorld, database: Database):
    begin(acacia)
    page = board(windows, acacia, size=PORTRAIT)
    x, y = center(card(page, "Book the review"))
    to_x, _ = center(column(page, "Doing"))
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    touch("touchStart", (x, y))
    page.wait_for_timeout(400)  # held, as a finger that means to lift it
    for step in range(1, 11):
        touch("touchMove", (x + (to_x - x) * step / 10, y))
        page.wait_for_timeout(30)
    touch("touchEnd")
    expect(titles(page, "Doing")).to_have_text(["Book the review"])
    settled(database, "Doing", ["Book the review"])


def test_every_move_can_be_made_without_dragging(windows: Windows, acacia: PracticeWorld, database: Database):
    begin(acacia)
    page = board(windows, acacia, size=PORTRAIT)
    page.get_by_role("button", name="More for Book the review").tap()
    page.get_by_role("group", name="Move to").get_by_role("button", name="Waiting on others").tap()
    expect(titles(page, "Waiting on others")).to_have_text(["Book the review"])
    page.get_by_role("button", name="More for Call about the RA").tap()
    page.get_by_role("group", name="Move to").get_by_role("button", name="Up").tap()
    expect(titles(page, "To do")).to_have_text([TITLES[2], TITLES[0]])
    settled(database, "To do", [TITLES[2], TITLES[0]])
    settled(database, "Waiting on others", [TITLES[1]])


def test_a_full_column_puts_the_card_back_and_says_why(windows: Windows, acacia: PracticeWorld):
    made = begin(acacia)
    with acacia.as_(acacia.owner) as db:
        doing = next(one.id for one in board_columns.listed(db) if one.name == "Doing")
        board_columns.change(db, doing, {"most": "1"})
        task_moves.move(db, made[TITLES[0]], doing, "", "")
    page = board(windows, acacia)
    expect(column(page, "Doing").get_by_role("heading")).to_have_text("Doing 1 of 1")
    page.get_by_role("button", name="More for Book the review").click()
    page.get_by_role("group", name="Move to").get_by_role("button", name="Doing").click()
    expect(page.get_by_text("Doing takes one task at most. Move one out of it first.")).to_be_visible()
    expect(titles(page, "To do")).to_have_text([TITLES[1], TITLES[2]])
    expect(titles(page, "Doing")).to_have_text([TITLES[0]])


def test_everyone_sees_a_move_within_a_second_and_nothing_is_lost(windows: Windows, acacia: PracticeWorld):
    made = begin(acacia, *(f"Task {number:02}" for number in range(22)))
    page = board(windows, acacia)
    expect(page.get_by_text("here now")).to_have_count(0)
    page.get_by_role("link", name="Task 15", exact=True).scroll_into_view_if_needed()
    page.get_by_role("link", name="Task 15", exact=True).focus()
    where = page.evaluate("scrollY")
    assert where > 0
    other = board(windows, acacia, acacia.assistant)
    expect(page.get_by_text("2 here now")).to_be_visible()
    other.get_by_role("button", name="More for Ask for the payslip").click()
    other.get_by_role("group", name="Move to").get_by_role("button", name="Doing").click()
    expect(titles(page, "Doing")).to_have_text(["Ask for the payslip"])
    expect(page.get_by_role("link", name="Task 15", exact=True)).to_be_focused()
    assert abs(page.evaluate("scrollY") - where) < 150
    with acacia.as_(acacia.assistant) as db:
        task_parts.comment(db, made["Task 15"], "Phoned.")
    expect(card(page, "Task 15").get_by_title("1 comment")).to_be_visible()


def test_done_is_undone_from_its_toast(windows: Windows, acacia: PracticeWorld):
    begin(acacia)
    page = board(windows, acacia)
    page.get_by_role("button", name="More for Book the review").click()
    page.get_by_role("group", name="Move to").get_by_role("button", name="Done").click()
    expect(titles(page, "Done")).to_have_text(["Book the review"])
    expect(column(page, "Done").locator(".cm-card-due")).to_have_text(re.compile(r"Today \d\d:\d\d"))
    page.get_by_role("region", name="Notifications").get_by_role("button", name="Undo").click()
    expect(titles(page, "Done")).to_have_count(0)
    expect(titles(page, "To do").first).to_have_text("Book the review")


def test_a_search_finds_tasks_and_survives_a_reload(windows: Windows, acacia: PracticeWorld):
    with acacia.as_(acacia.adviser) as db:
        tasks.create(db, {"title": "Phone", "client_id": str(acacia.client.id), "labels": ["Review"]})
    begin(acacia)
    page = board(windows, acacia)
    for words in ("renee", "phon revi"):
        page.get_by_role("searchbox", name="Task, client or label").fill(words)
        expect(page.locator(".cm-card")).to_have_count(1)
        expect(titles(page, "To do")).to_have_text(["Phone"])
    page.wait_for_url("**q=phon+revi")
    page.reload()
    expect(titles(page, "To do")).to_have_text(["Phone"])
    expect(page.get_by_role("searchbox", name="Task, client or label")).to_have_value("phon revi")


def test_compliance_looks_and_moves_nothing(
    windows: Windows, acacia: PracticeWorld, accessible: Callable[[Page], None]
):
    begin(acacia)
    page = board(windows, acacia, acacia.compliance)
    expect(page.get_by_role("button", name="Add task")).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile("^More for"))).to_have_count(0)
    x, y = center(card(page, "Book the review"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 400, y, steps=8)
    page.mouse.up()
    expect(titles(page, "To do")).to_have_text(list(TITLES))
    card(page, "Book the review").click(position={"x": 10, "y": 10})
    expect(page.get_by_role("dialog", name="Task")).to_be_visible()
    expect(page.get_by_role("button", name="Done")).to_have_count(0)
    accessible(page)
