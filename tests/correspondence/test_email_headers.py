"""Subjects, people, dates, ids and file names, in every form that is sent."""

import base64
from datetime import UTC, datetime

import pytest

from clientmanager.correspondence import Email, Mailbox, read_email
from clientmanager.correspondence.dates import BROKEN_DATE, NO_DATE, UNKNOWN_ZONE
from tests.correspondence.messages import HEAD, PDF, message, part, plain, whole


def with_field(name: str, said: str | bytes) -> Email:
    kept = [line for line in HEAD.splitlines() if not line.startswith(f"{name}:")]
    said = said.encode() if isinstance(said, str) else said
    return read_email(
        "".join(f"{line}\r\n" for line in kept).encode() + name.encode() + b": " + said + b"\r\n\r\nWords"
    )


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Plain words", "Plain words"),
        ("=?utf-8?B?TcO0cmU=?=", "Môre"),
        ("=?utf-8?Q?M=C3=B4re_almal?=", "Môre almal"),
        ("=?UTF-8?q?M=C3=B4re almal?=", "Môre almal"),
        ("Re:=?utf-8?B?TcO0cmU=?=again", "Re:Môreagain"),
        ("=?utf-8?B?TcM=?=\r\n =?utf-8?B?tHJl?=", "Môre"),
        ("=?utf-8?B?TcO0cmU?=", "Môre"),
        ("=?utf-8?Q?Really??=", "Really?"),
        ("=?utf-8*af?Q?M=C3=B4re?=", "Môre"),
        ("=?iso-8859-1?Q?5_=96_6?=", "5 – 6"),
        ("=?utf-8?Q?Ren=E9e?=", "Renée"),
        ("=?no-such?Q?Hello?=", "Hello"),
        ("=?utf-8?B?TcO0cmUgYWxtYWw", "Môre almal"),
        ("=?utf-8?Q?a?= =?utf-8?Q?b?= c =?utf-8?Q?d?=", "ab c d"),
        ("=?gb2312?B?xOO6ww==?=", "你好"),
        ('"=?utf-8?Q?M=C3=B4re?="', '"Môre"'),
        ("=?broken", "=?broken"),
        ("Renée".encode(), "Renée"),
        ("Renée".encode("cp1252"), "Renée"),
        ("", ""),
    ],
)
def test_subjects(said, read):
    assert with_field("Subject", said).subject == read


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("piet@x.co.za", [("", "piet@x.co.za")]),
        ("Piet Nel <piet@x.co.za>", [("Piet Nel", "piet@x.co.za")]),
        ('"Nel, Piet" <piet@x.co.za>, sipho@x.za', [("Nel, Piet", "piet@x.co.za"), ("", "sipho@x.za")]),
        ("Nel, Piet <piet@x.co.za>; Sipho <s@x.za>", [("Nel, Piet", "piet@x.co.za"), ("Sipho", "s@x.za")]),
        ("piet@x.co.za (Piet (Oupa) Nel)", [("Piet Nel", "piet@x.co.za")]),
        ("Team: a@x.za, Bea <b@x.za>;", [("", "a@x.za"), ("Bea", "b@x.za")]),
        ("undisclosed-recipients:;", [("undisclosed-recipients", "")]),
        ("=?utf-8?Q?Ren=C3=A9e,_Me?= <r@x.za>", [("Renée, Me", "r@x.za")]),
        ('"=?utf-8?Q?Ren=C3=A9e?=" <r@x.za>', [("Renée", "r@x.za")]),
        ("=?utf-8?B?UmVuw6llIDxyQHguemE+?=", [("Renée", "r@x.za")]),
        ("Jörg <jörg@bücher.example>", [("Jörg", "jörg@bücher.example")]),
        ("<info@xn--bcher-kva.example>", [("", "info@xn--bcher-kva.example")]),
        ("'piet@x.co.za' <piet@x.co.za>", [("", "piet@x.co.za")]),
        ('"Piet <piet@x.co.za>', [("Piet", "piet@x.co.za")]),
        ("Piet <piet@x.co.za", [("Piet", "piet@x.co.za")]),
        ("Piet <mailto:piet@x.co.za>", [("Piet", "piet@x.co.za")]),
        ("<@relay.example:piet@x.co.za>", [("", "piet@x.co.za")]),
        ('"piet nel"@x.co.za', [("", '"piet nel"@x.co.za')]),
        (r'"Piet \"Oupa\" Nel" <p@x.za>', [('Piet "Oupa" Nel', "p@x.za")]),
        ("Piet Nel piet@x.co.za", [("Piet Nel", "piet@x.co.za")]),
        ("Piet </O=ACME/CN=PIET>", [("Piet", "/O=ACME/CN=PIET")]),
        ("Piet\x00\u202e <p@x.za>", [("Piet", "p@x.za")]),
        (" , ;", []),
    ],
)
def test_people(said, read):
    assert with_field("To", said).to == tuple(Mailbox(*one) for one in read)


