"""What the programs send that people really use, each read whole."""

import base64
import struct
from datetime import UTC, datetime

from clientmanager.correspondence import EMAIL_TYPE, Email, Mailbox, read_email
from tests.correspondence.messages import (
    HEAD,
    INVITATION,
    PDF,
    PNG,
    file,
    message,
    multipart,
    part,
    parts,
    plain,
    whole,
)


def contents(email: Email) -> list[tuple[str, bytes]]:
    return [(one.name, one.content) for one in email.attachments]


def test_gmail_replies_above_what_it_quotes():
    html = (
        '<div dir="ltr">Ja, dankie!</div><br><div class="gmail_quote"><div class="gmail_attr">On Thu, 4 Jan 2024 at '
        '10:00, Thandi &lt;<a href="mailto:thandi@acacia.example">thandi@acacia.example</a>&gt; wrote:<br></div>'
        '<blockquote class="gmail_quote">Kan ons praat?</blockquote></div>'
    )
    text = "Ja, dankie!\r\n\r\nOn Thu, 4 Jan 2024 at 10:00, Thandi <thandi@acacia.example>\r\nwrote:\r\n\r\n"
    text += "> Kan ons praat?"
    head = HEAD + "In-Reply-To: <first@mail.gmail.com>\r\nReferences: <zero@x>\r\n <first@mail.gmail.com>\r\n"
    email = read_email(whole("alternative", plain(text), part("text/html; charset=utf-8", html), head=head))
    assert (email.own_words, email.in_reply_to) == ("Ja, dankie!", "first@mail.gmail.com")
    assert email.references == ("zero@x", "first@mail.gmail.com")
    assert email.quoted_history.startswith("On Thu, 4 Jan")
    assert (email.quoted_history[-15:], email.attachments, email.problems) == (" Kan ons praat?", (), ())
    only_html = read_email(whole("alternative", plain(""), part("text/html; charset=utf-8", html), head=head))
    assert only_html.own_words == "Ja, dankie!"
    assert only_html.text.endswith("> Kan ons praat?")


def test_outlook_has_pictures_beside_words_beside_files():
    html = '<html><body><p class=MsoNormal>Hello<o:p></o:p></p><img src="cid:logo@x" alt="Acacia"></body></html>'
    picture = file("image001.png", PNG, "image/png", "Content-ID: <logo@x>").replace(b"attachment;", b"inline;")
    related = multipart(
        "related", "rel", multipart("alternative", "alt", plain("Hello"), part("text/html", html)), picture
    )
    email = read_email(whole("mixed", related, file("Quote.pdf", PDF, 'application/pdf; name="Quote.pdf"')))
    assert (email.text, email.problems) == ("Hello", ())
    assert contents(email) == [("image001.png", PNG), ("Quote.pdf", PDF)]
    assert [one.inline for one in email.attachments] == [True, False]
    assert [one.media_type for one in email.attachments] == ["image/png", "application/pdf"]


def test_outlook_quotes_with_a_block_of_headers():
    history = (
        "\n\n________________________________\nFrom: Piet Nel <piet@example.co.za>\nSent: Thursday, 04 January 2024\n"
        "To: Thandi\nSubject: RE: Your policy\n\nPlease."
    )
    email = read_email(message("Content-Type: text/plain", body="Attached.\n\nThandi" + history))
    assert email.own_words == "Attached.\n\nThandi"
    assert email.quoted_history.endswith("Please.")
    afrikaans = history.replace("From:", "Van:").replace("Sent:", "Gestuur:").replace("To:", "Aan:")
    assert read_email(message(body="Hier is dit." + afrikaans)).own_words == "Hier is dit."


def test_apple_mail_puts_files_between_the_words():
    email = read_email(
        whole(
            "mixed",
            part("text/plain; charset=us-ascii", "Before"),
            file("Scan 1.png", PNG, "image/png").replace(b"attachment;", b"inline;"),
            part("text/plain; charset=us-ascii", "After\r\n\r\nSent from my iPhone"),
        )
    )
    assert email.text == "Before\n\nAfter\n\nSent from my iPhone"
    assert contents(email) == [("Scan 1.png", PNG)]


def test_a_mobile_forward_has_nothing_above_it_and_folds_nothing():
    body = "Begin forwarded message:\n\nFrom: Fund <x@fund.example>\nDate: 4 January 2024\nTo: me\nSubject: x\n\nFacts"
    email = read_email(message(body=body))
    assert email.own_words == email.text == body


