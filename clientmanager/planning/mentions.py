"""Who is mentioned in a text, as @name; whoever writes @ and a name that two people have means nobody."""

import re
from collections.abc import Sequence

from clientmanager.models.folding import folded
from clientmanager.planning.line_marks import Person, called

# An e-mail address mentions nobody; "@thandi's" is Thandi.
_MENTION = re.compile(r"(?<![\w@.+-])@([^\W\d_](?:[\w-]|['’](?!s\b))*)")


def mentioned(text: str, people: Sequence[Person]) -> list[Person]:
    """Each once, in the order of the text."""
    found = (_meant(name[1], people) for name in _MENTION.finditer(text))
    return list(dict.fromkeys(person for person in found if person))


def pieces(text: str, people: Sequence[Person]) -> tuple[str, ...]:
    """The text in pieces, every second one a mention; empty where nobody is mentioned."""
    found: list[str] = []
    at = 0
    for name in _MENTION.finditer(text):
        if _meant(name[1], people):
            found += [text[at : name.start()], name[0]]
            at = name.end()
    return (*found, text[at:]) if found else ()


def _meant(name: str, people: Sequence[Person]) -> Person | None:
    meant = called(folded(name).replace(" ", ""), people)
    return meant[0] if len(meant) == 1 else None
