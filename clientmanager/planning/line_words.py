"""The words of a task's line, and the reading of them by rules: each a pattern over the coming words."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from clientmanager.models.folding import folded

_WORD = re.compile(r'"[^"]*"|“[^”]*”|[^\s()\[\]"“]+|\S')
_CLOSING = ".,;:?…"
_LONGEST_PHRASE = 8


@dataclass(frozen=True)
class Word:
    """A word of the line without the punctuation after it. `seen` is it folded; no rule reads an empty one."""

    text: str
    seen: str
    start: int
    closing: str = ""

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def quoted(self) -> bool:
        return len(self.text) > 1 and self.text[0] in '"“'


@dataclass(frozen=True)
class Choice:
    """One way to understand some words; `words` shows it to a person."""

    key: str
    words: str


@dataclass(frozen=True)
class Reading:
    """What words mean: one sure choice, or `ask`, the question that decides between the choices."""

    choices: tuple[Choice, ...]
    ask: str = ""
    kind: str = "due"


@dataclass(frozen=True)
class Finding:
    """A reading with its place in the line."""

    text: str
    start: int
    end: int
    reading: Reading


@dataclass(frozen=True)
class Spot:
    """Where a rule matched: the words as typed, the preposition before them, the word after them.

    `rests` when a sentence or the line ends there, not counting marks such as @me.
    """

    today: date
    text: str
    before: str
    follows: Word
    rests: bool


def listed(names: str) -> frozenset[str]:
    return frozenset(names.split())


PREPOSITIONS = listed("by on due before op teen voor at om")
_NOT_THE_DUE_DAY = listed("after since from until till about re na sedert vanaf tot oor")

Rule = tuple[re.Pattern[str], Callable[[re.Match[str], Spot], Reading | None]]


def numbered(*rows: str, start: int = 0) -> dict[str, int]:
    """Every word with the number of its row."""
    return {name: number for number, names in enumerate(rows, start) for name in names.split()}


WEEKDAYS = numbered(
    "monday mon maandag",
    "tuesday tue tues dinsdag",
    "wednesday wed woensdag",
    "thursday thu thur thurs donderdag",
    "friday fri vrydag",
    "saturday sat saterdag",
    "sunday sun sondag",
)


def pattern(text: str) -> re.Pattern[str]:
    """A pattern over folded words, in which a space is the end of a word."""
    return re.compile(text.replace(" ", "\n") + r"(?![^\n])")


def one_of(names: Sequence[str]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


def words_of(line: str) -> list[Word]:
    """The words in order. Quoted text and each bracket count as one word."""
    return [_word(match[0], match.start()) for match in _WORD.finditer(line)]


def _word(run: str, start: int) -> Word:
    if run[0] in '"“':
        return Word(run, '"', start)
    text = run.rstrip(_CLOSING if run[0] == "!" else _CLOSING + "!")
    return Word(text, _seen(text), start, run[len(text) :])


def _seen(text: str) -> str:
    if text == "@":
        return "at"
    return text.casefold() if re.search("[0-9]", text) else folded(text)


def findings(line: str, words: Sequence[Word], today: date, rules: Sequence[Rule]) -> list[Finding]:
    """All that the rules read in the words of `line`, from left to right and never overlapping."""
    found: list[Finding] = []
    at = 0
    while at < len(words):
        first = _after_prepositions(words, at)
        after, reading = _read(line, words, first, words[first - 1].seen if first > at else "", today, rules)
        if reading:
            if at and reading.kind == "due" and words[at - 1].seen in _NOT_THE_DUE_DAY:
                reading = _doubted(reading)
            start, end = words[at].start, words[after - 1].end
            found.append(Finding(line[start:end], start, end, reading))
        at = after if reading else at + 1
    return found


def _after_prepositions(words: Sequence[Word], at: int) -> int:
    # at most two, as in "due on Friday"
    first = at
    while first < min(at + 2, len(words) - 1) and words[first].seen in PREPOSITIONS:
        first += 1
    return first


def _doubted(reading: Reading) -> Reading:
    if reading.ask:
        return reading
    return replace(reading, ask=f"Is it due on {reading.choices[0].words}, or is that part of the title?")


def _read(
    line: str, words: Sequence[Word], first: int, before: str, today: date, rules: Sequence[Rule]
) -> tuple[int, Reading | None]:
    ahead = "\n".join(word.seen for word in words[first : first + _LONGEST_PHRASE])
    for rule, meaning in rules:
        if match := rule.match(ahead):
            after = first + match[0].count("\n") + 1
            last, rest = words[after - 1], words[after:]
            follows = rest[0] if rest else Word("", "", len(line))
            rests = bool(last.closing) or not any(word.seen for word in rest)
            spot = Spot(today, line[words[first].start : last.end], before, follows, rests)
            if reading := meaning(match, spot):
                return after, reading
    return first, None
