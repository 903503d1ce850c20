"""E-mails and chats that are dropped: read by the worker, looked at, and written into the timeline once."""

import pytest
from sqlalchemy import text

from clientmanager import clock, worker
from clientmanager.errors import Conflict, Invalid, NotAllowed, NotFound
from clientmanager.services import capture_files, capture_list, interactions, timeline
from clientmanager.services.timeline_filter import read_filter
from tests.correspondence.messages import PDF
from tests.services.some_letters import (
    CHAT,
    GERRIT,
    LONGER,
    PIETER,
    RENEE,
    SCAN,
    bring,
    drop,
    mail,
    read,
    take,
    waiting,
)
from tests.services.working import do_all_work
from tests.world import Database, PracticeWorld


def test_an_email_is_read_by_the_worker_and_nothing_is_written_before_it_is_taken(
    acacia: PracticeWorld, database: Database
):
    drop(acacia, SCAN)
    reading = waiting(acacia)
    assert ([one.state for one in reading.files], reading.rows, reading.under_way) == (["reading"], (), True)
    assert b"example" not in bytes(database.one("select content from capture_content"))
    do_all_work()
    [row] = waiting(acacia).rows
    assert (row.title, row.who, row.at) == ("Scan", f"Renée O'Brien, {RENEE}", "Mon 9 Mar 2026, 10:15")
    assert [one.name for one in row.clients] == ["Renée O'Brien"]
    assert row.files[0].startswith("Skets “A”.pdf, ")
    assert (row.unknown, row.doubts, row.there, row.left_out) == ("", (), "", False)
    assert database.one("select count(*) from interaction") == 0
    after = take(acacia)
    assert ([one.outcome for one in after.files], after.rows) == (["1 entry is in the timeline."], ())
    [entry] = database.all("select * from interaction")
    assert (entry.kind, entry.origin, entry.title, entry.words, entry.direction, entry.author_id) == (
        "email", "file", "Scan", "The scan is attached.", "in", acacia.adviser.id,
    )  # fmt: skip
    assert entry.client_id == acacia.client.id
    files = database.all(
        "select f.name, f.whole, c.content from interaction_file f join interaction_file_content c on c.id = f.id"
        " order by f.whole"
    )
    assert [(one.name, one.whole, bytes(one.content)) for one in files] == [
        ("Skets “A”.pdf", False, PDF), ("Scan.eml", True, SCAN),
    ]  # fmt: skip
    assert database.one("select count(*) from capture_content") == 0
    assert database.one("select last_contact_on::text from client where id = :id", id=acacia.client.id) == "2026-03-09"


def test_what_was_sent_is_told_from_what_came_and_everybody_else_is_named(acacia: PracticeWorld, database: Database):
    to = f"{RENEE}, Sanlam <help@sanlam.example>, Thandi <thandi@acacia.example>"
    bring(acacia, mail(sender=f"Pieter <{PIETER}>", to=to, number="out"))
    [entry] = database.all("select id, direction, client_id from interaction")
    assert (entry.direction, entry.client_id) == ("out", acacia.client.id)
    people = database.all("select client_id, user_id, name from interaction_participant")
    assert {one.client_id for one in people if one.client_id} == {acacia.client.id}
    assert {one.user_id for one in people if one.user_id} == {acacia.adviser.id, acacia.owner.id}
    assert [one.name for one in people if one.name] == ["Sanlam, help@sanlam.example"]
    with acacia.as_(acacia.adviser) as db:
        [row] = timeline.listed(db, str(acacia.client.id)).rows
    assert row.title == "E-mail to Renée: “Endowment question”"
    assert (row.may_edit, row.may_amend) == (False, True)


