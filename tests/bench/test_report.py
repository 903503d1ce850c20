"""The bench's own arithmetic."""

import pytest

from bench import report
from bench.events import EVENTS
from bench.report import Run, Scenario


def runs(*seconds: list[float]) -> list[Run]:
    return [
        Run(dict.fromkeys(EVENTS, times), megabytes=100 + len(times), cpu_milliseconds=len(times)) for times in seconds
    ]


def test_p95_is_a_measured_value_that_95_of_100_do_not_exceed():
    assert report.p95(range(1, 101)) == 95
    assert report.p95([3, 1, 2]) == 3
    assert report.p95([7]) == 7


def test_a_figure_is_the_median_over_the_runs_so_that_one_disturbed_run_decides_nothing():
    found = report.figure(runs([0.001, 0.002, 0.003], [0.004, 0.004, 0.004], [9, 9, 9]), "count")
    assert (found.median, found.p95) == pytest.approx((4, 4))


@pytest.mark.parametrize(("most", "verdict"), [(2, "met"), (1.9, "missed")])
def test_the_product_is_held_against_its_floor(most: float, verdict: str):
    scenario = Scenario("one", 1, flat_out=True, most_times_median=most)
    lines = report.lines(scenario, runs([0.010]), runs([0.005]))
    assert len(lines) == len(EVENTS)
    assert lines[0] == f"| one | open the list | 5.0 | 10.0 | **2.0** | 5.0 | 10.0 | 2.0 | ≤ {most} | {verdict} |"


def test_a_late_tail_misses_a_target_for_the_tail():
    scenario = Scenario("many", 400, flat_out=False, most_times_median=2, most_times_p95=2)
    (line, *_) = report.lines(scenario, runs([0.005, 0.005, 0.050]), runs([0.005, 0.005, 0.005]))
    assert line.endswith("| 10.0 | ≤ 2, p95 ≤ 2 | missed |")


def test_what_was_never_answered_is_endless_and_misses():
    scenario = Scenario("many", 400, flat_out=False, most_times_median=2)
    for floor in (runs([0.005]), [Run({}, 100, 1)]):
        assert all(line.endswith("| missed |") for line in report.lines(scenario, [Run({}, 100, 1)], floor))


def test_memory_and_processor_time_stand_floor_first():
    scenario = Scenario("one", 1, flat_out=True, most_times_median=2)
    assert report.cost(scenario, product=runs([1, 1]), floor=runs([1])) == "| one | 101 | 102 | 1.00 | 2.00 | **2.0** |"


def test_memory_of_a_tab_is_what_more_tabs_add():
    assert report.megabytes_a_tab((1, runs([1])), (11, runs([1] * 6))) == pytest.approx(0.5)
