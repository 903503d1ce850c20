"""The product and its floor in turn, again and again, in every scenario."""

import asyncio
import time
from collections import defaultdict
from statistics import median

from sqlalchemy import text

from bench import driver, generator, report, serving, tape
from bench.driver import Tab
from bench.events import WORDS
from bench.generator import Prepared
from bench.report import Run, Scenario
from bench.serving import Served
from clientmanager.config import settings
from clientmanager.db import session_for
from clientmanager.migrating import owner_connection
from clientmanager.processes import say

SCENARIOS = (
    Scenario("1, flat out", 1, flat_out=True, most_times_median=2),
    Scenario("10, flat out", 10, flat_out=True, most_times_median=2.5),
    Scenario("100 at work", 100, flat_out=False, most_times_median=2),
    Scenario("300 at work", 300, flat_out=False, most_times_median=2),
    Scenario("400 at work", 400, flat_out=False, most_times_median=2, most_times_p95=2),
)
RUNS, QUICK_RUNS = 5, 3
SECONDS_AT_WORK, QUICK_SECONDS_AT_WORK = 10, 6
SECONDS_FLAT_OUT, QUICK_SECONDS_FLAT_OUT = 1.5, 1
SEARCH_TARGET = 5
"""Milliseconds at p95, in the database."""


def measure(clients: int, port: int, *, quick: bool) -> None:
    scenarios = [one for one in SCENARIOS if not quick or one.tabs <= 100]
    found: dict[tuple[str, str], list[Run]] = defaultdict(list)
    with generator.prepared(clients) as practice:
        many = max(one.tabs for one in scenarios)
        cookies = generator.signed_in(practice.user, many)
        client_ids = tape.some_clients(practice, many)
        say("Recording what the product asks the database …")
        file = settings().data_dir / "floor.tape"
        events = tape.record(practice, client_ids, file)
        for number in range(QUICK_RUNS if quick else RUNS):
            for start in (lambda: serving.product(port), lambda: serving.floor(port + 1, file)):
                with start() as served:
                    _look_for_the_first_time(practice)
                    for scenario in scenarios:
                        tabs = [Tab(served.side, cookies[i], client_ids[i]) for i in range(scenario.tabs)]
                        run = _run(scenario, tabs, served, quick=quick)
                        found[scenario.name, served.side.name].append(run)
                        medians = ", ".join(f"{what} {median(times) * 1000:.1f}" for what, times in run.times.items())
                        say(f"Run {number + 1}, {served.side.name}, {scenario.name}: {medians}")
        searched = _search_in_the_database(practice, events)
    _print(scenarios, found, searched)


def _run(scenario: Scenario, tabs: list[Tab], served: Served, *, quick: bool) -> Run:
    before = served.cpu_seconds
    if scenario.flat_out:
        times = asyncio.run(driver.flat_out(tabs, QUICK_SECONDS_FLAT_OUT if quick else SECONDS_FLAT_OUT))
    else:
        times = asyncio.run(driver.at_work(tabs, QUICK_SECONDS_AT_WORK if quick else SECONDS_AT_WORK))
    milliseconds = (served.cpu_seconds - before) * 1000 / sum(tab.asked for tab in tabs)
    return Run(times, served.megabytes, milliseconds)


def _look_for_the_first_time(practice: Prepared) -> None:
    """Who has looked at a client is written down once an hour: each run meets it as if nobody had looked yet."""
    with owner_connection(settings()) as owner:
        owner.execute(text("delete from client_view where practice_id = :id"), {"id": practice.practice_id})
        owner.commit()


def _search_in_the_database(practice: Prepared, events: tape.Events) -> dict[str, list[float]]:
    """Milliseconds of each search's SQL alone, under row level security."""
    times: dict[str, list[float]] = defaultdict(list)
    for _ in range(40):
        for words in WORDS:
            with session_for(practice.user) as db:
                connection = db.connection()
                for statement, values in events["search_for", words][0]:
                    started = time.perf_counter()
                    connection.exec_driver_sql(statement, values).all()
                    times[words].append((time.perf_counter() - started) * 1000)
    return times


def _print(
    scenarios: list[Scenario], found: dict[tuple[str, str], list[Run]], searched: dict[str, list[float]]
) -> None:
    say(f"\n{report.head(report.HEAD)}")
    for scenario in scenarios:
        for line in report.lines(scenario, found[scenario.name, "product"], found[scenario.name, "floor"]):
            say(line)
    say(f"\n{report.head(report.COST_HEAD)}")
    for scenario in scenarios:
        say(report.cost(scenario, found[scenario.name, "product"], found[scenario.name, "floor"]))
    few, many = scenarios[0], scenarios[-1]
    for side in ("floor", "product"):
        each = report.megabytes_a_tab((few.tabs, found[few.name, side]), (many.tabs, found[many.name, side]))
        say(f"\nEach more tab keeps {each:.2f} MB in the {side}.")
    say(f"\n{report.head(('search in the database', 'median ms', 'p95 ms'))}")
    for words, times in searched.items():
        say(report.row((words, f"{median(times):.1f}", f"{report.p95(times):.1f}")))
    altogether = [one for times in searched.values() for one in times]
    verdict = "met" if report.p95(altogether) <= SEARCH_TARGET else "missed"
    late = f"{report.p95(altogether):.1f} (≤ {SEARCH_TARGET}: {verdict})"
    say(report.row(("all of them", f"{median(altogether):.1f}", late)))
