"""What was measured, as a table beside the targets."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from bench.driver import Times
from bench.events import EVENTS

MOST_TIMES = {"open the board": 3}
"""Targets of their own, in every scenario: how many times its floor an event may take, at the median."""


@dataclass(frozen=True)
class Scenario:
    name: str
    tabs: int
    flat_out: bool
    most_times_median: float
    """The target: how many times its floor an event may take, at the median."""
    most_times_p95: float | None = None


@dataclass(frozen=True)
class Run:
    """One side in one scenario, once."""

    times: Times
    megabytes: float
    cpu_milliseconds: float
    """Of the web process, for each event, whichever it was."""


@dataclass(frozen=True)
class Figure:
    """Medians over the runs, in milliseconds; endless where, overloaded, not one was answered in time."""

    median: float
    p95: float


def p95(values: Iterable[float]) -> float:
    """The value that 95 of 100 do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * 95 // 100) - 1)]


def figure(runs: Sequence[Run], what: str) -> Figure:
    each = [run.times.get(what) or [math.inf] for run in runs]
    return Figure(median(median(times) for times in each) * 1000, median(p95(times) for times in each) * 1000)


def lines(scenario: Scenario, product: Sequence[Run], floor: Sequence[Run]) -> list[str]:
    """The rows of one scenario."""
    rows: list[str] = []
    for what in EVENTS:
        ours, least = figure(product, what), figure(floor, what)
        times, times_p95 = ours.median / least.median, ours.p95 / least.p95
        most = max(scenario.most_times_median, MOST_TIMES.get(what, 0))
        target = f"≤ {most:g}"
        met = times <= most
        if scenario.most_times_p95:
            target += f", p95 ≤ {scenario.most_times_p95:g}"
            met = met and times_p95 <= scenario.most_times_p95
        cells = (
            *(scenario.name, what, f"{least.median:.1f}", f"{ours.median:.1f}", f"**{times:.1f}**"),
            *(f"{least.p95:.1f}", f"{ours.p95:.1f}", f"{times_p95:.1f}", target, "met" if met else "missed"),
        )
        rows.append(row(cells))
    return rows


HEAD = ("scenario", "event", "floor ms", "product ms", "÷", "floor p95", "product p95", "÷", "target", "")


COST_HEAD = ("scenario", "floor MB after", "product MB after", "floor CPU ms an event", "product CPU ms an event", "÷")


def cost(scenario: Scenario, product: Sequence[Run], floor: Sequence[Run]) -> str:
    """Memory and processor time."""
    megabytes = (f"{median(run.megabytes for run in side):.0f}" for side in (floor, product))
    least, ours = (median(run.cpu_milliseconds for run in side) for side in (floor, product))
    return row((scenario.name, *megabytes, f"{least:.2f}", f"{ours:.2f}", f"**{ours / least:.1f}**"))


def megabytes_a_tab(first: tuple[int, Sequence[Run]], last: tuple[int, Sequence[Run]]) -> float:
    """What each more tab keeps in memory, from the number of tabs and the runs of two scenarios."""
    few, many = (median(run.megabytes for run in runs) for _, runs in (first, last))
    return (many - few) / (last[0] - first[0])


def head(cells: Sequence[str]) -> str:
    return f"{row(cells)}\n{row(['---'] * len(cells))}"


def row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
