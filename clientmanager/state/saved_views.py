"""The menu of the views that a person keeps of a page, and the sheet that asks for a name."""

from typing import Any

import reflex as rx

from clientmanager.services import saved_views
from clientmanager.services.saved_views import Dropped, View
from clientmanager.state.base import AppState, plain, undoable

NEW = View("", "", "", False)


class SavedViews(AppState):
    """Of whatever page stands in the address: each view is a link, and what is kept is what the address says."""

    views: list[View] = []
    fetched: bool = False
    opened: bool = False
    """The sheet."""
    renamed: View = NEW
    """Which one it gives another name; without an id while one is made."""
    _dropped: dict[str, Dropped] = {}
    """What can be put back."""

    @rx.event
    async def open_menu(self):
        self.views = await self._run(saved_views.listed, self._address)
        self.fetched = True

    @rx.event
    def start(self):
        """Ask the name of a new one."""
        self._open(NEW)

    @rx.event
    async def start_renaming(self, view_id: str):
        """Ask another name of one that is kept."""
        for view in await self._run(saved_views.listed, self._address):
            if view.id == view_id:
                self._open(view)

    @rx.event
    def show(self, opened: bool):
        self.opened = opened is True

    @rx.event
    async def keep(self, form: dict[str, Any]):
        name, renamed = form.get("view_name") if isinstance(form, dict) else None, self.renamed.id
        if renamed:
            await self._submit(saved_views.rename, renamed, name)
        else:
            await self._submit(saved_views.keep, self._address, name)
        if self.form_errors:
            return None
        self.opened = False
        return rx.toast("Renamed." if renamed else "Kept. It stands under Views.")

    @rx.event
    async def drop(self, view_id: str):
        gone = await self._run(saved_views.drop, view_id)
        self._dropped = {**self._dropped, view_id: gone}
        return undoable(f"Dropped: {gone.name}", SavedViews.put_back(view_id))

    @rx.event
    async def put_back(self, view_id: str):
        """Keep it again under its name, unless another view has the name by now."""
        gone = self._dropped.get(view_id) if isinstance(view_id, str) else None
        if gone is None:
            return None
        self._dropped = {one: other for one, other in self._dropped.items() if one != view_id}
        await self._run(saved_views.keep, gone.address, gone.name, anew=False)
        return rx.toast(plain(f"Kept again: {gone.name}"))

    def _open(self, view: View) -> None:
        self.renamed, self.opened, self.form_errors = view, True, {}

    @property
    def _address(self) -> str:
        return f"{self.router.url.path}?{self.router.url.query}"
