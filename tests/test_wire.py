"""What the server says reads the same, whoever writes it."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some
from reflex_base.utils.format import json_dumps

from clientmanager.clientmanager import app


class Kind(StrEnum):
    PERSON = "person"


@dataclass(frozen=True)
class Row:
    name: str
    marks: tuple[str, ...] = ()


def said(message: Any) -> str:
    server: Any = app.sio
    return server.packet_class.json.dumps(message, separators=(",", ":"))


PLAIN = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False, allow_infinity=False) | some.text(),
    lambda inner: some.lists(inner) | some.dictionaries(some.text(), inner) | some.builds(Row, some.text()),
)


@given(PLAIN)
def test_it_reads_as_reflex_would_have_written_it(message: Any):
    assert json.loads(said(message)) == json.loads(json_dumps(message))


@pytest.mark.parametrize(
    "value",
    [
        datetime(2026, 11, 26, 9, 5, tzinfo=UTC), date(2026, 11, 26), Kind.PERSON, {1: "one"}, {"a", }, 10**30,
        UUID("01a21913-bd50-75e9-a6fb-343b7885b7ae"), "half a pair: \ud83d",
        "Netshiṱuni 💥 </script>", Row("x", ("a", "b")),
    ],
)  # fmt: skip
def test_so_does_what_is_no_plain_value(value: Any):
    assert json.loads(said([value])) == json.loads(json_dumps([value]))


def test_rows_are_written_by_their_fields():
    assert json.loads(said({"rows": [Row("Renée", ("R", "enée"))]})) == {
        "rows": [asdict(Row("Renée")) | {"marks": ["R", "enée"]}]
    }