def test_who_is_not_known_and_who_may_be_several_is_asked_and_the_choice_is_kept(
    acacia: PracticeWorld, database: Database
):
    stranger = mail(sender="Sanlam <help@sanlam.example>", number="a")
    database.owner.execute(
        text("update client_email set address = :both where client_id = any(:two)"),
        {"both": RENEE, "two": [one.id for one in acacia.clients[:2]]},
    )
    drop(acacia, stranger)
    shown = read(acacia, mail(number="b"))
    unknown, doubtful = shown.rows
    assert (unknown.clients, unknown.unknown) == ((), "Sanlam, help@sanlam.example")
    [doubt] = doubtful.doubts
    assert {one.name for one in doubt.clients} == {"Renée O'Brien", "Gerrit 't Hooft"}
    assert (shown.ready, shown.asked) == (0, 2)
    with acacia.as_(acacia.adviser) as db, pytest.raises(Invalid, match="nothing to take yet"):
        capture_files.take(db)
    with acacia.as_(acacia.adviser) as db:
        capture_files.add_client(db, doubtful.id, str(acacia.clients[1].id))
    after = take(acacia)
    assert [one.id for one in after.rows] == [unknown.id]
    assert [one.state for one in after.files] == ["read", "done"]
    assert database.all("select client_id from interaction") == [(acacia.clients[1].id,)]


def test_the_client_on_whose_page_it_was_dropped_settles_what_is_doubtful_and_unknown(acacia: PracticeWorld):
    page = str(acacia.clients[1].id)
    shown = read(acacia, mail(sender="help@sanlam.example", number="a"), client=page)
    assert [one.name for one in shown.rows[0].clients] == ["Gerrit 't Hooft"]
    shown = read(acacia, mail(number="b"), client=page)
    assert [one.name for one in shown.rows[1].clients] == ["Renée O'Brien"]


def test_the_same_email_is_never_taken_twice(acacia: PracticeWorld, database: Database):
    bring(acacia, mail())
    copy = read(acacia, b"Received: from a.example\r\n" + mail(), "copy.eml")
    [row] = copy.rows
    assert (row.there, row.may_take, row.left_out) == ("Already in the timeline, on 9 Mar 2026", False, True)
    with acacia.as_(acacia.adviser) as db:
        capture_files.leave_out(db, row.id, False)
    assert take(acacia).files[-1].outcome == "Nothing of it was taken. 1 was there already."
    assert database.one("select count(*) from interaction") == 1


def test_two_copies_that_wait_together_are_one(acacia: PracticeWorld, database: Database):
    drop(acacia, mail())
    assert drop(acacia, mail()) == drop(acacia, mail()), "the same bytes are the file that is there"
    shown = read(acacia, b"X-Folder: Sent\r\n" + mail())
    assert [(row.there, row.left_out) for row in shown.rows] == [("", False), ("The same stands further up", True)]
    take(acacia)
    assert database.one("select count(*) from interaction") == 1


def test_what_somebody_removed_comes_back_only_where_somebody_says_so(acacia: PracticeWorld, database: Database):
    bring(acacia, mail())
    for times in range(1, 4):
        with acacia.as_(acacia.adviser) as db:
            entry = database.one("select id from interaction where removed_at is null")
            interactions.remove(db, entry, "It was for another client.")
        [row] = read(acacia, mail()).rows
        assert row.there == "It was in the timeline, on 9 Mar 2026, and somebody removed it"
        assert (row.left_out, row.may_take) == (True, True)
        with acacia.as_(acacia.adviser) as db:
            capture_files.leave_out(db, row.id, False)
        take(acacia)
        assert database.one("select count(*) from interaction where removed_at is null") == 1
        assert database.one("select count(*) from interaction") == times + 1


