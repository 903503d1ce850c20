"""What a line such as "Call Thandi re RA top-up tomorrow 10:00 @me !high #review" asks for.

Only what is certain is taken out of the title. The rest comes back as questions, and stays in the title until the
caller reads the line again with the answers.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from clientmanager.errors import Invalid
from clientmanager.planning.client_words import client_words
from clientmanager.planning.line_marks import Person, Practice, marks
from clientmanager.planning.line_words import Choice, Finding, Word, findings, words_of
from clientmanager.planning.said_dates import DAYS, REPEATS
from clientmanager.planning.said_times import TIMES
from clientmanager.planning.settling import NONE, Question, Settled, of_kind, settled, unanswered

__all__ = ["LONGEST_LINE", "NONE", "Choice", "Person", "Piece", "Question", "Understood", "read"]

LONGEST_LINE = 500
_RULES = (*DAYS, *TIMES)
_APART = "Other words stand in between. Write these together, or leave them in the title."
_QUOTED = re.compile(r'"([^"]*)"|“([^”]*)”')
_PUNCTUATION_AFTER = re.compile(r"[.,;:?!…]*")
_EMPTY_BRACKETS = re.compile(r"\( ?\)|\[ ?\]")
_SPACE_IN_BRACKETS = re.compile(r"(?<=[(\[]) | (?=[)\]])")


@dataclass(frozen=True)
class Piece:
    """Words taken out of the title: `line[start:end]` is `text`, understood as `words`."""

    kind: str
    text: str
    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Understood:
    """What a line asks for. The title is empty when nothing else was written; a time never comes without a day."""

    title: str
    due_on: date | None
    due_time: time | None
    assignee: Person | None
    priority: str
    labels: tuple[str, ...]
    client_words: tuple[str, ...]
    pieces: tuple[Piece, ...]
    questions: tuple[Question, ...]


def read(
    line: str,
    *,
    today: date,
    now: time | None = None,
    me: Person,
    people: Sequence[Person],
    labels: Sequence[str],
    answers: Mapping[str, str] | None = None,
) -> Understood:
    """What `line` asks for. `answers` holds the keys of earlier questions with the chosen keys, or "none"."""
    if len(line) > LONGEST_LINE:
        raise Invalid(f"A task's line holds at most {LONGEST_LINE} characters. Put the rest into its notes.")
    everyone = {person.id: person for person in (*people, me)}
    words = words_of(line)
    marked = marks(words, Practice(me, tuple(everyone.values()), labels))
    # a mark parts the words around it: "in @me 3 days" names no day
    parted = [replace(word, seen="") if at in marked else word for at, word in enumerate(words)]
    found = [*marked.values(), *findings(line, parted, today, _RULES)]
    each = settled(found, today, now, answers or {})
    taken = _taken(each, found)
    left = [word for word in parted if not _covered(word, taken)]
    questions = _questions(each, found, findings(line, left, today, _RULES), answers or {})
    unsettled = [finding for finding in found if finding.reading.kind in {question.kind for question in questions}]
    busy = {at for at, word in enumerate(words) if _covered(word, (*taken, *unsettled))}
    due, hour, assignee, priority = (each[kind].choice for kind in ("due", "time", "assignee", "priority"))
    return Understood(
        title=_title(line, taken),
        due_on=date.fromisoformat(due.key) if due else None,
        due_time=time.fromisoformat(hour.key) if hour else None,
        assignee=everyone[assignee.key] if assignee else None,
        priority=priority.key if priority else "",
        labels=_labels(taken),
        client_words=client_words(words, busy),
        pieces=tuple(_piece(finding, each) for finding in taken),
        questions=questions,
    )


def _taken(each: Mapping[str, Settled], found: Sequence[Finding]) -> list[Finding]:
    taken = [finding for kind in each.values() for finding in kind.taken]
    return sorted((*taken, *of_kind("label", found)), key=lambda finding: finding.start)


def _questions(
    each: Mapping[str, Settled], found: Sequence[Finding], left: Sequence[Finding], answers: Mapping[str, str]
) -> tuple[Question, ...]:
    read_already = {(finding.start, finding.end) for finding in found}
    apart = (finding.text for finding in left if (finding.start, finding.end) not in read_already)
    repeats = (finding.text for finding in of_kind("repeat", found))
    asked = [kind.question for kind in each.values() if kind.question]
    asked += [*unanswered("repeat", REPEATS, repeats, answers), *unanswered("apart", _APART, apart, answers)]
    return tuple({question.key: question for question in asked}.values())


def _covered(word: Word, found: Iterable[Finding]) -> bool:
    return any(finding.start <= word.start < finding.end for finding in found)


def _labels(taken: Sequence[Finding]) -> tuple[str, ...]:
    first: dict[str, str] = {}
    for finding in of_kind("label", taken):
        first.setdefault(finding.reading.choices[0].key, finding.reading.choices[0].words)
    return tuple(first.values())


def _piece(finding: Finding, each: Mapping[str, Settled]) -> Piece:
    kind = finding.reading.kind
    choice = (each[kind].choice if kind in each else None) or finding.reading.choices[0]
    due = each["due"]
    day_of_time = f"{due.choice.words} at " if kind == "time" and due.choice and not due.taken else ""
    return Piece(kind, finding.text, finding.start, finding.end, day_of_time + choice.words)


def _title(line: str, taken: Sequence[Finding]) -> str:
    title = line
    for finding in reversed(taken):
        after = _PUNCTUATION_AFTER.match(title, finding.end)
        title = f"{title[: finding.start]} {title[after.end() if after else finding.end :]}"
    title = " ".join(_QUOTED.sub(r"\1\2", title).split())
    if taken:
        title = " ".join(_EMPTY_BRACKETS.sub("", _SPACE_IN_BRACKETS.sub("", title)).split())
    return title
