"""E-mails that are broken, each as it is met in the wild: read as far as can be, with nothing lost and a sentence."""

import base64
import codecs

import pytest

from clientmanager.correspondence import charset as charsets
from clientmanager.correspondence import mime, read_email, transfer
from clientmanager.correspondence.fields import NO_BLANK_LINE
from tests.correspondence.messages import HEAD, PDF, PNG, file, message, multipart, part, parts, plain, whole

WORDS = "Môre, Renée – R5 000"


@pytest.mark.parametrize(
    ("said", "sent"),
    [
        ("utf-8", "utf-8"),
        ("iso-8859-1", "cp1252"),
        ("us-ascii", "cp1252"),
        ("us-ascii", "utf-8"),
        ("utf-8", "cp1252"),
        ("iso-8859-1", "utf-8"),
        ("windows-1252", "utf-8"),
        ("", "utf-8"),
        ("", "cp1252"),
        ("utf-16", "utf-8"),
        ("utf-16le", "utf-16-le"),
        ("gb2312", "gb18030"),
        ("utf-7", "utf-7"),
        ('"utf8mb4"', "utf-8"),
    ],
)
def test_letters_are_read_whatever_is_said_of_them(said, sent):
    body = WORDS.encode(sent)
    email = read_email(message(f"Content-Type: text/plain; charset={said}", body=body))
    assert (email.text, email.problems) == (WORDS, ())


@pytest.mark.parametrize(
    "said", ["x-no-such-thing", "rot13", "hex", "idna", "undefined", "zlib_codec", "unicode_escape"]
)
def test_an_unknown_charset_is_guessed_and_told(said):
    email = read_email(message(f"Content-Type: text/plain; charset={said}", body=WORDS))
    assert (email.text, email.problems) == (WORDS, (charsets.UNKNOWN_CHARSET,))


def test_one_damaged_byte_spoils_one_letter():
    body = "Môre ".encode() + b"\xea" + " môre".encode()
    assert read_email(message("Content-Type: text/plain; charset=utf-8", body=body)).text == "Môre ê môre"


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (base64.b64encode(PDF), None),
        (base64.encodebytes(PDF).replace(b"\n", b"\r\n \t"), None),
        (base64.b64encode(PDF).rstrip(b"="), None),
        (base64.b64encode(PDF)[:10] + b"!\x00" + base64.b64encode(PDF)[10:], transfer.STRAY),
        (base64.b64encode(PDF[:10]) + b"\r\n" + base64.b64encode(PDF[10:]), None),
        (base64.encodebytes(PDF) + b"-- \r\nScanned by a filter. Nothing was found.\r\n", transfer.STRAY),
    ],
)
def test_base64_in_every_state_gives_the_file(sent, sentence):
    attached = part(
        "application/pdf", sent, "Content-Transfer-Encoding: BASE64", "Content-Disposition: attachment; filename=a.pdf"
    )
    email = read_email(whole("mixed", plain(), attached))
    assert email.attachments[0].content == PDF
    assert email.problems == ((sentence,) if sentence else ())


def test_words_that_are_not_in_the_base64_they_claim_stay_words():
    email = read_email(message("Content-Transfer-Encoding: base64", body="Hello, how are you? (I am well.)"))
    assert (email.text, email.problems) == ("Hello, how are you? (I am well.)", (transfer.NOT_ENCODED,))


def test_base64_that_is_cut_off_gives_what_came():
    cut = base64.b64encode(b"Good morning, Piet")[:13]
    email = read_email(message("Content-Transfer-Encoding: base64", body=cut))
    assert (email.text, email.problems) == ("Good morn", (transfer.CUT_OFF,))


@pytest.mark.parametrize(("ending", "problems"), [("=", ()), ("=\r\n", ()), ("=C", (transfer.CUT_OFF,))])
def test_quoted_printable_that_is_cut_off_gives_what_came(ending, problems):
    header = ("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable")
    email = read_email(message(*header, body=f"M=C3=B4re =\r\nRen=C3=A9e=ZZ{ending}"))
    assert (email.text, email.problems) == ("Môre Renée=ZZ", problems)


def test_an_encoding_that_nobody_knows_is_kept_as_it_came():
    email = read_email(message("Content-Transfer-Encoding: x-mystery", body="Words"))
    assert (email.text, email.problems) == ("Words", (transfer.UNKNOWN_ENCODING,))