@pytest.mark.parametrize("order", [("one", "two", "three"), ("three", "two", "one"), ("one", "three", "two")])
def test_those_of_one_conversation_share_a_thread_whichever_came_first(
    order: tuple[str, ...], acacia: PracticeWorld, database: Database
):
    mails = {
        "one": mail(number="one"),
        "two": mail(number="two", sender=PIETER, to=RENEE, answers=["one"]),
        # a program that names only what it answers
        "three": mail(number="three", answers=["two"]),
    }
    for name in order:
        bring(acacia, mails[name])
    bring(acacia, mail(number="other", subject="Something else"))
    threads = database.all("select thread, count(*) from interaction group by thread order by 2")
    assert [row.count for row in threads] == [1, 3]
    with acacia.as_(acacia.adviser) as db:
        rows = timeline.listed(db).rows
        assert sorted(row.conversation for row in rows) == ["", *["3 messages in this conversation"] * 3]
        one = next(row.id for row in rows if row.conversation)
        for client in ("", str(acacia.client.id)):
            of_it = timeline.listed(db, client, read_filter(f"thread={one}"))
            assert {row.id for row in of_it.rows} == {row.id for row in rows if row.conversation}
        assert timeline.listed(db, str(acacia.clients[1].id), read_filter(f"thread={one}")).rows == ()


def test_a_chat_becomes_an_entry_for_each_day_and_a_longer_export_adds_only_what_is_new(
    acacia: PracticeWorld, database: Database
):
    [row] = read(acacia, CHAT, "WhatsApp Chat with Renée O'Brien.txt").rows
    assert (row.at, [one.name for one in row.clients], row.by_name) == (
        "2 days, 3 messages, 9 Mar 2026 to 10 Mar 2026", ["Renée O'Brien"], True,
    )  # fmt: skip
    take(acacia)
    entries = database.all("select title, words, direction, thread from interaction order by at")
    assert [(one.title, one.direction) for one in entries] == [
        ("WhatsApp, 2 messages", ""), ("WhatsApp, 1 message", "in"),
    ]  # fmt: skip
    assert entries[0].words.splitlines() == [
        "08:15 Renée O'Brien: Good morning", "08:17 Pieter van der Merwe: Morning, how can I help?",
    ]  # fmt: skip
    assert len({one.thread for one in entries}) == 1
    [row] = read(acacia, CHAT, "again.txt").rows
    assert (row.there, row.may_take, row.left_out) == ("All of it is already in the timeline", False, True)
    rows = read(acacia, LONGER, "later.txt").rows
    assert (rows[1].there, rows[1].may_take) == ("3 of its messages are already in the timeline", True)
    assert take(acacia).rows == (), "what was all left out is done with as well"
    words = database.one("select words from interaction order by recorded_at desc, id desc limit 1")
    assert words == "17:30 Pieter van der Merwe: Pleasure"
    assert database.one("select count(*) from interaction") == 3


def test_the_same_words_in_two_chats_are_two_clients(acacia: PracticeWorld, database: Database):
    wishes = b"2026/01/01, 00:01 - Pieter van der Merwe: Happy new year\n"
    drop(acacia, wishes, "WhatsApp Chat with Renée O'Brien.txt")
    read(acacia, wishes + b"\n", "WhatsApp Chat with Gerrit 't Hooft.txt")
    shown = waiting(acacia)
    assert [[one.name for one in row.clients] for row in shown.rows] == [["Renée O'Brien"], ["Gerrit 't Hooft"]]


def test_a_number_is_known_however_a_telephone_writes_it(acacia: PracticeWorld, database: Database):
    chat = b"2026/03/09, 08:15 - +27 82 123 4567: Good morning\n2026/03/09, 08:16 - +27 61 555 0000: Hi\n"
    [row] = read(acacia, chat, "chat.txt").rows
    assert ([one.name for one in row.clients], row.unknown, row.by_name) == (["Renée O'Brien"], "061 555 0000", False)
    take(acacia)
    assert database.all("select name from interaction_participant where name <> ''") == [("061 555 0000",)]


def test_what_could_not_be_read_is_said_with_the_entry(acacia: PracticeWorld, database: Database):
    shown = read(acacia, mail().replace(b"Date: Mon, 09 Mar 2026 10:15:00 +0200\r\n", b""))
    assert any("Without a date" in one for one in shown.rows[0].problems)
    take(acacia)
    assert "Without a date" in database.one("select words from interaction_amendment")


