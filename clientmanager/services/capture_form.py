"""What a dropped file may become: of each e-mail and each chat in it, who took part, what was said, what came along."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from clientmanager.clock import now
from clientmanager.correspondence import EMAIL_TYPE, Attachment, Chat, ChatMessage, Dropped, Email
from clientmanager.models.file_form import safe_name
from clientmanager.models.folding import digits
from clientmanager.models.interaction import InteractionKind as Kind
from clientmanager.services import identity
from clientmanager.services.client_form import clean
from clientmanager.services.interaction_form import AHEAD, LONGEST

LARGEST = 50 * 1024 * 1024
"""Bytes of one dropped file; the readers have bounds of their own for what is in it."""
LARGEST_WORDS = "50 MB"
SMALL_PICTURE = 20 * 1024
"""Bytes: a picture within the words that has no more is a logo, and stays in the e-mail as it came."""
LONGEST_DAY = LONGEST["words"]
"""Characters of a chat's day in one entry; what is more goes on in another."""
MOST_OTHERS = 40
"""People by name in one entry."""
UNDATED = "Without a date it stands on the day on which it was brought in."
TO_COME = "It says that it was sent on a day that is still to come, so it stands on the day on which it was brought in."
CUT = "Its words go on; all of them are in the e-mail as it came, beside this entry."
LEFT_OVER = "Some files came with this chat that none of its messages names; they are beside its last day."
_EARLIEST = 1980
_FILE_OF_CHAT = re.compile(r"WhatsApp.?(?:chat|klets\w*) (?:with|met|-|–) (.+?)(?: \(\d+\))?\.(?:zip|txt)", re.I)


class Someone(NamedTuple):
    """Who wrote or was written to."""

    name: str
    address: str
    """An e-mail address, or a telephone number in E.164; empty where there is only a name."""
    wrote: bool


@dataclass(frozen=True)
class Day:
    """Messages of one day of a chat, as one entry holds them."""

    at: datetime
    messages: tuple[ChatMessage, ...]
    files: tuple[Attachment, ...]


@dataclass(frozen=True)
class Brought:
    """One e-mail or one chat."""

    kind: Kind
    fingerprint: str
    title: str
    at: datetime
    people: tuple[Someone, ...]
    words: str
    """Of a chat, the last that was said."""
    files: tuple[Attachment, ...]
    """Of an e-mail, itself as it came is the last."""
    problems: tuple[str, ...]
    thread: tuple[str, ...] = ()
    """Marks of the messages above it, the first one first, and of itself."""
    chat: Chat | None = None


def brought(dropped: Dropped, file_name: str) -> list[Brought]:
    """In the order in which they stand in the file: the same each time."""
    mails = [_mail(one, source) for one, source in zip(dropped.emails, dropped.sources, strict=True)]
    named = _FILE_OF_CHAT.fullmatch(file_name) if len(dropped.chats) == 1 else None
    return [*mails, *(_chat(one, clean(named[1]) if named else "") for one in dropped.chats)]


def mark(*said: str) -> str:
    """By which the same thing is known again, whoever has it; nothing of it can be read."""
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:40]


def in_chat(written: str, *, wrote: bool) -> Someone:
    """Whoever is written so in a chat: a name, or a number where the telephone knows none."""
    name = clean(written).removeprefix("~").strip()
    is_number = len(digits(name)) >= 7 and not any(letter.isalpha() for letter in name)
    return Someone("" if is_number else name, identity.read_phone(name[:60]) if is_number else "", wrote)


def key(one: Someone) -> str:
    """By which they are the same person."""
    return one.address or one.name.casefold()


