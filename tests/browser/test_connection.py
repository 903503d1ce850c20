"""The web process ends and comes back while someone is typing."""

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests import running
from tests.browser.conftest import Windows
from tests.browser.test_task_sheet import add, stored
from tests.running import Running
from tests.world import Database, PracticeWorld

PROVOKED = ["WebSocket", "net::ERR_", "websocket error"]


@pytest.fixture
def own_web(web: Running, tmp_path: Path) -> Iterator[Running]:
    """One that may end; the frontend is the other one's."""
    with running.web(tmp_path) as process:
        yield process


@pytest.fixture
def restart(own_web: Running) -> Iterator[Callable[[], None]]:
    made: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        environment = os.environ | {"PORT": str(own_web.port)}
        with own_web.log.open("ab") as out:
            made.append(subprocess.Popen(own_web.process.args, env=environment, stdout=out, stderr=out))

    yield start
    for process in made:
        process.terminate()
        process.wait(15)


def test_what_is_typed_survives_a_restart_of_the_server_and_is_saved_after_it(
    own_web: Running, restart: Callable[[], None], chromium: Browser, acacia: PracticeWorld, database: Database
):
    windows = Windows(own_web, chromium, provoked=PROVOKED)
    page = windows.open(f"/clients/{acacia.client.id}", acacia, acacia.adviser)
    note = page.get_by_label("About them", exact=True)
    note.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Written while the ")
    own_web.process.terminate()
    own_web.process.wait(15)
    expect(page.get_by_text("Connection lost. What you type")).to_be_visible(timeout=30_000)
    page.keyboard.type("server was away")
    restart()
    expect(page.get_by_text("Connection lost. What you type")).to_have_count(0, timeout=60_000)
    expect(note).to_have_value("Written while the server was away")
    expect(note).to_be_focused()
    page.keyboard.press("Enter")
    field = page.locator(".cm-field", has=page.get_by_text("About them", exact=True))
    expect(field.get_by_role("status")).to_have_text(re.compile("Saved"))
    assert database.one("select note from client where note like 'Written%'") == "Written while the server was away"
    windows.close()
    assert windows.wrong == []


def test_what_is_typed_in_a_task_survives_a_restart_of_the_server(
    own_web: Running, restart: Callable[[], None], chromium: Browser, acacia: PracticeWorld
):
    windows = Windows(own_web, chromium, provoked=PROVOKED)
    task = add(acacia)
    page = windows.open(f"/tasks?task={task}", acacia, acacia.owner)
    sheet = page.get_by_role("dialog", name="Task")
    title, comment = (sheet.get_by_label(label, exact=True) for label in ("What", "Comment"))
    comment.click()
    page.keyboard.type("Written while the ")
    own_web.process.kill()
    own_web.process.wait(15)
    expect(page.get_by_text("Connection lost. What you type")).to_be_visible(timeout=30_000)
    page.keyboard.type("server was away")
    title.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Call her")
    restart()
    expect(page.get_by_text("Connection lost. What you type")).to_have_count(0, timeout=60_000)
    expect(comment).to_have_value("Written while the server was away")
    expect(title).to_have_value("Call her")
    title.press("Enter")
    expect(sheet.get_by_text(re.compile(r"Saved \d\d:\d\d"))).to_be_visible()
    sheet.get_by_role("button", name="Comment").click()
    expect(sheet.get_by_role("listitem").filter(has_text="server was away")).to_be_visible()
    shown = stored(acacia, task)
    assert (shown.title, [one.words for one in shown.comments]) == ("Call her", ["Written while the server was away"])
    windows.close()
    assert windows.wrong == []
