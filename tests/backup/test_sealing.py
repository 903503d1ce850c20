"""The seal of a backup: whatever was changed, moved or cut off does not open."""

import io
import os
from uuid import uuid4

import pytest

from clientmanager.backup.sealing import CHUNK, Damaged, SealingWriter, UnsealingReader
from clientmanager.errors import Unavailable

KEY, PRACTICE, SNAPSHOT = os.urandom(32), uuid4(), uuid4()
HEADER, SEALED_CHUNK = 41, CHUNK + 16


def sealed(content: bytes, key: bytes = KEY) -> bytes:
    file = io.BytesIO()
    writer = SealingWriter(file, key, PRACTICE, SNAPSHOT)
    for start in range(0, len(content), 70_001):
        writer.write(content[start : start + 70_001])
    writer.finish()
    return file.getvalue()


def unsealed(file: bytes, *, key: bytes = KEY, practice=PRACTICE, snapshot=SNAPSHOT) -> bytes:
    return UnsealingReader(io.BytesIO(file), key, practice, snapshot).read()


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 5])
def test_what_was_sealed_comes_back(size: int):
    content = os.urandom(size)
    assert unsealed(sealed(content)) == content


def test_it_can_be_read_from_any_place():
    content = os.urandom(2 * CHUNK + 100)
    reader = io.BufferedReader(UnsealingReader(io.BytesIO(sealed(content)), KEY, PRACTICE, SNAPSHOT))
    for place in (CHUNK - 3, 0, 2 * CHUNK + 90, CHUNK):
        reader.seek(place)
        assert reader.read(7) == content[place : place + 7]
    assert reader.seek(-5, os.SEEK_END) == len(content) - 5
    assert reader.read() == content[-5:]


def test_nothing_of_the_content_can_be_read_without_the_key():
    assert b"O'Brien" not in sealed(b"O'Brien" * 1000)
    with pytest.raises(Damaged):
        unsealed(sealed(b"secret"), key=os.urandom(32))


@pytest.mark.parametrize("place", [0, 8, 9, 30, HEADER, HEADER + 5, HEADER + SEALED_CHUNK + 3, -1])
def test_one_flipped_bit_is_refused(place: int):
    file = bytearray(sealed(os.urandom(2 * CHUNK)))
    file[place] ^= 1
    with pytest.raises(Unavailable):
        unsealed(bytes(file))


def chunks(file: bytes) -> list[bytes]:
    body = file[HEADER:]
    return [body[start : start + SEALED_CHUNK] for start in range(0, len(body), SEALED_CHUNK)]


def test_a_removed_chunk_is_refused():
    file = sealed(os.urandom(4 * CHUNK))
    for gone in range(4):
        left = [chunk for number, chunk in enumerate(chunks(file)) if number != gone]
        with pytest.raises(Damaged):
            unsealed(file[:HEADER] + b"".join(left))


def test_two_chunks_that_changed_places_are_refused():
    file = sealed(os.urandom(4 * CHUNK))
    first, second, *rest = chunks(file)
    with pytest.raises(Damaged):
        unsealed(file[:HEADER] + b"".join([second, first, *rest]))


@pytest.mark.parametrize("left", [0, 7, HEADER, HEADER + 3, HEADER + SEALED_CHUNK, -1, -SEALED_CHUNK])
def test_a_file_that_was_cut_short_is_refused_at_once(left: int):
    file = sealed(os.urandom(3 * CHUNK))
    with pytest.raises(Damaged):
        UnsealingReader(io.BytesIO(file[:left]), KEY, PRACTICE, SNAPSHOT)


def test_something_behind_the_end_is_refused():
    with pytest.raises(Damaged):
        unsealed(sealed(b"content") + b"more")


def test_another_practices_or_snapshots_file_is_refused():
    file = sealed(b"content")
    with pytest.raises(Damaged, match="another practice"):
        unsealed(file, practice=uuid4())
    with pytest.raises(Damaged, match="another"):
        unsealed(file, snapshot=uuid4())


def test_a_file_of_another_version_says_so():
    file = bytearray(sealed(b"content"))
    file[8] = 2
    with pytest.raises(Unavailable, match="another version"):
        unsealed(bytes(file))
