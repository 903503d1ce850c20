"""Which tabs look at which client or board, and telling them when it changed.

Each web process listens for itself and tells the tabs whose websocket it holds: a tab enters here where its page was
loaded, and that is the process it is connected to. A tab that comes back to another process loads its page there.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from dataclasses import dataclass

from clientmanager.services.changes import MANY, Change

GATHER_SECONDS = 0.1
"""What comes together is told together."""
ROUND_SECONDS = 0.25
"""From one round of telling to the next: at most four a second reach a tab."""
AT_ONCE = 2
"""Tabs reading anew at the same time: people's own clicks find a thread free."""
SWEEP_SECONDS = 30.0
REMEMBERED_SECONDS = 10.0
"""How long a change is remembered for a tab that was reading the client while it happened."""

Tell = Callable[[str], Awaitable[object]]
"""Tell the tab of this token."""


@dataclass
class _Tab:
    client_id: str
    practice_id: str
    news: bool = False
    """Something changed that it was not told of yet."""


class Looking:
    def __init__(self) -> None:
        self._tabs: dict[str, _Tab] = {}
        self._at: dict[str, set[str]] = {}
        """Client to the tabs that look at it."""
        self._recent: dict[str, float] = {}
        """Client to the moment when its last change was heard."""
        self._missed_at = 0.0
        self._wake = asyncio.Event()

    def __len__(self) -> int:
        return len(self._tabs)

    def enter(self, token: str, practice_id: str, client_id: str, since: float) -> None:
        """This tab shows a client as it was at `since` (of `time.monotonic`); it shows one at a time."""
        self.leave(token)
        tab = self._tabs[token] = _Tab(client_id, practice_id)
        self._at.setdefault(client_id, set()).add(token)
        if max(self._recent.get(client_id, 0.0), self._recent.get(_all_of(practice_id), 0.0)) >= since:
            tab.news = True
            self._wake.set()

    def holds(self, token: str) -> bool:
        """Whether this tab looks at anything here."""
        return token in self._tabs

    def leave(self, token: str) -> None:
        tab = self._tabs.pop(token, None)
        if tab is None:
            return
        there = self._at[tab.client_id]
        there.discard(token)
        if not there:
            del self._at[tab.client_id]

    def heard(self, change: Change) -> None:
        """Remember whom to tell; every event of the loop that this takes is one that people wait for."""
        many = change.client_id == MANY
        self._recent[_all_of(change.practice_id) if many else change.client_id] = time.monotonic()
        tokens = self._tabs if many else self._at.get(change.client_id, ())
        for token in tokens:
            tab = self._tabs[token]
            if tab.practice_id == change.practice_id:
                tab.news = True
                self._wake.set()

    def missed(self) -> None:
        """Nothing was heard for a while: everyone is told once."""
        self._missed_at = time.monotonic()
        for tab in self._tabs.values():
            tab.news = True
        self._wake.set()

    def last_heard(self, practice_id: str) -> float:
        """Since when (of `time.monotonic`) nothing of the whole practice changed, as far as was heard."""
        return max(self._recent.get(_all_of(practice_id), 0.0), self._missed_at)

    async def tell_all(self, tell: Tell, connected: Callable[[], Collection[str]]) -> None:
        """Tell every tab that there is news, round by round, until cancelled; also the one that made it, whose page
        shows it already and whose history does not.

        A round that takes long is followed by a pause as long: many tabs get fewer rounds, and people's own clicks
        half of the process.
        """
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), SWEEP_SECONDS)
                await asyncio.sleep(GATHER_SECONDS)
            self._wake.clear()
            self._sweep(connected())
            began = time.monotonic()
            await self._tell_round(tell)
            await asyncio.sleep(max(ROUND_SECONDS - GATHER_SECONDS, time.monotonic() - began))

    async def _tell_round(self, tell: Tell) -> None:
        waiting = iter([token for token, tab in self._tabs.items() if tab.news])

        async def one_after_the_other() -> None:
            for token in waiting:
                if tab := self._tabs.get(token):
                    tab.news = False
                    await tell(token)

        await asyncio.gather(*(one_after_the_other() for _ in range(AT_ONCE)))

    def _sweep(self, connected: Collection[str]) -> None:
        for token in [token for token in self._tabs if token not in connected]:
            self.leave(token)
        past = time.monotonic() - REMEMBERED_SECONDS
        self._recent = {client: at for client, at in self._recent.items() if at > past}


def _all_of(practice_id: str) -> str:
    return f"{practice_id} {MANY}"


LOOKING = Looking()
"""At clients, in this process."""
BOARDS = Looking()
"""At the work of a practice: every place is MANY."""
TIMELINES = Looking()
"""At the timeline of a practice: every place is MANY."""
OPPORTUNITIES = Looking()
"""At the opportunities of a practice: every place is MANY."""
NOTICES = Looking()
"""Every signed-in tab, at the notices of its own user, whose id stands in the client's place."""
