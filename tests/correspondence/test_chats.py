"""WhatsApp's exports, from both kinds of telephone, in every clock and order of days that is met in South Africa."""

from datetime import date, datetime

import pytest

from clientmanager.clock import SOUTH_AFRICA
from clientmanager.correspondence import Chat, Kind, read, read_chat, what_is
from clientmanager.correspondence.chat_reading import ABOVE, NO_SUCH_DAY
from clientmanager.errors import Invalid

MARK = "\u200e"


def chat(*lines: str) -> Chat:
    return read_chat("\n".join(lines).encode())


def said(found: Chat) -> list[tuple[str, str]]:
    return [(message.sender, message.words) for message in found.messages]


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SOUTH_AFRICA)


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("[2024/01/25, 16:05:09] Piet: Hi", at(2024, 1, 25, 16, 5, 9)),
        ("[2024-01-25, 16:05:09] Piet: Hi", at(2024, 1, 25, 16, 5, 9)),
        ("[25/01/2024, 4:05:09 PM] Piet: Hi", at(2024, 1, 25, 16, 5, 9)),
        ("[25/01/2024, 4:05:09\u202fpm] Piet: Hi", at(2024, 1, 25, 16, 5, 9)),
        ("[1/25/24, 4:05:09\u202fPM] Piet: Hi", at(2024, 1, 25, 16, 5, 9)),
        (f"{MARK}[25.01.24, 16:05:09] Piet: Hi", at(2024, 1, 25, 16, 5, 9)),
        ("2024/01/25, 16:05 - Piet: Hi", at(2024, 1, 25, 16, 5)),
        ("2024/01/25, 4:05 nm. - Piet: Hi", at(2024, 1, 25, 16, 5)),
        ("2024-01-25 4:05 vm. - Piet: Hi", at(2024, 1, 25, 4, 5)),
        ("25/01/2024, 12:05 am - Piet: Hi", at(2024, 1, 25, 0, 5)),
        ("25/01/2024, 12:05 p.m. - Piet: Hi", at(2024, 1, 25, 12, 5)),
        ("1/25/24, 16:05 - Piet: Hi", at(2024, 1, 25, 16, 5)),
    ],
)
def test_every_clock_and_order_of_days(line, moment):
    found = chat(line)
    assert ([one.at for one in found.messages], said(found)) == ([moment], [("Piet", "Hi")])
    assert found.problems == ()


def test_the_whole_file_decides_which_number_is_the_day():
    found = chat("03/04/2024, 10:00 - Piet: One", "04/04/2024, 10:00 - Piet: Two", "13/04/2024, 10:00 - Piet: Three")
    assert [day.isoformat() for day in found.days] == ["2024-04-03", "2024-04-04", "2024-04-13"]
    month_first = chat("03/04/24, 10:00 - Piet: One", "03/05/24, 10:00 - Piet: Two", "03/15/24, 10:00 - Piet: Three")
    assert [day.isoformat() for day in month_first.days] == ["2024-03-04", "2024-03-05", "2024-03-15"]
    assert (found.order, month_first.order, found.problems, month_first.problems) == ("dmy", "mdy", (), ())


def test_time_that_goes_forward_decides_where_no_number_is_above_twelve():
    month_first = chat(*[f"{month}/{day}/24, 10:00 - Piet: x" for month, day in ((1, 11), (1, 12), (2, 1), (2, 2))])
    assert (month_first.order, month_first.problems) == ("mdy", ())
    day_first = chat(*[f"{day}/{month}/24, 10:00 - Piet: x" for month, day in ((1, 11), (1, 12), (2, 1), (2, 2))])
    assert (day_first.order, day_first.problems) == ("dmy", ())


def test_what_could_be_two_days_is_told_and_a_person_can_say_which():
    lines = b"05/06/2024, 10:00 - Piet: One\n05/06/2024, 10:01 - Piet: Two"
    found = read_chat(lines)
    assert (found.order, found.other_orders, list(found.days)) == ("dmy", ("mdy",), [date(2024, 6, 5)])
    assert "day/month/year, but could also be month/day/year" in found.problems[0]
    settled = read(lines, order="mdy").chats[0]
    assert (settled.problems, list(settled.days)) == ((), [date(2024, 5, 6)])
    assert read_chat(lines, order="nonsense").order == "dmy"
    assert read_chat(b"05/05/2024, 10:00 - Piet: One").problems == ()


