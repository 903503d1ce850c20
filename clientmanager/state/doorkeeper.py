"""What a browser sends through the websocket is looked at before Reflex sees it.

Reflex answers an unknown or malformed event with a traceback in the log, with what was sent (3,000 of them made 4 MB),
and takes a message named `connect` or `disconnect` for the server's own. Here anything but an event of ours, with the
arguments that it takes, is dropped without a word; a connection that keeps sending such things is closed.

A tab that another session left is not handed on either: what still runs in it, a watched import for one, would tell
whoever came with its token what that other person may see.
"""

import inspect
from collections import Counter
from functools import cache
from typing import Any
from uuid import uuid4

import structlog
from reflex.app import App, EventNamespace
from reflex.istate.manager.token import BaseStateToken
from reflex_base.registry import RegistrationContext

from clientmanager.state.base import AppState, session_in

log = structlog.get_logger()

MOST_STRANGE_MESSAGES = 200
"""A connection's allowance; a page never sends one, a page older than the server a few."""
MOST_REMEMBERED = 10_000
ANSWERED_BY_REFLEX = {"ping": 0, "client_error": 1}
"""Its own small messages, and how many arguments they have at most; it limits them itself."""


def keep_the_door(app: App) -> None:
    """Stand before everything that browsers send; what the server itself does comes another way."""
    server, namespace = app.sio, app.event_namespace
    if server is None or namespace is None:
        return
    _keep_tabs_apart(app, namespace)
    take = server._handle_event
    strange: Counter[str] = Counter()

    async def handle_event(connection: str, namespace: str | None, number: int | None, message: list[Any]) -> None:
        if _is_ours(message):
            await take(connection, namespace, number, message)
            return
        if len(strange) > MOST_REMEMBERED:
            strange.clear()
        strange[connection] += 1
        if strange[connection] == MOST_STRANGE_MESSAGES:
            log.warning("a connection sent only what is no event; closed")
            await server.eio.disconnect(connection)

    server._handle_event = handle_event  # pyright: ignore[reportAttributeAccessIssue]


def _keep_tabs_apart(app: App, namespace: EventNamespace) -> None:
    """A connection that brings the token of another session's tab gets a tab of its own."""
    link = namespace.link_token_to_sid

    async def link_own(sid: str, token: str, *, update_state: bool = True) -> None:
        if app.sio is None or app._state is None:
            return
        state = await app.state_manager.get_state(BaseStateToken(ident=token, cls=app._state))
        session = (await state.get_state(AppState))._session
        brought = app.sio.get_environ(sid, namespace.namespace) or {}
        if session and session != session_in(brought.get("HTTP_COOKIE", "")):
            token = str(uuid4())
            await namespace.emit("new_token", token, to=sid)
        await link(sid, token, update_state=update_state)

    namespace.link_token_to_sid = link_own


def _is_ours(message: Any) -> bool:
    if not isinstance(message, list) or not message:
        return False
    name, *rest = message
    if name == "event":
        return len(rest) == 1 and is_event(rest[0])
    return isinstance(name, str) and len(rest) <= ANSWERED_BY_REFLEX.get(name, -1)


def is_event(data: Any) -> bool:
    """Whether it names an event of ours, with the arguments that one takes."""
    if not isinstance(data, dict) or not isinstance(data.get("name"), str):
        return False
    payload = data.get("payload", {})
    if not isinstance(payload, dict) or not isinstance(data.get("router_data", {}), dict):
        return False
    if data["name"] not in _known():
        return False
    allowed, required = _signature(data["name"])
    return required <= payload.keys() <= allowed


@cache
def _known() -> frozenset[str]:
    return frozenset(RegistrationContext.get().event_handlers)


@cache
def _signature(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """The arguments an event may have, and those that it must have."""
    handler = RegistrationContext.get().event_handlers[name].handler
    own = list(inspect.signature(handler.fn).parameters.values())[1:]
    return (
        frozenset(p.name for p in own),
        frozenset(p.name for p in own if p.default is inspect.Parameter.empty and p.kind is not p.VAR_KEYWORD),
    )
