"""The timeline of a client with 20,000 entries, opened near its newest entry and in its middle in turn; product and
floor one after the other, again and again."""

import asyncio
import time
from collections import defaultdict
from statistics import median

from sqlalchemy import text

from bench import generator, report, serving, tape
from bench.driver import Tab
from bench.events import TIMELINE
from bench.generator import Prepared
from clientmanager.config import settings
from clientmanager.db import session_for
from clientmanager.migrating import owner_connection
from clientmanager.processes import say

ENTRIES = 20_000
TABS = (1, 10)
"""Each asks again as soon as it has been answered."""
RUNS, QUICK_RUNS = 5, 2
SECONDS, QUICK_SECONDS = 3, 1
TARGET = 2
"""How many times its floor, at the median."""


def measure(clients: int, port: int, *, quick: bool) -> None:
    found: dict[tuple[int, str], list[list[float]]] = defaultdict(list)
    with generator.prepared(clients) as practice:
        client_id = much_said(practice)
        cookies = generator.signed_in(practice.user, max(TABS))
        file = settings().data_dir / "floor.tape"
        tape.record(practice, [client_id], file, timeline_of=client_id)
        for _ in range(QUICK_RUNS if quick else RUNS):
            for start in (lambda: serving.product(port), lambda: serving.floor(port + 1, file)):
                with start() as served:
                    for many in TABS:
                        tabs = [Tab(served.side, cookies[number], client_id) for number in range(many)]
                        times = asyncio.run(_opened(tabs, QUICK_SECONDS if quick else SECONDS))
                        found[many, served.side.name].append(times)
    say(f"\nA timeline of {ENTRIES:,} entries\n{report.head(('tabs', 'floor ms', 'product ms', '÷', 'target', ''))}")
    for many in TABS:
        least, ours = (median(median(one) for one in found[many, side]) * 1000 for side in ("floor", "product"))
        verdict = "met" if ours <= TARGET * least else "missed"
        say(report.row((f"{many}", f"{least:.1f}", f"{ours:.1f}", f"**{ours / least:.1f}**", f"≤ {TARGET}", verdict)))


def much_said(practice: Prepared) -> str:
    """A client with as many entries, one each three hours back from now; made once."""
    (client_id,) = tape.some_clients(practice, 1)
    with session_for(practice.user) as db:
        count = text("select count(*) from interaction_participant where practice_id = :practice and client_id = :id")
        there = db.execute(count, {"practice": practice.practice_id, "id": client_id}).scalar_one()
    with owner_connection(settings()) as owner:
        owner.execute(text("set session_replication_role = replica"))
        owner.execute(
            text(
                "with said as (select gen_random_uuid() as id, now() - number * interval '3 hours' as at,"
                "  (array['call', 'meeting', 'note', 'email', 'letter'])[1 + number % 5] as kind"
                "  from generate_series(1, cast(:many as integer)) number),"
                " kept as (insert into interaction (practice_id, id, client_id, kind, title, words, folded, at,"
                "  direction, author_id, recorded_at, removed_because, origin, fingerprint, thread)"
                "  select :practice, id, :client, kind, '', 'Asked about the bursary, and what it would cost.', '', at,"
                "  '', :user, at, '', 'typed', '', '' from said)"
                " insert into interaction_participant (practice_id, id, interaction_id, client_id, name, kind, at)"
                " select :practice, gen_random_uuid(), id, :client, '', kind, at from said"
            ),
            {
                "many": max(0, ENTRIES - there),
                "practice": practice.practice_id,
                "client": client_id,
                "user": practice.user.user_id,
            },
        )
        owner.commit()
        owner.execution_options(isolation_level="AUTOCOMMIT").execute(text("analyze"))
    return client_id


async def _opened(tabs: list[Tab], seconds: float) -> list[float]:
    """Seconds of each opening."""
    await asyncio.gather(*(tab.open(("open a client", TIMELINE)) for tab in tabs))
    until = time.perf_counter() + seconds

    async def again(tab: Tab) -> list[float]:
        times: list[float] = []
        while time.perf_counter() < until or not times:
            times.append(await tab.do(TIMELINE))
        return times

    times = await asyncio.gather(*(again(tab) for tab in tabs))
    for tab in tabs:
        tab.close()
    return [one for each in times for one in each]
