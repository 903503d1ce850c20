"""What is shared between tabs is never older than what one of them was told of."""

import time

import pytest

from clientmanager.state import readings
from clientmanager.state.readings import Readings


class Board:
    """Counts how often it was read."""

    def __init__(self) -> None:
        self.times = 0

    def read(self) -> int:
        self.times += 1
        return self.times


def test_tabs_that_are_told_of_the_same_change_read_once():
    board, read = Board(), Readings[int]()
    told = time.monotonic()
    assert [read.after(told, "the same", board.read) for _ in range(3)] == [1, 1, 1]


def test_after_another_change_it_is_read_anew():
    board, read = Board(), Readings[int]()
    assert read.after(time.monotonic(), "the same", board.read) == 1
    assert read.after(time.monotonic(), "the same", board.read) == 2


def test_a_change_that_came_while_it_was_read_is_not_missed():
    board, read = Board(), Readings[int]()
    heard: list[float] = []

    def slowly() -> int:
        heard.append(time.monotonic())
        return board.read()

    assert read.after(0, "the same", slowly) == 1
    assert read.after(heard[0], "the same", board.read) == 2


def test_who_sees_something_else_reads_for_themselves():
    board, read = Board(), Readings[int]()
    assert [read.after(0, what, board.read) for what in ("all", "mine", "all")] == [1, 2, 1]


def test_nothing_is_kept_for_long(monkeypatch: pytest.MonkeyPatch):
    board, read = Board(), Readings[int]()
    monkeypatch.setattr(readings, "KEPT_SECONDS", 0.0)
    assert [read.after(0, "the same", board.read) for _ in range(2)] == [1, 2]
