"""E-mails that are dropped and the files in timelines, over HTTP: who gives and gets them, and what is refused."""

import httpx
import pytest

from clientmanager.services import audit_list, interactions
from clientmanager.services.capture_form import LARGEST
from tests.correspondence.messages import PDF
from tests.http.conftest import Browser
from tests.services.some_letters import SCAN, bring, mail, waiting
from tests.services.working import do_all_work
from tests.world import Database, PracticeWorld

ADDRESS = "/timeline/files"


def signed_in(world: PracticeWorld, role: str = "adviser") -> Browser:
    browser = Browser()
    browser.client.cookies.set("session", world.sign_in(getattr(world, role)))
    return browser


def send(browser: Browser, content: bytes, client: object = "", **headers: str) -> httpx.Response:
    return browser.upload(ADDRESS, {"client": str(client)}, "letter.eml", content, **headers)


def kept(database: Database) -> int:
    return database.one("select count(*) from capture_content")


def test_a_letter_is_kept_for_the_worker_and_waits_for_whoever_dropped_it(acacia: PracticeWorld, database: Database):
    answer = send(signed_in(acacia), mail(), acacia.client.id)
    assert answer.status_code == 201
    assert database.all("select id::text, client_id from capture_file") == [(answer.text, acacia.client.id)]
    do_all_work()
    assert [row.title for row in waiting(acacia).rows] == ["Endowment question"]


def test_nobody_else_gives_one(acacia: PracticeWorld, baobab: PracticeWorld, database: Database):
    assert send(Browser(), mail()).status_code == 401
    assert send(signed_in(acacia, "compliance"), mail()).status_code == 403
    assert send(signed_in(acacia), mail(), origin="https://evil.example").status_code == 403
    assert send(signed_in(baobab), mail(), acacia.client.id).status_code == 404
    assert send(signed_in(acacia), mail(), "junk").status_code == 404
    assert kept(database) == 0


def test_what_is_empty_or_too_large_is_said_in_a_sentence(acacia: PracticeWorld, database: Database):
    browser = signed_in(acacia)
    assert send(browser, b"").text == "This file is empty, so it was not read."
    answer = send(browser, b"x" * (LARGEST + 1))
    assert (answer.status_code, answer.text) == (400, "This file is larger than 50 MB, so it was not read. Divide it.")
    assert kept(database) == 0


@pytest.fixture
def files(acacia: PracticeWorld, database: Database) -> dict[str, str]:
    """Of an e-mail in the timeline: name to address."""
    bring(acacia, SCAN)
    return {row.name: f"{ADDRESS}/{row.id}" for row in database.all("select id, name from interaction_file")}


def test_a_file_of_an_entry_comes_as_it_was_and_its_opening_is_written_down(
    acacia: PracticeWorld, files: dict[str, str], database: Database
):
    browser = signed_in(acacia, "compliance")
    got = browser.get(files["Skets “A”.pdf"])
    assert (got.status_code, got.content) == (200, PDF)
    assert got.headers["content-disposition"] == "attachment; filename*=UTF-8''Skets%20%E2%80%9CA%E2%80%9D.pdf"
    assert got.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    letter = browser.get(files["Scan.eml"])
    assert (letter.content, letter.headers["content-disposition"][:10]) == (SCAN, "attachment")
    assert database.one("select count(*) from audit_entry where action = 'open file'") == 2
    with acacia.as_(acacia.owner) as db:
        assert any(row.what == "opened the file Scan.eml" for row in audit_list.listed(db).rows)


def test_no_other_gets_it(acacia: PracticeWorld, baobab: PracticeWorld, files: dict[str, str]):
    for address in (*files.values(), f"{ADDRESS}/x", f"{ADDRESS}/00000000-0000-0000-0000-000000000000"):
        assert signed_in(baobab, "owner").get(address).status_code == 404
        assert Browser().get(address).headers["location"].startswith("/sign-in?next=")


def test_of_a_removed_entry_only_the_owner_and_compliance_get_it(
    acacia: PracticeWorld, files: dict[str, str], database: Database
):
    with acacia.as_(acacia.adviser) as db:
        interactions.remove(db, database.one("select id from interaction"), "It was for another client.")
    answers = {role: signed_in(acacia, role).get(files["Scan.eml"]).status_code for role in ("adviser", "owner")}
    assert answers == {"adviser": 404, "owner": 200}
    assert signed_in(acacia, "compliance").get(files["Scan.eml"]).status_code == 200
