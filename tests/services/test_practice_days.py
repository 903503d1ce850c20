"""The practice's own calendar, by which due days are worked out."""

from datetime import date

import pytest

from clientmanager.errors import Invalid, NotAllowed, NotFound
from clientmanager.services import practice_days
from tests import workflows as some
from tests.world import PracticeWorld


def add(world: PracticeWorld, **values: object) -> str:
    with world.as_(world.owner) as db:
        return practice_days.add(db, values)


def test_days_off_and_days_worked_make_the_calendar(acacia: PracticeWorld, baobab: PracticeWorld):
    add(acacia, day="28 Dec 2026", name="Office  closed")
    add(acacia, day="2026-09-24", kind="worked")
    add(baobab, day="2026-12-29", name="Theirs")
    with acacia.as_(acacia.compliance) as db:
        shown = practice_days.listed(db)
        calendar = practice_days.working_days(db)
    assert [(one.day, one.name, one.kind) for one in shown] == [
        ("2026-09-24", "Heritage Day", "worked"), ("2026-12-28", "Office closed", "off"),
    ]  # fmt: skip
    assert calendar.is_working(date(2026, 9, 24))
    assert not calendar.is_working(date(2026, 12, 28))
    assert calendar.is_working(date(2026, 12, 29))


def test_steps_are_due_by_it(acacia: PracticeWorld):
    add(acacia, day="2026-04-24", name="Office closed")
    add(acacia, day="2026-04-27", kind="worked")
    made = some.start(acacia)
    # 28, 27, 23 April: Freedom Day is worked and the Friday before is not
    assert some.task(acacia, made, "prepare").due_on == "2026-04-23"


def test_one_is_taken_out_again(acacia: PracticeWorld, baobab: PracticeWorld):
    made, theirs = add(acacia, day="2026-12-28", name="Office closed"), add(baobab, day="2026-12-28", name="Theirs")
    with acacia.as_(acacia.owner) as db:
        assert practice_days.remove(db, made) == "Office closed"
        assert practice_days.listed(db) == []
    with pytest.raises(NotFound), acacia.as_(acacia.owner) as db:
        practice_days.remove(db, theirs)


def test_only_who_shapes_the_board_changes_it(acacia: PracticeWorld):
    made = add(acacia, day="2026-12-28", name="Office closed")
    for user in (acacia.adviser, acacia.assistant, acacia.compliance):
        with pytest.raises(NotAllowed), acacia.as_(user) as db:
            practice_days.add(db, {"day": "2026-12-29", "name": "Closed"})
        with pytest.raises(NotAllowed), acacia.as_(user) as db:
            practice_days.remove(db, made)


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({}, "day", "Choose a day"),
        ({"day": "soon"}, "day", "Write the date"),
        ({"day": 7}, "day", "Choose a day"),
        ({"day": "1999-12-31", "name": "x"}, "day", "between 2000 and 2100"),
        ({"day": "2026-12-28"}, "name", "Say why this day is off"),
        ({"day": "2026-12-28", "name": ["x"]}, "name", "Say why this day is off"),
        ({"day": "2026-12-28", "name": "x" * 81}, "name", "at most 80"),
        ({"day": "2026-12-28", "kind": "half"}, "kind", "off or worked"),
        ({"day": "2026-12-28", "kind": "worked", "name": "x"}, "day", "Choose a public holiday"),
        # Women's Day 2026 is a Sunday
        ({"day": "2026-08-09", "kind": "worked"}, "day", "from Monday to Friday"),
        ({"day": "2026-12-29", "name": "Again"}, "day", "on this day already"),
    ],
)
def test_what_is_no_exception_is_refused_in_a_sentence(
    values: dict[str, object], field: str, sentence: str, acacia: PracticeWorld
):
    add(acacia, day="2026-12-29", name="Office closed")
    with pytest.raises(Invalid, match=sentence) as refused:
        add(acacia, **values)
    assert refused.value.field == field
