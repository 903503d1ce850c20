"""E-mails and a chat: dropped on the page, looked at, taken, and seen in the timeline."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PORTRAIT, Windows
from tests.services.some_letters import CHAT, SCAN, mail
from tests.world import PracticeWorld

pytestmark = pytest.mark.usefixtures("worker")

# What a browser's own drag would bring: an e-mail, let go anywhere over the page.
LET_GO = """([at, words]) => {
  const bring = new DataTransfer();
  bring.items.add(new File([words], 'question.eml'));
  for (const name of ['dragover', 'drop'])
    at.dispatchEvent(new DragEvent(name, { bubbles: true, cancelable: true, dataTransfer: bring }));
}"""


def test_two_emails_and_a_chat_are_looked_at_taken_and_stand_in_the_timeline(
    windows: Windows, acacia: PracticeWorld, accessible: Callable[[Page], None], tmp_path: Path
):
    page = windows.open(f"/clients/{acacia.client.id}?part=timeline", acacia, acacia.adviser, size=PORTRAIT)
    page.get_by_role("link", name="Bring in e-mails and chats").click()
    expect(page.get_by_role("link", name="Renée O'Brien")).to_be_visible()
    hostile = mail("<img src='https://evil.example/a.png'><script>alert(1)</script>", sender="Sanlam <a@b.example>")
    page.evaluate(LET_GO, [page.locator(".cm-capture").element_handle(), hostile.decode()])
    question = page.get_by_role("article").filter(has_text="Endowment question")
    expect(question).to_contain_text("<script>alert(1)</script>")
    expect(question).to_contain_text("To Renée O'Brien")
    for name, content in (("scan.eml", SCAN), ("WhatsApp Chat with Renée O'Brien.txt", CHAT), ("no.pdf", b"%PDF-1.7")):
        (tmp_path / name).write_bytes(content)
    page.locator(".cm-drop input").set_input_files(sorted(tmp_path.iterdir()))
    expect(page.get_by_text("This is a PDF")).to_be_visible()
    expect(page.get_by_role("article")).to_have_count(3)
    expect(page.get_by_label("On their way")).to_have_count(0)
    accessible(page)
    # it is Gerrit's, not Renée's
    question.get_by_role("button", name="Not for Renée O'Brien").click()
    question.get_by_role("button", name="Say whose “Endowment question” is").click()
    page.get_by_label("Into whose timeline it goes").fill("hooft")
    page.get_by_role("button", name="'t Hooft, Gerrit").click()
    expect(question).to_contain_text("To Gerrit 't Hooft")
    accessible(page)
    page.reload()
    expect(question).to_contain_text("To Gerrit 't Hooft")
    question.get_by_role("button", name="Leave out “Endowment question”").click()
    expect(page.get_by_role("button", name="Take 2 into the timeline")).to_be_visible()
    question.get_by_role("button", name="Take “Endowment question” after all").click()
    page.get_by_role("button", name="Take 3 into the timeline").click()
    expect(page.get_by_text("2 entries are in the timeline.")).to_be_visible()
    expect(page.get_by_role("article")).to_have_count(0)
    page.get_by_role("link", name="Renée O'Brien").click()
    page.get_by_role("button", name="Timeline").click()
    scan = page.get_by_role("article").filter(has_text="E-mail from Renée: “Scan”")
    with page.expect_download() as download:
        scan.get_by_role("link", name="Skets “A”.pdf").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-1.7")
    expect(page.get_by_role("article").filter(has_text="WhatsApp, 2 messages")).to_contain_text("08:15 Renée O'Brien")
    accessible(page)
    page.get_by_role("button", name="2 parts of this chat").first.click()
    expect(page.locator(".cm-timeline .cm-entry")).to_have_count(2)
    expect(page.get_by_role("button", name="Remove filter Only")).to_be_visible()