def test_days_are_conversations():
    found = chat(
        "[2024/01/05, 23:59:59] Piet: Late", "[2024/01/06, 00:00:01] Thandi: Later", "[2024/01/06, 08:00:00] Piet: Up"
    )
    assert found.participants == ("Piet", "Thandi")
    assert {day.day: [one.words for one in those] for day, those in found.days.items()} == {
        5: ["Late"],
        6: ["Later", "Up"],
    }


def test_messages_have_several_lines():
    found = chat(
        "2024/01/05, 10:00 - Piet: Dear Thandi", "", "Note: the 2024/01/06 review", "[2024/01/06, 10:00] is a date",
        "2024/01/05, 10:01 - Thandi: Ja", "2024/01/05, 10:02 - Piet: ", "below an empty line", "",
    )  # fmt: skip
    assert said(found) == [
        ("Piet", "Dear Thandi\n\nNote: the 2024/01/06 review\n[2024/01/06, 10:00] is a date"),
        ("Thandi", "Ja"),
        ("Piet", "below an empty line"),
    ]


def test_what_whatsapp_itself_says_is_left_out():
    android = chat(
        "2024/01/05, 10:00 - Messages and calls are end-to-end encrypted. No one outside of this chat can read them.",
        "2024/01/05, 10:00 - Thandi created group “Nel: family”", "2024/01/05, 10:00 - Thandi added +27 82 123 4567",
        '2024/01/05, 10:00 - Thandi changed the subject from "a: b" to "c"',
        "2024/01/05, 10:00 - Jou sekuriteitskode met Piet het verander.", "2024/01/05, 10:01 - Piet: I left",
    )  # fmt: skip
    assert said(android) == [("Piet", "I left")]
    iphone = chat(
        f"[2024/01/05, 10:00:00] Nel family: {MARK}Messages and calls are end-to-end encrypted. No one can read them.",
        f"[2024/01/05, 10:00:00] Nel family: {MARK}Thandi created this group",
        f"[2024/01/05, 10:00:00] Thandi: {MARK}Thandi added Piet",
        f"[2024/01/05, 10:00:00] Nel family: {MARK}Piet left",
        f"[2024/01/05, 10:00:00] Piet: {MARK}Your security code with Piet changed. Tap to learn more.",
        f"[2024/01/05, 10:00:00] Piet: {MARK}Missed voice call",
        "[2024/01/05, 10:01:00] Piet: Thandi added you",
    )
    assert said(iphone) == [("Piet", "Missed voice call"), ("Piet", "Thandi added you")]
    assert "Nobody wrote" in chat("2024/01/05, 10:00 - Messages and calls are end-to-end encrypted.").problems[0]


def test_files_are_named_or_said_to_be_left_out():
    found = chat(
        "2024/01/05, 10:00 - Piet: <Media omitted>", "2024/01/05, 10:00 - Piet: <Media weggelaat>",
        "2024/01/05, 10:01 - Piet: IMG-20240105-WA0001.jpg (file attached)", "My ID",
        "2024/01/05, 10:02 - Piet: Polis 2024.pdf (lêer aangeheg)", "2024/01/05, 10:03 - Piet: I wrote <Media omitted>",
    )  # fmt: skip
    assert [one.media_left_out for one in found.messages] == [True, True, False, False, False]
    assert [one.attachments for one in found.messages[2:4]] == [("IMG-20240105-WA0001.jpg",), ("Polis 2024.pdf",)]
    assert [one.words for one in found.messages] == ["", "", "My ID", "", "I wrote <Media omitted>"]
    iphone = chat(
        f"{MARK}[2024/01/05, 10:00:00] Piet: {MARK}<attached: 00000012-PHOTO-2024-01-05-10-00-00.jpg>",
        f"{MARK}[2024/01/05, 10:00:01] Piet: The quote {MARK}<attached: 00000013-Quote.pdf>",
        f"{MARK}[2024/01/05, 10:00:02] Piet: Quote.pdf • {MARK}3 pages {MARK}document omitted",
        f"[2024/01/05, 10:00:03] Piet: {MARK}image omitted",
        f"{MARK}[2024/01/05, 10:00:02] Piet: Quote.pdf • {MARK}3 pages {MARK}<attached: 00000014-Quote.pdf>",
    )
    names = [("00000012-PHOTO-2024-01-05-10-00-00.jpg",), ("00000013-Quote.pdf",), ("Quote.pdf",), ()]
    names.append(("00000014-Quote.pdf",))
    assert [one.attachments for one in iphone.messages] == names
    assert [one.words for one in iphone.messages] == ["", "The quote", "", "", ""]
    assert [one.media_left_out for one in iphone.messages] == [False, False, True, True, False]