def test_what_is_no_letter_is_refused_in_a_sentence_and_its_bytes_are_gone(acacia: PracticeWorld, database: Database):
    shown = read(acacia, b"%PDF-1.7 whatever", "letter.eml")
    assert (shown.files[0].state, shown.rows) == ("refused", ())
    assert shown.files[0].outcome.startswith("This is a PDF")
    assert database.one("select count(*) from capture_content") == 0


def test_days_that_could_mean_two_things_are_read_again_as_somebody_says(acacia: PracticeWorld, database: Database):
    chat = "03/04/2026, 08:15 - Renée O'Brien: Good morning\n".encode()
    file = drop(acacia, chat, "chat.txt")
    do_all_work()
    [row] = waiting(acacia).rows
    [(order, _)] = row.orders
    with acacia.as_(acacia.adviser) as db:
        capture_files.read_as(db, file, order)
    do_all_work()
    assert waiting(acacia).rows[0].at != row.at
    with acacia.as_(acacia.adviser) as db, pytest.raises(Invalid, match="orders that are offered"):
        capture_files.read_as(db, file, "sideways")


def test_nobody_sees_or_touches_what_another_dropped(acacia: PracticeWorld, baobab: PracticeWorld):
    file = drop(acacia, mail())
    do_all_work()
    row = waiting(acacia).rows[0].id
    client = str(acacia.client.id)
    for viewer in (acacia.as_(acacia.owner), baobab.as_(baobab.adviser)):
        with viewer as db:
            assert capture_list.waiting(db) == capture_list.Waiting()
            for what in (
                lambda db=db: capture_files.forget(db, file),
                lambda db=db: capture_files.leave_out(db, row, True),
                lambda db=db: capture_files.add_client(db, row, client),
                lambda db=db: capture_files.remove_client(db, row, client),
                lambda db=db: capture_files.read_as(db, file, "dmy"),
            ):
                with pytest.raises(NotFound):
                    what()
    with acacia.as_(acacia.compliance) as db:
        for what in (capture_list.waiting, capture_files.take, capture_files.require_recording):
            with pytest.raises(NotAllowed):
                what(db)
    with acacia.as_(acacia.adviser) as db, pytest.raises(NotFound):
        capture_files.add_client(db, row, str(baobab.client.id))


def test_what_nobody_takes_is_gone_after_a_week(acacia: PracticeWorld, database: Database):
    drop(acacia, mail())
    clock.move(capture_files.KEPT_FOR * 1.01)
    worker.for_every_practice(worker.in_a_session(capture_files.sweep))
    assert database.one("select count(*) from capture_file") == 0
    do_all_work()


def test_a_file_under_the_workers_hands_is_left_alone(acacia: PracticeWorld, database: Database):
    file = drop(acacia, mail())
    do_all_work()
    row = waiting(acacia).rows[0].id
    with acacia.as_(acacia.adviser) as db:
        capture_files.take(db)
    with acacia.as_(acacia.adviser) as db:
        for what in (lambda: capture_files.forget(db, file), lambda: capture_files.leave_out(db, row, True)):
            with pytest.raises(Conflict, match="just now"):
                what()
    do_all_work()
    assert database.one("select count(*) from interaction") == 1


def test_a_mailbox_is_many_and_those_left_out_are_forgotten(acacia: PracticeWorld, database: Database):
    line = b"From x@y.example Mon Mar 09 10:15:00 2026\r\n"
    box = (b"\r\n\r\n").join(
        line + one for one in (mail(number="a", subject="A"), mail(sender=GERRIT, number="b", subject="B"))
    )
    shown = read(acacia, box, "inbox.mbox")
    assert [(row.title, row.clients[0].name) for row in shown.rows] == [
        ("A", "Renée O'Brien"), ("B", "Gerrit 't Hooft"),
    ]  # fmt: skip
    with acacia.as_(acacia.adviser) as db:
        capture_files.leave_out(db, shown.rows[0].id, True)
    assert take(acacia).files[0].state == "done"
    assert database.all("select title from interaction") == [("B",)]
