"""Every event handler that a browser can call, read from the running product: a new screen is tried without being
named here."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reflex.state import BaseState, State


@dataclass(frozen=True)
class Handler:
    name: str
    parameters: tuple[str, ...]


def states(of: type[BaseState] = State) -> Iterator[type[BaseState]]:
    yield of
    for state in sorted(of.get_substates(), key=lambda state: state.get_full_name()):
        yield from states(state)


def handlers(only: Callable[[type[BaseState]], bool] = lambda _: True) -> list[Handler]:
    """All of them, Reflex's own too; those that load a page first, so that the others have something to work on."""
    found = [
        Handler(f"{state.get_full_name()}.{name}", tuple(inspect.signature(handler.fn).parameters)[1:])
        for state in states()
        if only(state)
        for name, handler in state.event_handlers.items()
    ]
    return sorted(found, key=lambda handler: not handler.name.endswith((".load", ".hydrate")))


def is_ours(state: type[BaseState]) -> bool:
    return state.__module__.startswith("clientmanager")
