"""Which words of a task's line may name a client."""

from datetime import date

import pytest

from clientmanager.planning.task_line import Person, read

NAMES = [
    ("Call Thandi Mokoena re RA", ("Thandi Mokoena",)),
    ("Thandi Mokoena: call", ("Thandi Mokoena",)),
    ("Thandi: call", ("Thandi",)),
    ("Nudge Thandi Mokoena", ("Nudge Thandi Mokoena", "Thandi Mokoena")),
    ("Send FICA to SARS", ()),
    ("CALL THANDI MOKOENA RE FICA", ("THANDI MOKOENA",)),
    ("Bel Johan van der Merwe se RA", ("Johan van der Merwe",)),
    ("Bel van Wyk", ("van Wyk", "Wyk")),
    ("Bel Renée O’Brien-Smith", ("Renée O’Brien-Smith",)),
    ("Call Netshiṱuni and 't Hooft", ("'t Hooft", "Netshiṱuni", "Hooft")),
    ("Fetch Thandi's ID tomorrow", ("Thandi",)),
    ("draft vir thandi mokoena", ("thandi mokoena", "thandi")),
    ("Meet with the board", ()),
    ("Call Thandi re Retirement", ("Thandi",)),
    ("Ask Thandi, Sipho", ("Thandi", "Sipho")),
    ("Call next Friday", ()),
    ("Tomorrow: Nudge Thandi", ("Nudge Thandi", "Thandi")),
    ("Today Call Thandi", ("Thandi",)),
    ("See Ann Ash Bob Fox", ("Ann Ash Bob Fox",)),
    ("See Ann, Ben, Cas, Dan, Eve, Flo", ("Ann", "Ben", "Cas", "Dan", "Eve")),
]


@pytest.mark.parametrize(("line", "names"), NAMES)
def test_who_may_be_a_client(line: str, names: tuple[str, ...]):
    me = Person("naledi", "Naledi Khumalo")
    assert read(line, today=date(2026, 11, 26), me=me, people=(), labels=()).client_words == names
