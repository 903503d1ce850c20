"""What a line typed to add a task asks for; nothing uncertain is guessed."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

import pytest

from clientmanager.errors import Invalid
from clientmanager.planning.task_line import LONGEST_LINE, Person, Piece, Understood, read

TODAY = date(2026, 11, 26)  # a Thursday
FRIDAY = date(2026, 11, 27)
NEXT_THURSDAY = date(2026, 12, 3)
TWELFTH = date(2027, 3, 12)
MONTH_END = date(2026, 11, 30)
TEN = time(10)
ME = Person("naledi", "Naledi Khumalo")
DLAMINI, NKOSI = Person("dlamini", "Sipho Dlamini"), Person("nkosi", "Sipho Nkosi")
RENEE = Person("renee", "Renée O’Brien")
PEOPLE = (ME, DLAMINI, NKOSI, RENEE)
LABELS = ("Review", "Follow up", "Môre se werk")


def understood(line: str, answers: Mapping[str, str] | None = None, *, now: time | None = None) -> Understood:
    return read(line, today=TODAY, now=now, me=ME, people=PEOPLE, labels=LABELS, answers=answers)


SURE: list[tuple[str, str, dict[str, Any]]] = [
    (
        "Call Thandi re RA top-up tomorrow 10:00 @me !high #review",
        "Call Thandi re RA top-up",
        {"due_on": FRIDAY, "due_time": TEN, "assignee": ME, "priority": "high", "labels": ("Review",)},
    ),
    (
        "Bel Thandi oor haar RA môre om 10 @ek !dringend #opvolg",
        "Bel Thandi oor haar RA",
        {"due_on": FRIDAY, "due_time": TEN, "assignee": ME, "priority": "urgent", "labels": ("opvolg",)},
    ),
    # days
    ("Call Thandi today", "Call Thandi", {"due_on": TODAY}),
    ("VANDAG bel Thandi", "bel Thandi", {"due_on": TODAY}),
    ("Call Thandi tonight", "Call Thandi", {"due_on": TODAY}),
    ("Call Thandi Tomorrow.", "Call Thandi", {"due_on": FRIDAY}),
    ("Môre: bel Thandi", "bel Thandi", {"due_on": FRIDAY}),
    ("Call the day after tomorrow", "Call", {"due_on": date(2026, 11, 28)}),
    ("Bel oormore vir Thandi", "Bel vir Thandi", {"due_on": date(2026, 11, 28)}),
    ("Bel oor môre", "Bel", {"due_on": date(2026, 11, 28)}),
    ("Call Thandi Tuesday", "Call Thandi", {"due_on": date(2026, 12, 1)}),
    ("Bel Thandi Maandag", "Bel Thandi", {"due_on": MONTH_END}),
    ("Send quote by fri", "Send quote", {"due_on": FRIDAY}),
    ("Quote due on wed, then call", "Quote then call", {"due_on": date(2026, 12, 2)}),
    ("Call next Tuesday", "Call", {"due_on": date(2026, 12, 1)}),
    ("Call next Thursday", "Call", {"due_on": NEXT_THURSDAY}),
    ("Bel hierdie Vrydag", "Bel", {"due_on": FRIDAY}),
    ("Bel Dinsdag volgende week", "Bel", {"due_on": date(2026, 12, 1)}),
    ("Call next week Friday", "Call", {"due_on": date(2026, 12, 4)}),
    ("Call Thandi sat", "Call Thandi", {"due_on": date(2026, 11, 28)}),
    ("Call Thandi sat @me", "Call Thandi", {"due_on": date(2026, 11, 28), "assignee": ME}),
    ("Sun 10:00 call Thandi", "call Thandi", {"due_on": date(2026, 11, 29), "due_time": TEN}),
    ("Call on sat about tax", "Call about tax", {"due_on": date(2026, 11, 28)}),
    ("Call in 3 days", "Call", {"due_on": date(2026, 11, 29)}),
    ("Bel oor drie weke", "Bel", {"due_on": date(2026, 12, 17)}),
    ("Bel oor 'n week", "Bel", {"due_on": NEXT_THURSDAY}),
    ("Review in 3 months' time", "Review", {"due_on": date(2027, 2, 26)}),
    ("Review in a week", "Review", {"due_on": NEXT_THURSDAY}),
    ("Call Thandi next week", "Call Thandi", {"due_on": MONTH_END}),
    ("Bel volgende maand", "Bel", {"due_on": date(2026, 12, 1)}),
    ("File by the end of the month", "File", {"due_on": MONTH_END}),
    ("Dien in voor einde van die maand", "Dien in", {"due_on": MONTH_END}),
    ("Recon before month-end please", "Recon please", {"due_on": MONTH_END}),
    ("Recon month end", "Recon", {"due_on": MONTH_END}),
    ("Sign 12 March", "Sign", {"due_on": TWELFTH}),
    ("Teken op 12 Mrt", "Teken", {"due_on": TWELFTH}),
    ("Teken 12de Maart 2028", "Teken", {"due_on": date(2028, 3, 12)}),
    ("Sign on the 12th of March", "Sign", {"due_on": TWELFTH}),
    ("March 12: sign", "sign", {"due_on": TWELFTH}),
    ("Sign on Jan 12", "Sign", {"due_on": date(2027, 1, 12)}),
    ("Sign on 12/3", "Sign", {"due_on": TWELFTH}),
    ("Teken teen 3/12", "Teken", {"due_on": NEXT_THURSDAY}),
    ("Sign 12/03/2027", "Sign", {"due_on": TWELFTH}),
    ("Sign 2027-03-12", "Sign", {"due_on": TWELFTH}),
    ("Sign 26 Nov", "Sign", {"due_on": TODAY}),
    ("Sign 25 Nov", "Sign", {"due_on": date(2027, 11, 25)}),
    ("Sign 29 February", "Sign", {"due_on": date(2028, 2, 29)}),
    ("Sign Fri 27 Nov", "Sign", {"due_on": FRIDAY}),
    ("Sign tomorrow (Friday)", "Sign", {"due_on": FRIDAY}),
    ("File (call tomorrow) forms", "File (call) forms", {"due_on": FRIDAY}),
    # times
    ("Call Thandi 10h00", "Call Thandi", {"due_on": TODAY, "due_time": TEN}),
    ("Call Thandi 10am tomorrow", "Call Thandi", {"due_on": FRIDAY, "due_time": TEN}),
    ("Call tomorrow 10:30 pm", "Call", {"due_on": FRIDAY, "due_time": time(22, 30)}),
    ("Call at 10 with Thandi tomorrow", "Call with Thandi", {"due_on": FRIDAY, "due_time": TEN}),
    ("Bel môre om 10 uur", "Bel", {"due_on": FRIDAY, "due_time": TEN}),
    ("Bel môre halfnege", "Bel", {"due_on": FRIDAY, "due_time": time(8, 30)}),
    ("Lunch tomorrow noon", "Lunch", {"due_on": FRIDAY, "due_time": time(12)}),
    ("Lunch tomorrow @10:00", "Lunch", {"due_on": FRIDAY, "due_time": TEN}),
    ("Lunch @ 12 tomorrow", "Lunch", {"due_on": FRIDAY, "due_time": time(12)}),
    # marks
    ("Draft !low", "Draft", {"priority": "low"}),
    ("Draft !! now", "Draft now", {"priority": "high"}),
    ("Draft !!!", "Draft", {"priority": "urgent"}),
    ("Skryf !Laag @my", "Skryf", {"priority": "low", "assignee": ME}),
    ("Draft @ren", "Draft", {"assignee": RENEE}),
    ("Draft @SiphoN, then call", "Draft then call", {"assignee": NKOSI}),
    ("Draft @dlamini", "Draft", {"assignee": DLAMINI}),
    ("Draft #Follow-up #new-one #follow-UP", "Draft", {"labels": ("Follow up", "new-one")}),
    ("Draft #Tax #tax", "Draft", {"labels": ("Tax",)}),
]
PLAIN = [
    "Pay R5 000 to 10 clients",
    "s14 transfer",
    "Done! And done!",
    "Mail thandi@example.co.za",
    "Fix #1 and #12345",
    "Ask for more documents",
    "Sun Life review",
    "Was sat with client",
    "Call April about June",
    "Call May re Mei",
    "Prepare for March",
    "Sien ma en do so di wo vr sa",
    "Read Monday's news and tomorrow's",
    "Look up page 3 of 10",
    "Wait - then call",
    "",
]
ASKED: list[tuple[str, str, str, list[str]]] = [
    ("Call yesterday", "due:yesterday", "Wed 25 Nov 2026 is past. Is it due then?", ["2026-11-25"]),
    ("Tax 28 Feb 2026", "due:28 feb 2026", "Sat 28 Feb 2026 is past. Is it due then?", ["2026-02-28"]),
    ("Bel Thandi more", "due:more", "Is “more” a day, or part of the title?", ["2026-11-27"]),
    ("Call next Friday", "due:next friday", "Which day is “next Friday”?", ["2026-11-27", "2026-12-04"]),
    ("Bel Donderdag", "due:donderdag", "Is “Donderdag” today, or in a week?", ["2026-11-26", "2026-12-03"]),
    ("Advise on Sun Life", "due:on sun", "Is “Sun” a day, or part of the title?", ["2026-11-29"]),
    ("Do month-end recon", "due:month end", "Is “month-end” a day, or part of the title?", ["2026-11-30"]),
    ("Sign form 1/2", "due:1 2", "Is “1/2” a day, or part of the title?", ["2027-02-01"]),
    ("Sign 12/3", "due:12 3", "Is “12/3” a day, or part of the title?", ["2027-03-12"]),
    ("Ask Jan 12 times", "due:jan 12", "Is “Jan 12” a day, or part of the title?", ["2027-01-12"]),
    ("Ask if 2 may come", "due:2 may", "Is “2 may” a day, or part of the title?", ["2027-05-02"]),
    ("Sign 31 Feb", "due:31 feb", "There is no such day as “31 Feb”. A day comes first, then its month.", []),
    ("Sign on 3/15", "due:on 3 15", "There is no such day as “3/15”. A day comes first, then its month.", []),
    (
        "Sign Tue 27 Nov",
        "due:tue 27 nov",
        "The date falls on another weekday. Which day is meant?",
        ["2026-11-27", "2026-12-01"],
    ),
    (
        "Wait until Friday",
        "due:friday",
        "Is it due on Fri 27 Nov 2026, or is that part of the title?",
        ["2026-11-27"],
    ),
    (
        "Call tomorrow about Tuesday",
        "due:tomorrow tuesday",
        "Is it due on Tue 1 Dec 2026, or is that part of the title? More than one day is named. Which one is it due?",
        ["2026-11-27", "2026-12-01"],
    ),
    ("Call tomorrow at 3", "time:at 3", "Is “3” 03:00 or 15:00?", ["03:00", "15:00"]),
    ("Bel môre halfdrie", "time:halfdrie", "Is “halfdrie” 02:30 or 14:30?", ["02:30", "14:30"]),
    ("Look at 10 policies", "time:at 10", "Is “10” a time, or part of the title?", ["10:00"]),
    ("Call tonight at 8", "time:at 8", "Is it 08:00 or 20:00?", ["08:00", "20:00"]),
    (
        "Out 10:00 to 11:00",
        "time:10 00 11 00",
        "More than one time is named. Which one is meant?",
        ["10:00", "11:00"],
    ),
    ("Draft @sipho", "assignee:sipho", "Which Sipho is meant?", ["dlamini", "nkosi"]),
    ("Draft @Zanele", "assignee:zanele", "No one here is called Zanele.", []),
    (
        "Draft @me @ren",
        "assignee:me ren",
        "More than one person is named. Who does it?",
        ["naledi", "renee"],
    ),
    (
        "Draft !soon",
        "priority:soon",
        "“!soon” is no priority. Which one is meant?",
        ["urgent", "high", "normal", "low"],
    ),
    ("Draft !!!!", "priority:", "“!!!!” is no priority. Which one is meant?", ["urgent", "high", "normal", "low"]),
    ("Draft !high !low", "priority:high low", "More than one priority is named. Which one is meant?", ["high", "low"]),
    ("Call every Tuesday", "repeat:every tuesday", "Repeats are set in the task itself.", []),
    ("Bel elke maand", "repeat:elke maand", "Repeats are set in the task itself.", []),
    ("Call every second Friday at 10:00", "repeat:every second friday", "Repeats are set in the task itself.", []),
    ("Recon every month-end", "repeat:every month end", "Repeats are set in the task itself.", []),
    ("Call every 12 March", "repeat:every 12 march", "Repeats are set in the task itself.", []),
]


@pytest.mark.parametrize(("line", "title", "expected"), SURE)
def test_what_is_certain_leaves_the_title(line: str, title: str, expected: dict[str, Any]):
    found = understood(line)
    nothing = {"due_on": None, "due_time": None, "assignee": None, "priority": "", "labels": ()}
    assert not found.questions
    assert found.title == title
    assert {name: getattr(found, name) for name in nothing} == nothing | expected


@pytest.mark.parametrize("line", PLAIN)
def test_a_plain_title_stays_as_it_is(line: str):
    found = understood(line)
    assert (found.title, found.pieces, found.questions, found.due_on) == (line, (), (), None)


@pytest.mark.parametrize(("line", "key", "sentence", "choices"), ASKED)
def test_what_is_uncertain_is_asked_and_stays(line: str, key: str, sentence: str, choices: list[str]):
    found = understood(line)
    (question,) = found.questions
    assert (question.key, question.sentence) == (key, sentence)
    assert [choice.key for choice in question.choices] == [*choices, "none"]
    assert all(piece.kind != question.kind for piece in found.pieces)
    assert question.text.split()[-1] in found.title


@pytest.mark.parametrize(("line", "key", "sentence", "choices"), ASKED)
def test_every_answer_settles_its_question(line: str, key: str, sentence: str, choices: list[str]):
    for choice in choices:
        found = understood(line, {key: choice})
        assert not found.questions
        assert any(piece.kind == key.split(":")[0] for piece in found.pieces)
    left = understood(line, {key: "none"})
    assert not left.questions
    assert all(piece.kind != key.split(":")[0] for piece in left.pieces)


def test_each_piece_says_how_it_was_understood():
    found = understood("Call tomorrow, @me !hoog #review 10h")
    assert found.pieces == (
        Piece("due", "tomorrow", 5, 13, "Fri 27 Nov 2026"),
        Piece("assignee", "@me", 15, 18, "Naledi Khumalo"),
        Piece("priority", "!hoog", 19, 24, "High"),
        Piece("label", "#review", 25, 32, "Review"),
        Piece("time", "10h", 33, 36, "10:00"),
    )


def test_a_time_alone_is_today_while_it_is_still_ahead():
    assert understood("Call 10:00", now=time(9, 59)).due_on == TODAY
    (piece,) = understood("Call 10:00", now=time(9, 59)).pieces
    assert piece.words == "Thu 26 Nov 2026 at 10:00"


def test_a_time_that_has_passed_is_asked_about():
    asked = understood("Call 10:00", now=TEN)
    (question,) = asked.questions
    assert (question.key, question.sentence) == ("day:10 00", "10:00 has passed today. Which day is meant?")
    assert [choice.key for choice in question.choices] == ["2026-11-26", "2026-11-27", "none"]
    assert (asked.title, asked.due_on, asked.due_time) == ("Call 10:00", None, None)
    answered = understood("Call 10:00", {"day:10 00": "2026-11-27"}, now=TEN)
    assert (answered.title, answered.due_on, answered.due_time) == ("Call", FRIDAY, TEN)
    left = understood("Call 10:00", {"day:10 00": "none"}, now=TEN)
    assert (left.title, left.due_on, left.due_time, left.questions) == ("Call 10:00", None, None, ())


def test_a_time_waits_in_the_title_for_its_day():
    found = understood("Call next Friday 10:00")
    assert (found.title, found.due_time) == ("Call next Friday 10:00", None)
    found = understood("Call next Friday 10:00", {"due:next friday": "2026-12-04"})
    assert (found.title, found.due_on, found.due_time) == ("Call", date(2026, 12, 4), TEN)


def test_a_repeat_keeps_its_time():
    found = understood("Call every Friday at 10:00")
    assert (found.title, found.due_on, found.due_time) == ("Call every Friday at 10:00", None, None)


def test_of_two_days_the_other_stays_in_the_title():
    found = understood("Call tomorrow about Tuesday", {"due:tomorrow tuesday": "2026-11-27"})
    assert (found.title, found.due_on) == ("Call about Tuesday", FRIDAY)


def test_an_answer_that_is_no_choice_answers_nothing():
    assert understood("Draft @sipho", {"assignee:sipho": "naledi"}) == understood("Draft @sipho")


def test_quoted_words_are_never_read():
    found = understood('Call "next  Friday @sipho" “tomorrow” today')
    assert (found.title, found.due_on, found.questions) == ("Call next Friday @sipho tomorrow", TODAY, ())
    assert understood('Buy a 5" ruler').title == 'Buy a 5" ruler'


def test_words_that_only_meet_when_a_mark_is_taken_out_are_pointed_out():
    found = understood("Call in @me 3 days")
    assert (found.title, found.due_on) == ("Call in 3 days", None)
    assert [question.key for question in found.questions] == ["apart:in me 3 days"]
    assert not understood("Call in @me 3 days", {"apart:in me 3 days": "none"}).questions


def test_a_line_that_is_too_long_is_refused():
    assert understood("x" * LONGEST_LINE).title == "x" * LONGEST_LINE
    with pytest.raises(Invalid, match="at most 500 characters"):
        understood("x" * (LONGEST_LINE + 1))
