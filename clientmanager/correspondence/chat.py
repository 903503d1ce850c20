"""A chat as it was read: who took part, and what was said on each day."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from itertools import groupby

from clientmanager.clock import SOUTH_AFRICA

from .email import Attachment


@dataclass(frozen=True)
class ChatMessage:
    at: datetime
    """South African time, as the telephone showed it."""
    sender: str
    """A name or a number, as written."""
    words: str
    """"" where only a file was sent, or where it was deleted."""
    attachments: tuple[str, ...] = ()
    """The names of the files sent with it; those that came along are in `Chat.files` under the same names."""
    media_left_out: bool = False
    """Whether a file was sent with it that the export does not name."""
    edited: bool = False
    deleted: bool = False
    fingerprint: str = ""
    """The same in every export of this chat from one telephone, whether with its files or without."""

    @property
    def day(self) -> date:
        return self.at.date()


@dataclass(frozen=True)
class Chat:
    participants: tuple[str, ...]
    """Who wrote, the first to write first."""
    messages: tuple[ChatMessage, ...]
    """In the order in which they were sent."""
    problems: tuple[str, ...]
    """Sentences about what could not be read, or could mean two things."""
    files: tuple[Attachment, ...] = ()
    """What came along in the zip."""
    order: str = ""
    """How the days were read: year, month and day as in "dmy"."""
    other_orders: tuple[str, ...] = ()
    """In which other orders they could be meant as well."""

    @cached_property
    def days(self) -> dict[date, tuple[ChatMessage, ...]]:
        """One conversation for each South African day on which something was said, the first day first."""
        in_order = sorted(self.messages, key=lambda message: message.day)
        return {day: tuple(those) for day, those in groupby(in_order, key=lambda message: message.day)}


def with_fingerprints(messages: Iterable[ChatMessage]) -> tuple[ChatMessage, ...]:
    """Told by minute, since not every telephone writes seconds; the same words twice in one are counted."""
    seen: Counter[str] = Counter()
    found = []
    for message in messages:
        minute = message.at.astimezone(SOUTH_AFRICA).strftime("%Y-%m-%dT%H:%M")
        kind = "deleted" if message.deleted else ""
        said = "\n".join((minute, message.sender.casefold(), kind, " ".join(message.words.split())))
        seen[said] += 1
        digest = hashlib.sha256(f"{said}\n{seen[said]}".encode()).hexdigest()
        found.append(replace(message, fingerprint=digest))
    return tuple(found)
