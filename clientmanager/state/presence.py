"""Who looks at a practice's board now, and who is writing in which task: known to this process alone, for as long as it
lasts. Nothing of it is kept.
"""

import time
from dataclasses import dataclass

from clientmanager.services.changes import MANY, Change
from clientmanager.state.looking import BOARDS

WRITING_SECONDS = 20.0
"""After the last key."""


@dataclass(frozen=True)
class Person:
    name: str
    initials: str


@dataclass
class _Tab:
    practice_id: str
    person: Person
    task_id: str = ""
    until: float = 0.0


class Presence:
    def __init__(self) -> None:
        self._tabs: dict[str, _Tab] = {}

    def enter(self, token: str, practice_id: str, person: Person) -> None:
        """This tab shows the board from now on; the others are told."""
        known = self._tabs.get(token)
        self._forget_the_gone()
        self._tabs[token] = _Tab(practice_id, person)
        if known is None:
            BOARDS.heard(Change(practice_id, MANY))

    def writes(self, token: str, task_id: str) -> None:
        """In this task, or in none any more; the others are told of the beginning and the end."""
        tab = self._tabs.get(token)
        if tab is None:
            return
        news = tab.task_id != task_id or tab.until < time.monotonic()
        tab.task_id, tab.until = task_id, time.monotonic() + WRITING_SECONDS
        if news:
            BOARDS.heard(Change(tab.practice_id, MANY))

    def others(self, token: str, practice_id: str) -> list[Person]:
        """Everybody else at this practice's board, each once, by name."""
        own = self._tabs.get(token)
        found = {tab.person for tab in self._of(practice_id).values() if own is None or tab.person != own.person}
        return sorted(found, key=lambda person: person.name)

    def writing(self, token: str, practice_id: str) -> dict[str, str]:
        """Task to the first name of who else writes there."""
        now = time.monotonic()
        return {
            tab.task_id: tab.person.name.split()[0]
            for other, tab in self._of(practice_id).items()
            if other != token and tab.task_id and tab.until > now
        }

    def _of(self, practice_id: str) -> dict[str, _Tab]:
        return {
            token: tab for token, tab in self._tabs.items() if tab.practice_id == practice_id and BOARDS.holds(token)
        }

    def _forget_the_gone(self) -> None:
        self._tabs = {token: tab for token, tab in self._tabs.items() if BOARDS.holds(token)}


PRESENCE = Presence()
"""Of this process."""
