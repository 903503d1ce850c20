"""The parts of a message, as bytes: where each begins and ends, however its boundaries were damaged.

Python's own parser is not used for this: it raises `TypeError` and `RecursionError` on some broken headers and deep
nesting, reads letters instead of bytes, and gives an enclosed message back with other spaces and line ends than it
came with. Here a part is a slice of the file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from clientmanager.errors import Invalid

from . import fields, parameters
from .fields import Fields
from .parameters import Parameters
from .problems import Problems

DEEPEST = 10
MOST_PARTS = 1_000
TOO_DEEP = (
    f"The parts of this e-mail are nested more than {DEEPEST} deep, so it was not read. Forward it and save that."
)
TOO_MANY_PARTS = f"This e-mail has more than {MOST_PARTS:,} parts, so it was not read. Forward what you need of it."
NO_BOUNDARY = "This e-mail does not say where its parts begin; it is kept as one."
CUT_OFF = "The e-mail ends before its last part does; something may be missing."

_BOUNDARY = re.compile(rb"(?:\A|[\r\n])--([^\r\n]{1,200}?)[ \t]*(?:\r\n|\r|\n)(?=content-[a-z-]+[ \t]*:)", re.I)
_REST_OF_LINE = re.compile(rb"(--)?[ \t]*(?:\r\n|\r|\n|\Z)")
_SEARCHED_FOR_BOUNDARY = 100_000


@dataclass(frozen=True)
class Part:
    fields: Fields
    type: Parameters
    """Its Content-Type; `main` is never empty."""
    body: bytes
    """As it was sent. Of a part that has parts: what stands below the last."""
    parts: tuple["Part", ...] = ()


def read(content: bytes, problems: Problems) -> Part:
    """A whole message.

    Raises:
        Invalid: it has more parts, or parts within parts, than can be read.
    """
    return _Reader(content, problems).part(0, len(content), depth=0, otherwise="text/plain")


class _Reader:
    def __init__(self, content: bytes, problems: Problems) -> None:
        self._content = content
        self._problems = problems
        self._count = 0

    def part(self, start: int, end: int, *, depth: int, otherwise: str) -> Part:
        self._count += 1
        if self._count > MOST_PARTS:
            raise Invalid(TOO_MANY_PARTS)
        found, body = fields.read(self._content, start, end, self._problems)
        said = parameters.read(found.raw("content-type"), self._problems)
        kind = Parameters(said.main if "/" in said.main else otherwise, said.said)
        if not kind.main.startswith("multipart/"):
            return Part(found, kind, self._content[body:end])
        if depth >= DEEPEST:
            raise Invalid(TOO_DEEP)
        if (spans := self._spans(self._boundary(kind), body, end)) is None:
            if self._content[body:end].strip():
                self._problems.say(NO_BOUNDARY)
            return Part(found, Parameters("text/plain", kind.said), self._content[body:end])
        inside, below = spans
        within = "message/rfc822" if kind.main == "multipart/digest" else "text/plain"
        parts = tuple(self.part(first, last, depth=depth + 1, otherwise=within) for first, last in inside)
        return Part(found, kind, self._content[below:end], parts)

    def _boundary(self, kind: Parameters) -> bytes:
        return kind.get("boundary").encode()

    def _spans(self, boundary: bytes, start: int, end: int) -> tuple[list[tuple[int, int]], int] | None:
        """Where each part begins and ends, and what stands below the last; None where there is no boundary."""
        lines = list(self._boundary_lines(boundary, start, end)) if boundary else []
        if not lines:
            guessed = _BOUNDARY.search(self._content, max(0, start - 1), min(end, start + _SEARCHED_FOR_BOUNDARY))
            lines = list(self._boundary_lines(guessed[1], start, end)) if guessed else []
        if not lines:
            return None
        spans: list[tuple[int, int]] = []
        for place, (_, after, last) in enumerate(lines):
            ended = place + 1 == len(lines)
            if last and ended:
                return spans, after
            # parts within a part that use the same boundary end before the whole does
            spans.append((after, end if ended else max(after, lines[place + 1][0])))
        self._problems.say(CUT_OFF)
        return spans, end

    def _boundary_lines(self, boundary: bytes, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
        """Each line that is the boundary: where what is above it ends, where the next begins, and if it is the last.

        The line break above belongs to the boundary.
        """
        content, mark, place = self._content, b"--" + boundary, start
        count = 0
        while (at := content.find(mark, place, end)) >= 0:
            place = at + len(mark)
            begins_a_line = at == 0 or content[at - 1] in b"\r\n"
            if not begins_a_line or not (rest := _REST_OF_LINE.match(content, place, end)):
                continue
            above = at - 1 if at > start else at
            if content[above - 1 : above + 1] == b"\r\n" and above > start:
                above -= 1
            yield max(above, start), rest.end(), bool(rest[1])
            count += 1
            if count > MOST_PARTS:
                return
            place = rest.end()
