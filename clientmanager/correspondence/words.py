"""What the parts of a message say and bring along, put together in their order."""

import re
from binascii import Error as NotBase64
from binascii import a2b_base64
from collections.abc import Iterable
from dataclasses import dataclass

from clientmanager.errors import Invalid

from . import charset, flowed, html_text, parameters, transfer, uuencoded, winmail
from .attachments import WINMAIL_TYPE, attachment
from .email import Attachment
from .mime import Part
from .problems import Problems
from .visible import lines_of

MOST_ATTACHMENTS = 100
LONGEST_TEXT = 1_000_000
"""Letters that are shown; what is longer is an attachment too."""
TOO_MANY = f"This e-mail has more than {MOST_ATTACHMENTS} attachments, so it was not read. Forward what you need of it."
LONG = "The words of this e-mail are very long: here is their beginning, and all of them are an attachment."
SMIME = (
    "This e-mail is encrypted (S/MIME), so its words cannot be read here. Open it in your mail program; what is"
    " encrypted is kept as an attachment."
)
SIGNED_INSIDE = (
    "The words of this e-mail are inside its signature (S/MIME), where they cannot be read here. Open it in your mail"
    " program; the signed file is kept as an attachment."
)
PGP = (
    "This e-mail is encrypted (PGP), so its words cannot be read here. Open it in your mail program; what is encrypted"
    " is kept."
)
ELSEWHERE = "A part of this e-mail was not sent with it, but kept elsewhere; it cannot be read here."

_RENDITIONS = frozenset({"text/x-amp-html", "text/watch-html"})
_PKCS7 = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_DATA_PICTURE = re.compile(r"""(["'])data:(image/[\w.+-]{1,30});base64,([A-Za-z0-9+/=%\s]*)\1""", re.I)


@dataclass(frozen=True)
class Said:
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    only_html: bool = False


def of(message: Part, problems: Problems) -> Said:
    """All that a message says and brings.

    Raises:
        Invalid: it brings more than an e-mail may.
    """
    said = _said(message, problems, whole=True)
    if len(said.attachments) > MOST_ATTACHMENTS:
        raise Invalid(TOO_MANY)
    if "-----BEGIN PGP MESSAGE-----" in said.text:
        problems.say(PGP)
    return said


def _said(part: Part, problems: Problems, *, whole: bool = False) -> Said:
    kind = part.type.main
    if not part.parts:
        return _leaf(part, problems, whole=whole)
    if kind == "multipart/encrypted":
        problems.say(PGP)
    found = [_said(one, problems) for one in part.parts]
    if kind == "multipart/alternative":
        said = _best([one for one, sent in zip(found, part.parts, strict=True) if sent.type.main not in _RENDITIONS])
    else:
        said = _one_below_the_other(found)
    below = lines_of(charset.guess(part.body)).strip()
    return Said(f"{said.text}\n\n{below}".strip("\n"), said.attachments, said.only_html) if below else said


def _best(found: list[Said]) -> Said:
    """Plain text, unless it says next to nothing of what the HTML says."""
    attachments = tuple(one for said in found for one in said.attachments)
    texts = [said for said in found if said.text.strip()]
    plain = next((said for said in texts if not said.only_html), None)
    html = next((said for said in reversed(texts) if said.only_html), None)
    thin = plain and html and len(plain.text.split()) * 10 < len(html.text.split())
    best = html if thin or not plain else plain
    return Said(best.text, attachments, best.only_html) if best else Said("", attachments)


def _one_below_the_other(found: list[Said]) -> Said:
    """Words that are there twice, plain and as HTML, are said once."""
    texts: dict[str, Said] = {}
    for said in found:
        if squeezed := "".join(said.text.split()):
            texts.setdefault(squeezed, said)
    return Said(
        "\n\n".join(said.text.strip("\n") for said in texts.values()),
        tuple(one for said in found for one in said.attachments),
        bool(texts) and all(said.only_html for said in texts.values()),
    )


def _leaf(part: Part, problems: Problems, *, whole: bool) -> Said:
    kind = part.type.main
    disposition = parameters.read(part.fields.raw("content-disposition"), problems)
    name = disposition.get("filename") or part.type.get("name")
    content = transfer.decode(part.body, part.fields.raw("content-transfer-encoding"), problems)
    if kind in _PKCS7 and "p7s" not in name.lower():
        problems.say(SIGNED_INSIDE if part.type.get("smime-type").lower() == "signed-data" else SMIME)
    if kind in {"message/partial", "message/external-body"}:
        problems.say(ELSEWHERE)
    shown = kind in {"text/plain", "text/html"} or (whole and kind.startswith("text/") and kind != "text/calendar")
    if shown and disposition.main != "attachment" and (whole or not name):
        return _text(part, content, problems)
    if not content and not name:
        return Said()
    inline = disposition.main == "inline" or (disposition.main != "attachment" and bool(part.fields.raw("content-id")))
    file = attachment(name, content, said_type=kind, inline=inline)
    return _opened(file, problems) if file.media_type == WINMAIL_TYPE else Said("", (file,))


def _text(part: Part, content: bytes, problems: Problems) -> Said:
    is_html = part.type.main == "text/html"
    text = lines_of(charset.decode(content, part.type.get("charset"), problems))
    files: Iterable[Attachment] = ()
    if is_html:
        text, files = _pictures_taken_out(text)
    else:
        text, pairs = uuencoded.taken_out(text, problems)
        files = tuple(attachment(name, found) for name, found in pairs)
    if len(text) > LONGEST_TEXT:
        problems.say(LONG)
        files = (*files, attachment("", content, said_type=part.type.main))
        text = text[:LONGEST_TEXT]
    if is_html:
        text = lines_of(html_text.plain(text))
    elif part.type.get("format").lower() == "flowed":
        text = flowed.unfold(text, without_space=part.type.get("delsp").lower() == "yes")
    return Said(text.rstrip(), tuple(files), only_html=is_html)


def _pictures_taken_out(html: str) -> tuple[str, tuple[Attachment, ...]]:
    """Pictures that are written into a page as letters."""
    files: list[Attachment] = []

    def taken(match: re.Match[str]) -> str:
        try:
            content = a2b_base64(match[3].replace("%2B", "+").replace("%2F", "/").replace("%3D", "="))
        except (NotBase64, ValueError):
            return match[0]
        files.append(attachment("", content, said_type=match[2].lower(), inline=True))
        return '""'

    return _DATA_PICTURE.sub(taken, html), tuple(files)


def _opened(file: Attachment, problems: Problems) -> Said:
    """A winmail.dat stays what it is, beside what was in it."""
    inside = winmail.opened(file.content, problems)
    files = tuple(attachment(name, content) for name, content in inside.files)
    return Said(lines_of(inside.text).strip(), (file, *files))
