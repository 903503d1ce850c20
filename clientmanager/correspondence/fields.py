"""The header of a message or of a part: its fields, unfolded, and where it ends."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from clientmanager.errors import Invalid

from . import charset, encoded_words
from .problems import Problems

MOST_LINES = 50_000
LONGEST_FIELD = 200_000
"""Bytes of one field: a list of some thousand people."""
CUT_FIELD = "One of the e-mail's headers is very long; what stands beyond 200 kB of it was not read."
NO_BLANK_LINE = "The line that divides the header from the words is missing."

_LINE = re.compile(rb"([^\r\n]*)(?:\r\n|\r|\n|\Z)")
_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_KNOWN = frozenset(
    b"from to cc bcc subject date sender reply-to message-id in-reply-to references mime-version content-type"
    b" content-transfer-encoding content-disposition content-id content-description received return-path delivered-to"
    b" x-mailer x-priority importance thread-topic thread-index dkim-signature user-agent".split()
)
_MESSAGES_OWN = frozenset(
    b"from to subject date message-id received return-path delivered-to mime-version sender reply-to".split()
)


@dataclass(frozen=True)
class Fields:
    """Names in small letters, with what was said, as bytes without line breaks."""

    said: tuple[tuple[bytes, bytes], ...]

    def raw(self, name: str) -> str:
        """The first field of this name, not decoded; "" when there is none."""
        return next(self.each(name), "")

    def each(self, name: str) -> Iterator[str]:
        return (charset.guess(said).strip() for called, said in self.said if called == name.encode())

    def words(self, name: str, problems: Problems) -> str:
        """As people read it."""
        return encoded_words.decode(self.raw(name), problems)

    @property
    def begins_a_message(self) -> bool:
        """Two fields that only the header of a whole message has."""
        return len({name for name, _ in self.said} & _MESSAGES_OWN) >= 2


def read(content: bytes, start: int, end: int, problems: Problems) -> tuple[Fields, int]:
    """The fields that begin at `start`, and where the body begins.

    Raises:
        Invalid: there are more than any mailer writes.
    """
    fields: list[tuple[bytes, list[bytes]]] = []
    place = start
    lines = 0
    while place < end:
        line, following = _line(content, place, end)
        if not line.strip():
            place = following
            break
        if line[:1] in b" \t" and fields:
            fields[-1][1].append(line)
        elif match := _FIELD.match(line):
            fields.append((match[1].lower(), [line[match.end() :]]))
        elif not line.startswith((b"From ", b">From ")) or fields:
            if not fields or not _is_known(_line(content, following, end)[0]):
                if fields:
                    problems.say(NO_BLANK_LINE)
                break
            fields[-1][1].append(b" " + line)  # folded by a program that forgot the space
        lines += 1
        if lines > MOST_LINES:
            raise Invalid("This is no e-mail that can be read: its header has no end. Save it again and drop that.")
        place = following
    return Fields(tuple((name, _unfolded(said, problems)) for name, said in fields)), place


def _line(content: bytes, place: int, end: int) -> tuple[bytes, int]:
    """The line that begins at `place`, and where the next begins; a line ends in LF, CRLF or CR."""
    match = _LINE.match(content, place, end)
    return (match[1], match.end()) if match else (b"", end)


def _is_known(line: bytes) -> bool:
    match = _FIELD.match(line)
    return bool(match and match[1].lower() in _KNOWN)


def _unfolded(lines: list[bytes], problems: Problems) -> bytes:
    said = b"".join(lines).strip()
    if len(said) > LONGEST_FIELD:
        problems.say(CUT_FIELD)
    return said[:LONGEST_FIELD]
