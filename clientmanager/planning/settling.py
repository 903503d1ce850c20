"""Which findings of a task's line hold, and what must be asked first. Nothing is guessed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from clientmanager.models.folding import folded
from clientmanager.planning.line_words import Choice, Finding
from clientmanager.planning.said_dates import day_choice
from clientmanager.planning.said_times import in_the_evening

NONE = Choice("none", "Leave these words in the title")
_SEVERAL = {
    "due": "More than one day is named. Which one is it due?",
    "time": "More than one time is named. Which one is meant?",
    "assignee": "More than one person is named. Who does it?",
    "priority": "More than one priority is named. Which one is meant?",
}


@dataclass(frozen=True)
class Question:
    """What is not certain. The answer goes back under `key`, as the key of one of the choices."""

    kind: str
    text: str
    sentence: str
    choices: tuple[Choice, ...]

    @property
    def key(self) -> str:
        return f"{self.kind}:{folded(self.text)}"


@dataclass(frozen=True)
class Settled:
    """What became of all the findings of one kind: those `taken` mean `choice`, the others stay in the title."""

    choice: Choice | None = None
    taken: tuple[Finding, ...] = ()
    question: Question | None = None


def settled(found: Sequence[Finding], today: date, now: time | None, answers: Mapping[str, str]) -> dict[str, Settled]:
    """One day, one time, one person and one priority, each with its question when it has one."""
    each = {kind: _settle(kind, of_kind(kind, _evenings(found)), answers) for kind in _SEVERAL}
    if not each["time"].choice or each["due"].choice:
        return each
    if each["due"].question or of_kind("repeat", found):
        return each | {"time": Settled()}
    return each | _on_a_day(each["time"], today, now, answers)


def _evenings(found: Sequence[Finding]) -> Sequence[Finding]:
    if not any(word in ("tonight", "vanaand") for finding in found for word in folded(finding.text).split()):
        return found
    hours = of_kind("time", found)
    return [replace(each, reading=in_the_evening(each.reading)) if each in hours else each for each in found]


def of_kind(kind: str, found: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(finding for finding in found if finding.reading.kind == kind)


def unanswered(kind: str, sentence: str, texts: Iterable[str], answers: Mapping[str, str]) -> list[Question]:
    """What a person should know about words that stay in the title, until they say that they do."""
    asked = (_decide(Question(kind, text, sentence, (NONE,)), answers) for text in texts)
    return [each.question for each in asked if each.question]


def _settle(kind: str, found: Sequence[Finding], answers: Mapping[str, str]) -> Settled:
    choices = tuple(dict.fromkeys(choice for finding in found for choice in finding.reading.choices))
    asks = dict.fromkeys(finding.reading.ask for finding in found if finding.reading.ask)
    decided = Settled(*choices) if len(choices) == 1 else Settled()
    if asks or len(choices) > 1:
        text = " ".join(finding.text for finding in found)
        sentence = " ".join((*asks, _SEVERAL[kind]) if len(found) > 1 else asks)
        decided = _decide(Question(kind, text, sentence, (*choices, NONE)), answers)
    taken = tuple(finding for finding in found if decided.choice in finding.reading.choices)
    return Settled(decided.choice, taken, decided.question)


def _decide(question: Question, answers: Mapping[str, str]) -> Settled:
    answer = answers.get(question.key)
    chosen = next((choice for choice in question.choices if choice.key == answer), None)
    return Settled(None if chosen == NONE else chosen, question=None if chosen else question)


def _on_a_day(hour: Settled, today: date, now: time | None, answers: Mapping[str, str]) -> dict[str, Settled]:
    """A time without a day is today's, unless it has passed."""
    this_day, tomorrow = day_choice(today), day_choice(today + timedelta(days=1))
    if not hour.choice or now is None or time.fromisoformat(hour.choice.key) > now:
        return {"due": Settled(this_day)}
    text = " ".join(finding.text for finding in hour.taken)
    sentence = f"{hour.choice.words} has passed today. Which day is meant?"
    day = _decide(Question("day", text, sentence, (this_day, tomorrow, NONE)), answers)
    return {"due": day} if day.choice else {"due": day, "time": Settled()}