def _mail(mail: Email, source: bytes) -> Brought:
    problems = list(mail.problems)
    at = mail.sent_at
    if at is None or at.year < _EARLIEST or at > now() + AHEAD:
        problems.append(TO_COME if at and at.year >= _EARLIEST else UNDATED)
        at = now()
    words = clean(mail.own_words) or clean(mail.text)
    if len(words) > LONGEST["words"]:
        problems.append(CUT)
    called = mail.subject[:100].replace(":", "").replace("/", "-").replace("\\", "-") or "E-mail"
    whole = Attachment(safe_name(f"{called}.eml"), EMAIL_TYPE, source)
    wrote = [Someone(one.name, one.address.casefold(), True) for one in mail.senders]
    read = [Someone(one.name, one.address.casefold(), False) for one in (*mail.to, *mail.cc, *mail.bcc)]
    ids = tuple(dict.fromkeys([*mail.references, *filter(None, [mail.message_id])]))
    return Brought(
        kind=Kind.EMAIL,
        fingerprint=mark(mail.message_id) if mail.message_id else mark(mail.identity),
        title=" ".join(clean(mail.subject).split())[: LONGEST["title"]],
        at=at,
        people=_each_once([*wrote, *read]),
        words=words[: LONGEST["words"]],
        files=(*(one for one in mail.attachments if not _is_logo(one)), whole),
        problems=tuple(dict.fromkeys(problems)),
        thread=tuple(mark(one) for one in ids),
    )


def _chat(chat: Chat, file_named: str) -> Brought:
    wrote = [in_chat(name, wrote=True) for name in chat.participants]
    # The telephone calls the file after the other one, who may not have answered.
    others = [in_chat(file_named, wrote=False)] if file_named and file_named not in chat.participants else []
    named = {name for one in chat.messages for name in one.attachments}
    left_over = any(one.name not in named for one in chat.files)
    last = chat.messages[-1] if chat.messages else None
    return Brought(
        kind=Kind.MESSAGE,
        fingerprint=mark(*(one.fingerprint for one in chat.messages)),
        title=f"WhatsApp chat with {file_named}" if file_named else "WhatsApp chat",
        at=last.at if last else now(),
        people=_each_once([*wrote, *others]),
        words=line_of(last) if last else "",
        files=chat.files,
        problems=(*chat.problems, *([LEFT_OVER] if left_over else [])),
        chat=chat,
    )


def days(chat: Chat, marks: set[str]) -> Iterator[Day]:
    """What is new of a chat, a day at a time, each with the files that it names.

    Args:
        marks: of the messages that are wanted, `ChatMessage.fingerprint`.
    """
    left = {one.name: one for one in chat.files}
    found: list[Day] = []
    for messages in chat.days.values():
        for some in _pieces([one for one in messages if one.fingerprint in marks]):
            names = dict.fromkeys(name for one in some for name in one.attachments)
            found.append(Day(some[0].at, tuple(some), tuple(left.pop(name) for name in names if name in left)))
    known = {name for one in chat.messages for name in one.attachments}
    rest = tuple(one for name, one in left.items() if name not in known)
    if found and rest:
        found[-1] = Day(found[-1].at, found[-1].messages, (*found[-1].files, *rest))
    yield from found


def line_of(message: ChatMessage) -> str:
    """ "10:15 Renée: Good morning (edited)"."""
    said = [clean(message.words), *(f"[{name}]" for name in message.attachments)]
    said += ["[a file that was not exported]"] if message.media_left_out else []
    said += ["[deleted]"] if message.deleted else []
    said += ["(edited)"] if message.edited else []
    return f"{message.at:%H:%M} {clean(message.sender)}: {' '.join(filter(None, said))}"


def _pieces(messages: list[ChatMessage]) -> Iterator[list[ChatMessage]]:
    piece: list[ChatMessage] = []
    long = 0
    for one in messages:
        if piece and long + len(one.words) > LONGEST_DAY:
            yield piece
            piece, long = [], 0
        piece.append(one)
        long += len(one.words) + len(one.sender) + 10
    if piece:
        yield piece


def _each_once(people: list[Someone]) -> tuple[Someone, ...]:
    found: dict[str, Someone] = {}
    for one in people:
        found.setdefault(key(one), one)
    return tuple(found.values())


def _is_logo(one: Attachment) -> bool:
    return one.inline and one.media_type.startswith("image/") and len(one.content) <= SMALL_PICTURE
