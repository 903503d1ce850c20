"""vCard 2.1, 3.0 and 4.0 as phones and mailers really write them: lines, properties, cards.

A parser of our own because vobject gives up on a whole file at the first line it does not know: of 18 real exports
it read 12, and failed on Android's quoted-printable, on Apple's unindented base64, on both Outlooks and on Lotus Notes.
"""

import binascii
import codecs
import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .encoding import decode, decode_line

LONGEST_HEAD = 10_000  # bytes of name and parameters
PROPERTY = re.compile(rb"(?:[\w-]+\.)?[\w-]+\s*[:;]")
HEAD_ENDS = re.compile(rb'(?:[^":]++|"[^"]*+")*+:')
BASE64 = re.compile(rb"(?i);\s*(?:encoding=)?[\"']?(?:b|base64)[\"']?\s*(?=[;:])")
QUOTED_PRINTABLE = re.compile(rb"(?i);\s*(?:encoding=)?\"?quoted-printable\"?\s*(?=[;:])")
BEGIN = re.compile(rb"(?i)\s*(?:[\w-]+\.)?begin\s*:\s*vcard\s*")
END = re.compile(rb"(?i)\s*(?:[\w-]+\.)?end\s*:\s*vcard\s*")
PARAMETER_BREAK = re.compile(r';((?:[^";]|"[^"]*"|")*)')
PIECE = re.compile(r"((?:\\.|[^\\;])*\\?)(;|$)", re.S)
LIST_PIECE = re.compile(r"((?:\\.|[^\\,])*\\?)(,|$)", re.S)
ESCAPE = re.compile(r"\\([nN\\,;:])")
CHARSETS = re.compile(r"utf-8|ascii|cp125\d|iso8859-\d+|koi8-r|big5|gb\w+|euc_\w+|shift_jis|mac-roman")


@dataclass(frozen=True)
class Property:
    """`text` is decoded but still escaped: what separates its parts can only be seen there."""

    group: str
    name: str
    parameters: tuple[tuple[str, str], ...]
    text: str
    binary: int = 0
    """For a picture, sound or key: its size in bytes; its content is not kept."""

    @property
    def value(self) -> str:
        return unescape(self.text).strip()

    @property
    def parts(self) -> list[str]:
        return [unescape(piece).strip() for piece in _split(self.text, PIECE, ";")]

    @property
    def lists(self) -> list[list[str]]:
        """Parts that may each hold several values."""
        return [
            [unescape(one).strip() for one in _split(piece, LIST_PIECE, ",")] for piece in _split(self.text, PIECE, ";")
        ]

    @property
    def items(self) -> list[str]:
        return [unescape(piece).strip() for piece in _split(self.text, LIST_PIECE, ",")]

    def said(self, parameter: str) -> list[str]:
        """All values of a parameter, lower-cased; a bare word such as HOME counts as a TYPE."""
        return [
            word.strip().lower()
            for name, value in self.parameters
            if name == parameter
            for word in value.replace('"', "").split(",")
            if word.strip()
        ]


@dataclass
class Card:
    complete: bool = False
    properties: list[Property] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)
    """Lines that are no property, and cards inside this one."""


def normalise(content: bytes) -> bytes:
    """UTF-16 becomes UTF-8; anything else stays as it is, because each property may have an encoding of its own."""
    if content.startswith(codecs.BOM_UTF8):
        return content[3:]
    if b"\x00" in content[:200] or content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decode(content).encode("utf-8", "replace")
    return content


def cards(content: bytes) -> Iterator[Card]:
    """Every card of the file, also the one that is cut off."""
    card: Card | None = None
    inside = 0
    nested: list[bytes] = []
    for line in _logical_lines(content):
        if BEGIN.fullmatch(line):
            if card and not (inside or _expects_card(card)):
                yield card
                card = None
            if card is None:
                card = Card()
            else:
                inside += 1
        elif END.fullmatch(line) and card:
            if inside:
                inside -= 1
                if not inside:
                    card.strays.append("\n".join(decode_line(one) for one in nested))
                    nested = []
            else:
                card.complete = True
                yield card
                card = None
        elif card and inside:
            nested.append(line)
        elif card:
            _add(card, line)
    if card:
        card.strays += [decode_line(one) for one in nested]
        yield card


