"""Phrases of a task's line that may name a client; whoever calls looks them up."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from itertools import takewhile

from clientmanager.planning.line_words import Word, listed

MOST_PHRASES = 5
_LONGEST_ACRONYM = 5
_MOST_WORDS_AFTER_FOR = 3
_NAME = re.compile(r"['’ʼ]?[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s$", re.I)
_PARTICLES = listed("van von der den de du le la t ten ter")
_FOR = listed("for vir with met")
_SUBJECT_FOLLOWS = listed("re insake")
# what a task's title begins with that is no name
_OPENERS = listed(
    "ask book call chase check collect confirm discuss draft email e mail fetch file finalise find follow get invoice "
    "meet message phone prepare process quote remind request review ring schedule see send sign submit tell text "
    "update visit whatsapp write bel bespreek besoek herinner hersien kry neem ontmoet opvolg reel sien skakel skryf "
    "stuur teken vra the a an this new with for re vir met die"
)
_NO_NAMES = listed(
    "a an the this that his her their our my your all each every n die hierdie sy haar hulle ons al elke re about "
    "oor insake and en to aan from van on op in at by om of if as is will client clients klient kliente"
)


def client_words(words: Sequence[Word], read: Collection[int]) -> tuple[str, ...]:
    """At most five phrases, longest first. `read` holds the words that mean something else."""
    left = [word for at, word in enumerate(words) if at not in read]
    phrases = dict.fromkeys((*_capitalised(words, read, left[:1]), *_after_for(words, read)))
    return tuple(sorted(phrases, key=lambda phrase: -len(phrase.split()))[:MOST_PHRASES])


def _capitalised(words: Sequence[Word], read: Collection[int], opening: Sequence[Word]) -> Iterator[str]:
    for run in _runs(words, read):
        if run[0] in opening:
            yield from _opening_phrases(run)
        else:
            yield from _phrases(run)


def _runs(words: Sequence[Word], read: Collection[int]) -> Iterator[list[Word]]:
    """Names and the particles before and between them, up to a comma or a word that is neither."""
    run: list[Word] = []
    subject = False
    for at, word in enumerate(words):
        named = at not in read and (_is_name(word) or word.seen in _PARTICLES)
        if named:
            run.append(word)
            subject = subject or (len(run) == 1 and at > 0 and words[at - 1].seen in _SUBJECT_FOLLOWS)
        if run and (not named or word.closing or at == len(words) - 1):
            while run and not _is_name(run[-1]):
                run.pop()
            if run and not subject:
                yield run
            run, subject = [], False


def _opening_phrases(run: Sequence[Word]) -> Iterator[str]:
    """The first word of a title has a capital anyway, and is seldom a name."""
    if run[0].seen in _OPENERS:
        yield from _phrases(run[1:])
    elif run[-1].closing[:1] in (":", ","):
        yield _joined(run)
    elif len(run) > 1:
        yield _joined(run)
        yield from _phrases(run[1:])


def _phrases(run: Sequence[Word]) -> Iterator[str]:
    if not run:
        return
    yield _joined(run)
    if run[0].seen in _PARTICLES and run[1].seen not in _PARTICLES:
        # "van Thandi" is also Afrikaans for "from Thandi"
        yield _joined(run[1:])


def _after_for(words: Sequence[Word], read: Collection[int]) -> Iterator[str]:
    """What follows "for" and its kin in small letters, as people type in a hurry."""
    for at, word in enumerate(words):
        if word.seen in _FOR and at not in read:
            following = words[at + 1 : at + 1 + _MOST_WORDS_AFTER_FOR]
            run = list(takewhile(_may_be_name, (w for n, w in enumerate(following, at + 1) if n not in read)))
            if run and run[0].text[0].islower() and run[0].seen not in _PARTICLES:
                yield from (_joined(run), _joined(run[:1]))


def _may_be_name(word: Word) -> bool:
    return bool(_letters(word)) and word.seen not in _NO_NAMES


def _is_name(word: Word) -> bool:
    letters = _letters(word)
    if not letters.lstrip("'’ʼ")[:1].isupper():
        return False
    return not (letters.isupper() and len(letters) <= _LONGEST_ACRONYM)


def _letters(word: Word) -> str:
    """The word when it is written with letters only, as a name is."""
    text = unicodedata.normalize("NFC", _POSSESSIVE.sub("", word.text))
    return text if _NAME.fullmatch(text) else ""


def _joined(run: Sequence[Word]) -> str:
    return " ".join(_POSSESSIVE.sub("", word.text) for word in run)
