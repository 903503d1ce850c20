"""The timeline of a client and of the practice: what it says of each entry, and to whom."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from clientmanager import clock
from clientmanager.errors import Invalid, NotAllowed, NotFound
from clientmanager.models.interaction import InteractionFile
from clientmanager.models.user import User
from clientmanager.services import interactions, tasks, timeline, timeline_mending
from clientmanager.services.timeline import TimelinePage
from clientmanager.services.timeline_entry import FOLDED_AFTER, TimelineRow
from clientmanager.services.timeline_filter import TimelineFilter
from tests.services.some_tasks import set_clock
from tests.world import Database, PracticeWorld

JUNK = [None, "", 7, True, "\ud800\x00", "nonsense", ["x"], {"a": 1}, "9" * 500, "20260309T104200.000000_nonsense", "_"]


@pytest.fixture(autouse=True)
def on_thursday():
    set_clock()


def write(world: PracticeWorld, kind: str = "call", by: User | None = None, **more: Any) -> str:
    values = {"kind": kind, "words": "Asked about the bursary.", "clients": [str(world.client.id)], **more}
    with world.as_(by or world.adviser) as db:
        return interactions.record(db, values).id


def done(world: PracticeWorld, title: str = "Compare the endowments", by: User | None = None) -> str:
    with world.as_(by or world.adviser) as db:
        task = tasks.create(db, {"title": title, "client_id": str(world.client.id)})
        tasks.finish(db, task)
    return task


def read(world: PracticeWorld, by: User | None = None, client: Any = None, **more: Any) -> TimelinePage:
    with world.as_(by or world.adviser) as db:
        return timeline.listed(db, world.client.id if client is None else client, **more)


def only(world: PracticeWorld, by: User | None = None) -> TimelineRow:
    [row] = read(world, by).rows
    return row


def titles(page: TimelinePage) -> list[str]:
    return [row.title for row in page.rows]


def test_an_entry_says_what_it_was_when_who_took_part_and_what_came_of_it(acacia: PracticeWorld):
    entry = write(
        acacia, on="2026-03-09", time="10:42", minutes="14", users=[str(acacia.adviser.id)],
        names=["Smit Attorneys"], follow_ups=["Compare the endowments", "Send the form"],
    )  # fmt: skip
    with acacia.as_(acacia.adviser) as db:
        first = db.execute(text("select task_id from interaction_task limit 1")).scalar_one()
        tasks.finish(db, first)
        db.add(
            InteractionFile(
                practice_id=acacia.practice_id, interaction_id=UUID(entry), name="Statement.pdf",
                media_type="text/plain",
                bytes=213_800, sha256="0" * 64, added_at=clock.now(),
            )
        )  # fmt: skip
    row = read(acacia).rows[-1]
    assert (row.id, row.icon, row.title, row.time) == (entry, "phone", "Call, 14 minutes", "10:42")
    assert row.day == "Mon 9 Mar 2026 · 3 days ago"
    assert row.words == "Asked about the bursary."
    assert row.who == f"{acacia.adviser.name}, Renée, Smit Attorneys"
    assert row.follow_ups == "1 of 2 follow-ups done"
    assert [(file.name, file.size) for file in row.files] == [("Statement.pdf", "214\u00a0kB")]
    assert row.kept == "Kept until 9 Mar 2031 at least"
    assert (row.client, row.pinned, row.edited, row.removed) == ("Renée O'Brien", False, "", "")


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ({"kind": "call"}, "Call"),
        ({"kind": "call", "minutes": 1}, "Call, 1 minute"),
        (
            {"kind": "email", "title": "Endowment question", "direction": "in"},
            "E-mail from Renée: “Endowment question”",
        ),
        ({"kind": "letter", "direction": "out"}, "Letter to Renée"),
        ({"kind": "meeting", "title": "Annual review, Kloof Street"}, "Meeting: Annual review, Kloof Street"),
        ({"kind": "note", "title": "خالد 🌍"}, "Note: خالد 🌍"),
    ],
)
def test_a_title_says_what_it_was(acacia: PracticeWorld, values: dict[str, Any], title: str):
    write(acacia, **values)
    assert only(acacia).title == title


def test_each_day_is_named_with_how_long_ago_it_was(acacia: PracticeWorld):
    for on in ("2026-03-12", "2026-03-11", "2025-03-11"):
        write(acacia, on=on, time="08:00")
    assert [row.day for row in read(acacia).rows] == [
        "Thu 12 Mar 2026 · today", "Wed 11 Mar 2026 · yesterday", "Tue 11 Mar 2025",
    ]  # fmt: skip


def test_a_task_that_was_done_stands_among_them(acacia: PracticeWorld):
    write(acacia, on="2026-03-09")
    done(acacia)
    rows = read(acacia).rows
    assert [(row.kind, row.title) for row in rows] == [("task", "Compare the endowments"), ("call", "Call")]
    assert rows[0].who == acacia.adviser.name
    assert not any((rows[0].may_edit, rows[0].may_amend, rows[0].may_remove, rows[0].may_pin))
    with acacia.as_(acacia.adviser) as db:
        tasks.reopen(db, rows[0].id)
    assert titles(read(acacia)) == ["Call"]


def test_what_changed_of_the_client_is_a_quiet_line_that_nobody_touches(acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db:
        db.execute(text("update client set status = 'former' where id = :id"), {"id": acacia.client.id})
    row = only(acacia, acacia.owner)
    assert (row.kind, row.title) == ("change", "Status: former")
    assert not any((row.may_edit, row.may_amend, row.may_remove))


def test_what_was_added_stands_under_it_with_who_and_when(acacia: PracticeWorld):
    entry = write(acacia, on="2026-03-09")
    with acacia.as_(acacia.assistant) as db:
        interactions.amend(db, entry, "It was the other fund.")
    [added] = only(acacia).amendments
    assert (added.who, added.at, added.words) == (acacia.assistant.name, "12 Mar 2026, 10:00", "It was the other fund.")


def test_what_was_removed_leaves_its_place_and_its_words_for_those_who_answer_for_it(acacia: PracticeWorld):
    entry = write(acacia, kind="note", title="Secret title", words="Of another client.", names=["Smit"])
    with acacia.as_(acacia.adviser) as db:
        interactions.remove(db, entry, "It was another Renée.")
    row = only(acacia)
    assert row.removed == f"Removed by {acacia.adviser.name} on 12 Mar 2026: It was another Renée."
    assert (row.title, row.words, row.who, row.files, row.hides) == ("Note", "", "", (), False)
    assert not any((row.may_edit, row.may_amend, row.may_remove, row.may_pin))
    with acacia.as_(acacia.adviser) as db, pytest.raises(NotAllowed):
        timeline.whole(db, entry)
    assert only(acacia, acacia.compliance).hides
    with acacia.as_(acacia.compliance) as db:
        assert timeline.whole(db, entry) == {entry: "Secret title\nOf another client."}


def test_who_may_do_what_is_said_of_each(acacia: PracticeWorld):
    write(acacia)

    def may(by: User) -> list[bool]:
        row = only(acacia, by)
        return [row.may_edit, row.may_amend, row.may_remove, row.may_pin]

    assert may(acacia.adviser) == [True, True, True, True]
    assert may(acacia.assistant) == [False, True, False, True]
    assert may(acacia.owner) == [False, True, True, True]
    assert may(acacia.compliance) == [False, False, False, False]
    clock.move(timedelta(hours=25))
    assert may(acacia.adviser) == [False, True, True, True]


def test_long_words_are_folded_and_shown_whole_when_asked(acacia: PracticeWorld):
    long = "سلام 🌍 " * 2000
    entry = write(acacia, words=long)
    many_lines = write(acacia, words="\n".join(f"Line {number}" for number in range(20)))
    rows = {row.id: row for row in read(acacia).rows}
    assert rows[entry].folded
    assert len(rows[entry].words) <= FOLDED_AFTER
    assert rows[many_lines].folded
    assert rows[many_lines].words.count("\n") == 5
    with acacia.as_(acacia.assistant) as db:
        assert timeline.whole(db, entry)[entry] == long.strip()


def test_what_is_mended_keeps_who_took_part_and_its_moment(acacia: PracticeWorld, database: Database):
    entry = write(acacia, names=["Smit"], users=[str(acacia.adviser.id)], minutes=14)
    before = database.all("select at from interaction")[0].at
    with acacia.as_(acacia.adviser) as db:
        was = timeline_mending.opened(db, entry)
        timeline_mending.mend(db, entry, {**vars(was), "words": "Asked about the trust."})
    row = only(acacia)
    assert (row.words, row.title) == ("Asked about the trust.", "Call, 14 minutes")
    assert row.who == f"{acacia.adviser.name}, Renée, Smit"
    assert row.edited == "edited Today 10:00"
    assert database.all("select at from interaction")[0].at == before
    with acacia.as_(acacia.adviser) as db:
        timeline_mending.mend(db, entry, {"kind": "meeting", "on": "2026-03-09", "time": "08:15"})
    row = only(acacia)
    assert (row.kind, row.time, row.words) == ("meeting", "08:15", "Asked about the trust.")


def test_only_who_wrote_it_opens_it_to_mend(acacia: PracticeWorld, baobab: PracticeWorld):
    entry = write(acacia)
    for world, user, refused in (
        (acacia, acacia.assistant, NotAllowed),
        (acacia, acacia.compliance, NotAllowed),
        (baobab, baobab.owner, NotFound),
    ):
        with world.as_(user) as db, pytest.raises(refused):
            timeline_mending.mend(db, entry, {"words": "x"})
    for form in JUNK:
        with acacia.as_(acacia.adviser) as db:
            timeline_mending.mend(db, entry, form)
    with acacia.as_(acacia.adviser) as db, pytest.raises(Invalid):
        timeline_mending.mend(db, entry, {"on": "2090-01-01"})


def test_pinned_entries_stand_on_top_of_their_clients(acacia: PracticeWorld):
    entry = write(acacia, on="2026-01-09")
    write(acacia)
    with acacia.as_(acacia.adviser) as db:
        interactions.pin(db, entry, True)
        assert [row.id for row in timeline.pinned(db, acacia.client.id)] == [entry]
        assert timeline.pinned(db, acacia.clients[1].id) == timeline.pinned(db, "") == ()
        assert timeline.pinned(db, acacia.client.id, TimelineFilter(kinds=("call",))) == ()


def test_the_practices_timeline_is_of_all_its_clients_and_of_no_others(acacia: PracticeWorld, baobab: PracticeWorld):
    write(acacia, clients=[str(acacia.clients[1].id)])
    write(acacia, on="2026-03-09")
    write(baobab)
    assert [row.client_id for row in read(acacia, client="").rows] == [
        str(acacia.clients[1].id), str(acacia.client.id),
    ]  # fmt: skip
    with acacia.as_(acacia.owner) as db:
        for use in (timeline.listed, timeline.year, timeline.count, timeline.pinned):
            with pytest.raises(NotFound):
                use(db, baobab.client.id)
        assert timeline.whole(db, read(baobab).rows[0].id) == {}
