"""What a dropped file is, by what is in it, whatever it is called."""

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice, pairwise

from clientmanager.errors import Invalid
from clientmanager.models.file_form import safe_name

from . import archive, attachments
from .archive import Packed
from .chat import Chat
from .chat_reading import is_chat, read_chat
from .email import Attachment, Email
from .reading import EMPTY, as_bytes_of_letters, read_email, require_no_other

MOST_EMAILS = 500
NEITHER = (
    "This is neither an e-mail nor an exported WhatsApp chat. Save the e-mail from your mail program (.eml), or export"
    " the chat from WhatsApp, and drop that."
)
NOTHING_INSIDE = "There is neither an e-mail nor an exported WhatsApp chat in this zip."
TOO_MANY_EMAILS = f"There are more than {MOST_EMAILS} e-mails in this file, so it was not read. Divide it."

_MAILBOX_LINE = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\r\n]{1,200}\d{4}[^\r\n]{0,40}\r?\n")


class Kind(StrEnum):
    EMAIL = "e-mail"
    CHAT = "chat"
    MAILBOX = "mailbox"
    ZIP = "zip"
    """Of e-mails, of a chat with its files, or of both."""


@dataclass(frozen=True)
class Dropped:
    """All that was in one dropped file."""

    kind: Kind
    emails: tuple[Email, ...] = ()
    sources: tuple[bytes, ...] = ()
    """Each of the e-mails as it came."""
    chats: tuple[Chat, ...] = ()
    problems: tuple[str, ...] = ()
    """What could not be read beside these; each has its own in `problems` as well."""


def what_is(content: bytes) -> Kind:
    """
    Raises:
        Invalid: it is nothing that can be read here; the sentence says what to do.
    """
    if archive.is_zip(content):
        if not any(_reads(one.content) for one in archive.unpacked(content)):
            raise Invalid(NOTHING_INSIDE)
        return Kind.ZIP
    content = as_bytes_of_letters(content)
    require_no_other(content)
    if found := _reads(content):
        return found
    raise Invalid(NEITHER)


def read(content: bytes, *, order: str = "") -> Dropped:
    """
    Args:
        order: how the dates of a chat are meant, one of `Chat.other_orders`, where a person said so.

    Raises:
        Invalid: it is nothing that can be read here; the sentence says what to do.
    """
    if archive.is_zip(content):
        return _read_zip(content, order)
    kind = what_is(content)
    if kind is Kind.EMAIL:
        return Dropped(kind, emails=(read_email(content),), sources=(content,))
    if kind is Kind.CHAT:
        return Dropped(kind, chats=(read_chat(content, order=order),))
    return _read_all(kind, [Packed("", one) for one in _divided(as_bytes_of_letters(content))])


def _reads(content: bytes) -> Kind | None:
    if is_chat(content):
        return Kind.CHAT
    if attachments.begins_as_email(content):
        return Kind.MAILBOX if len(_divided(content)) > 1 else Kind.EMAIL
    return None


def _divided(content: bytes) -> list[bytes]:
    """The messages of a mailbox file, in which each begins with a line `From …`; any other file is one."""
    if not content.startswith(b"From "):
        return [content]
    lines = islice(_MAILBOX_LINE.finditer(content), 10 * MOST_EMAILS)
    further = [at for line in lines if (at := line.start()) and attachments.begins_as_email(content, at)]
    return [content[start:end] for start, end in pairwise([0, *further, len(content)])]


def _read_zip(content: bytes, order: str) -> Dropped:
    packed = archive.unpacked(content)
    if not packed:
        raise Invalid(EMPTY)
    kinds = [_reads(one.content) for one in packed]
    chats = [one for one, kind in zip(packed, kinds, strict=True) if kind is Kind.CHAT]
    mails = [one for one, kind in zip(packed, kinds, strict=True) if kind in (Kind.EMAIL, Kind.MAILBOX)]
    rest = [one for one, kind in zip(packed, kinds, strict=True) if kind is None]
    if not chats and not mails:
        raise Invalid(NOTHING_INSIDE)
    files = tuple(_file(one) for one in rest) if len(chats) == 1 else ()
    problems = [] if files else [f"“{safe_name(one.name)}” was not read: {NEITHER}" for one in rest]
    parts = [Packed(one.name, part) for one in mails for part in _divided(one.content)]
    return _read_all(Kind.ZIP, parts, chats=chats, files=files, problems=problems, order=order)


def _read_all(
    kind: Kind,
    mails: list[Packed],
    *,
    chats: list[Packed] | None = None,
    files: tuple[Attachment, ...] = (),
    problems: list[str] | None = None,
    order: str = "",
) -> Dropped:
    """What cannot be read is named in a sentence, beside all that can."""
    if len(mails) > MOST_EMAILS:
        raise Invalid(TOO_MANY_EMAILS)
    said = list(problems or ())
    emails: list[Email] = []
    sources: list[bytes] = []
    read_chats: list[Chat] = []
    for place, one in enumerate([*mails, *(chats or ())]):
        try:
            if place < len(mails):
                emails.append(read_email(one.content))
                sources.append(one.content)
            else:
                read_chats.append(read_chat(one.content, order=order, files=files))
        except Invalid as refusal:
            said.append(f"“{safe_name(one.name)}” was not read: {refusal}" if one.name else str(refusal))
    if not emails and not read_chats:
        raise Invalid(said[0])
    return Dropped(kind, tuple(emails), tuple(sources), tuple(read_chats), tuple(said))


def _file(packed: Packed) -> Attachment:
    return attachments.attachment(packed.name, packed.content)
