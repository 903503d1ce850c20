"""The page of a client while others work on the client too."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from clientmanager.services import changes, client_page
from clientmanager.state.base import AppState, ScopedSession
from clientmanager.state.client_parts import ClientParts
from clientmanager.state.looking import LOOKING

P = ParamSpec("P")
Result = TypeVar("Result")


class ClientLive(ClientParts, AppState, mixin=True):
    """The part of `ClientRecord` that is told what others change."""

    _read_at: float = 0.0
    """When the client was read, by the clock of `time.monotonic`: what was changed since, the page may not show."""

    async def _submit(
        self, use_case: Callable[Concatenate[ScopedSession, P], Result], *args: P.args, **kwargs: P.kwargs
    ) -> Result | None:
        """As for any form; and what this tab saved is not news to it."""
        saved = await super()._submit(changes.noted, use_case, *args, **kwargs)
        if saved is None:
            return None
        LOOKING.made(self.router.session.client_token, saved.by)
        return saved.result

    async def _catch_up(self) -> None:
        """What is being typed stays: its draft meets the other's value, as it does when it is saved."""
        client_id = self.client.id
        self._show(client_id, await self._run(changes.glanced, client_page.page, client_id))


def on_show(path: str) -> str:
    """The id of the client whose page has this path."""
    place, _, client_id = path.rstrip("/").rpartition("/")
    return client_id if place == "/clients" else ""
