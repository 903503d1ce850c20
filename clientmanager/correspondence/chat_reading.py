"""An exported WhatsApp chat in, its messages out; what is none is refused in a sentence."""

from datetime import date

from clientmanager.clock import today
from clientmanager.errors import Invalid
from clientmanager.models.file_form import safe_name

from . import charset, chat_dates, chat_lines, chat_words
from .chat import Chat, ChatMessage, with_fingerprints
from .email import Attachment
from .problems import Problems
from .reading import LARGEST
from .visible import one_line

MOST_MESSAGES = 200_000
TOO_LARGE = f"This chat is larger than {LARGEST // 1024**2} MB, so it was not read. Export it without media."
NO_CHAT = (
    "This is no exported WhatsApp chat. In WhatsApp, open the chat, choose its menu, then More and Export chat, and"
    " drop the file that it makes."
)
NO_DATES = "The dates of this chat cannot be read, so it was not. Export it again."
TOO_MANY = f"This chat has more than {MOST_MESSAGES:,} messages, so it was not read. Export it without media, in parts."
NO_SUCH_DAY = "Some lines begin with a date that does not exist; they were kept with the message above them."
ABOVE = "Something stands above the first message; it was not read."
NOTHING_SAID = "Nobody wrote anything in this chat."


def is_chat(content: bytes) -> bool:
    """Whether a message begins in its first lines."""
    return bool(chat_lines.form_of(_text(content[:40_000])))


def read_chat(content: bytes, *, order: str = "", files: tuple[Attachment, ...] = ()) -> Chat:
    """
    Args:
        order: one of `Chat.other_orders`, where a person said how the dates are meant.
        files: what came with it in a zip.

    Raises:
        Invalid: it is no chat, or has more messages than can be read.
    """
    if len(content) > LARGEST:
        raise Invalid(TOO_LARGE)
    text = _text(content)
    form = chat_lines.form_of(text)
    if not form:
        raise Invalid(NO_CHAT)
    problems = Problems()
    lines: list[chat_lines.Line] = []
    for line in chat_lines.read(text, form):
        if isinstance(line, str):
            problems.say(ABOVE)
        else:
            lines.append(line)
        if len(lines) > MOST_MESSAGES:
            raise Invalid(TOO_MANY)
    decided = chat_dates.decide([line.written for line in lines], today=today())
    if decided is None:
        raise Invalid(NO_DATES)
    if order in decided.others:
        decided = chat_dates.Decided(order)
    problems.say(decided.doubt) if decided.doubt else None
    messages = with_fingerprints(_messages(lines, decided.order, problems))
    if not messages:
        problems.say(NOTHING_SAID)
    return Chat(
        participants=tuple(dict.fromkeys(message.sender for message in messages)),
        messages=messages,
        problems=problems.sentences,
        files=files,
        order=decided.order,
        other_orders=decided.others,
    )


def _messages(lines: list[chat_lines.Line], order: str, problems: Problems) -> list[ChatMessage]:
    found: list[ChatMessage] = []
    for day, line, text in _with_days(lines, order, problems):
        if not line.sender:
            continue
        said = chat_words.read(text)
        found.append(
            ChatMessage(
                at=chat_dates.moment(day, line.clock), sender=one_line(line.sender), words=said.text,
                attachments=tuple(map(safe_name, said.attachments)), media_left_out=said.media_left_out,
                edited=said.edited, deleted=said.deleted,
            )
        )  # fmt: skip
    return found


def _with_days(lines: list[chat_lines.Line], order: str, problems: Problems) -> list[tuple[date, chat_lines.Line, str]]:
    """Each message with its day and all of its text: a line with a day that does not exist belongs to the one above."""
    found: list[tuple[date, chat_lines.Line, list[str]]] = []
    for line in lines:
        if day := chat_dates.day_of(line.written, order):
            found.append((day, line, [line.text]))
        else:
            problems.say(NO_SUCH_DAY if found else ABOVE)
            found[-1][2].append(line.whole) if found else None
    return [(day, line, "\n".join(texts)) for day, line, texts in found]


def _text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace").replace("\r\n", "\n").replace("\r", "\n")
    return charset.guess(content).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
