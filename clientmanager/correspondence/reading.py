"""An `.eml` file in, an e-mail out; what is no e-mail is refused in a sentence."""

import codecs
import re
from itertools import chain

from clientmanager.errors import Invalid

from . import attachments, dates, encoded_words, mailboxes, mime, quotations, words
from .email import Email
from .fields import LONGEST_FIELD, Fields
from .problems import Problems

LARGEST = 25 * 1024 * 1024
"""Bytes of one file."""
EMPTY = "This file is empty. Save the e-mail or the chat again and drop that."
NO_EMAIL = "This is no e-mail. Save the e-mail as a file from your mail program (.eml) and drop that."
OUTLOOK = (
    "This is an Outlook file (.msg), which cannot be read here. In Outlook on the web or the new Outlook, open the"
    " e-mail, choose … and then Save as, which makes an .eml file, and drop that."
)
JOURNAL = "This is a report of an Exchange journal; the e-mail that it reports is its attachment. Open that one."

_ID = re.compile(r"<([^<>]+)>")
_MOST_REFERENCES = 200
_OTHERS = (
    (b"%PDF-", "This is a PDF, whatever its name says. Drop the e-mail itself, or add the PDF as a document."),
    (b"PK\x03\x04", "This is a zip, whatever its name says. Take the e-mails out of it and drop those."),
    (b"\x89PNG", "This is a picture, whatever its name says. Add it as a document."),
    (b"\xff\xd8\xff", "This is a picture, whatever its name says. Add it as a document."),
    (b"<!DOCTYPE", "This is a web page. Save the e-mail as a file from your mail program (.eml) and drop that."),
    (b"<html", "This is a web page. Save the e-mail as a file from your mail program (.eml) and drop that."),
)


def read_email(content: bytes) -> Email:
    """
    Raises:
        Invalid: it is no e-mail, is empty, or holds more than can be read.
    """
    content = as_bytes_of_letters(content)
    require_no_other(content)
    problems = Problems()
    message = mime.read(content, problems)
    if not message.fields.begins_a_message:
        raise Invalid(NO_EMAIL)
    said = words.of(message, problems)
    header = message.fields
    if header.raw("x-ms-journal-report") or any(name == b"x-ms-journal-report" for name, _ in header.said):
        problems.say(JOURNAL)
    ids = _ids(header, "message-id")
    above = _ids(header, "in-reply-to")
    return Email(
        message_id=ids[0] if ids else "",
        in_reply_to=above[0] if above else "",
        references=tuple(dict.fromkeys(chain(_ids(header, "references")[-_MOST_REFERENCES:], above[:1]))),
        sent_at=dates.read(header.raw("date"), problems),
        senders=mailboxes.read(_joined(header, "from") or _joined(header, "sender"), problems),
        to=mailboxes.read(_joined(header, "to"), problems),
        cc=mailboxes.read(_joined(header, "cc"), problems),
        bcc=mailboxes.read(_joined(header, "bcc"), problems),
        subject=encoded_words.decode(header.raw("subject"), problems),
        text=said.text,
        quoted_from=quotations.begins_at(said.text),
        attachments=said.attachments,
        problems=problems.sentences,
    )


def as_bytes_of_letters(content: bytes) -> bytes:
    """Without what stands before the first letter; UTF-16 as UTF-8.

    Raises:
        Invalid: it is empty or too large.
    """
    if len(content) > LARGEST:
        raise Invalid(f"This file is larger than {LARGEST // 1024**2} MB, so it was not read. Leave out what is large.")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        content = content.decode("utf-16", "replace").encode()
    content = content.lstrip(b"\xef\xbb\xbf\0 \t\r\n")
    if not content:
        raise Invalid(EMPTY)
    return content


def require_no_other(content: bytes) -> None:
    """Raises Invalid: it is another kind of file, named in the sentence."""
    if attachments.is_outlook_message(content):
        raise Invalid(OUTLOOK)
    if attachments.is_old_office(content):
        raise Invalid("This is an old Word or Excel file, whatever its name says. Add it as a document.")
    for start, sentence in _OTHERS:
        if content[: len(start)].lower() == start.lower():
            raise Invalid(sentence)


def _ids(header: Fields, name: str) -> tuple[str, ...]:
    """Programs break a long id over two lines, and some forget its angle brackets."""
    said = header.raw(name)
    found = ["".join(one.split()) for one in _ID.findall(said)]
    if not found and name != "in-reply-to":
        found = said.split()
    return tuple(dict.fromkeys(_clean(one) for one in found if _clean(one)))


def _clean(one: str) -> str:
    return "".join(letter for letter in one if letter.isprintable() and letter not in "<>")[:998]


def _joined(header: Fields, name: str) -> str:
    return ", ".join(header.each(name))[:LONGEST_FIELD]
