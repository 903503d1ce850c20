"""Bringing clients in from a file, on its page."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PORTRAIT, Windows
from tests.world import Database, PracticeWorld

pytestmark = pytest.mark.usefixtures("worker")

CONTACTS = """Surname,First names,Mobile,Email
Nkosi,Zanele,0825550101,zanele@nkosi.example
Jacobs,Imraan,083 555 0102,imraan@jacobs.example
,,0845550103,nobody@nowhere.example
"""
CARDS = """BEGIN:VCARD
VERSION:3.0
N:Nkosi;Zanele;;;
FN:Zanele Nkosi
TEL;TYPE=CELL:+27825550101
EMAIL:zanele@nkosi.example
END:VCARD
BEGIN:VCARD
VERSION:3.0
N:Molefe;Lerato;;;
FN:Lerato Molefe
TEL;TYPE=CELL:+27845550104
END:VCARD
"""


def give(page: Page, file: Path) -> None:
    expect(page.get_by_text("Drop a file here")).to_be_visible()
    page.locator("#file-wide").set_input_files(file)
    expect(page.get_by_text("Nothing has been changed")).to_be_visible()


def sum_of(page: Page) -> str:
    return page.locator("p.cm-strong").inner_text()


def test_a_file_is_previewed_imported_and_the_second_time_nothing_changes(
    windows: Windows, acacia: PracticeWorld, database: Database, tmp_path: Path
):
    file = tmp_path / "contacts.csv"
    file.write_text(CONTACTS)
    page = windows.open("/import", acacia, acacia.adviser)
    give(page, file)
    assert sum_of(page) == "3 rows = 2 created + 0 updated + 0 unchanged + 1 rejected"
    rejected = page.locator("table", has_text="Rejected rows")
    expect(rejected.locator("tbody tr")).to_have_count(1)
    expect(rejected.locator("tbody td").first).to_have_text("4")
    assert database.one("select count(*) from client") == 5
    page.get_by_label("Whose clients the new ones become").select_option("Pieter van der Merwe")
    page.get_by_role("button", name="Import them").click()
    expect(page.get_by_text("What it did")).to_be_visible()
    assert sum_of(page) == "3 rows = 2 created + 0 updated + 0 unchanged + 1 rejected"
    assert database.one("select count(*) from client where adviser_id = :id", id=acacia.adviser.id) == 5
    page.get_by_role("link", name="See the clients").click()
    expect(page.locator(".cm-row-link", has_text="Nkosi, Zanele")).to_be_visible()
    page.goto("/import")
    give(page, file)
    assert sum_of(page) == "3 rows = 0 created + 0 updated + 2 unchanged + 1 rejected"


def test_contact_cards_meet_clients_who_are_here_already(
    windows: Windows, acacia: PracticeWorld, database: Database, tmp_path: Path
):
    first, second = tmp_path / "contacts.csv", tmp_path / "phone.vcf"
    first.write_text(CONTACTS)
    second.write_text(CARDS)
    page = windows.open("/import", acacia, acacia.owner)
    give(page, first)
    page.get_by_role("button", name="Import them").click()
    expect(page.get_by_text("What it did")).to_be_visible()
    page.goto("/import")
    give(page, second)
    assert sum_of(page) == "2 rows = 1 created + 0 updated + 1 unchanged + 0 rejected"


def test_a_file_is_forgotten_without_a_trace_among_the_clients(
    windows: Windows, acacia: PracticeWorld, database: Database, tmp_path: Path
):
    file = tmp_path / "contacts.csv"
    file.write_text(CONTACTS)
    page = windows.open("/import", acacia, acacia.adviser)
    give(page, file)
    page.get_by_role("button", name="Forget this file").click()
    expect(page.get_by_text("Drop a file here")).to_be_visible()
    expect(page.get_by_text("contacts.csv")).to_have_count(0)
    assert database.one("select count(*) from client") == 5


def test_the_progress_is_true_and_the_page_shows_it_while_the_worker_works(
    windows: Windows, acacia: PracticeWorld, tmp_path: Path
):
    file = tmp_path / "many.csv"
    rows = (f"Surname {number},First,08255{number:05}\n" for number in range(1500))
    file.write_text("Surname,First names,Mobile\n" + "".join(rows))
    page = windows.open("/import", acacia, acacia.adviser)
    give(page, file)
    page.evaluate(
        """() => { window.seen = []; new MutationObserver(() => {
            const bar = document.querySelector("main progress");
            if (bar?.hasAttribute("value") && bar.max > 1) window.seen.push([bar.value, bar.max]);
        }).observe(document.body, { subtree: true, childList: true, attributes: true }); }"""
    )
    page.get_by_role("button", name="Import them").click()
    expect(page.get_by_text("What it did")).to_be_visible(timeout=60_000)
    seen = page.evaluate("window.seen")
    assert {of for _, of in seen} == {1500}
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert any(0 < done < 1500 for done, _ in seen)


def test_a_file_that_cannot_be_read_says_why(windows: Windows, acacia: PracticeWorld, tmp_path: Path):
    file = tmp_path / "picture.xlsx"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(300))
    page = windows.open("/import", acacia, acacia.adviser)
    page.locator("#file-wide").set_input_files(file)
    expect(page.get_by_text("This file could not be imported")).to_be_visible()
    page.get_by_role("link", name="All imports").click()
    expect(page.get_by_text("Drop a file here")).to_be_visible()
    expect(page.locator(".cm-row-link", has_text="picture.xlsx")).to_be_visible()


def test_a_file_dropped_on_the_page_is_read_too(windows: Windows, acacia: PracticeWorld, tmp_path: Path):
    file = tmp_path / "contacts.csv"
    file.write_text(CONTACTS)
    page = windows.open("/import", acacia, acacia.adviser, size=PORTRAIT)
    page.get_by_label(re.compile("Drop a file here")).set_input_files(file)
    expect(page.get_by_text("Nothing has been changed")).to_be_visible()


def test_who_may_not_import_is_told_whom_to_ask(windows: Windows, acacia: PracticeWorld):
    page = windows.open("/import", acacia, acacia.compliance)
    expect(page.get_by_text("Ask an adviser or the practice's owner.")).to_be_visible()
    expect(page.get_by_text("Choose a file")).to_have_count(0)
    expect(page.locator("[data-sonner-toast]")).to_have_count(0)