def unescape(text: str) -> str:
    return ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], text) if "\\" in text else text


def _expects_card(card: Card) -> bool:
    """AGENT: is followed by a whole card."""
    return bool(card.properties) and card.properties[-1].name == "AGENT" and not card.properties[-1].text.strip()


def _logical_lines(content: bytes) -> Iterator[bytes]:
    """Lines put together again, however they were folded."""
    chunks: list[bytes] = []
    base64 = quoted = False
    for raw in re.split(rb"\r*\n|\r", content):
        if chunks and raw[:1] in (b" ", b"\t") and raw.strip():
            chunks.append(raw.strip() if base64 else raw[1:])
            continue
        if chunks and quoted and chunks[-1].endswith(b"=") and not END.fullmatch(raw):
            chunks[-1] = chunks[-1][:-1]
            chunks.append(raw)
            continue
        if chunks and raw.strip() and base64 and b":" not in raw:
            chunks.append(raw.strip())
            continue
        if chunks and raw.strip() and not base64 and not PROPERTY.match(raw):
            chunks += [b"=0A" if quoted else b"\\n", raw]  # a line break its writer forgot to encode
            continue
        if chunks:
            yield b"".join(chunks)
        chunks = [raw] if raw.strip() else []
        head = HEAD_ENDS.match(raw[:2000]) if chunks else None
        base64 = bool(head and BASE64.search(head[0]))
        quoted = bool(head and QUOTED_PRINTABLE.search(head[0]))
    if chunks:
        yield b"".join(chunks)


def _add(card: Card, line: bytes) -> None:
    start = line[:LONGEST_HEAD]
    head = HEAD_ENDS.match(start) or re.match(rb"[^:]*:", start)
    if not head or not PROPERTY.match(line):
        card.strays.append(decode_line(line))
        return
    raw = line[head.end() :]
    words, rest = decode_line(head[0][:-1]), ""
    name, _, rest = words.partition(";")
    parameters = tuple(map(_parameter, PARAMETER_BREAK.findall(";" + rest))) if rest else ()
    group, _, name = name.strip().rpartition(".")
    charset = next((value for key, value in parameters if key == "CHARSET"), "")
    if BASE64.search(head[0]):
        card.properties.append(Property(group, name.upper(), parameters, "", max(1, len(raw) * 3 // 4)))
        return
    if raw[:5].lower() == b"data:":
        card.properties.append(Property(group, name.upper(), parameters, "", max(1, len(raw) * 3 // 4)))
        return
    if QUOTED_PRINTABLE.search(head[0]):
        # What was encoded is no separator: "=3B" inside a part is escaped before the parts are told apart.
        raw = binascii.a2b_qp(re.sub(rb"(?<!\\)=3[bB]", rb"\\;", raw))
    card.properties.append(Property(group, name.upper(), parameters, _decode(raw, charset)))


def _parameter(text: str) -> tuple[str, str]:
    name, equals, value = text.strip().partition("=")
    if not equals:
        return "TYPE", name.strip()
    value = value.strip().replace("^n", "\n").replace("^'", '"').replace("^^", "^")
    return name.strip().upper(), value.removeprefix('"').removesuffix('"')


def _decode(raw: bytes, charset: str) -> str:
    text = None
    if charset:
        # Not every codec is one for text from strangers: unicode_escape, idna and others are left out.
        with contextlib.suppress(LookupError, UnicodeDecodeError, ValueError):
            encoding = codecs.lookup(charset.strip('"')).name
            text = raw.decode(encoding) if CHARSETS.fullmatch(encoding) else None
    return (decode_line(raw) if text is None else text).replace("\x00", "").replace("\r\n", "\n")


def _split(text: str, piece: re.Pattern[str], separator: str) -> list[str]:
    if "\\" not in text:
        return text.split(separator)
    pieces: list[str] = []
    for match in piece.finditer(text):
        pieces.append(match[1])
        if not match[2]:
            break
    return pieces
