"""What every view of the tasks does: load, follow the address, search, and keep up with the others."""

import time
from contextlib import suppress
from dataclasses import replace
from typing import Any

import reflex as rx

from clientmanager.errors import DomainError
from clientmanager.services import changes, tasks
from clientmanager.services.changes import MANY
from clientmanager.services.task_filter import TaskFilter, read_filter
from clientmanager.state import address
from clientmanager.state.base import AppState, ScopedSession, plain
from clientmanager.state.looking import BOARDS
from clientmanager.state.presence import PRESENCE, Person
from clientmanager.state.task_filters import TaskFilters
from clientmanager.state.task_sheet import TaskSheet


class TaskView(AppState, mixin=True):
    """A view says what it reads (`_look`), how it shows that (`_show`), and what else its address says (`_besides`)."""

    loaded: bool = False
    here: list[Person] = []
    """Who else looks at the tasks."""
    writing: dict[str, str] = {}
    """Task to who else is writing in it."""
    _practice: str = ""

    @rx.var
    def here_words(self) -> str:
        return f"{len(self.here) + 1} here now" if self.here else ""

    @rx.event
    async def load(self):
        began = time.monotonic()
        filters = await self.get_state(TaskFilters)
        chosen = filters._read(self._whose)
        self._arriving()
        seen, self._practice = await self._arrive(changes.placed, self._look, chosen)
        self._show(seen)
        self.loaded = True
        BOARDS.enter(self._token, self._practice, MANY, since=began)
        PRESENCE.enter(self._token, self._practice, Person(self.who.name, self.who.initials))
        self._see_others()
        return [address.fill_in("search", chosen.search), TaskFilters.describe]

    @rx.event
    async def moved(self):
        """Back, forward, or a link to this view while it is shown."""
        chosen = (await self.get_state(TaskFilters))._read(self._whose)
        self._arriving()
        await self._reload()
        return [address.fill_in("search", chosen.search, even_so=True), TaskFilters.describe]

    @rx.event
    async def refresh(self):
        """After another filter was chosen."""
        return await self._anew()

    @rx.event(supersedes=True, debounce=40)
    async def search_for(self, words: str):
        filters = await self.get_state(TaskFilters)
        said = {"q": words} if isinstance(words, str) else {}
        filters._take(replace(filters._chosen, search=read_filter(said).search))
        self._begin_again()
        await self._reload()
        return await self._say(step=False)

    @rx.event
    async def reopen(self, task_id: str):
        """What was finished here a moment ago."""
        title = await self._run(tasks.reopen, task_id)
        await self._reload()
        return rx.toast(plain(f"Open again: {title}"))

    async def _anew(self) -> Any:
        """Something else is looked for now: from its beginning, and as a step of the address."""
        self._begin_again()
        await self._reload()
        return await self._say(step=True)

    async def _reload(self) -> None:
        self._show(await self._run(self._look, (await self.get_state(TaskFilters))._chosen))

    async def _catch_up(self) -> None:
        """Others changed something. Nobody asked, so nobody is answered where it cannot be read any more."""
        chosen = (await self.get_state(TaskFilters))._chosen
        with suppress(DomainError):
            self._show(await self._run(changes.glanced, self._look_again, chosen))
            self._see_others()
            await (await self.get_state(TaskSheet))._catch_up()

    async def _say(self, *, step: bool) -> Any:
        query = "&".join(filter(None, [(await self.get_state(TaskFilters)).query, self._besides()]))
        return address.say(self.router.url.path.rstrip("/"), query, step=step)

    def _look(self, db: ScopedSession, chosen: TaskFilter) -> Any:
        """The view's own use case."""
        raise NotImplementedError

    def _look_again(self, db: ScopedSession, chosen: TaskFilter) -> Any:
        """The same, when every tab that shows it is told to at once."""
        return self._look(db, chosen)

    def _show(self, seen: Any) -> None:
        raise NotImplementedError

    def _arriving(self) -> None:
        """Read what the address says of this view besides the filter."""

    def _begin_again(self) -> None:
        """Another filter: what was shown of the old one counts no more."""

    def _besides(self) -> str:
        """What the address says of this view besides the filter."""
        return ""

    def _see_others(self) -> None:
        self._change(
            here=PRESENCE.others(self._token, self._practice), writing=PRESENCE.writing(self._token, self._practice)
        )

    @property
    def _whose(self) -> tuple[str, ...]:
        """Whose tasks are shown where the address does not say whose; empty: the whole practice's."""
        return ()

    @property
    def _token(self) -> str:
        return self.router.session.client_token
