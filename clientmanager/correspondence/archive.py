"""The files in a zip, in memory and within bounds: nothing is written anywhere, and a path is only a name."""

import lzma
import struct
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO

from clientmanager.errors import Invalid

LARGEST_ZIP = 100 * 1024 * 1024
LARGEST_UNPACKED = 200 * 1024 * 1024
"""Bytes of all files together."""
MOST_FILES = 2_000
MOST_TIMES_SMALLER = 200
"""How much smaller than its content a file may be packed: words are ten times, and a thousand hide a bomb."""
_ALWAYS_ALLOWED = 1024 * 1024
DAMAGED = "This zip is damaged. Make it again and drop that."
PASSWORD = "This zip is locked with a password. Make it again without one and drop that."
TOO_LARGE = f"This zip holds more than {LARGEST_UNPACKED // 1024**2} MB, so it was not read. Divide it."
TOO_MANY = f"This zip holds more than {MOST_FILES:,} files, so it was not read. Divide it."

_PACKED_WAYS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_LOCKED = 0x1
_DAMAGES = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, struct.error,
    NotImplementedError, RuntimeError, OSError, EOFError, ValueError, LookupError, OverflowError,
)  # fmt: skip


@dataclass(frozen=True)
class Packed:
    name: str
    """As the zip has it, with its folders."""
    content: bytes


def is_zip(content: bytes) -> bool:
    return content.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def unpacked(content: bytes) -> tuple[Packed, ...]:
    """
    Raises:
        Invalid: it is damaged or locked, or holds more than may be read.
    """
    if len(content) > LARGEST_ZIP:
        raise Invalid(f"This zip is larger than {LARGEST_ZIP // 1024**2} MB, so it was not read. Divide it.")
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _read(archive)
    except _DAMAGES as error:
        raise Invalid(DAMAGED) from error


def _read(archive: zipfile.ZipFile) -> tuple[Packed, ...]:
    files = [one for one in archive.infolist() if not one.is_dir() and not _of_the_system(one.filename)]
    if len(files) > MOST_FILES:
        raise Invalid(TOO_MANY)
    room = LARGEST_UNPACKED
    found: list[Packed] = []
    for one in files:
        if one.flag_bits & _LOCKED:
            raise Invalid(PASSWORD)
        if one.compress_type not in _PACKED_WAYS:
            raise Invalid(DAMAGED)
        # what it says of its own size may be a lie
        most = min(room, max(_ALWAYS_ALLOWED, one.compress_size * MOST_TIMES_SMALLER))
        with archive.open(one) as file:
            content = file.read(most + 1)
        if len(content) > most:
            raise Invalid(TOO_LARGE)
        room -= len(content)
        found.append(Packed(one.filename, content))
    return tuple(found)


def _of_the_system(name: str) -> bool:
    """What a Mac puts beside each file."""
    return name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith("._")