def test_what_was_edited_or_deleted_says_so():
    found = chat(
        f"[2024/01/05, 10:00:00] Piet: R500, sorry {MARK}<This message was edited>",
        f"[2024/01/05, 10:00:01] Piet: {MARK}This message was deleted.",
        f"[2024/01/05, 10:00:02] Thandi: {MARK}You deleted this message.",
        f"[2024/01/05, 10:00:03] Thandi: {MARK}Jy het hierdie boodskap uitgevee.",
        "[2024/01/05, 10:00:04] Thandi: This message was deleted by mistake",
    )
    assert [(one.edited, one.deleted) for one in found.messages] == [
        (True, False), (False, True), (False, True), (False, True), (False, False),
    ]  # fmt: skip
    assert [one.words for one in found.messages] == ["R500, sorry", "", "", "", "This message was deleted by mistake"]


def test_numbers_and_names_are_read_as_written():
    found = chat(
        f"[2024/01/05, 10:00:00] {MARK}\u202a+27\u00a082\u00a0123\u00a04567\u202c: Hello",
        "[2024/01/05, 10:00:01] ~\u202fSipho 🌱: Dagsê: almal",
    )
    assert said(found) == [("+27 82 123 4567", "Hello"), ("Sipho 🌱", "Dagsê: almal")]


def test_a_day_that_does_not_exist_is_part_of_the_message_above():
    found = chat(
        "Saved by hand",
        "25/01/2024, 10:00 - Piet: One",
        "99/99/2024, 10:00 - Piet: Two",
        "26/01/2024, 10:00 - Piet: Three",
    )
    assert said(found) == [("Piet", "One\n99/99/2024, 10:00 - Piet: Two"), ("Piet", "Three")]
    assert found.problems == (ABOVE, NO_SUCH_DAY)


def test_overlapping_exports_share_their_fingerprints():
    lines = [
        f"2024/01/05, 10:0{minute} - Piet: {words}" for minute, words in ((1, "Ja"), (1, "Ja"), (2, "<Media omitted>"))
    ]
    first = chat("2024/01/05, 10:00 - Piet: Before", *lines)
    second = chat(*lines[:2], "2024/01/05, 10:02 - Piet: IMG.jpg (file attached)", "2024/01/05, 10:03 - Piet: After")
    ours, theirs = ({one.fingerprint for one in found.messages} for found in (first, second))
    assert (len(ours), len(theirs), len(ours & theirs)) == (4, 4, 3)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_and_line_ends(encoding):
    content = "2024/01/05, 10:00 - Renée: Môre\r\n2024/01/05, 10:01 - Piet: Ja\r\n".encode(encoding)
    assert what_is(content) is Kind.CHAT
    assert said(read(content).chats[0]) == [("Renée", "Môre"), ("Piet", "Ja")]


@pytest.mark.parametrize("content", [b"", b"Hello", b"2024/01/05 was a day", b"99/99/9999, 10:00 - Piet: Hi"])
def test_what_is_no_chat_is_refused(content):
    with pytest.raises(Invalid, match=r"no exported WhatsApp chat|cannot be read"):
        read_chat(content)
