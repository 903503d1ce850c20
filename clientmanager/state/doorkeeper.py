"""What comes through the websocket is looked at before Reflex sees it.

Reflex answers an unknown or malformed event with a traceback in the log, with what was sent (3,000 of them made 4 MB).
Here such an event is dropped without a word; a connection that keeps sending them is closed.
"""

import inspect
from collections import Counter
from functools import cache
from typing import Any

import structlog
from reflex.app import App
from reflex_base.registry import RegistrationContext

log = structlog.get_logger()

MOST_STRANGE_EVENTS = 200
"""A connection's allowance; a page never sends one, a page older than the server a few."""


def keep_the_door(app: App) -> None:
    """Stand before the app's event namespace."""
    namespace = app.event_namespace
    if namespace is None:
        return
    take = namespace.on_event
    leave = namespace.on_disconnect
    strange: Counter[str] = Counter()

    async def on_event(sid: str, data: Any = None) -> None:
        if is_event(data):
            await take(sid, data)
            return
        strange[sid] += 1
        if strange[sid] == MOST_STRANGE_EVENTS:
            log.warning("a connection sent only what is no event; closed")
            await namespace.disconnect(sid)

    def on_disconnect(sid: str) -> Any:
        strange.pop(sid, None)
        return leave(sid)

    namespace.on_event = on_event
    namespace.on_disconnect = on_disconnect


def is_event(data: Any) -> bool:
    """Whether it names an event of ours, with the arguments that one takes."""
    if not isinstance(data, dict) or not isinstance(data.get("name"), str):
        return False
    payload = data.get("payload", {})
    if not isinstance(payload, dict) or not isinstance(data.get("router_data", {}), dict):
        return False
    parameters = _parameters(data["name"])
    if parameters is None:
        return False
    allowed, required = parameters
    return required <= payload.keys() <= allowed


@cache
def _known() -> frozenset[str]:
    return frozenset(RegistrationContext.get().event_handlers)


def _parameters(name: str) -> tuple[frozenset[str], frozenset[str]] | None:
    """The arguments an event may and must have; None for no event of ours. Only known names are remembered."""
    return _signature(name) if name in _known() else None


@cache
def _signature(name: str) -> tuple[frozenset[str], frozenset[str]]:
    handler = RegistrationContext.get().event_handlers[name].handler
    own = list(inspect.signature(handler.fn).parameters.values())[1:]
    return (
        frozenset(p.name for p in own),
        frozenset(p.name for p in own if p.default is inspect.Parameter.empty and p.kind is not p.VAR_KEYWORD),
    )
