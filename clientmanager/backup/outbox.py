"""A zip that is sent while it is being made."""

import io
import zipfile
from collections.abc import Iterable, Iterator

_PIECE = 256 * 1024
_LEVEL = 1
_LONG = 2_000_000_000
"""Only beyond it, for some readers of Excel files refuse the longer fields."""

Part = tuple[str, Iterable[bytes], int]
"""A file's name, its content, and about how many bytes that is: a zip has longer fields for long files."""


class _Outbox(io.RawIOBase):
    """Keeps what is written until it is taken."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: "bytes | bytearray | memoryview", /) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]
        self.waiting += data
        return len(data)

    def take(self) -> bytes:
        taken = bytes(self.waiting)
        self.waiting.clear()
        return taken


def zipped(parts: Iterable[Part]) -> Iterator[bytes]:
    """The zip's bytes, in pieces, as the parts give theirs."""
    outbox = _Outbox()
    with zipfile.ZipFile(outbox, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for name, content, size in parts:
            with archive.open(name, "w", force_zip64=size > _LONG) as file:
                for piece in content:
                    file.write(piece)
                    if len(outbox.waiting) >= _PIECE:
                        yield outbox.take()
    yield outbox.take()
