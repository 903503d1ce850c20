"""A field with parameters, such as `text/plain; charset=utf-8`, as RFC 2231 has it and as programs write it."""

import re
from dataclasses import dataclass

from . import charset, encoded_words
from .problems import Problems

MOST = 500
_PARAMETER = re.compile(r';\s*([^\s=;"]{1,200})\s*=\s*("(?:[^"\\]|\\.){0,2000}+"|[^;]*)', re.S)
_ESCAPED = re.compile(r'\\(["\\])')
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")
_CONTINUED = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*)?")


@dataclass(frozen=True)
class Parameters:
    main: str
    """In small letters, as "text/plain" or "attachment"."""
    said: dict[str, str]
    """By name in small letters, decoded."""

    def get(self, name: str) -> str:
        return self.said.get(name, "")


def read(field: str, problems: Problems) -> Parameters:
    main, _, _ = field.partition(";")
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for count, match in enumerate(_PARAMETER.finditer(field)):
        if count == MOST:
            break
        if name := _CONTINUED.fullmatch(match[1].lower()):
            pieces.setdefault(name[1], []).append((int(name[2] or -1), bool(name[3]), _unquoted(match[2])))
    return Parameters(
        "".join(main.split()).strip("\"'").lower(),
        {name: _together(found, problems) for name, found in pieces.items()},
    )


def _together(pieces: list[tuple[int, bool, str]], problems: Problems) -> str:
    """`name*0*=utf-8''…; name*1=…` is one; where a name is also said whole, the encoded form is truer."""
    pieces = sorted(pieces, key=lambda piece: piece[0])
    whole = [piece for piece in pieces if piece[0] < 0]
    if whole:
        pieces = [next((piece for piece in whole if piece[1]), whole[0])]
    if not any(encoded for _, encoded, _ in pieces):
        return encoded_words.decode("".join(text for _, _, text in pieces), problems)
    said, found = "", b""
    for place, (_, encoded, text) in enumerate(pieces):
        if encoded and place == 0 and text.count("'") >= 2:
            said, _, text = text.split("'", 2)
        raw = text.encode("utf-8", "replace")
        found += _PERCENT.sub(lambda match: bytes([int(match[1], 16)]), raw) if encoded else raw
    return encoded_words.decode(charset.decode(found, said, problems), problems)


def _unquoted(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        return _ESCAPED.sub(r"\1", text[1:-1])
    return text.strip('"')
