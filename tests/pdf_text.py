"""The words of a PDF, as a reader would copy them: each letter by its font's own table of what it means."""

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.S)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.S)
_RESOURCE = re.compile(rb"/(f\d+) (\d+) 0 R")
_RUN = re.compile(
    rb"/(f\d+) [\d.]+ Tf|\(((?:\\.|[^\\()])*)\)|<([0-9a-fA-F]*)>|/ActualText\s*(\(.*?(?<!\\)\)|<[^>]*>)", re.S
)
_PAIR = re.compile(rb"<([0-9a-fA-F]+)> <([0-9a-fA-F]+)>")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.S)
_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def words(pdf: bytes) -> str:
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    fonts = {name.decode(): int(number) for body in objects.values() for name, number in _RESOURCE.findall(body)}
    meanings = {name: _meanings(objects, number) for name, number in fonts.items()}
    pages = [_stream(body) for body in objects.values() if b"stream" in body]
    return "\n".join(_words(page, meanings) for page in pages if b" Tf" in page and b"BT" in page)


def _words(page: bytes, meanings: dict[str, dict[int, str]]) -> str:
    letters: list[str] = []
    font: dict[int, str] = {}
    for name, literal, hexadecimal, _actual in _RUN.findall(page):
        if name:
            font = meanings.get(name.decode(), {})
            continue
        codes = _ESCAPE.sub(_escaped, literal) if literal else bytes.fromhex(hexadecimal.decode())
        letters += [font.get(int.from_bytes(codes[at : at + 2]), "") for at in range(0, len(codes), 2)]
    return "".join(letters)


def _escaped(found: re.Match[bytes]) -> bytes:
    said = found[1]
    return bytes([int(said, 8)]) if said[0] in b"01234567" else _NAMED.get(said, said)


def _meanings(objects: dict[int, bytes], number: int) -> dict[int, str]:
    to_unicode = re.search(rb"/ToUnicode (\d+) 0 R", objects.get(number, b""))
    table = _stream(objects[int(to_unicode[1])]) if to_unicode else b""
    said = table[table.find(b"beginbfchar") :]
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in _PAIR.findall(said)}


def _stream(body: bytes) -> bytes:
    found = _STREAM.search(body)
    if not found:
        return b""
    try:
        return zlib.decompress(found[1])
    except zlib.error:
        return found[1]
