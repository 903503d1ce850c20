"""What Outlook hides in `winmail.dat` (TNEF): the words, and the files that were sent along."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from . import charset, html_text
from .problems import Problems

SIGNATURE = b"\x78\x9f\x3e\x22"
MOST_FILES = 100
NOT_OPENED = (
    "A winmail.dat could not be opened. It is kept; if something is missing, ask the sender to write in HTML"
    " instead of Rich Text and send it again."
)

# The attributes of a stream
_BODY, _PROPERTIES, _CODE_PAGE = 0x800C, 0x9003, 0x9007
_NEXT_FILE, _FILE_NAME, _FILE_CONTENT, _FILE_PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
# The properties within them
_WORDS, _HTML, _LONG_NAME, _SHORT_NAME, _DATA, _DISPLAY_NAME = 0x1000, 0x1013, 0x3707, 0x3704, 0x3701, 0x3001
_STRING, _UNICODE, _BINARY, _OBJECT = 0x1E, 0x1F, 0x102, 0x0D
_SIZES = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 0xA: 4, 0xB: 4, 0x14: 8, 0x40: 8, 0x48: 16}


class _Damaged(Exception):
    pass


@dataclass
class _File:
    name: bytes | str = ""
    content: bytes = b""


@dataclass
class Opened:
    text: str = ""
    files: list[tuple[str, bytes]] = field(default_factory=list)


def opened(content: bytes, problems: Problems) -> Opened:
    """All of it that can be read; the file itself stays the sender's."""
    found, files, code_page = Opened(), [_File()], "cp1252"
    words: dict[int, bytes | str] = {}
    try:
        for attribute, data in _attributes(content):
            if attribute == _CODE_PAGE and len(data) >= 4:
                code_page = f"cp{struct.unpack_from('<I', data)[0]}"
            elif attribute == _BODY:
                words[_BODY] = data
            elif attribute == _NEXT_FILE and len(files) <= MOST_FILES:
                files.append(_File())
            elif attribute == _FILE_NAME:
                files[-1].name = files[-1].name or data
            elif attribute == _FILE_CONTENT:
                files[-1].content = data
            elif attribute == _PROPERTIES:
                words |= dict(_properties(data))
            elif attribute == _FILE_PROPERTIES:
                said = dict(_properties(data))
                files[-1].name = said.get(_LONG_NAME) or files[-1].name or said.get(_SHORT_NAME) or ""
                files[-1].name = files[-1].name or said.get(_DISPLAY_NAME) or ""
                if not files[-1].content and isinstance(data := said.get(_DATA, b""), bytes):
                    files[-1].content = data
    except (_Damaged, struct.error):
        problems.say(NOT_OPENED)
    plain = words.get(_WORDS) or words.get(_BODY)
    html = "" if plain else html_text.plain(_text(words.get(_HTML, ""), "utf-8", problems))
    found.text = _text(plain, code_page, problems) if plain else html
    found.files = [(_text(one.name, code_page, problems), one.content) for one in files if one.content]
    return found


def _attributes(content: bytes) -> Iterator[tuple[int, bytes]]:
    place = len(SIGNATURE) + 2
    while place + 9 <= len(content):
        _, attribute, size = struct.unpack_from("<BII", content, place)
        data = content[place + 9 : place + 9 + size]
        if len(data) < size:
            raise _Damaged
        yield attribute & 0xFFFF, data
        place += 9 + size + 2  # a checksum follows


def _properties(data: bytes) -> Iterator[tuple[int, bytes | str]]:
    """Those that are words or bytes, by their number."""
    count, place = struct.unpack_from("<I", data)[0], 4
    for _ in range(min(count, len(data) // 4)):
        kind, number = struct.unpack_from("<HH", data, place)
        place += 4
        if number >= 0x8000:
            by_name = struct.unpack_from("<I", data, place + 16)[0]
            size = struct.unpack_from("<I", data, place + 20)[0] if by_name else 0
            place += 24 + _padded(size)
        varies = kind & 0xFFF in (_STRING, _UNICODE, _BINARY, _OBJECT)
        many = 1
        if varies or kind & 0x1000:
            many, place = struct.unpack_from("<I", data, place)[0], place + 4
        if not varies:
            place += _SIZES.get(kind & 0xFFF, len(data)) * many
        for _ in range(many if varies else 0):
            size = struct.unpack_from("<I", data, place)[0]
            value = data[place + 4 : place + 4 + size]
            place += 4 + _padded(size)
            yield number, value.decode("utf-16-le", "replace") if kind & 0xFFF == _UNICODE else value
        if place > len(data):
            raise _Damaged


def _padded(size: int) -> int:
    return size + -size % 4


def _text(said: bytes | str, code_page: str, problems: Problems) -> str:
    text = said if isinstance(said, str) else charset.decode(said, code_page, problems)
    return text.rstrip("\0")