def test_groupwise_names_no_zone_and_puts_a_file_in_uuencode():
    body = b"See the file.\r\n\r\nbegin 644 fund.txt\r\n#0V%T\r\n`\r\nend\r\n\r\n>>> Piet 01/04/24 >>>\r\n"
    head = HEAD.replace(" +0200", "").replace("MIME-Version: 1.0\r\n", "X-Mailer: Novell GroupWise 5.5\r\n")
    email = read_email(message(body=body, head=head))
    assert contents(email) == [("fund.txt", b"Cat")]
    assert email.text.startswith("See the file.")
    assert "begin" not in email.text
    assert email.sent_at is not None
    assert email.sent_at.astimezone(UTC) == datetime(2024, 1, 5, 8, 15, tzinfo=UTC)


def test_lotus_writes_names_without_addresses():
    head = HEAD.replace("piet@example.co.za", '"Piet Nel/ACME" <Piet Nel/ACME@ACME>, CN=Sipho/O=ACME')
    email = read_email(
        message("Content-Type: text/plain; charset=ISO-8859-1", body=b"Caf\xe9 \x96 5 o'clock", head=head)
    )
    assert email.to == (Mailbox("Piet Nel/ACME", "PietNel/ACME@ACME"), Mailbox("CN=Sipho/O=ACME", ""))
    assert email.text == "Café – 5 o'clock"


def test_a_journal_of_exchange_encloses_the_message_itself():
    inside = message(body="The words")
    report = part("text/plain; charset=us-ascii", "Sender: thandi@acacia.example\r\nRecipient: piet@example.co.za")
    head = HEAD + "X-MS-Journal-Report:\r\n"
    email = read_email(whole("mixed", report, part("message/rfc822", inside), head=head))
    [enclosed] = email.attachments
    assert (enclosed.name, enclosed.media_type, enclosed.content) == ("Your policy.eml", EMAIL_TYPE, inside)
    assert enclosed.is_email
    assert read_email(enclosed.content).text == "The words"
    assert "journal" in email.problems[0]


def test_a_bounce_keeps_what_could_not_be_delivered():
    status = b"Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; nobody@example.com\r\nStatus: 5.1.1"
    original = message(body="Hello nobody")
    email = read_email(
        whole(
            "report; report-type=delivery-status",
            plain("The address was not found."),
            part("message/delivery-status", status),
            part("message/rfc822", original),
        )
    )
    assert email.text == "The address was not found."
    assert contents(email) == [("delivery-status.txt", status), ("Your policy.eml", original)]


def test_an_invitation_is_kept_as_a_file():
    invitation = part(
        'text/calendar; charset="utf-8"; method=REQUEST', base64.encodebytes(INVITATION),
        "Content-Transfer-Encoding: base64",
    )  # fmt: skip
    email = read_email(whole("alternative", plain("Review at 10"), invitation))
    assert (email.text, contents(email)) == ("Review at 10", [("invitation.ics", INVITATION)])
    assert email.attachments[0].media_type == "text/calendar"
    alone = read_email(message("Content-Type: text/calendar; method=REQUEST", body=INVITATION))
    assert (alone.text, contents(alone)) == ("", [("invitation.ics", INVITATION)])


def test_smime_says_that_it_is_encrypted_and_keeps_it():
    sealed = b"0\x82\x01\x00\x06\x09\x2a\x86\x48"
    kind = 'application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"'
    body = base64.encodebytes(sealed)
    email = read_email(message(f"Content-Type: {kind}", "Content-Transfer-Encoding: base64", body=body))
    assert (email.text, contents(email)) == ("", [("smime.p7m", sealed)])
    assert "encrypted (S/MIME)" in email.problems[0]
    hidden = kind.replace("enveloped", "signed")
    email = read_email(message(f"Content-Type: {hidden}", "Content-Transfer-Encoding: base64", body=body))
    assert "inside its signature" in email.problems[0]


def test_a_signature_beside_the_words_is_only_a_file():
    signature = file("smime.p7s", b"0\x80\x06", "application/pkcs7-signature")
    email = read_email(whole("signed; protocol=x; micalg=sha-256", plain("Signed words"), signature))
    assert (email.text, contents(email), email.problems) == ("Signed words", [("smime.p7s", b"0\x80\x06")], ())


def test_pgp_says_that_it_is_encrypted_and_keeps_it():
    armour = b"-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA\r\n-----END PGP MESSAGE-----"
    email = read_email(
        whole(
            "encrypted; protocol=x",
            part("application/pgp-encrypted", "Version: 1"),
            part('application/octet-stream; name="encrypted.asc"', armour),
        )
    )
    assert [one.content for one in email.attachments] == [b"Version: 1", armour]
    assert "encrypted (PGP)" in email.problems[0]
    assert "encrypted (PGP)" in read_email(message(body=armour)).problems[0]


