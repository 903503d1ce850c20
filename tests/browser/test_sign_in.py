"""Coming in and going out."""

import re

from playwright.sync_api import expect

from clientmanager.services import practices
from tests.browser.conftest import Windows
from tests.world import PASSWORD, Database, PracticeWorld


def test_the_code_in_the_terminal_makes_the_practice_and_its_owner_without_javascript(
    windows: Windows, database: Database
):
    code = practices.welcome_code()
    windows.provoked.append("400 (Bad Request)")
    page = windows.open("/", scripts=False)
    expect(page).to_have_url(re.compile("/welcome$"))
    page.get_by_label("One-time code").fill("WRON-GCOD-EXXX")
    page.get_by_label("Practice").fill("Marula Wealth")
    page.get_by_label("Your name").fill("Zanele Nkosi")
    page.get_by_label("E-mail").fill("zanele@marula.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make the practice").click()
    expect(page.get_by_text("That is not the code.")).to_be_visible()
    expect(page.get_by_label("Practice")).to_have_value("Marula Wealth")
    page.get_by_label("One-time code").fill(str(code))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make the practice").click()
    expect(page).to_have_url(re.compile("/clients"))
    assert database.one("select name from practice") == "Marula Wealth"
    assert database.one("select name from practice_user where role = 'owner'") == "Zanele Nkosi"


def test_signing_in_needs_no_javascript_and_leads_to_the_page_asked_for(windows: Windows, acacia: PracticeWorld):
    windows.provoked.append("401 (Unauthorized)")
    page = windows.open(f"/clients/{acacia.client.id}", scripts=False)
    expect(page).to_have_url(re.compile("/sign-in"))
    page.get_by_label("E-mail").fill(acacia.adviser.email)
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("E-mail")).to_have_value(acacia.adviser.email)
    expect(page.get_by_label("Password")).to_have_value("")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile(f"/clients/{acacia.client.id}"))


def test_the_cursor_stands_in_the_password_after_a_wrong_one(windows: Windows, acacia: PracticeWorld):
    windows.provoked.append("401 (Unauthorized)")
    page = windows.open("/sign-in")
    expect(page.get_by_label("E-mail")).to_be_focused()
    page.keyboard.type(acacia.adviser.email)
    page.keyboard.press("Tab")
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Password", exact=True)).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Clients")).to_be_visible()


def test_signing_out_ends_it_and_the_back_button_shows_nothing(windows: Windows, acacia: PracticeWorld):
    page = windows.open("/clients", acacia, acacia.adviser)
    expect(page.locator(".cm-row-link", has_text="O'Brien, Renée")).to_be_visible()
    page.get_by_role("button", name=acacia.adviser.name).click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/sign-in"))
    page.go_back()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    expect(page.get_by_text("O'Brien")).to_have_count(0)


def test_a_session_that_was_ended_elsewhere_leads_to_signing_in(
    windows: Windows, acacia: PracticeWorld, database: Database
):
    page = windows.open("/clients", acacia, acacia.adviser)
    expect(page.locator(".cm-row-link")).to_have_count(5)
    database.owner.exec_driver_sql("delete from user_session")
    page.get_by_role("searchbox").press_sequentially("ren")
    expect(page).to_have_url(re.compile(r"/sign-in\?next="))
    page.get_by_label("E-mail").fill(acacia.adviser.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/clients"))
