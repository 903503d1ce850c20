"""Whatever is sent to capture, and however the worker is stopped: a sentence, and nothing lost or written twice."""

from collections.abc import Callable
from typing import Any

import pytest

from clientmanager.correspondence import read as read_dropped
from clientmanager.errors import DomainError
from clientmanager.services import capture_files, capture_list, capture_work, interaction_files, work
from clientmanager.services.capture_form import LARGEST, SMALL_PICTURE, brought
from tests.correspondence.messages import PNG, file, plain, whole
from tests.services.some_letters import drop, mail, read, waiting
from tests.services.test_interactions import JUNK
from tests.services.working import do_all_work
from tests.world import Database, PracticeWorld


def refusal_of(world: PracticeWorld, what: Callable[..., object], *arguments: Any) -> str:
    try:
        with world.as_(world.adviser) as db:
            what(db, *arguments)
    except DomainError as refusal:
        return str(refusal)
    return "It was taken."


@pytest.mark.parametrize("junk", JUNK, ids=range(len(JUNK)))
def test_whatever_is_sent_is_answered_with_a_sentence(junk: Any, acacia: PracticeWorld, database: Database):
    dropped = drop(acacia, mail())
    do_all_work()
    row = waiting(acacia).rows[0].id
    before = database.all("select * from capture_entry")
    tried: tuple[tuple[Callable[..., object], tuple[Any, ...]], ...] = (
        (capture_files.receive, (junk, "letter.eml", b"x")),
        (capture_files.receive, (junk, junk, b"")),
        (capture_files.forget, (junk,)),
        (capture_files.read_as, (dropped, junk)),
        (capture_files.leave_out, (junk, junk)),
        (capture_files.add_client, (row, junk)),
        (capture_files.add_client, (junk, str(acacia.client.id))),
        (capture_files.remove_client, (row, junk)),
        (interaction_files.opened, (junk,)),
        (capture_list.found, (junk,)),
    )
    assert all(refusal_of(acacia, what, *arguments).endswith(".") for what, arguments in tried)
    assert database.all("select * from capture_entry") == before
    with acacia.as_(acacia.adviser) as db:
        capture_files.leave_out(db, row, junk)


@pytest.mark.parametrize("name", [None, "", "../../etc/passwd", "\u202eeml.exe", "x" * 3000, "a\x00b.eml"])
def test_a_hostile_name_is_kept_safe(name: Any, acacia: PracticeWorld, database: Database):
    with acacia.as_(acacia.adviser) as db:
        capture_files.receive(db, "", name, mail())
    kept = database.one("select file_name from capture_file")
    assert 0 < len(kept) <= 180
    assert not set(kept) & set("/\\\x00\u202e")


def test_more_than_may_wait_is_refused(acacia: PracticeWorld, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(capture_files, "MOST_WAITING", 2)
    for number in ("a", "b"):
        drop(acacia, mail(number=number))
    with pytest.raises(DomainError, match="Too much waits"):
        drop(acacia, mail(number="c"))
    with pytest.raises(DomainError, match="larger than 50 MB"):
        drop(acacia, b"x" * (LARGEST + 1))


def test_work_that_is_done_twice_writes_once(acacia: PracticeWorld, database: Database):
    drop(acacia, mail())
    do_all_work()
    with acacia.as_(acacia.adviser) as db:
        capture_files.take(db)
    claimed = work.claim()
    assert claimed
    capture_work.run(claimed)
    capture_work.run(claimed)
    assert database.one("select count(*) from interaction") == 1


def test_what_the_worker_gives_up_is_said_and_can_be_taken_again(acacia: PracticeWorld, database: Database):
    drop(acacia, mail())
    reading = work.claim()
    assert reading
    capture_work.give_up(reading, "It stopped.")
    assert [(one.state, one.outcome) for one in waiting(acacia).files] == [("refused", "It stopped.")]
    drop(acacia, mail())
    do_all_work()
    with acacia.as_(acacia.adviser) as db:
        capture_files.take(db)
    taking = work.claim()
    assert taking
    capture_work.give_up(taking, "It stopped.")
    shown = waiting(acacia)
    assert [(one.state, one.outcome) for one in shown.files][1:] == [("read", "It stopped.")]
    assert shown.ready == 1


def test_a_file_that_is_forgotten_while_it_waits_is_left_alone(acacia: PracticeWorld, database: Database):
    file = drop(acacia, mail())
    with acacia.as_(acacia.adviser) as db:
        capture_files.forget(db, file)
    do_all_work()
    assert database.all("select state, error from work") == [("done", "")]


def test_a_logo_in_the_words_is_no_attachment_and_a_photograph_is():
    def picture(size: int) -> bytes:
        return file("p.png", PNG + b"\0" * size, "image/png").replace(b"attachment;", b"inline;")

    letter = whole("mixed", plain(), picture(100), picture(2 * SMALL_PICTURE))
    [item] = brought(read_dropped(letter), "letter.eml")
    assert [len(one.content) > SMALL_PICTURE for one in item.files[:-1]] == [True]
    assert item.files[-1].content == letter


def test_somebody_else_s_client_is_not_matched(acacia: PracticeWorld, baobab: PracticeWorld):
    [row] = read(acacia, mail(sender="kagiso.sithole@example.co.za")).rows
    assert row.clients == ()
