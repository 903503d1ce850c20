"""Clients chosen on the list: ticked one by one across pages and searches, or all that the list finds but some."""

from dataclasses import replace

import reflex as rx

from clientmanager.services.client_choice import MOST_TICKED, Choice, read_choice
from clientmanager.services.client_filter import ClientFilter
from clientmanager.services.client_list import grouped
from clientmanager.state.client_list import ClientList


class ClientChoice(ClientList):
    """Ticks stay while one searches and filters on. All that a filter found stands for that filter only: under another
    one nothing is chosen, and it is there again under the first.
    """

    ticked: list[str] = []
    """Ids; where all were chosen, those that are left out."""
    everyone: bool = False
    _of: ClientFilter = ClientFilter()
    """The filter of which everyone was chosen, by name."""
    _anchor: str = ""
    """The row that was ticked last: Shift ticks from it."""

    @rx.var
    def choosing(self) -> str:
        """ "all" that the list finds but `ticked`, "some" that are ticked, or "" where nobody is chosen."""
        if self.everyone:
            return "all" if self._of == replace(self._chosen, sort="name") and self._many() else ""
        return "some" if self.ticked else ""

    @rx.var
    def many_words(self) -> str:
        """312 selected"""
        return f"{grouped(self._many())} selected"

    @rx.var
    def found_words(self) -> str:
        return grouped(self.count.found)

    @rx.var
    def all_words(self) -> str:
        """ "Select all 312", where more can be chosen."""
        everyone = self.count.found
        whole = self.choosing == "all" and not self.ticked
        return f"Select all {grouped(everyone)}" if self.counted and everyone and not whole else ""

    @rx.var
    def page_chosen(self) -> str:
        """all, some or none of the rows shown; some also where others are chosen on other pages."""
        if not self.choosing:
            return "none"
        return "all" if self.rows and all(self._is_chosen(row.id) for row in self.rows) else "some"

    @rx.event
    def choose(self, client_id: str, through: bool):
        """Tick or untick one; with `through`, all the rows from the one that was ticked before."""
        shown = [row.id for row in self.rows]
        if client_id not in shown:
            return
        start = shown.index(self._anchor) if through is True and self._anchor in shown else shown.index(client_id)
        first, last = sorted((start, shown.index(client_id)))
        self._set(shown[first : last + 1], chosen=not self._is_chosen(client_id))
        self._anchor = client_id

    @rx.event
    def choose_page(self):
        self._set([row.id for row in self.rows], chosen=self.page_chosen != "all")

    @rx.event
    def choose_all(self):
        """Everyone that the list finds now."""
        self.everyone, self.ticked, self._of = True, [], replace(self._chosen, sort="name")

    @rx.event
    def clear(self):
        self._choose_nobody()

    def _choose_nobody(self) -> None:
        self.everyone, self.ticked, self._anchor = False, [], ""

    def _is_chosen(self, client_id: str) -> bool:
        return bool(self.choosing) and (client_id in self.ticked) != self.everyone

    def _set(self, ids: list[str], *, chosen: bool) -> None:
        if not self.choosing:
            self._choose_nobody()
        listed = chosen != self.everyone
        others = [one for one in self.ticked if one not in set(ids)]
        self.ticked = ([*others, *ids] if listed else others)[:MOST_TICKED]

    def _many(self) -> int:
        return self.count.found - len(self.ticked) if self.everyone else len(self.ticked)

    def _choice(self) -> Choice:
        return read_choice(self.ticked, self.query if self.choosing == "all" else None)
