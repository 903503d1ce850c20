"""What a part's transfer encoding hides, also where it was damaged on its way."""

import binascii
import re

from .problems import Problems

STRAY = "A part of this e-mail holds characters that do not belong to its encoding; they were left out."
CUT_OFF = "A part of this e-mail is cut off."
NOT_ENCODED = "A part of this e-mail says that it is encoded, but is not; it is kept as it came."
UNKNOWN_ENCODING = "A part of this e-mail is encoded in a way that is not known; it is kept as it came."

_AS_IT_IS = {"", "7bit", "8bit", "binary", "7-bit", "8-bit", "none", "us-ascii", "utf-8"}
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\s]+")
_PADDED = re.compile(rb"[A-Za-z0-9+/\s]+={1,2}(?=\s|\Z)")
# What scanners and mailing lists put below the end
_FOOTER = re.compile(rb"^(?:-- ?|[-_*]{3,})[ \t]*\r?$", re.M)
_WHITESPACE = b" \t\r\n\v\f"
_STRAY_BYTES = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="))
_HALF_AN_ESCAPE = re.compile(rb"=[0-9A-Fa-f]\s*\Z")
_UU = {"x-uuencode", "uuencode", "x-uue", "uue"}


def decode(content: bytes, said: str, problems: Problems) -> bytes:
    """The bytes that were sent."""
    encoding = said.partition(";")[0].strip().strip("\"'").lower()
    if encoding in {"base64", "b64", "base-64"}:
        return base64(content, problems)
    if encoding in {"quoted-printable", "quotedprintable", "qp"}:
        return quoted_printable(content, problems)
    if encoding in _UU:
        start = re.search(rb"(?m)^begin [0-7]{3,4} [^\r\n]+\r?\n", content)
        return uu(content[start.end() :] if start else content, problems)
    if encoding not in _AS_IT_IS:
        problems.say(UNKNOWN_ENCODING)
    return content


def base64(content: bytes, problems: Problems) -> bytes:
    """Blocks that were each padded and then put together are each read; what is no base64 is left out."""
    if (ended := _PADDED.match(content)) and _NOT_BASE64.search(content, ended.end()):
        problems.say(STRAY)
        content = ended[0]
    elif footer := _FOOTER.search(content):
        problems.say(STRAY)
        content = content[: footer.start()]
    letters = content.translate(None, _WHITESPACE)
    clean = letters.translate(None, _STRAY_BYTES)
    if len(clean) * 10 < len(letters) * 9:
        problems.say(NOT_ENCODED)
        return content
    if len(clean) < len(letters):
        problems.say(STRAY)
    return b"".join(_block(one, problems) for one in clean.split(b"=") if one)


def quoted_printable(content: bytes, problems: Problems) -> bytes:
    if _HALF_AN_ESCAPE.search(content[-100:]):
        problems.say(CUT_OFF)
        content = content[:-100] + _HALF_AN_ESCAPE.sub(b"", content[-100:])
    return binascii.a2b_qp(content)


def uu(content: bytes, problems: Problems) -> bytes:
    """The lines below `begin`, down to `end`."""
    found = []
    for line in content.splitlines():
        if line.strip() in {b"end", b"`", b""}:
            break
        try:
            found.append(binascii.a2b_uu(line))
        except binascii.Error:
            # some encoders count wrongly: the first letter says how many bytes a line has
            most = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                found.append(binascii.a2b_uu(line[:most]))
            except binascii.Error:
                problems.say(STRAY)
    return b"".join(found)


def _block(letters: bytes, problems: Problems) -> bytes:
    over = len(letters) % 4
    if over == 1:
        problems.say(CUT_OFF)
        letters, over = letters[:-1], 0
    return binascii.a2b_base64(letters + b"=" * (-over % 4))
