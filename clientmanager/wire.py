"""What the server says to its tabs, written by orjson: a page of the list spends a seventh of its processor time in
Python's own writer, where four hundred people share one process (docs/decisions/0014).
"""

from types import SimpleNamespace
from typing import Any

import orjson
from reflex.app import App
from reflex_base.utils.serializers import serialize

# Moments, and what only looks like a text or a list, are written as Reflex writes them.
_OPTIONS = orjson.OPT_NON_STR_KEYS | orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_SUBCLASS


def write_quickly(app: App) -> None:
    """Take the place of the writer of this app's messages; what orjson refuses, the usual one writes."""
    server: Any = app.sio
    usual = server.packet_class.json

    def dumps(message: Any, **options: Any) -> str:
        try:
            return orjson.dumps(message, serialize, _OPTIONS).decode()
        except TypeError:  # half of a surrogate pair, a number beyond 64 bits
            # Half a pair that is not written as an escape cannot be sent: the tab's connection would end over it.
            return usual.dumps(message, **options).encode("utf-8", "backslashreplace").decode()

    server.packet_class.json = SimpleNamespace(dumps=dumps, loads=usual.loads)
