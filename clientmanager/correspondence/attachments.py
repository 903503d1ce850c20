"""A part that is a file: its name made safe, its kind read from its bytes."""

from clientmanager.errors import Invalid
from clientmanager.models import file_form

from . import fields, winmail
from .email import EMAIL_TYPE, Attachment
from .problems import Problems

CALENDAR_TYPE = "text/calendar"
WINMAIL_TYPE = "application/ms-tnef"
_OUTLOOK_TYPE = "application/vnd.ms-outlook"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OUTLOOKS_OWN = "__substg1.0_".encode("utf-16-le")
_NAMELESS = {
    **{"image/png": "picture.png", "image/jpeg": "picture.jpg", "image/gif": "picture.gif"},
    **{"image/webp": "picture.webp", "application/pdf": "document.pdf", "application/zip": "files.zip"},
    **{CALENDAR_TYPE: "invitation.ics", WINMAIL_TYPE: "winmail.dat", EMAIL_TYPE: "message.eml"},
    **{_OUTLOOK_TYPE: "message.msg", file_form.TEXT: "text.txt"},
}
# Files that say nothing of themselves in their first bytes
_NAMELESS_BY_SAID = {
    **{"application/pkcs7-mime": "smime.p7m", "application/x-pkcs7-mime": "smime.p7m"},
    **{"application/pkcs7-signature": "smime.p7s", "application/x-pkcs7-signature": "smime.p7s"},
    **{"application/pgp-signature": "signature.asc", "application/pgp-encrypted": "version.txt"},
    **{"message/delivery-status": "delivery-status.txt", "message/disposition-notification": "read-receipt.txt"},
    **{"text/rfc822-headers": "headers.txt", "text/html": "page.html", "text/csv": "table.csv"},
    **{"message/partial": "part-of-a-message.txt", "message/external-body": "file-elsewhere.txt"},
}


def attachment(name: str, content: bytes, *, said_type: str = "", inline: bool = False) -> Attachment:
    """
    Args:
        name: as the sender calls it; "" gives it one that fits what it is.
    """
    said_type = said_type[:100]
    kind = _kind(content, name, said_type)
    safe = file_form.safe_name(name) if name.strip() else _name_for(content, kind, said_type)
    if kind == EMAIL_TYPE and not safe.lower().endswith(".eml"):
        safe = file_form.safe_name(f"{safe}.eml")
    return Attachment(safe, kind, content, inline=inline, said_type=said_type)


def is_outlook_message(content: bytes) -> bool:
    """A .msg file, by its bytes."""
    return content.startswith(_OLE) and _OUTLOOKS_OWN in content


def is_old_office(content: bytes) -> bool:
    return content.startswith(_OLE)


def _kind(content: bytes, name: str, said_type: str) -> str:
    if content.startswith(winmail.SIGNATURE):
        return WINMAIL_TYPE
    if is_outlook_message(content):
        return _OUTLOOK_TYPE
    if content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").upper().startswith(b"BEGIN:VCALENDAR"):
        return CALENDAR_TYPE
    if (said_type == EMAIL_TYPE or name.lower().endswith(".eml")) and begins_as_email(content):
        return EMAIL_TYPE
    return file_form.media_type(content, name)


def begins_as_email(content: bytes, start: int = 0) -> fields.Fields | None:
    """The header that stands at `start`, if a whole message has such a one."""
    start = start or len(content) - len(content.lstrip(b"\xef\xbb\xbf \t\r\n\0"))
    try:
        found, _ = fields.read(content, start, len(content), Problems())
    except Invalid:
        return None
    return found if found.begins_a_message else None


def _name_for(content: bytes, kind: str, said_type: str) -> str:
    if kind == EMAIL_TYPE and (said := begins_as_email(content)):
        subject = said.words("subject", Problems()).replace("/", "-").replace("\\", "-")
        return file_form.safe_name(f"{subject[:100]}.eml") if subject else _NAMELESS[kind]
    return _NAMELESS_BY_SAID.get(said_type) or _NAMELESS.get(kind, file_form.NAMELESS)
