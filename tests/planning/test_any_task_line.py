"""Any line at all is understood in an orderly way, and soon."""

import re
from collections.abc import Mapping
from datetime import date, time
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientmanager.planning.task_line import LONGEST_LINE, Person, Understood, read

TODAY = date(2026, 11, 26)  # a Thursday
NOON = time(12)
ME = Person("naledi", "Naledi Khumalo")
PEOPLE = (ME, Person("dlamini", "Sipho Dlamini"), Person("nkosi", "Sipho Nkosi"), Person("renee", "Renée O’Brien"))
PARTS = [
    *("today", "tomorrow", "môre", "more", "sat", "sun", "Sun", "fri", "next", "volgende", "week", "Tuesday", "Vrydag"),
    *("on", "by", "in", "oor", "at", "om", "3", "10", "12", "31", "days", "weke", "month", "end", "of", "the", "every"),
    *("elke", "March", "Jan", "may", "12/3", "1/2", "29/2/2027", "2027-03-12", "10:00", "10h", "3pm", "am", "halfdrie"),
    *("@me", "@sipho", "@ren", "@zz", "@", "@10:00", "!high", "!hoog", "!", "!!", "!!!", "!x", "#review", "#new-1"),
    *("#1", "#", "Thandi", "van", "der", "Merwe", "re", "for", "Done!", "a@b.co", "(", ")", ",", ".", "(today)"),
    *("tomorrow,", "\u2028", "-", "'n", "R5 000", "Netshiṱuni", "tonight", "until", "last"),
]
LINES = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(PARTS), max_size=14).map(" ".join),
    st.lists(st.sampled_from([*PARTS, '"', "“", "”"]), max_size=14).map("".join),
)
NOW = st.none() | st.times()


def whole(line: str, now: time | None = None, answers: Mapping[str, str] | None = None) -> Understood:
    return read(line, today=TODAY, now=now, me=ME, people=PEOPLE, labels=("Review", "Follow up"), answers=answers)


@given(LINES, NOW)
def test_any_line_is_understood_somehow(line: str, now: time | None):
    found = whole(line, now)
    assert found.title == " ".join(found.title.split())
    assert not (found.due_time and not found.due_on)
    assert len(found.client_words) <= 5
    end = 0
    for piece in found.pieces:
        assert end <= piece.start < piece.end
        assert line[piece.start : piece.end] == piece.text
        end = piece.end
    keys = [question.key for question in found.questions]
    assert len(keys) == len(set(keys))


@given(LINES, NOW)
def test_what_is_left_holds_nothing_more(line: str, now: time | None):
    found = whole(line, now)
    if not found.questions and not re.search(r'"[^"]*"|“[^”]*”', line):
        again = whole(found.title, now)
        assert (again.title, again.pieces, again.questions) == (found.title, (), ())


@given(LINES, st.data())
def test_answers_lead_to_an_end(line: str, data: st.DataObject):
    answers: dict[str, str] = {}
    found = whole(line, NOON)
    for _ in range(12):
        found = whole(line, NOON, answers)
        for question in found.questions:
            answers[question.key] = data.draw(st.sampled_from(question.choices)).key
    assert not found.questions


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "@",
        "!",
        "#a",
        "#a-",
        "“",
        '"',
        "(",
        "at ",
        "on by ",
        "12/3 ",
        "every other ",
        "van ",
        "Van ",
        "A'",
        "sat at 1 ",
    ],
)
def test_no_line_takes_long(unit: str):
    line = (unit * LONGEST_LINE)[:LONGEST_LINE]
    whole(line)
    started = process_time()
    whole(line)
    # milliseconds; an expression that tries every way through the line takes minutes
    assert process_time() - started < 2
