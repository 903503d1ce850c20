"""What somebody types into a search of everything that was written, as Postgres is asked for it.

Words are met by their beginning and, from four letters on, whatever their ending: Postgres has no dictionary of
Afrikaans, and a practice writes Afrikaans and English in one sentence. "polisse" finds "polis", "skole" finds "skool",
"teken" finds "geteken", "reviews" finds "review"; what stands between quotation marks is met as it is.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from clientmanager.models.folding import folded

MOST_WORDS = 12
SHORTEST_STEM = 4
"""Letters: shorter words are met by themselves, and the last one, which may still be typed, by its beginning."""
SHORTEST_BEGINNING = 2
"""Letters of the last word, where others stand before it: a single letter would only make the search slower."""
_QUOTED = re.compile(r"[\"“”„]([^\"“”„]*)(?:[\"“”„]|$)")
_ENDINGS = (
    "heid", "hede", "like", "lik", "ings", "ing", "ies", "ers", "ed", "es", "se", "te", "er", "e", "y",
)  # fmt: skip
_PLURAL = re.compile(r"(?<![isu])s$")
_DOUBLED = re.compile(r"([bdfgklmnprst])\1$")
_OPEN_END = re.compile(r"(?<![aeiou])([aeou])([bdfgklmnprst])$")


@dataclass(frozen=True)
class Wanted:
    """What is looked for."""

    words: tuple[tuple[str, ...], ...] = ()
    """Each word or phrase, as the beginnings any of which meets it."""
    phrases: tuple[tuple[str, ...], ...] = ()
    """Words that stand beside each other, exactly."""

    @property
    def query(self) -> str:
        """For Postgres, as a `tsquery`; empty where nothing is looked for."""
        return self._query(self.words)

    @property
    def rare(self) -> str:
        """As much of it as an index is worth asking for: without the short beginnings, where there is anything else."""
        return self._query([forms for forms in self.words if len(forms[0]) >= SHORTEST_STEM]) or self.query

    @property
    def exact(self) -> str:
        """The same for what was typed and nothing like it: what has it so is shown first."""
        parts = [forms[0] for forms in self.words]
        parts += ["(" + " <-> ".join(phrase) + ")" for phrase in self.phrases]
        return " & ".join(parts)

    def _query(self, words: Iterable[tuple[str, ...]]) -> str:
        parts = ["(" + " | ".join(f"{word}:*" for word in forms) + ")" for forms in words]
        return " & ".join([*parts, *("(" + " <-> ".join(phrase) + ")" for phrase in self.phrases)])

    @property
    def beginnings(self) -> tuple[str, ...]:
        """What is marked where it was found."""
        return tuple(dict.fromkeys(word for some in (*self.words, *self.phrases) for word in some))


def read(typed: str) -> Wanted:
    """What was typed, while it is typed: of folded words, and of nothing that means something to Postgres."""
    phrases = [tuple(folded(said).split())[:MOST_WORDS] for said in _QUOTED.findall(typed)]
    plain = folded(_QUOTED.sub(" ", typed)).split()[:MOST_WORDS]
    if len(plain) > 1 and len(plain[-1]) < SHORTEST_BEGINNING and not typed.endswith(" "):
        plain.pop()
    return Wanted(tuple(forms(word) for word in dict.fromkeys(plain)), tuple(phrase for phrase in phrases if phrase))


def forms(word: str) -> tuple[str, ...]:
    """The word itself, and the other beginnings by which the same word is met."""
    if len(word) < SHORTEST_STEM or not word.isalpha():
        return (word,)
    stem, ending = _without_ending(word)
    stems = [word, stem]
    stems += [one.removeprefix("ge") for one in stems if one.startswith("ge") and len(one) > SHORTEST_STEM + 1]
    # polis, polisse; rok, rokke
    stems += [_DOUBLED.sub(r"\1", one) for one in stems]
    if ending == "e":
        # skool, skole: the vowel of an open syllable is written once
        stems.append(_OPEN_END.sub(r"\1\1\2", stem))
    if not word.startswith("ge"):
        stems += [f"ge{one}" for one in (word, stem)]
    found = list(dict.fromkeys(stems))
    # What begins with a shorter one is met by that.
    return tuple(
        one for one in found if one == word or not any(one != other and one.startswith(other) for other in found)
    )


def _without_ending(word: str) -> tuple[str, str]:
    """The word without the ending that it seems to have, and that ending; whole where too little would be left."""
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= SHORTEST_STEM:
            return stem, ending
    if _PLURAL.search(word):
        return word.removesuffix("s"), "s"
    return word, ""
