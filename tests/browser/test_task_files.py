"""Files in a task's sheet: added by the chooser or let go over it, seen by everyone, removed and brought back."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from clientmanager.services import task_files, task_page
from tests.browser.conftest import PORTRAIT, Windows
from tests.browser.test_task_sheet import add, opened
from tests.world import PracticeWorld

# What a browser's own drag would bring: two files, let go over an element.
LET_GO = """(at) => {
  const bring = new DataTransfer();
  bring.items.add(new File(['one'], 'dropped.txt'));
  bring.items.add(new File([], 'nothing.txt'));
  for (const name of ['dragover', 'drop'])
    at.dispatchEvent(new DragEvent(name, { bubbles: true, cancelable: true, dataTransfer: bring }));
}"""


def names(world: PracticeWorld, task: str) -> list[str]:
    with world.as_(world.compliance) as db:
        return [one.name for one in task_page.page(db, task).files]


def test_two_are_added_seen_by_a_colleague_removed_and_brought_back(
    windows: Windows, acacia: PracticeWorld, accessible: Callable[[Page], None], tmp_path: Path
):
    task = add(acacia)
    page, sheet = opened(windows, acacia, task, size=PORTRAIT)
    colleague = windows.open(f"/tasks?task={task}", acacia, acacia.assistant)
    sheet.get_by_label("Comment", exact=True).fill("Half a sentence")
    for name, content in (("payslip.pdf", b"%PDF-1.7"), ("photo.png", b"\x89PNG\r\n\x1a\n")):
        (tmp_path / name).write_bytes(content)
    with page.expect_file_chooser() as chosen:
        sheet.get_by_role("button", name="Add a file").click()
    chosen.value.set_files([tmp_path / "payslip.pdf", tmp_path / "photo.png"])
    for name in ("payslip.pdf", "photo.png"):
        expect(sheet.get_by_role("link", name=name)).to_be_visible()
        expect(colleague.get_by_role("dialog").get_by_role("link", name=name)).to_be_visible()
    expect(sheet.get_by_label("Comment", exact=True)).to_have_value("Half a sentence")
    expect(sheet.get_by_label("On their way")).to_have_count(0)
    accessible(page)
    with page.expect_download() as download:
        sheet.get_by_role("link", name="payslip.pdf").click()
    assert download.value.suggested_filename == "payslip.pdf"
    assert Path(download.value.path()).read_bytes() == b"%PDF-1.7"
    with page.context.expect_page() as tab:
        sheet.get_by_role("link", name="photo.png").click()
    assert tab.value.evaluate("[document.contentType, self.origin]") == ["image/png", "null"]
    tab.value.close()
    sheet.get_by_role("button", name="Remove “payslip.pdf”").click()
    expect(sheet.get_by_role("link", name="payslip.pdf")).to_have_count(0)
    undo = sheet.get_by_role("status").filter(has_text="Removed: payslip.pdf").get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    accessible(page)
    undo.press("Enter")
    expect(sheet.get_by_role("link", name="payslip.pdf")).to_be_visible()
    expect(undo).to_have_count(0)
    sheet.get_by_text("What changed").click()
    expect(sheet.get_by_text("Removed the file payslip.pdf")).to_be_visible()
    expect(sheet.get_by_label("Comment", exact=True)).to_have_value("Half a sentence")
    expect(page.locator(".cm-card").get_by_title("2 files")).to_have_text("2")
    assert names(acacia, task) == ["payslip.pdf", "photo.png"]


def test_files_are_let_go_over_the_sheet_and_beside_it_nothing_is_lost(
    windows: Windows, acacia: PracticeWorld, accessible: Callable[[Page], None]
):
    task = add(acacia)
    page, sheet = opened(windows, acacia, task)
    sheet.get_by_role("heading", name="Files").evaluate(LET_GO)
    expect(sheet.get_by_role("link", name="dropped.txt")).to_be_visible()
    expect(sheet.get_by_role("alert").filter(has_text="nothing.txt")).to_contain_text("This file is empty")
    accessible(page)
    sheet.get_by_role("button", name=re.compile("Dismiss")).click()
    expect(sheet.get_by_text("This file is empty")).to_have_count(0)
    went_on = page.evaluate(
        """() => { const bring = new DataTransfer(); bring.items.add(new File(['x'], 'beside.txt'));
        const drop = new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: bring });
        return document.body.dispatchEvent(drop); }"""
    )
    assert went_on is False, "the browser would open the file in place of the page"
    assert names(acacia, task) == ["dropped.txt"]


def test_a_refusal_of_the_server_stands_beside_the_button(windows: Windows, acacia: PracticeWorld, tmp_path: Path):
    task = add(acacia)
    with acacia.as_(acacia.adviser) as db:
        for number in range(task_files.MOST - 1):
            task_files.add(db, task, f"{number}.txt", b"x")
    _, sheet = opened(windows, acacia, task)
    windows.provoked.append("400")
    for name in ("last.txt", "too many.txt"):
        (tmp_path / name).write_text("x")
    sheet.get_by_label("Files to add").set_input_files([tmp_path / "last.txt", tmp_path / "too many.txt"])
    expect(sheet.get_by_role("link", name="last.txt")).to_be_visible()
    expect(sheet.get_by_role("alert").filter(has_text="too many.txt")).to_contain_text("at most 20 files")


def test_who_may_only_look_sees_and_opens_them(windows: Windows, acacia: PracticeWorld):
    task = add(acacia)
    with acacia.as_(acacia.adviser) as db:
        task_files.add(db, task, "payslip.pdf", b"%PDF-1.7")
    page = windows.open(f"/tasks?task={task}", acacia, acacia.compliance)
    sheet = page.get_by_role("dialog", name="Task")
    expect(sheet.get_by_role("link", name="payslip.pdf")).to_be_visible()
    expect(sheet.get_by_role("button", name="Add a file")).to_have_count(0)
    expect(sheet.get_by_role("button", name=re.compile("Remove"))).to_have_count(0)
