"""A chat with its files, as one zip."""

import pytest

from clientmanager.correspondence import Kind, archive, chat_reading, read, what_is
from clientmanager.errors import Invalid
from tests.correspondence.messages import PDF, PNG, message
from tests.correspondence.test_refusals import zipped

IPHONE = (
    "[2024/01/05, 10:00:00] Piet: \u200e<attached: 00000001-PHOTO.jpg>\n"
    "[2024/01/05, 10:00:01] Piet: \u200e<attached: 00000002-Quote.pdf>\n"
).encode()


def test_an_iphones_zip_is_its_chat_with_every_file():
    content = zipped(("_chat.txt", IPHONE), ("00000001-PHOTO.jpg", PNG), ("00000002-Quote.pdf", PDF))
    assert what_is(content) is Kind.ZIP
    found = read(content)
    [chat] = found.chats
    assert {one.name: one.content for one in chat.files} == {"00000001-PHOTO.jpg": PNG, "00000002-Quote.pdf": PDF}
    assert [one.attachments[0] for one in chat.messages] == [one.name for one in chat.files]
    assert [one.media_type for one in chat.files] == ["image/png", "application/pdf"]
    assert (found.problems, found.emails) == ((), ())


def test_an_androids_zip_names_its_chat_otherwise():
    words = b"2024/01/05, 10:00 - Piet: IMG.jpg (file attached)\n"
    [chat] = read(zipped(("WhatsApp Chat with Piet.txt", words), ("IMG.jpg", PNG))).chats
    assert (chat.messages[0].attachments, chat.files[0].content) == (("IMG.jpg",), PNG)


def test_no_file_leaves_its_folder():
    [chat] = read(zipped(("a/_chat.txt", IPHONE), ("../../etc/passwd", PDF), ("C:\\x\\..\\y.pdf", PDF))).chats
    assert [one.name for one in chat.files] == ["passwd", "y.pdf"]


def test_emails_and_chats_may_come_together():
    found = read(zipped(("_chat.txt", IPHONE), ("other.txt", IPHONE), ("one.eml", message(body="One")), ("x.pdf", PDF)))
    assert (len(found.chats), len(found.emails)) == (2, 1)
    assert found.problems[0].startswith("“x.pdf” was not read")


def test_what_is_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(chat_reading, "MOST_MESSAGES", 1)
    with pytest.raises(Invalid, match="messages, so it was not read"):
        read(IPHONE)
    with pytest.raises(Invalid, match="messages, so it was not read"):
        read(zipped(("_chat.txt", IPHONE)))
    monkeypatch.setattr(chat_reading, "LARGEST", 10)
    with pytest.raises(Invalid, match="This chat is larger"):
        chat_reading.read_chat(IPHONE)
    monkeypatch.setattr(archive, "LARGEST_ZIP", 10)
    with pytest.raises(Invalid, match="This zip is larger"):
        read(zipped(("_chat.txt", IPHONE)))