def test_a_boundary_that_is_not_named_is_found():
    email = read_email(message("Content-Type: multipart/mixed", body=parts("----=_Next", plain(), file("a.pdf", PDF))))
    assert (email.text, email.attachments[0].content) == ("Good morning", PDF)
    wrong = read_email(message("Content-Type: multipart/mixed; boundary=other", body=parts("b", file("a.pdf", PDF))))
    assert wrong.attachments[0].content == PDF


def test_parts_without_any_boundary_are_words():
    email = read_email(message("Content-Type: multipart/mixed; boundary=b", body="Only words"))
    assert (email.text, email.problems) == ("Only words", (mime.NO_BOUNDARY,))


def test_a_message_that_ends_early_keeps_what_came():
    content = whole("mixed", plain(), file("a.pdf", PDF), file("b.png", PNG))
    email = read_email(content[: content.rindex(b"--=_outer")])
    assert [one.content for one in email.attachments] == [PDF, PNG]
    assert email.problems == (mime.CUT_OFF,)


def test_parts_within_parts_may_use_one_boundary():
    inner = multipart("mixed", "=_outer", plain("Inner"), file("a.pdf", PDF))
    email = read_email(whole("mixed", inner, file("b.png", PNG)))
    assert "Inner" in email.text
    assert [one.content for one in email.attachments] == [PDF, PNG]


def test_a_boundary_that_begins_another_is_another():
    email = read_email(
        whole("mixed", multipart("mixed", "=_outer2", plain("Inner"), file("a.pdf", PDF)), file("b", PNG))
    )
    assert [one.content for one in email.attachments] == [PDF, PNG]


@pytest.mark.parametrize("ending", [b"\n", b"\r"])
def test_lines_may_end_in_one_way_or_another(ending):
    content = whole("mixed", multipart("alternative", "a", plain("One\r\nTwo")), file("a.pdf", PDF))
    email = read_email(content.replace(b"\r\n", ending))
    assert (email.text, email.subject, email.attachments[0].content) == ("One\nTwo", "Your policy", PDF)


def test_a_file_sent_as_it_is_keeps_its_line_ends():
    binary = part("application/octet-stream; name=a.pdf", PDF, "Content-Transfer-Encoding: binary")
    assert read_email(whole("mixed", plain(), binary)).attachments[0].content == PDF


@pytest.mark.parametrize("before", [codecs.BOM_UTF8, b"\r\n\r\n", b"From thandi Fri Jan  5 10:15:00 2024\n", b"\0\0 "])
def test_what_stands_before_the_header_is_passed_over(before):
    assert read_email(before + message(body="Words")).text == "Words"


def test_a_message_saved_in_utf_16_is_read():
    assert read_email(message(body=WORDS).decode().encode("utf-16")).text == WORDS


def test_a_missing_blank_line_loses_no_words():
    content = HEAD.encode() + b"Dear Piet, the words begin at once\r\n\r\nand go on"
    email = read_email(content)
    assert email.text == "Dear Piet, the words begin at once\n\nand go on"
    assert email.problems == (NO_BLANK_LINE,)


def test_a_field_that_is_folded_without_a_space_is_one():
    head = HEAD.replace("Your policy", "Your policy with\r\nDiscovery and the others")
    assert read_email(message(body="Words", head=head)).subject == "Your policy with Discovery and the others"


def test_huge_headers_are_read():
    many = ",\r\n ".join(f"Person {number} <p{number}@example.com>" for number in range(1_500))
    email = read_email(
        message(body="Words", head=HEAD.replace("piet@example.co.za", many) + "X-Spam: " + "x" * 500_000 + "\r\n")
    )
    assert len(email.to) == 1_500
    assert email.to[-1].address == "p1499@example.com"
    assert "very long" in email.problems[0]


def test_words_without_end_are_shown_in_part_and_kept_whole():
    body = "Lorem ipsum\n" * 100_000
    email = read_email(message("Content-Type: text/plain", body=body))
    assert len(email.text) <= 1_000_000
    assert email.attachments[0].content == body.encode()
    assert "very long" in email.problems[0]


def test_invisible_letters_are_not_shown():
    head = HEAD.replace("Your policy", "Pay\x07 \u202efdp.exe\r\n\tnow\x00")
    email = read_email(message("Content-Type: text/plain; charset=utf-8", body="a\x00b\x1b[2Jc\u202ed", head=head))
    assert email.subject == "Pay fdp.exe now"
    assert email.text == "ab[2Jcd"
    attached = file("..\\..\\a\u202egpj.exe", PDF)
    assert read_email(whole("mixed", plain(), attached)).attachments[0].name == "agpj.exe"
