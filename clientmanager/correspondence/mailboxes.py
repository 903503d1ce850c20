"""The people in From, To, Cc and Bcc: every form in which programs write them."""

import re
from collections.abc import Iterator

from . import encoded_words
from .email import Mailbox
from .problems import Problems
from .visible import one_line

MOST = 2_000
TOO_MANY = f"More than {MOST:,} people are named; the rest was not read."
_ANGLE = re.compile(r"<([^<>]*)>?")
# What is quoted or a comment is bounded, so that a field of nothing but beginnings is soon read.
_QUOTED = re.compile(r'"((?:[^"\\]|\\.){0,300}+)"', re.S)
_COMMENT = re.compile(r"\(((?:[^()\\]|\\.){0,300}+)\)", re.S)
_ENCODED = re.compile(r"=\?[^?\s]{1,60}\?[bqBQ]\?[^?]*\?=")
_TOKEN = re.compile(f"{_QUOTED.pattern}|{_COMMENT.pattern}|<[^<>]*>|{_ENCODED.pattern}|.", re.S)
_DEEPEST_COMMENT = 4
_ESCAPE = re.compile(r"\\(.)", re.S)
_QUOTED_LOCAL_PART = re.compile(r'\s*"[^"\\]{1,64}"@\S+\s*')


def read(field: str, problems: Problems) -> tuple[Mailbox, ...]:
    """Those of one field, in its order. What has no address is kept as a name."""
    if "@" not in field and "=?" in field:
        field = encoded_words.decode(field, problems)  # addresses and all were encoded, which nobody may
    found: list[Mailbox] = []
    for piece in _surnames_joined(list(_pieces(field))):
        if len(found) >= MOST:
            problems.say(TOO_MANY)
            break
        if (mailbox := _mailbox(piece, problems)) and mailbox not in found[-1:]:
            found.append(mailbox)
    return tuple(found)


def _pieces(field: str) -> Iterator[str]:
    """What stands between commas and semicolons. A group gives its members; one without any gives its name."""
    piece, group, members = "", "", 0
    for match in _TOKEN.finditer(field):
        token = match[0]
        if token == ":" and not group and "@" not in piece and "<" not in piece and piece.strip().lower() != "mailto":
            piece, group, members = "", piece, 0
        elif token == ";" or token == ",":
            members += bool(piece.strip())
            yield piece
            if token == ";" and group:
                if not members:
                    yield group
                group = ""
            piece = ""
        elif token != ":" or piece.strip():
            piece += token
    yield piece or (group if not members else "")


def _surnames_joined(pieces: list[str]) -> Iterator[str]:
    """`Nel, Piet <piet@…>` without quotation marks is one person, not two."""
    before = ""
    for piece in pieces:
        if before and ("@" not in piece or "<" not in piece or piece.lstrip().startswith("<")):
            yield before
            before = ""
        if "@" not in piece and "<" not in piece and '"' not in piece and 0 < len(piece.split()) <= 3:
            before = piece
            continue
        yield f"{before},{piece}" if before else piece
        before = ""
    if before:
        yield before


def _mailbox(piece: str, problems: Problems) -> Mailbox | None:
    if not piece.strip():
        return None
    if _QUOTED_LOCAL_PART.fullmatch(piece):
        return Mailbox("", one_line(piece))
    outside = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), piece)
    bare, comment = _without_comments(outside)
    if angles := list(_ANGLE.finditer(outside)):
        address = piece[angles[-1].start(1) : angles[-1].end(1)]
        name = piece[: angles[-1].start()] + piece[angles[-1].end() :]
    elif "@" in bare and len(bare.split()) == 1:
        address, name = bare, ""
    else:
        address, name = next((word for word in outside.split() if "@" in word), ""), piece
        name = name.replace(address, " ") if address else name
    name = _readable(name if '"' in name else _without_comments(name)[0], problems) or _readable(comment, problems)
    address = encoded_words.decode(address, problems) if "=?" in address else address
    address = "".join(one_line(address).split()).removeprefix("mailto:").strip("'\",;")
    if address.startswith("@"):  # the hosts it was to travel by
        address = address.rpartition(":")[2]
    if name.casefold() == address.casefold():
        name = ""
    return Mailbox(name, address) if name or address else None


def _without_comments(text: str) -> tuple[str, str]:
    """What stands outside of parentheses, and within; a comment may hold others."""
    comment = ""
    for _ in range(_DEEPEST_COMMENT):
        if not (found := _COMMENT.findall(text)):
            break
        comment, text = " ".join(found), _COMMENT.sub("", text)
    return text, comment


def _readable(name: str, problems: Problems) -> str:
    name = _QUOTED.sub(lambda quoted: _ESCAPE.sub(r"\1", quoted[1]), name)
    return encoded_words.decode(name, problems).strip(" \"'")
