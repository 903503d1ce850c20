"""Readers of what a practice drops into a client's timeline: e-mails and exported chats.

Bytes in, frozen dataclasses out: no database, no name of a file believed, nothing fetched, and no opinion about whose
client it is. `read` takes anything that is dropped and says what it is by its contents: an e-mail, a WhatsApp chat, or
a zip or a mailbox of them. What a file holds is never lost: what cannot be read as words stays as an attachment, byte
for byte, and `problems` says so in sentences. What is none of these, or more than a file may be, raises `Invalid` with
one sentence, and nothing else is ever raised, whatever the bytes are. `Email.identity`, `Email.references` and
`ChatMessage.fingerprint` are what copies, threads and overlapping exports are known by.
"""

from .chat import Chat, ChatMessage
from .chat_reading import read_chat
from .dropped import Dropped, Kind, read, what_is
from .email import EMAIL_TYPE, Attachment, Email, Mailbox
from .reading import read_email

__all__ = [
    "EMAIL_TYPE",
    "Attachment",
    "Chat",
    "ChatMessage",
    "Dropped",
    "Email",
    "Kind",
    "Mailbox",
    "read",
    "read_chat",
    "read_email",
    "what_is",
]
