"""What is no e-mail, or more than one may be, is refused in one sentence that says what to do."""

import io
import zipfile

import pytest

from clientmanager.correspondence import Kind, archive, dropped, mime, read, read_email, reading, what_is, words
from clientmanager.correspondence.archive import PASSWORD
from clientmanager.errors import Invalid
from tests.correspondence.messages import HEAD, PDF, file, message, multipart, plain, whole

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n \0", "empty"),
        (OLE + "__substg1.0_0037001F".encode("utf-16-le"), r"\.msg.*Save as.*\.eml"),
        (OLE, "old Word or Excel"),
        (PDF, "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"<!DOCTYPE html><p>Hello", "web page"),
        (b"Dear Piet,\r\n\r\nThis is a letter.", "no e-mail|neither"),
        (b"Name: Piet\r\nAge: 5\r\n", "no e-mail|neither"),
        (bytes(range(256)) * 20, "no e-mail|neither"),
        (b"From: a@b\n" + b"x: y\n" * 60_000, "header has no end|neither"),
    ],
)
def test_what_is_no_email_is_refused_by_its_contents(content, sentence):
    with pytest.raises(Invalid, match=sentence):
        read_email(content)
    with pytest.raises(Invalid, match=sentence):
        what_is(content)
    with pytest.raises(Invalid, match=sentence):
        read(content)


def test_more_than_an_email_may_be_is_refused(monkeypatch):
    with pytest.raises(Invalid, match="nested more than 10 deep"):
        read_email(HEAD.encode() + nested_in(mime.DEEPEST + 1))
    with pytest.raises(Invalid, match="more than 100 attachments"):
        read_email(whole("mixed", *[file(f"{number}.pdf", PDF) for number in range(words.MOST_ATTACHMENTS + 1)]))
    with pytest.raises(Invalid, match="more than 1,000 parts"):
        read_email(whole("mixed", *[plain() for _ in range(mime.MOST_PARTS + 1)]))
    monkeypatch.setattr(reading, "LARGEST", 1024)
    with pytest.raises(Invalid, match="larger than 0 MB"):
        read_email(message(body="x" * 1024))


def test_as_much_as_an_email_may_be_is_read():
    assert read_email(HEAD.encode() + nested_in(mime.DEEPEST)).text == "Deep"
    many = whole("mixed", *[file(f"{number}.pdf", PDF) for number in range(words.MOST_ATTACHMENTS)])
    assert [one.content for one in read_email(many).attachments] == [PDF] * 100


def zipped(*files: tuple[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archived:
        for name, content in files:
            archived.writestr(name, content)
    return target.getvalue()


def test_a_zip_of_emails_is_read_and_what_is_not_is_named():
    content = zipped(
        ("mails/one.eml", message(body="One")), ("../../two.bin", message(body="Two")), ("__MACOSX/._one.eml", b"x"),
        ("deep.eml", HEAD.encode() + nested_in(mime.DEEPEST + 1)), ("notes.txt", b"Only notes"),
    )  # fmt: skip
    assert what_is(content) is Kind.ZIP
    found = read(content)
    assert [email.text for email in found.emails] == ["One", "Two"]
    assert ["deep.eml" in problem or "notes.txt" in problem for problem in found.problems] == [True, True]


def test_a_mailbox_is_divided_into_its_emails():
    mark = b"From - Fri Jan 05 10:15:00 2024\r\n"
    content = mark + message(body="One\r\n\r\nFrom now on\r\n\r\n") + mark + message(body="Two")
    assert what_is(content) is Kind.MAILBOX
    assert [email.text for email in read(content).emails] == ["One\n\nFrom now on", "Two"]
    assert what_is(mark + message(body="One")) is Kind.EMAIL
    assert what_is(message(body="One")) is Kind.EMAIL


def test_a_zip_of_nothing_to_read_is_refused():
    for content in (zipped(("a.pdf", PDF)), zipped(("inner.zip", zipped(("a.eml", message(body="x")))))):
        with pytest.raises(Invalid, match="neither an e-mail nor"):
            what_is(content)
        with pytest.raises(Invalid, match="neither an e-mail nor"):
            read(content)
    with pytest.raises(Invalid, match=r"empty|neither"):
        read(zipped())
    with pytest.raises(Invalid, match="damaged"):
        read(b"PK\x03\x04" + b"x" * 100)
    with pytest.raises(Invalid, match="damaged"):
        read(zipped(("a.eml", message(body="x" * 5_000)))[:-30])


def test_a_zip_that_hides_more_than_it_says_is_refused(monkeypatch):
    with pytest.raises(Invalid, match="holds more than"):
        read(zipped(("_chat.txt", b"0" * 20_000_000)))
    locked = bytearray(zipped(("a.eml", message(body="x"))))
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(Invalid, match=PASSWORD):
        read(bytes(locked))
    monkeypatch.setattr(archive, "MOST_FILES", 2)
    with pytest.raises(Invalid, match="files, so it was not read"):
        read(zipped(*[(f"{number}.eml", message(body="x")) for number in range(3)]))
    monkeypatch.undo()
    monkeypatch.setattr(archive, "LARGEST_UNPACKED", 1_000)
    with pytest.raises(Invalid, match="holds more than"):
        read(zipped(("a.eml", message(body="x" * 600)), ("b.eml", message(body="x" * 600))))
    assert read(zipped(("a.eml", message(body="x" * 600)))).emails
    monkeypatch.undo()
    monkeypatch.setattr(dropped, "MOST_EMAILS", 1)
    with pytest.raises(Invalid, match="e-mails in this file"):
        read(zipped(("a.eml", message(body="x")), ("b.eml", message(body="y"))))


def nested_in(deep: int) -> bytes:
    nested = plain("Deep")
    for depth in range(deep):
        nested = multipart("mixed", f"b{depth}x", nested)
    return nested
