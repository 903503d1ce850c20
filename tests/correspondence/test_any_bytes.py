"""Whatever bytes come: read, or refused in a sentence; never anything else, and never a letter that cannot be kept."""

import struct
from collections.abc import Callable
from datetime import UTC
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientmanager.correspondence import (
    Chat,
    Email,
    charset,
    html_text,
    quotations,
    read,
    read_chat,
    read_email,
    what_is,
)
from clientmanager.correspondence.problems import Problems
from clientmanager.correspondence.visible import lines_of
from clientmanager.errors import Invalid
from tests.correspondence.messages import HEAD, PDF, PNG, file, message, multipart, part, plain, whole
from tests.correspondence.test_email_programs import tnef
from tests.correspondence.test_refusals import zipped

Found = TypeVar("Found")
CHAT = (
    "[25/01/2024, 4:05:09\u202fPM] Piet: Hi\n\u200e[25/01/2024, 4:05:10\u202fPM] Piet: \u200e<attached: 1.jpg>\n"
    "more\n[26/01/2024, 4:05:09\u202fPM] Thandi: Ja \u200e<This message was edited>\n"
).encode()
ALTERNATIVE = multipart("alternative", "a", plain("Môre\r\n> x"), part("text/html", "<p>a<blockquote>b"))
REAL = [
    whole("mixed", ALTERNATIVE, file("a", PDF)),
    whole("mixed", part("message/rfc822", message(body="x")), file("winmail.dat", tnef(), "application/ms-tnef")),
    message(
        "Content-Type: text/plain; charset*0=utf; charset*1=-8; format=flowed",
        "Content-Transfer-Encoding: quoted-printable",
        'To: "Nel, P" <p@x>, (c) g: a@b, =?utf-8?Q?M=C3=B4re?= <m@x>;',
        "References: <a@b> <c@d>",
        body="a =\r\nb=C3=B4",
    ),
    b"From x Fri Jan  5 10:15:00 2024\n" + message(body="One") + b"\n\nFrom y 2024\n" + message(body="Two"),
    message(body="begin 644 a.txt\n#0V%T\n`\nend\n-----Original Message-----\nFrom: x"),
    CHAT,
    CHAT.replace(b"[", b"").replace(b"]", b" -"),
    zipped(("_chat.txt", CHAT), ("1.jpg", PNG), ("one.eml", message(body="x"))),
]
PIECES = [
    *(b"\r\n", b"\r\n\r\n", b"--=_outer\r\n", b"--=_outer--", b"--a", b"Content-Type: multipart/mixed; boundary=a\r\n"),
    *(
        b"Content-Type: ",
        b"; charset=utf-7",
        b"; charset=idna",
        b"=?utf-8?B?",
        b"?=",
        b'"',
        b"<",
        b">",
        b"(",
        b")",
        b"\\",
    ),
    *(
        b"\xff\xfe",
        b"\xe2\x80\xae",
        b"\0",
        b"=",
        b"Date: ",
        b"99999999999999999999",
        b"&#x110000;",
        b"&#xd800;",
        b"<!--",
    ),
    *(
        b"<style>",
        b"\nFrom ",
        b"\nbegin 644 x\n",
        b"\n[1/1/24, 1:1:1] a: ",
        b"PK\x01\x02",
        b"filename*0*=x''%ff%",
        b"*1=2",
    ),
    *(b"Content-Transfer-Encoding: base64\r\n", b"Content-Transfer-Encoding: x-uuencode\r\n", b"\x78\x9f\x3e\x22\0\0"),
]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A real file with some of it cut out, put in, doubled or turned into other bytes."""
    content = bytearray(draw(st.sampled_from(REAL)))
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, len(content)))
        end = min(len(content), place + draw(st.integers(0, 60)))
        content[place:end] = draw(
            st.one_of(st.sampled_from(PIECES), st.binary(max_size=8), st.just(bytes(content[place:end]) * 3))
        )
    return bytes(content)


def sound(email: Email) -> None:
    """What a database and a screen may have."""
    people = (*email.senders, *email.to, *email.cc, *email.bcc)
    lines = [email.subject, email.message_id, email.in_reply_to, *email.references, *email.problems]
    lines += [words for one in people for words in (one.name, one.address)]
    lines += [words for one in email.attachments for words in (one.name, one.media_type)]
    for line in lines:
        assert "\n" not in line
        assert lines_of(line) == line
    assert lines_of(email.text) == email.text
    assert (email.text + "".join(lines)).encode()
    assert 0 <= email.quoted_from <= len(email.text)
    assert email.identity[:3] in ("id:", "has")
    assert all(one.name for one in email.attachments)
    assert all(one.name or one.address for one in people)
    if email.sent_at:
        assert email.sent_at.astimezone(UTC).year > 1969


def sound_chat(chat: Chat) -> None:
    assert sum(map(len, chat.days.values())) == len(chat.messages)
    assert list(chat.days) == sorted(chat.days)
    assert len({one.fingerprint for one in chat.messages}) == len(chat.messages)
    for one in chat.messages:
        assert lines_of(one.words + one.sender) == one.words + one.sender
        assert (one.words + one.sender + "".join(one.attachments)).encode()


def found_or_sentence(reader: Callable[[bytes], Found], content: bytes) -> Found | str:
    try:
        return reader(content)
    except Invalid as refusal:
        return str(refusal)


def read_or_refused(content: bytes) -> None:
    found = found_or_sentence(read, content)
    if isinstance(found, str):
        assert found.endswith(".")
        return
    assert what_is(content) is found.kind
    for email in found.emails:
        sound(email)
        for enclosed in email.attachments:
            if enclosed.is_email:
                sound(read_email(enclosed.content))
    for chat in found.chats:
        sound_chat(chat)


@pytest.mark.parametrize("content", REAL)
def test_the_real_ones_are_read(content):
    assert not read(content).problems
    read_or_refused(content)


@settings(max_examples=400)
@given(mutated())
def test_real_files_that_were_damaged_are_read_or_refused(content):
    read_or_refused(content)


@settings(max_examples=150)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content):
    read_or_refused(content)
    assert found_or_sentence(read_email, content)
    assert found_or_sentence(read_chat, content)


@settings(max_examples=150)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=20)), max_size=20).map(b"".join))
def test_any_header_and_any_body_are_read(content):
    read_or_refused(HEAD.encode() + content)
    read_or_refused(HEAD.encode() + b"Content-Type: text/html\r\n\r\n" + content)
    read_or_refused(HEAD.encode() + b"Content-Type: application/ms-tnef\r\n\r\n\x78\x9f\x3e\x22\0\0" + content)


@settings(max_examples=100)
@given(st.lists(st.tuples(st.sampled_from([0x9003, 0x9005, 0x9007, 0x800F]), st.binary(max_size=60)), max_size=4))
def test_any_winmail_is_kept(attributes):
    content = b"\x78\x9f\x3e\x22\0\0" + b"".join(
        struct.pack("<BII", 1, number, len(data)) + data + b"\0\0" for number, data in attributes
    )
    email = read_email(whole("mixed", file("winmail.dat", content)))
    assert email.attachments[0].content == content
    sound(email)


@settings(max_examples=100)
@given(st.lists(st.binary(min_size=1, max_size=300), min_size=1, max_size=5), st.sampled_from(["base64", "binary"]))
def test_every_attachment_comes_out_as_it_went_in(files, encoding):
    sent = [
        file(f"{place}.bin", content)
        if encoding == "base64"
        else part(f"application/octet-stream; name={place}.bin", content, "Content-Transfer-Encoding: binary")
        for place, content in enumerate(files)
    ]
    email = read_email(whole("mixed", plain(), *sent))
    assert [one.content for one in email.attachments if one.name[0].isdigit()] == files


WORDS = st.lists(
    st.one_of(
        st.sampled_from([piece.decode("latin-1") for piece in PIECES]),
        st.sampled_from(
            ["<p>", "</p>", "<pre>", "</pre>", "<blockquote>", "<a href='http://x'>", "</a>", "<img alt=x>"]
        ),
        st.sampled_from(
            ["On 4 Jan Piet wrote:", "\n", "> ", "From: a\nSent: b\nTo: c\n", "-----Original Message-----", " a"]
        ),
        st.text("<>&#;é \n\ud800\u202e", max_size=6),
    ),
    max_size=20,
).map("".join)


@settings(max_examples=150)
@given(WORDS, st.sampled_from(["", "utf-8", "hex", "x\0", "é", "utf-16", "cp037", "big5", "idna", "a" * 5_000]))
def test_any_words_are_read_as_html_and_as_history(text, said):
    assert isinstance(html_text.plain(text), str)
    assert 0 <= quotations.begins_at(text) <= len(text)
    assert isinstance(charset.decode(text.encode("utf-8", "replace"), said, Problems()), str)
