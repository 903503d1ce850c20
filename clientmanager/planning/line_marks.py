"""The marks of a task's line: @person, !priority and #label."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from clientmanager.models.folding import folded
from clientmanager.planning.line_words import Choice, Finding, Reading, Word

_ME = frozenset(("me", "ek", "my"))
_PRIORITIES = tuple(Choice(word.casefold(), word) for word in ("Urgent", "High", "Normal", "Low"))
_PRIORITY_WORDS = {
    word: choice
    for words, choice in zip(
        ("urgent dringend !!!", "high hoog !!", "normal normaal", "low laag"), _PRIORITIES, strict=True
    )
    for word in words.split()
}
_LABEL = re.compile(r"#(?=.*[^\W\d_])[^\W_](?:-?[^\W_])*")


@dataclass(frozen=True)
class Person:
    """Someone in the practice to whom a task can be given."""

    id: str
    name: str


@dataclass(frozen=True)
class Practice:
    """Whom and what the marks can name."""

    me: Person
    people: Sequence[Person]
    labels: Sequence[str]


def marks(words: Sequence[Word], practice: Practice) -> dict[int, Finding]:
    """Each mark under the place of its word."""
    found = ((at, word, _reading(word.text, practice)) for at, word in enumerate(words))
    return {at: Finding(word.text, word.start, word.end, reading) for at, word, reading in found if reading}


def _reading(text: str, practice: Practice) -> Reading | None:
    match text[:1]:
        case "@":
            return _person(text[1:], practice)
        case "!":
            return _priority(text)
        case "#":
            return _label(text, practice.labels)
        case _:
            return None


def _person(typed: str, practice: Practice) -> Reading | None:
    name = folded(typed)
    # "@10:00" is a time
    if not name or name[0].isdigit():
        return None
    meant = [practice.me] if name in _ME else called(name.replace(" ", ""), practice.people)
    choices = tuple(Choice(person.id, person.name) for person in meant)
    if len(choices) == 1:
        return Reading(choices, kind="assignee")
    ask = f"Which {typed[:1].upper()}{typed[1:]} is meant?" if choices else f"No one here is called {typed}."
    return Reading(choices, ask, "assignee")


def called(name: str, people: Sequence[Person]) -> list[Person]:
    """Whom a folded name may mean: by the beginning of the whole name, so that @siphod tells two Siphos apart; else by
    a surname."""
    whole = [person for person in people if folded(person.name).replace(" ", "").startswith(name)]
    return whole or [person for person in people if any(w.startswith(name) for w in folded(person.name).split())]


def _priority(text: str) -> Reading | None:
    word = folded(text) or text
    if word == "!" or not (folded(text) or text.strip("!") == ""):
        return None
    if choice := _PRIORITY_WORDS.get(word):
        return Reading((choice,), kind="priority")
    return Reading(_PRIORITIES, f"“{text}” is no priority. Which one is meant?", "priority")


def _label(text: str, labels: Sequence[str]) -> Reading | None:
    if not _LABEL.fullmatch(text):
        return None
    known = next((label for label in labels if folded(label) == folded(text)), text[1:])
    return Reading((Choice(folded(known), known),), kind="label")
