"""A file sealed as a stream: AES-256-GCM in chunks, each bound to its place, the last one marked as the last.

A chunk that was altered, moved, left out or cut off does not open. Layout: MAGIC, format (1 byte), the practice's id,
the snapshot's id; then chunks of CHUNK bytes, each followed by its 16-byte tag, the last one shorter. The header is
authenticated with every chunk. The nonce is the chunk's number (11 bytes) and whether it is the last (1 byte): a key
seals one file only, so none repeats.
"""

import io
import os
from typing import BinaryIO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from clientmanager.errors import Unavailable

MAGIC = b"CMBACKUP"
FORMAT = 1
CHUNK = 256 * 1024
_TAG = 16


class Damaged(Unavailable):
    """The backup is not as it was written; nothing of it is used."""

    def __init__(
        self, message: str = "This backup is damaged or was altered, so nothing was taken from it. Use another one."
    ) -> None:
        super().__init__(message)


def _header(practice_id: UUID, snapshot_id: UUID) -> bytes:
    return MAGIC + bytes([FORMAT]) + practice_id.bytes + snapshot_id.bytes


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class SealingWriter(io.RawIOBase):
    """What is written here arrives sealed in `file`. Only `finish` makes it whole."""

    def __init__(self, file: BinaryIO, key: bytes, practice_id: UUID, snapshot_id: UUID) -> None:
        self._file, self._cipher = file, AESGCM(key)
        self._about = _header(practice_id, snapshot_id)
        self._number = 0
        self._waiting = bytearray()
        file.write(self._about)

    def writable(self) -> bool:
        return True

    def write(self, data: "bytes | bytearray | memoryview", /) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]
        self._waiting += data
        # the last chunk may be full, so one is held back until more comes
        while len(self._waiting) > CHUNK:
            self._seal(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(data)

    def finish(self) -> None:
        self._seal(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last), chunk, self._about))
        self._number += 1


class UnsealingReader(io.RawIOBase):
    """The sealed file as it was before: readable from any place, each chunk opened and checked when it is needed.

    Raises Damaged: at once where the file was cut short or is another snapshot's, else at the chunk that was altered.
    """

    def __init__(self, file: BinaryIO, key: bytes, practice_id: UUID, snapshot_id: UUID) -> None:
        self._file, self._cipher = file, AESGCM(key)
        self._about = _header(practice_id, snapshot_id)
        self._check_header(file.read(len(self._about)))
        sealed = file.seek(0, os.SEEK_END) - len(self._about)
        self._last = max(0, -(-sealed // (CHUNK + _TAG)) - 1)
        self._size = sealed - (self._last + 1) * _TAG
        self._position = 0
        self._opened: tuple[int, bytes] = (-1, b"")
        self._chunk(self._last)

    def _check_header(self, found: bytes) -> None:
        if found[: len(MAGIC)] != MAGIC or len(found) != len(self._about):
            raise Damaged
        if found[len(MAGIC)] != FORMAT:
            raise Unavailable("This backup was written by another version of ClientManager. Open it with that version.")
        if found != self._about:
            raise Damaged("This file is the backup of another practice or another day, so nothing was taken from it.")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._size}[whence]
        self._position = max(0, start + offset)
        return self._position

    def tell(self) -> int:
        return self._position

    def readinto(self, buffer: "bytearray | memoryview", /) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]
        if self._position >= self._size:
            return 0
        number, offset = divmod(self._position, CHUNK)
        piece = self._chunk(number)[offset : offset + len(buffer)]
        buffer[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)

    def close(self) -> None:
        self._file.close()
        super().close()

    def _chunk(self, number: int) -> bytes:
        if self._opened[0] != number:
            self._file.seek(len(self._about) + number * (CHUNK + _TAG))
            sealed = self._file.read(CHUNK + _TAG)
            try:
                opened = self._cipher.decrypt(_nonce(number, number == self._last), sealed, self._about)
            except (InvalidTag, ValueError):
                raise Damaged from None
            self._opened = (number, opened)
        return self._opened[1]
