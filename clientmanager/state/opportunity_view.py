"""What board and list of the opportunities do: load, follow the address, search, and keep up with the others."""

import time
from contextlib import suppress
from dataclasses import replace
from typing import Any

import reflex as rx

from clientmanager.errors import DomainError
from clientmanager.services import changes
from clientmanager.services.changes import MANY
from clientmanager.services.opportunity_filter import OpportunityFilter, read_filter
from clientmanager.state import address
from clientmanager.state.base import AppState, ScopedSession
from clientmanager.state.looking import OPPORTUNITIES
from clientmanager.state.opportunity_filters import OpportunityFilters
from clientmanager.state.opportunity_sheet import OpportunitySheet


class OpportunityView(AppState, mixin=True):
    """A view says what it reads (`_look`), how it shows that (`_show`), and what else its address says (`_besides`)."""

    loaded: bool = False

    @rx.event
    async def load(self):
        began = time.monotonic()
        chosen = (await self.get_state(OpportunityFilters))._read()
        self._arriving()
        seen, practice = await self._arrive(changes.placed, self._look, chosen)
        self._show(seen)
        self.loaded = True
        OPPORTUNITIES.enter(self.router.session.client_token, practice, MANY, since=began)
        return [address.fill_in("search", chosen.search), OpportunityFilters.describe]

    @rx.event
    async def moved(self):
        """Back, forward, or a link to this view while it is shown."""
        chosen = (await self.get_state(OpportunityFilters))._read()
        self._arriving()
        await self._reload()
        return [address.fill_in("search", chosen.search, even_so=True), OpportunityFilters.describe]

    @rx.event
    async def refresh(self):
        """After another filter was chosen."""
        return await self._anew()

    @rx.event(supersedes=True, debounce=40)
    async def search_for(self, words: str):
        filters = await self.get_state(OpportunityFilters)
        said = {"q": words} if isinstance(words, str) else {}
        filters._take(replace(filters._chosen, search=read_filter(said).search))
        self._begin_again()
        await self._reload()
        return await self._say(step=False)

    async def _anew(self) -> Any:
        """Something else is looked for now: from its beginning, and as a step of the address."""
        self._begin_again()
        await self._reload()
        return await self._say(step=True)

    async def _reload(self) -> None:
        self._show(await self._run(self._look, (await self.get_state(OpportunityFilters))._chosen))

    async def _catch_up(self) -> None:
        """Others changed something. Nobody asked, so nobody is answered where it cannot be read any more."""
        chosen = (await self.get_state(OpportunityFilters))._chosen
        with suppress(DomainError):
            self._show(await self._run(changes.glanced, self._look, chosen))
            await (await self.get_state(OpportunitySheet))._catch_up()

    async def _say(self, *, step: bool) -> Any:
        query = "&".join(filter(None, [(await self.get_state(OpportunityFilters)).query, self._besides()]))
        return address.say(self.router.url.path.rstrip("/"), query, step=step)

    def _look(self, db: ScopedSession, chosen: OpportunityFilter) -> Any:
        """The view's own use case."""
        raise NotImplementedError

    def _show(self, seen: Any) -> None:
        raise NotImplementedError

    def _arriving(self) -> None:
        """Read what the address says of this view besides the filter."""

    def _begin_again(self) -> None:
        """Another filter: what was shown of the old one counts no more."""

    def _besides(self) -> str:
        """What the address says of this view besides the filter."""
        return ""
