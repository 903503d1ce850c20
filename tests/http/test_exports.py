"""The clients' download: who gets it, whose clients it holds, and what becomes of junk."""

import pytest

from clientmanager.clock import today
from tests.http.conftest import Browser
from tests.world import PASSWORD, PracticeWorld

ADDRESSES = ["/clients/export.csv", "/clients/export.xlsx"]


def signed_in(email: str) -> Browser:
    browser = Browser()
    browser.sign_in(email, PASSWORD)
    return browser


def lines(answer: str) -> int:
    return answer.count("\r\n") - 1


@pytest.mark.parametrize("address", ADDRESSES)
def test_signed_out_nobody_gets_anything(address: str, acacia: PracticeWorld):
    answer = Browser().get(f"{address}?q=renee")
    assert (answer.status_code, answer.headers["location"][:14]) == (303, "/sign-in?next=")
    answer = Browser().post(address, {"ids": str(acacia.client.id)})
    assert answer.status_code == 401
    assert "O'Brien" not in answer.text


@pytest.mark.parametrize("address", ADDRESSES)
def test_who_may_not_export_is_told_so(address: str, acacia: PracticeWorld):
    for user in (acacia.assistant, acacia.compliance):
        browser = signed_in(user.email)
        for answer in (browser.get(address), browser.post(address, {"query": ""})):
            assert answer.status_code == 403
            assert "Your role does not allow this" in answer.text


def test_the_filter_in_the_address_says_who_is_in_it(acacia: PracticeWorld, baobab: PracticeWorld):
    browser = signed_in(acacia.adviser.email)
    answer = browser.get("/clients/export.csv?q=renee")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="acacia-clients-{today()}.csv"'
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert lines(answer.text) == 1
    assert "Renée" in answer.text
    assert lines(browser.get("/clients/export.csv").text) == len(acacia.clients)
    assert browser.get("/clients/export.xlsx").content.startswith(b"PK")


def test_the_ticked_come_as_a_form_and_the_other_practices_are_not_there(acacia: PracticeWorld, baobab: PracticeWorld):
    browser = signed_in(acacia.owner.email)
    ids = " ".join(str(client.id) for client in (acacia.client, *baobab.clients))
    assert lines(browser.post("/clients/export.csv", {"ids": ids}).text) == 1
    all_but = browser.post("/clients/export.csv", {"ids": ids, "query": ""}).text
    assert lines(all_but) == len(acacia.clients) - 1
    assert "Sithole" not in all_but


def test_thousands_of_ticks_fit(acacia: PracticeWorld):
    ids = " ".join([str(acacia.client.id)] * 10_000)
    assert lines(signed_in(acacia.owner.email).post("/clients/export.csv", {"ids": ids}).text) == 1


def test_another_site_cannot_make_a_browser_send_the_form(acacia: PracticeWorld):
    answer = signed_in(acacia.owner.email).post("/clients/export.csv", {"query": ""}, origin="https://evil.example")
    assert answer.status_code == 403
    assert "Renée" not in answer.text


@pytest.mark.parametrize(
    "path",
    ["/clients/export.pdf", "/clients/export.", "/clients/export.csv?" + "a=1&" * 999, "/clients/export.csv?sort=%00",
     "/clients/export.csv?adviser=x&status=x&tag=%ff", "/clients/export.xlsx?q=%ed%a0%80"],
)  # fmt: skip
def test_junk_is_answered_in_a_sentence(path: str, acacia: PracticeWorld):
    assert signed_in(acacia.owner.email).get(path).status_code in {200, 400, 404}


@pytest.mark.parametrize("body", [b"ids=%ff%fe&query=%00", b"\xff\xfe", b"a=1&" * 99, b"ids=x+y", b""])
def test_a_damaged_form_never_breaks_anything(body: bytes, acacia: PracticeWorld):
    assert signed_in(acacia.owner.email).send("/clients/export.csv", body).status_code in {200, 400}


def test_a_form_beyond_all_measure_is_refused(acacia: PracticeWorld):
    assert signed_in(acacia.owner.email).post("/clients/export.csv", {"ids": "x" * 600_000}).status_code == 413
