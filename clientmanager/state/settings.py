"""Settings: the practice, its users, one's own sessions."""

from typing import Any

import reflex as rx

from clientmanager.services import practices, sign_in, users
from clientmanager.services.credentials import Link
from clientmanager.services.practices import PracticeDetails
from clientmanager.services.users import PERMISSIONS, PermissionRow, UserRow
from clientmanager.state.base import AppState, plain

NOBODY = UserRow("", "", "", "", "", 0, False, "")


class Settings(AppState):
    loaded: bool = False
    practice: PracticeDetails = PracticeDetails("", "", "")
    users: list[UserRow] = []
    sessions: int = 0
    permissions: list[PermissionRow] = PERMISSIONS
    field_states: dict[str, str] = {}
    notes: dict[str, str] = {}

    @rx.var
    def users_words(self) -> str:
        active = sum(user.state != "left" for user in self.users)
        return f"{active} active" if active == len(self.users) else f"{active} active, {len(self.users) - active} left"

    @rx.event
    async def load(self):
        await self._enter()
        self.field_states, self.notes = {}, {}
        await self._reload()
        self.loaded = True

    @rx.event
    async def save(self, field: str, value: str):
        """Keep the practice's name, contact or FSP number."""
        kept = {name: getattr(self.practice, name) for name in ("name", "contact", "fsp_number")}
        values: dict[str, Any] = kept | {str(field): value}
        await self._submit(practices.change, values)
        self.field_states = {str(field): "refused" if self.form_errors else "saved"}
        self.notes = {str(field): " ".join(self.form_errors.values())}
        await self._reload()

    async def _reload(self) -> None:
        self.practice = await self._run(practices.details)
        self.users = await self._run(users.listed)
        self.sessions = await self._run(sign_in.living_sessions)


class UserSheet(AppState):
    """The sheet in which a user is added, changed, or let go."""

    opened: bool = False
    user: UserRow = NOBODY
    """Whom it is about; nobody while one is added."""
    successors: list[tuple[str, str]] = []
    successor: str = ""
    link: str = ""
    """Shown once, to be handed over: it leaves this state when the sheet closes."""
    link_words: str = ""

    @rx.event
    async def add(self):
        await self._open(NOBODY)

    @rx.event
    async def choose(self, user_id: str):
        listed = await self._run(users.listed)
        for user in listed:
            if user.id == user_id:
                await self._open(user)
                self.successors = [("", "Choose who takes them")] + [
                    (other.id, other.name) for other in listed if other.state != "left" and other.id != user_id
                ]

    @rx.event
    def show(self, opened: bool):
        self.opened = opened is True
        if not self.opened:
            self.link, self.link_words = "", ""

    @rx.event
    def hand_over_to(self, user_id: str):
        self.successor = user_id if isinstance(user_id, str) else ""

    @rx.event
    async def keep(self, form: dict[str, Any]):
        """Add the user, or change their name and role."""
        # Reflex sends along every control with an id that the sheet may ever show.
        form = {name: form[name] for name in ("name", "email", "role") if form.get(name) is not None}
        if not self.user.id:
            return await self._show_link(await self._submit(users.add, form))
        await self._submit(users.change, self.user.id, form)
        return await self._done("Saved.")

    @rx.event
    async def make_link(self):
        return await self._show_link(await self._submit(users.reset, self.user.id))

    @rx.event
    async def reactivate(self):
        return await self._show_link(await self._submit(users.reactivate, self.user.id))

    @rx.event
    async def deactivate(self):
        moved = await self._submit(users.deactivate, self.user.id, hand_over_to=self.successor)
        name = next((words for value, words in self.successors if value == self.successor and value), "")
        gone = f"{self.user.name} can no longer sign in."
        return await self._done(f"{gone} {moved} went to {name}." if moved else gone)

    async def _open(self, user: UserRow) -> None:
        self.user, self.opened, self.form_errors = user, True, {}
        self.link, self.link_words, self.successor, self.successors = "", "", "", []

    async def _show_link(self, link: Link | None) -> Any:
        if link is None:
            return None
        self.link = link.address
        self.link_words = f"Hand this link to {link.name}. It works once, until {link.until}."
        return Settings.load

    async def _done(self, words: str) -> Any:
        if self.form_errors:
            return None
        self.opened = False
        return [Settings.load, rx.toast(plain(words))]
