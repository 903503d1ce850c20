"""Why a search found a client: what was typed, marked in what is shown, and named where it is not shown."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

from clientmanager.models.folding import digits, folded, national_digits
from clientmanager.services import identity

Span = tuple[int, int]


@dataclass(frozen=True)
class Found:
    """Something of a client in which a word was found."""

    label: str
    """ID, phone, e-mail …"""
    marks: tuple[str, ...]
    """Its text in pieces, every second one marked."""
    column: str = ""
    """Which of the list's columns shows it too, where the window is wide enough."""


def marks(line: Any, words: list[list[str]], *, name: str, phone: str, email: str) -> dict[str, Any]:
    """The `…_marks` and `found_by` of a row of the list.

    Args:
        line: the client as the query gave it, with all its phones and e-mails and what is not shown.
        words: what was looked for, as `search_ranges` reads it; without any, nothing is marked.
        name, phone, email: the client's, as they are shown.
    """
    if not words:
        return {}
    name_seen, email_seen = _Text(name), _Text(email)
    names = [name_seen.spans(word[0]) for word in words]
    phones = [_spans_of_number(phone, line.phones[0], word) if line.phones else [] for word in words]
    emails = [email_seen.spans(word[0]) for word in words]
    elsewhere: dict[Found, None] = {}
    for i, word in enumerate(words):
        if names[i]:
            continue
        if phones[i]:
            elsewhere[Found("phone", pieces(phone, chain(*phones)), "phone")] = None
        elif emails[i]:
            elsewhere[Found("e-mail", pieces(email, chain(*emails)), "email")] = None
        elif found := _hidden(line, word):
            elsewhere[found] = None
    return {
        "name_marks": pieces(name, chain(*names)),
        "phone_marks": pieces(phone, chain(*phones)),
        "email_marks": pieces(email, chain(*emails)),
        "found_by": tuple(elsewhere),
    }


def _hidden(line: Any, word: list[str]) -> Found | None:
    """What no column shows, and the word begins."""
    for number in line.phones[1:]:
        shown = identity.show_phone(number)
        if spans := _spans_of_number(shown, number, word):
            return Found("phone", pieces(shown, spans))
    for label, text in (
        *(("e-mail", address) for address in line.emails[1:]),
        ("called", line.preferred_name),
        *(("name", name) for name in (line.first_names, line.last_name, line.entity_name)),
        ("registration", line.registration_number),
    ):
        if spans := _Text(text).spans(word[0]):
            return Found(label, pieces(text, spans))
    for label, number in (("ID", line.id_number), ("passport", line.passport_number)):
        if folded(number).replace(" ", "").startswith(word[0]):
            return Found(label, _typed_of(identity.masked(number), word[0]))
    return None


def _typed_of(masked: str, typed: str) -> tuple[str, ...]:
    """A masked number with as much of it marked as was typed: what the mask hides stays hidden."""
    end, left = 0, len(typed)
    while end < len(masked) and left:
        left -= masked[end] != " "
        end += 1
    return pieces(masked, [(0, end)])


def pieces(text: str, spans: Iterable[Span]) -> tuple[str, ...]:
    """A text in turn plain and marked; empty where nothing is marked."""
    found: list[str] = []
    end = 0
    for start, stop in sorted(spans):
        if stop <= end:
            continue
        if start <= end and found:
            found[-1] += text[end:stop]
        else:
            found += [text[end:start], text[start:stop]]
        end = stop
    return (*found, text[end:]) if found else ()


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """A character as a search sees it: nothing for what stands within a word, a space for what stands between two."""
    within = folded(f"a{character}a")[1:-1]
    return " " if within == " " else within.strip()


_ASCII = {code: _plain(chr(code)) for code in range(128)}
"""Most texts are made of these alone, and each of them stays one letter: they need no list of places."""


class _Text:
    """A text as a search sees it, which knows where in the text each letter comes from."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._plain = text.translate(_ASCII)
        self._places: Sequence[int] = range(len(text))
        if not text.isascii() or len(self._plain) != len(text):
            letters = [(letter, place) for place, one in enumerate(text) for letter in _plain(one)]
            self._plain = "".join(letter for letter, _ in letters)
            self._places = [place for _, place in letters]

    def spans(self, word: str) -> list[Span]:
        """Where a word of the text begins with `word`, or else the whole of it run together."""
        if "@" in word:
            return [(0, len(word))] if self._text.casefold().startswith(word) else []
        spans: list[Span] = []
        start = self._plain.find(word)
        while start >= 0:
            if start == 0 or self._plain[start - 1] == " ":
                spans.append(self._span(self._places[start : start + len(word)]))
            start = self._plain.find(word, start + 1)
        if not spans and self._plain.replace(" ", "").startswith(word):
            together = [place for letter, place in zip(self._plain, self._places, strict=True) if letter != " "]
            spans.append(self._span(together[: len(word)]))
        return spans

    def _span(self, places: Sequence[int]) -> Span:
        end = places[-1] + 1
        while end < len(self._text) and unicodedata.combining(self._text[end]):
            end += 1
        return places[0], end


def _spans_of_number(shown: str, number: str, word: list[str]) -> list[Span]:
    """Where a phone number as it is shown begins with what was typed: nationally, its last seven digits, or in full."""
    places = [place for place, character in enumerate(shown) if character in "0123456789"]
    national, full = national_digits(number), digits(number)
    for typed in (one[1:] for one in word if one.startswith("#")):
        for run in (national, national[-7:], full):
            if not run.startswith(typed):
                continue
            # What is shown ends as the number does; a country's code that is not shown cannot be marked.
            start = len(places) - len(run)
            found = places[start if start >= 0 else len(places) - len(national) : start + len(typed)]
            if not found:
                continue
            begin = places[0] if start == 1 and word[0].startswith("0") else found[0]
            return [(begin, found[-1] + 1)]
    return []
