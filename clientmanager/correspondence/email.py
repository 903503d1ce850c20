"""An e-mail as it was read: what a timeline shows of it, what it belongs to, and what came with it."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class Mailbox:
    """Whoever wrote or was written to. A name or an address may be missing (""), never both."""

    name: str
    address: str


@dataclass(frozen=True)
class Attachment:
    """A file that came with an e-mail or a chat."""

    name: str
    """Safe to show and to save under; never empty."""
    media_type: str
    """What its bytes are; what the sender called it is in `said_type`."""
    content: bytes
    inline: bool = False
    """Whether it is a picture within the words rather than something sent along."""
    said_type: str = ""

    @property
    def is_email(self) -> bool:
        """Whether `read_email` opens it."""
        return self.media_type == EMAIL_TYPE


EMAIL_TYPE = "message/rfc822"


@dataclass(frozen=True)
class Email:
    message_id: str
    """Without angle brackets; "" where there is none, as in `in_reply_to`."""
    in_reply_to: str
    references: tuple[str, ...]
    """The thread above it, its first message first, with `in_reply_to` last."""
    sent_at: datetime | None
    """With its zone; None where the header does not say."""
    senders: tuple[Mailbox, ...]
    to: tuple[Mailbox, ...]
    cc: tuple[Mailbox, ...]
    bcc: tuple[Mailbox, ...]
    subject: str
    text: str
    """The words as plain text, with the history that they quote."""
    quoted_from: int
    """Where in `text` the quoted history begins; its length where there is none, or nothing but history."""
    attachments: tuple[Attachment, ...]
    problems: tuple[str, ...]
    """Sentences about what could not be read."""

    @property
    def own_words(self) -> str:
        return self.text[: self.quoted_from].rstrip()

    @property
    def quoted_history(self) -> str:
        return self.text[self.quoted_from :]

    @property
    def identity(self) -> str:
        """The same for each copy of one e-mail, whoever saved it."""
        if self.message_id:
            return f"id:{self.message_id}"
        sent = self.sent_at.astimezone(UTC).isoformat() if self.sent_at else ""
        senders = " ".join(one.address.casefold() or one.name.casefold() for one in self.senders)
        said = "\n".join((sent, senders, self.subject, " ".join(self.text.split())))
        return f"hash:{hashlib.sha256(said.encode()).hexdigest()}"