def test_winmail_dat_is_opened_and_kept():
    winmail = tnef()
    email = read_email(whole("mixed", plain("See attached."), file("winmail.dat", winmail, "application/ms-tnef")))
    assert email.text == "See attached.\n\nWords in rich text"
    assert contents(email) == [("winmail.dat", winmail), ("Quotation – signed.pdf", PDF)]
    assert (email.attachments[1].media_type, email.problems) == ("application/pdf", ())
    cut = read_email(whole("mixed", plain(), file("winmail.dat", winmail[:-40], "application/ms-tnef")))
    assert cut.attachments[0].content == winmail[:-40]
    assert "winmail.dat could not be opened" in cut.problems[0]


def test_exchange_encloses_a_message_with_a_message_in_it():
    innermost = message(body="Innermost")
    middle = whole("mixed", plain("Middle"), part("message/rfc822", innermost))
    outer = read_email(whole("mixed", plain("Outer"), file("FW: quote.eml", middle)))
    assert outer.attachments[0].name == "FW_ quote.eml"
    second = read_email(outer.attachments[0].content)
    assert read_email(second.attachments[0].content).text == "Innermost"


def test_a_newsletter_says_more_in_html_than_in_plain_text():
    html = "<html><head><style>p{color:red}</style><title>x</title></head><body><script>alert(1)</script>"
    html += "<p>" + "The market was calm this week. " * 5 + "</p><a href='https://acacia.example/r'>Read on</a></body>"
    email = read_email(whole("alternative", plain("View in browser"), part("text/html; charset=utf-8", html)))
    assert email.text.startswith("The market was calm")
    assert email.text.endswith("Read on <https://acacia.example/r>")
    assert "alert" not in email.text
    assert "color" not in email.text


def test_a_digest_holds_messages_without_saying_so():
    one, two = message(body="One"), message(body="Two")
    email = read_email(whole("digest", b"\r\n" + one, b"\r\n" + two))
    assert [read_email(enclosed.content).text for enclosed in email.attachments] == ["One", "Two"]


def test_a_scanner_sends_one_picture_and_no_words():
    body = base64.encodebytes(PDF)
    kind = 'Content-Type: application/pdf; name="KM_C224e.pdf"'
    email = read_email(message(kind, "Content-Transfer-Encoding: base64", body=body))
    assert (email.text, contents(email)) == ("", [("KM_C224e.pdf", PDF)])


def test_what_a_filter_writes_below_the_parts_is_kept():
    body = parts("b", plain("Words")) + b"\r\nThis e-mail was scanned.\r\n"
    email = read_email(message("Content-Type: multipart/mixed; boundary=b", body=b"A preamble\r\n" + body))
    assert email.text == "Words\n\nThis e-mail was scanned."


def test_words_sent_twice_are_read_once():
    email = read_email(whole("mixed", plain("The same words"), part("text/html", "<p>The same words</p>")))
    assert email.text == "The same words"


def test_a_saved_web_archive_of_an_email_is_one():
    html = part("text/html; charset=utf-8", "<p>Kept</p>", "Content-Location: file:///C:/x.htm")
    head = HEAD.replace("From:", "X-Unsent: 1\r\nFrom:")
    assert read_email(whole("related; type=text/html", html, file("a.png", PNG), head=head)).text == "Kept"


def test_a_picture_written_into_the_page_is_a_file():
    html = f'<p>Look</p><img src="data:image/png;base64,{base64.b64encode(PNG).decode()}">'
    email = read_email(message("Content-Type: text/html", body=html))
    assert (email.text, contents(email)) == ("Look", [("picture.png", PNG)])
    assert email.attachments[0].inline


def tnef() -> bytes:
    def attribute(level: int, number: int, data: bytes) -> bytes:
        return struct.pack("<BII", level, number, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)

    def unicode_property(number: int, words: str) -> bytes:
        data = (words + "\0").encode("utf-16-le")
        return struct.pack("<HHII", 0x1F, number, 1, len(data)) + data + b"\0" * (-len(data) % 4)

    number = struct.pack("<HHI", 3, 0x0E20, 7)
    name = unicode_property(0x3707, "Quotation – signed.pdf")
    return b"".join(
        (
            b"\x78\x9f\x3e\x22\x01\x00",
            attribute(1, 0x00069007, struct.pack("<II", 1252, 0)),
            attribute(1, 0x00069003, struct.pack("<I", 1) + unicode_property(0x1000, "Words in rich text")),
            attribute(2, 0x00069002, b"\0" * 14),
            attribute(2, 0x00018010, b"QUOTAT~1.PDF\0"),
            attribute(2, 0x0006800F, PDF),
            attribute(2, 0x00069005, struct.pack("<I", 2) + number + name),
        )
    )
