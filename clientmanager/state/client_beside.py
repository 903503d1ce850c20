"""The list that one came from: the way back to it, and who stands before and after the client in it."""

import reflex as rx

from clientmanager.services import client_list
from clientmanager.services.client_filter import ClientFilter, as_query, read_filter
from clientmanager.state.base import AppState
from clientmanager.state.client_page import ClientRecord, on_show


class ClientBeside(AppState):
    list_name: str = "Clients"
    list_href: str = "/clients"
    before: str = ""
    """Where the client before this one is; empty for the first."""
    after: str = ""
    place: str = ""
    """ "9 of 312"."""

    @rx.event
    async def load(self):
        """After the page. All that it needs is in the address, so a reload or a restart changes nothing."""
        chosen = read_filter(self.router.url.query)
        query = as_query(chosen)
        self.list_name, self.list_href = _name(chosen), f"/clients?{query}" if query else "/clients"
        record = await self.get_state(ClientRecord)
        if not record.loaded or record.client.id != on_show(self.router.url.path):
            return None
        found = await self._run(client_list.neighbours, chosen, record.client.id)
        self.before, self.after = (
            f"/clients/{beside}{'?' if query else ''}{query}" if beside else ""
            for beside in (found.previous_id, found.next_id)
        )
        self.place = ""
        # Counting passes every client before this one: cheap in a list that was narrowed, not in all of a practice.
        return ClientBeside.count if chosen.narrows else None

    @rx.event(supersedes=True)
    async def count(self):
        chosen = read_filter(self.router.url.query)
        record = await self.get_state(ClientRecord)
        if chosen.narrows and record.loaded and record.client.id == on_show(self.router.url.path):
            number = await self._run(client_list.place, chosen, record.client.id)
            found = (await self._run(client_list.counted, chosen)).found
            self.place = f"{number} of {found}" if number <= found else ""


def _name(chosen: ClientFilter) -> str:
    whose = "Archived clients" if chosen.archived else "Clients"
    if chosen.search:
        return f"{whose} matching “{chosen.search}”"
    return f"{whose}, filtered" if chosen.narrows else whose
