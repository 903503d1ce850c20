"""The order of a timeline: its parts, its filters, its dates, and what a part of it costs."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import event, text

from clientmanager.clock import SOUTH_AFRICA
from clientmanager.db import engine, insert_many
from clientmanager.models.base import new_id
from clientmanager.models.interaction import Interaction, InteractionParticipant
from clientmanager.models.user import User
from clientmanager.services import interactions, tasks, timeline
from clientmanager.services.timeline import TimelinePage
from clientmanager.services.timeline_entry import TimelineRow
from clientmanager.services.timeline_filter import KINDS, TimelineFilter, as_query, changed, read_filter
from tests.services.some_tasks import THURSDAY, set_clock
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


def many(world: PracticeWorld, count: int = 20) -> list[str]:
    """Entries of all kinds, several in the same moment, and tasks done, newest first."""
    chance: list[tuple[datetime, str]] = []
    for number in range(count):
        at = THURSDAY - timedelta(hours=number // 3 * 7)
        kind = ("call", "note", "meeting", "email")[number % 4]
        values = {
            "on": f"{at:%Y-%m-%d}",
            "time": f"{at:%H:%M}",
            "users": [str(world.owner.id)] if number % 5 == 0 else [],
        }
        by = world.assistant if number % 3 == 0 else world.adviser
        chance.append((at, write(world, kind, by, title=f"Entry {number}", **values)))
    with world.as_(world.adviser) as db:
        for number in range(count // 4):
            at = THURSDAY - timedelta(hours=number * 7)
            task = tasks.create(db, {"title": f"Task {number}", "client_id": str(world.client.id)})
            tasks.finish(db, task)
            db.execute(text("update task set done_at = :at where id = :id"), {"at": at, "id": task})
            chance.append((at, task))
    return [entry for _, entry in sorted(chance, reverse=True)]


def walk(world: PracticeWorld, client: Any, chosen: TimelineFilter, **start: Any) -> Iterator[TimelinePage]:
    page = read(world, client=client, chosen=chosen, many=7, **start)
    while True:
        yield page
        if not page.older:
            return
        page = read(world, client=client, chosen=chosen, many=7, after=page.older)


FILTERS = [
    TimelineFilter(),
    TimelineFilter(kinds=("call",)),
    TimelineFilter(kinds=("call", "note", "task")),
    TimelineFilter(kinds=("task",)),
    TimelineFilter(since=date(2026, 3, 11), until=date(2026, 3, 11)),
    TimelineFilter(who="owner"),
    TimelineFilter(who="assistant", kinds=("call", "meeting")),
    TimelineFilter(who="adviser", until=date(2026, 3, 11)),
    TimelineFilter(pinned=True),
]


@pytest.mark.parametrize("whose", ["client", "practice"])
def test_every_filter_is_paged_forwards_and_back_with_nothing_lost_or_twice(acacia: PracticeWorld, whose: str):
    entries = many(acacia)
    for entry in entries[1:18:4]:
        with acacia.as_(acacia.adviser) as db:
            if db.execute(text("select count(*) from interaction where id = :id"), {"id": entry}).scalar_one():
                interactions.pin(db, entry, True)
    client = acacia.client.id if whose == "client" else ""
    everything = [row for page in walk(acacia, client, TimelineFilter()) for row in page.rows]
    assert [row.id for row in everything] == entries
    for each in FILTERS:
        chosen = replace(each, who=str(getattr(acacia, each.who).id)) if each.who else each
        pages = list(walk(acacia, client, chosen))
        found = [row.id for page in pages for row in page.rows]
        assert found == [row.id for row in everything if fits(acacia, row, each)], each
        assert found
        with acacia.as_(acacia.adviser) as db:
            assert timeline.count(db, client, chosen) == len(found)
        for page, following in pairwise(pages):
            back = read(acacia, client=client, chosen=chosen, many=7, before=following.newer)
            assert [row.id for row in back.rows] == [row.id for row in page.rows]
        assert pages[0].newer == ""
        anew = read(acacia, client=client, chosen=chosen, many=7, start=pages[-1].rows[0].key)
        assert [row.id for row in anew.rows] == [row.id for row in pages[-1].rows]


def fits(world: PracticeWorld, row: TimelineRow, chosen: TimelineFilter) -> bool:
    with world.as_(world.owner) as db:
        found = db.execute(
            text(
                "select at, array[author_id] || array(select user_id from interaction_participant"
                " where interaction_id = i.id) from interaction i where id = :id"
                " union all select done_at, array[done_by, assignee_id] from task where id = :id"
            ),
            {"id": row.id},
        ).one()
    on = found[0].astimezone(SOUTH_AFRICA).date()
    return (
        (not chosen.kinds or row.kind in chosen.kinds)
        and (not chosen.who or getattr(world, chosen.who).id in found[1])
        and (not chosen.since or on >= chosen.since)
        and (not chosen.until or on <= chosen.until)
        and (not chosen.pinned or row.pinned)
    )


def test_a_date_is_turned_to_and_what_came_after_it_is_one_step_back(acacia: PracticeWorld):
    for on in ("2026-03-11", "2026-03-09", "2026-02-01"):
        write(acacia, on=on, time="10:00", title=on)
    page = read(acacia, at=date(2026, 3, 10))
    assert titles(page) == ["Call: 2026-03-09", "Call: 2026-02-01"]
    assert titles(read(acacia, before=page.newer)) == ["Call: 2026-03-11"]
    nothing = read(acacia, at=date(2020, 1, 1))
    assert nothing.rows == ()
    assert titles(read(acacia, before=nothing.newer)) == ["Call: 2026-03-11", "Call: 2026-03-09", "Call: 2026-02-01"]
    assert read(acacia, at=date(2026, 3, 12)).newer == ""


def test_the_year_says_what_each_month_has(acacia: PracticeWorld):
    write(acacia, on="2026-03-01", time="00:00")
    write(acacia, "letter", on="2026-03-02")
    write(acacia, "meeting", on="2025-04-30", time="23:59")
    write(acacia, on="2025-03-31")
    with acacia.as_(acacia.compliance) as db:
        months = timeline.year(db, acacia.client.id)
        assert timeline.year(db) == months
        assert {mark for month in timeline.year(db, acacia.clients[1].id) for mark in month.marks} == set()
    assert [month.words for month in months] == [
        "Apr",
        "May",
        "Jun",
        "Jul",
        "Aug",
        "Sep",
        "Oct",
        "Nov",
        "Dec",
        "Jan",
        "Feb",
        "Mar",
    ]
    assert [(month.last_day, month.marks) for month in months if month.marks] == [
        ("2025-04-30", ("meeting",)),
        ("2026-03-31", ("call", "written")),
    ]
    assert months[-1].told == "March 2026: call and written"
    assert months[3].told == "July 2025: nothing"


def test_what_makes_no_sense_is_the_first_page(acacia: PracticeWorld):
    write(acacia)
    for junk in JUNK:
        for name in ("after", "before", "start"):
            assert len(read(acacia, **{name: junk}).rows) == 1
        assert read_filter({"kind": junk, "who": junk, "from": junk, "to": junk}) == TimelineFilter()
    for junk in (-1, 0, 10**9):
        assert len(read(acacia, many=junk).rows) == 1


def test_an_address_says_a_filter_and_is_read_again():
    chosen = TimelineFilter(("call", "task"), "01a00000-0000-7000-8000-000000000000", date(2026, 3, 1), pinned=True)
    said = as_query(chosen, date(2026, 3, 9))
    assert said.endswith("from=2026-03-01&at=2026-03-09")
    assert read_filter(said) == chosen
    assert changed(chosen, "kind", "call").kinds == ("task",)
    assert changed(chosen, "kind", "").kinds == ()
    assert changed(chosen, "to", "2026-03-09").until == date(2026, 3, 9)
    for junk in JUNK:
        for name in ("kind", "who", "from", "to", "pinned", *JUNK[3:6]):
            assert set(changed(chosen, name, junk).kinds) <= set(KINDS)


def a_life(world: PracticeWorld, count: int) -> None:
    """A client with so many entries, and some tasks done."""
    with world.as_(world.adviser) as db:
        entries, parts = [], []
        for number in range(count):
            at, entry = THURSDAY - timedelta(hours=number), str(new_id())
            kind = ("call", "meeting", "note", "email", "letter")[number % 5] if number % 997 else "review"
            common = {"practice_id": world.practice_id, "client_id": world.client.id, "kind": kind, "at": at}
            entries.append(
                {
                    **common, "id": entry, "title": "", "words": "Asked about the bursary.", "folded": "",
                    "direction": "",
                    "author_id": world.adviser.id if number % 2 else world.owner.id, "recorded_at": at,
                    "removed_because": "", "origin": "typed", "fingerprint": "", "thread": "",
                    "pinned_at": at if number % 1999 == 0 else None,
                }
            )  # fmt: skip
            parts.append({**common, "id": str(new_id()), "interaction_id": entry, "name": ""})
        insert_many(db, Interaction, entries)
        insert_many(db, InteractionParticipant, parts)


def rows_read(world: PracticeWorld, act: Any) -> int:
    """How many rows Postgres takes out of tables and indexes for it, as it explains every statement itself."""
    plans: list[int] = []

    def explain(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, executemany: bool):
        del context, executemany
        if statement.startswith(("select", "with")) and "set_config" not in statement and "enter(" not in statement:
            with connection.connection.cursor() as another:
                another.execute("explain (analyze, format json) " + statement, parameters)
                plans.append(taken(another.fetchone()[0][0]["Plan"]))
        del cursor

    event.listen(engine(), "before_cursor_execute", explain)
    try:
        with world.as_(world.adviser) as db:
            act(db)
    finally:
        event.remove(engine(), "before_cursor_execute", explain)
    return sum(plans)


def taken(plan: dict[str, Any]) -> int:
    own = 0
    if "Scan" in plan["Node Type"] and "Relation Name" in plan:
        own = (plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)) * plan["Actual Loops"]
    return int(own) + sum(taken(part) for part in plan.get("Plans", []))


def test_any_page_of_a_long_life_reads_as_little_as_the_first(acacia: PracticeWorld, database: Database):
    a_life(acacia, 4000)
    database.owner.execute(text("analyze"))
    client = acacia.client.id
    [*_, deep] = [row.key for row in read(acacia, at=date(2025, 12, 1)).rows]
    pages: dict[str, dict[str, Any]] = {
        "first": {},
        "deep": {"after": deep},
        "back": {"before": deep},
        "jump": {"at": date(2025, 11, 1)},
        "kinds": {"chosen": TimelineFilter(kinds=("call", "meeting", "task"))},
        "rare kind": {"chosen": TimelineFilter(kinds=("review",))},
        "who": {"chosen": TimelineFilter(who=str(acacia.owner.id))},
        "period": {"chosen": TimelineFilter(since=date(2025, 10, 1), until=date(2025, 12, 1))},
        "pinned": {"chosen": TimelineFilter(pinned=True)},
    }
    for whose in (client, ""):
        for name, how in pages.items():
            read_rows = rows_read(acacia, lambda db, how=how, whose=whose: timeline.listed(db, whose, **how))
            assert read_rows < 900, (name, whose, read_rows)
        assert rows_read(acacia, lambda db, whose=whose: timeline.year(db, whose)) < 200
