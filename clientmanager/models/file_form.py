"""What any file may be called and what it is: its name kept safe, its kind read from its bytes."""

import re
import unicodedata

LONGEST_NAME = 180
"""Bytes, in UTF-8: file systems take 255, and a backup's download puts the file's id in front."""
NAMELESS = "file"
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""What a browser may show by itself: it draws these and runs nothing of them."""
UNKNOWN = "application/octet-stream"
TEXT = "text/plain; charset=utf-8"
_ZIP = "application/zip"
_LONGEST_ENDING = 12

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", _ZIP),
)
_OFFICE = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Zips by their bytes; which kind of zip only lets a tablet choose the program that opens it."""
# What Windows has no file of; the last part of a path is the name.
_RESERVED = re.compile(r'[<>:"|?*]')
_PATH = re.compile(r"[/\\]")


def safe_name(said: object) -> str:
    """The name as it is kept: no path, nothing invisible, no letters that turn the others round, never too long."""
    name = said if isinstance(said, str) else ""
    name = _PATH.split(name.rstrip("/\\"))[-1]
    # Cc, Cf, Cs, Co and Cn: control characters, marks of direction, halves of characters, and what is none
    name = "".join(" " if c.isspace() else c for c in name if c.isspace() or unicodedata.category(c)[0] != "C")
    name = _RESERVED.sub("_", unicodedata.normalize("NFC", " ".join(name.split()))).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > _LONGEST_ENDING:
        stem, ending = name, ""
    ending = f".{ending}" if ending else ""
    stem = _cut(stem, LONGEST_NAME - len(ending.encode())).rstrip(" .")
    return f"{stem or NAMELESS}{ending}"


def media_type(content: bytes, name: str) -> str:
    """What the bytes are, as far as they say."""
    found = next((kind for start, kind in _SIGNATURES if content.startswith(start)), "")
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "image/webp"
    if found == _ZIP:
        return _OFFICE.get(name[-5:].lower(), _ZIP)
    return found or (TEXT if _is_text(content) else UNKNOWN)


def _is_text(content: bytes) -> bool:
    try:
        return b"\0" not in content and bool(content.decode())
    except UnicodeDecodeError:
        return False


def _cut(text: str, most: int) -> str:
    """At most so many bytes, without half a letter."""
    return text.encode()[:most].decode(errors="ignore")