def test_everybody_who_got_it_is_told_apart():
    email = read_email(message("Cc: c@x.za", "Bcc: Bea <b@x.za>", "To: second@x.za", body="Words"))
    assert [one.address for one in email.senders] == ["thandi@acacia.example"]
    assert [one.address for one in email.to] == ["piet@example.co.za", "second@x.za"]
    assert (email.cc, email.bcc) == ((Mailbox("", "c@x.za"),), (Mailbox("Bea", "b@x.za"),))


MORNING = datetime(2024, 1, 5, 8, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Fri, 05 Jan 2024 10:15:00 +0200", MORNING),
        ("Fri, 5 Jan 24 10:15 +0200 (SAST)", MORNING),
        ("Fri, 05 Jan 2024 10:15:00", MORNING),
        ("Fri, 05 Jan 2024 10:15:00 SAST", MORNING),
        ("Fri, 05 Jan 2024 08:15:00 GMT", MORNING),
        ("Fri, 05 Jan 2024 08:15:00 -0000", MORNING),
        ("Fri, 05 Jan 2024 03:15:00 EST", MORNING),
        ("5 Jan 2024 09:15:00 CET", MORNING),
        ("2024-01-05T10:15:00+02:00", MORNING),
        ("2024-01-05 10:15:00", MORNING),
        ("Vr, 5 Januarie 2024 10:15:00 +0200", MORNING),
        ("Fri, 05-Jan-2024 10:15:00 +0200", MORNING),
    ],
)
def test_dates(said, read):
    email = with_field("Date", said)
    assert (email.sent_at, email.problems) == (read, ())


@pytest.mark.parametrize(
    "said",
    ["yesterday", "Fri, 99 Jan 2024 10:15:00 +0200", "5 Jan 2024 10:15:00 +9999", "1 Jan 1066 00:00", "0" * 5_000],
)
def test_a_date_that_is_none_is_told(said):
    email = with_field("Date", said)
    assert (email.sent_at, email.problems) == (None, (BROKEN_DATE,))


def test_a_missing_date_is_told_and_an_unknown_zone_too():
    assert with_field("Date", "").problems == (NO_DATE,)
    email = with_field("Date", "Fri, 05 Jan 2024 10:15:00 XYZT")
    assert (email.sent_at, email.problems) == (MORNING, (UNKNOWN_ZONE,))


def test_threads_are_known_by_their_ids_however_they_are_broken():
    email = read_email(
        message(
            "In-Reply-To: Your message of Friday <a\r\n b@x>", "References: <r1@x><r2@x>\r\n\t<ab@x> <r1@x>", body="x"
        )
    )
    assert (email.message_id, email.in_reply_to) == ("one@acacia.example", "ab@x")
    assert email.references == ("r1@x", "r2@x", "ab@x")
    assert with_field("Message-ID", "bare@x.example").message_id == "bare@x.example"
    assert with_field("Message-ID", "<>").message_id == ""


def test_copies_have_one_identity_with_an_id_and_without():
    assert read_email(message(body="One")).identity == read_email(message("Received: by x", body="One\r\n")).identity
    bare = HEAD.replace("Message-ID: <one@acacia.example>\r\n", "")
    one, copy = (
        read_email(message(body="One  two", head=bare)),
        read_email(message("Received: x", body="One\n two", head=bare)),
    )
    assert one.identity == copy.identity
    others = [
        read_email(message(body="Another", head=bare)),
        read_email(message(body="One two", head=bare.replace("10:15", "10:16"))),
        read_email(message(body="One two", head=bare.replace("policy", "plan"))),
        read_email(message(body="One two", head=bare.replace("thandi@", "sipho@"))),
    ]
    assert len({other.identity for other in [one, *others]}) == 5


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="Quote.pdf"', "Quote.pdf"),
        ("attachment; filename=My quote.pdf", "My quote.pdf"),
        ("attachment; filename*=utf-8''M%C3%B4re%20%E2%82%AC.pdf", "Môre €.pdf"),
        ("attachment; filename*0*=utf-8''M%C3%B4;\r\n filename*1*=re; filename*2=.pdf", "Môre.pdf"),
        ("attachment; filename*1=re.pdf; filename*0=Mo; filename=x", "x"),
        (f'attachment; filename="=?utf-8?B?{base64.b64encode("Môre.pdf".encode()).decode()}?="', "Môre.pdf"),
        ('attachment; filename="Môre.pdf"', "Môre.pdf"),
        (r'attachment; filename="C:\Users\Piet\Quote.pdf"', "Quote.pdf"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ('attachment; filename="a;b=c.pdf"', "a;b=c.pdf"),
        ("attachment; filename*=no-such''Quote.pdf", "Quote.pdf"),
        ("attachment; filename*=broken.pdf", "broken.pdf"),
        ("attachment", "document.pdf"),
        ('attachment; filename="', "document.pdf"),
    ],
)
def test_names_of_files(disposition, name):
    attached = part(
        "application/octet-stream", PDF, f"Content-Disposition: {disposition}", "Content-Transfer-Encoding: 8bit"
    )
    [found] = read_email(whole("mixed", plain(), attached)).attachments
    assert (found.name, found.content, found.media_type) == (name, PDF, "application/pdf")
