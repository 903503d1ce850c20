"""The tasks' download: who gets it, whose tasks it holds, and what becomes of junk."""

import pytest

from clientmanager.clock import today
from tests.http.conftest import Browser
from tests.http.test_exports import lines, signed_in
from tests.services.some_tasks import add
from tests.world import PracticeWorld

ADDRESSES = ["/tasks/export.csv", "/tasks/export.xlsx", "/tasks/overview/export.csv", "/tasks/overview/export.xlsx"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_signed_out_nobody_gets_anything(address: str, acacia: PracticeWorld):
    answer = Browser().get(f"{address}?q=call")
    assert (answer.status_code, answer.headers["location"][:14]) == (303, "/sign-in?next=")


@pytest.mark.parametrize("address", ADDRESSES)
def test_who_may_not_export_is_told_so(address: str, acacia: PracticeWorld):
    for user in (acacia.assistant, acacia.compliance):
        answer = signed_in(user.email).get(address)
        assert answer.status_code == 403
        assert "Your role does not allow this" in answer.text


def test_the_address_says_which_tasks_and_another_practice_s_are_not_there(
    acacia: PracticeWorld, baobab: PracticeWorld
):
    for title in ("Call Renée", "Send"):
        add(acacia, title, client_id=acacia.client)
    theirs = add(baobab, "Theirs", by=baobab.owner, assignee_id=baobab.owner)
    browser = signed_in(acacia.adviser.email)
    answer = browser.get("/tasks/export.csv?q=call&sort=-due")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="acacia-tasks-{today()}.csv"'
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert lines(answer.text) == 1
    assert "Call Renée" in answer.text
    whole = browser.get("/tasks/export.csv").text
    assert (lines(whole), "Theirs" in whole) == (2, False)
    assert lines(browser.get(f"/tasks/export.csv?whose={baobab.owner.id}&client={baobab.client.id}").text) == 0
    assert lines(browser.get("/tasks/export.csv?done=1").text) == 0
    assert browser.get("/tasks/export.xlsx").content.startswith(b"PK")
    assert theirs


@pytest.mark.parametrize(
    "path",
    ["/tasks/export.pdf", "/tasks/export.", "/tasks/export.csv?" + "a=1&" * 999, "/tasks/export.csv?sort=%00&done=%00",
     "/tasks/export.csv?whose=x&due=x&label=%ff&client=team%20x", "/tasks/export.xlsx?q=%ed%a0%80"],
)  # fmt: skip
def test_junk_is_answered_in_a_sentence(path: str, acacia: PracticeWorld):
    assert signed_in(acacia.owner.email).get(path).status_code in {200, 400, 404}


def test_the_overview_is_the_owner_s_alone(acacia: PracticeWorld):
    assert signed_in(acacia.adviser.email).get("/tasks/overview/export.csv").status_code == 403
    browser = signed_in(acacia.owner.email)
    for form, ending in (("csv", "zip"), ("xlsx", "xlsx")):
        answer = browser.get(f"/tasks/overview/export.{form}")
        said = answer.headers["content-disposition"]
        assert (answer.status_code, said) == (200, f'attachment; filename="acacia-overview-{today()}.{ending}"')
        assert answer.content.startswith(b"PK")
    assert browser.get("/tasks/overview/export.pdf").status_code == 400
