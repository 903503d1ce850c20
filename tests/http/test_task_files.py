"""Files of tasks over HTTP: who gives and gets them, what is refused before it is read; nothing in them runs."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from clientmanager.services import task_files
from clientmanager.services.task_file_form import LARGEST
from tests.http.conftest import ORIGIN, Browser
from tests.services import some_tasks
from tests.world import Database, PracticeWorld

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
SCRIPT = b"<script>document.title = 'ran'</script>"


def signed_in(world: PracticeWorld, role: str = "adviser") -> Browser:
    browser = Browser()
    browser.client.cookies.set("session", world.sign_in(getattr(world, role)))
    return browser


def send(
    browser: Browser, task: object, name: str = "payslip.pdf", content: bytes = b"%PDF-1.7", **headers: str
) -> httpx.Response:
    return browser.upload("/tasks/files", {"task": str(task)}, name, content, **headers)


@pytest.fixture
def task(acacia: PracticeWorld) -> str:
    return some_tasks.add(acacia, "Ask for the payslip")


def kept(database: Database) -> int:
    return database.one("select count(*) from task_file_content")


def test_a_file_comes_back_as_it_was_sent_and_its_opening_is_written_down(
    acacia: PracticeWorld, task: str, database: Database
):
    content = bytes(range(256)) * 12_000
    answer = send(signed_in(acacia), task, "Loonstrokie “Maart”.pdf", content)
    assert answer.status_code == 201
    got = signed_in(acacia, "compliance").get(f"/tasks/files/{answer.text}")
    assert (got.status_code, got.content == content) == (200, True)
    assert got.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''Loonstrokie%20%E2%80%9CMaart%E2%80%9D.pdf"
    )
    assert got.headers["content-type"] == "application/octet-stream"
    assert got.headers["content-length"] == str(len(content))
    assert database.one("select count(*) from audit_entry where action = 'open file'") == 1


@pytest.mark.parametrize(
    ("content", "disposition", "kind"),
    [
        (PNG + SCRIPT, "inline", "image/png"),
        (SCRIPT, "attachment", "text/plain; charset=utf-8"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT, "attachment", "text/plain; charset=utf-8"),
        (b"%PDF-1.7" + SCRIPT, "attachment", "application/pdf"),
    ],
)
def test_only_pictures_are_shown_and_nothing_runs(
    content: bytes, disposition: str, kind: str, acacia: PracticeWorld, task: str
):
    browser = signed_in(acacia)
    answer = browser.get(f"/tasks/files/{send(browser, task, 'page.html', content).text}")
    assert answer.headers["content-disposition"].startswith(f"{disposition};")
    assert answer.headers["content-type"] == kind
    policy = answer.headers["content-security-policy"].split("; ")
    assert {"sandbox", "default-src 'none'", "frame-ancestors 'none'"} <= set(policy)
    assert not any("script" in rule or "allow" in rule for rule in policy)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize(
    "name",
    ["a\r\nSet-Cookie: x=1.pdf", '"; filename="x.exe', "../../../etc/passwd", "x" * 3000 + ".pdf", "\u202efdp.exe", ""],
)
def test_a_hostile_name_stays_within_its_header(name: str, acacia: PracticeWorld, task: str):
    browser = signed_in(acacia)
    answer = send(browser, task, name)
    if answer.status_code != 201:
        assert "Choose a file first" in answer.text
        return
    got = browser.get(f"/tasks/files/{answer.text}")
    said = got.headers["content-disposition"]
    assert said.startswith("attachment; filename*=UTF-8''")
    assert not set(said.partition("''")[2]) & set("\r\n\"';/\\ ")
    assert "set-cookie" not in got.headers


def test_signed_out_nobody_gives_or_gets_anything(acacia: PracticeWorld, task: str, database: Database):
    file = send(signed_in(acacia), task).text
    stranger = Browser()
    assert stranger.get(f"/tasks/files/{file}").headers["location"].startswith("/sign-in?next=")
    answer = send(stranger, task)
    assert (answer.status_code, answer.text) == (401, "Please sign in to go on.")
    assert kept(database) == 1


def test_another_practice_and_who_may_not_edit_are_refused(
    acacia: PracticeWorld, baobab: PracticeWorld, task: str, database: Database
):
    file = send(signed_in(acacia), task).text
    stranger = signed_in(baobab, "owner")
    assert stranger.get(f"/tasks/files/{file}").status_code == 404
    assert send(stranger, task).status_code == 404
    assert send(signed_in(acacia, "compliance"), task).status_code == 403
    assert kept(database) == 1


def test_another_site_cannot_make_a_browser_send_one(acacia: PracticeWorld, task: str, database: Database):
    assert send(signed_in(acacia), task, origin="https://evil.example").status_code == 403
    assert kept(database) == 0


class Body:
    """Bytes without end, or without anything to say how many they are; remembers how many were asked for."""

    def __init__(self, start: bytes = b"") -> None:
        self.start, self.read = start, 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self.start
        for _ in range(200):
            self.read += 1
            yield b"x" * 1_000_000


OPENING = b'--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\nContent-Type: application/pdf\r\n\r\n'


def stream(browser: Browser, body: Body) -> httpx.Response:
    return browser.send("/tasks/files", body, kind="multipart/form-data; boundary=b")


def test_a_body_beyond_all_measure_is_refused_before_it_is_read_whole(acacia: PracticeWorld, database: Database):
    body = Body(OPENING)
    answer = stream(signed_in(acacia), body)
    assert answer.status_code == 413
    assert "Send less" in answer.text
    assert body.read < 15
    assert kept(database) == 0


@pytest.mark.parametrize("role", ["nobody", "compliance"])
def test_who_may_not_add_is_refused_before_anything_is_read(role: str, acacia: PracticeWorld):
    body = Body(OPENING)
    answer = stream(Browser() if role == "nobody" else signed_in(acacia, role), body)
    assert answer.status_code in {401, 403}
    assert body.read <= 1


def test_a_little_too_large_and_empty_are_said_in_a_sentence(acacia: PracticeWorld, task: str):
    browser = signed_in(acacia)
    answer = send(browser, task, content=b"x" * (LARGEST + 1))
    assert (answer.status_code, answer.text) == (400, "This file is larger than 10 MB. Make it smaller or divide it.")
    assert answer.headers["content-type"].startswith("text/plain")
    assert send(browser, task, content=b"").text == "This file is empty, so it was not added."
    assert send(browser, task, content=b"x" * LARGEST).status_code == 201


@pytest.mark.parametrize("task", ["", "x", "\0", "💥", "0" * 150])
def test_a_task_that_is_none_is_not_found(task: str, acacia: PracticeWorld):
    assert send(signed_in(acacia), task).status_code == 404


@pytest.mark.parametrize(
    "body",
    [b"", b"--b--\r\n", b"--b\r\n\r\n", b"\xff\xfe", b"--b\r\nContent-Disposition: x\r\n\r\nx"],
)
def test_a_damaged_form_never_breaks_anything(body: bytes, acacia: PracticeWorld, database: Database):
    browser = signed_in(acacia)
    for kind in ("multipart/form-data; boundary=b", "multipart/form-data", "application/x-www-form-urlencoded", "x"):
        answer = browser.send("/tasks/files", body, kind=kind)
        assert 400 <= answer.status_code < 500
    assert kept(database) == 0


@pytest.mark.parametrize("file", ["x", "%00", "00000000-0000-0000-0000-000000000000"])
def test_an_invented_file_is_not_found(file: str, acacia: PracticeWorld):
    assert signed_in(acacia, "owner").get(f"/tasks/files/{file}").status_code == 404


def test_an_upload_that_is_broken_off_keeps_nothing_and_is_no_incident(
    acacia: PracticeWorld, task: str, database: Database
):
    browser, told = signed_in(acacia), list[Any]()
    part = b'--b\r\nContent-Disposition: form-data; name="task"\r\n\r\n' + task.encode() + b"\r\n" + OPENING + b"half"
    came = iter([{"type": "http.request", "body": part, "more_body": True}, {"type": "http.disconnect"}])

    async def receive() -> Any:
        return next(came)

    async def send(message: Any) -> None:
        told.append(message)

    headers = {"host": "localhost:8000", "origin": ORIGIN, "content-type": "multipart/form-data; boundary=b"}
    headers["cookie"] = f"session={browser.cookie('session')}"
    scope = {"type": "http", "method": "POST", "path": "/tasks/files", "root_path": "", "query_string": b"",
             "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
             "client": ("127.0.0.1", 50000), "scheme": "http", "http_version": "1.1"}  # fmt: skip

    async def break_off() -> None:
        await browser.app(scope, receive, send)

    asyncio.run(break_off())
    assert told[0]["status"] == 400
    assert kept(database) == 0


def test_two_at_once_are_both_kept(acacia: PracticeWorld, task: str):
    browser = signed_in(acacia)

    async def both() -> list[httpx.Response]:
        sending = [
            browser.client.post(
                "/tasks/files", data={"task": task}, files={"file": (f"{number}.txt", bytes([number]) * 2_000_000)}
            )
            for number in (65, 66)
        ]
        return await asyncio.gather(*sending)

    ids = [answer.text for answer in asyncio.run(both())]
    assert [browser.get(f"/tasks/files/{file}").content[:2] for file in ids] == [b"AA", b"BB"]


def test_a_file_that_was_removed_is_not_there(acacia: PracticeWorld, task: str):
    browser = signed_in(acacia)
    file = send(browser, task).text
    with acacia.as_(acacia.adviser) as db:
        task_files.remove(db, file)
    assert browser.get(f"/tasks/files/{file}").status_code == 404
