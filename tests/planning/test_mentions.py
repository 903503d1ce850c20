"""Who is mentioned in a comment."""

import pytest

from clientmanager.planning.line_marks import Person
from clientmanager.planning.mentions import mentioned, pieces

PEOPLE = [Person(name, name) for name in ("Thandi Mokoena", "Sipho Dube", "Sipho Dlamini", "Renée du Toit")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@thandi please phone", ["Thandi Mokoena"]),
        ("Ask @Renee, then @THANDI.", ["Renée du Toit", "Thandi Mokoena"]),
        ("@thandi and @mokoena", ["Thandi Mokoena"]),
        ("@toit", ["Renée du Toit"]),
        ("@sipho could be two", []),
        ("@siphodu is one", ["Sipho Dube"]),
        ("@dlamini's file", ["Sipho Dlamini"]),
        ("thandi@example.co.za and a@thandi", []),
        ("@10:00, @, @@thandi, @nobody", []),
        ("(@thandi)\n@du-toit", ["Thandi Mokoena"]),
    ],
)
def test_who_is_mentioned(text: str, names: list[str]):
    assert [person.name for person in mentioned(text, PEOPLE)] == names


def test_a_text_in_pieces_is_the_text():
    text = "Ask @renee, not @sipho: @thandi"
    assert pieces(text, PEOPLE) == ("Ask ", "@renee", ", not @sipho: ", "@thandi", "")
    assert "".join(pieces(text, PEOPLE)) == text
    assert pieces("Nobody", PEOPLE) == ()
