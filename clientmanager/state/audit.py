"""The audit: who did what, newest first."""

import reflex as rx

from clientmanager.services import audit_list
from clientmanager.services.audit_list import ACTIONS, ACTORS, AuditRow, Trust
from clientmanager.state.base import AppState


class Audit(AppState):
    rows: list[AuditRow] = []
    trust: Trust = Trust()
    people: list[tuple[str, str]] = []
    actions: list[tuple[str, str]] = [(name, words) for name, (words, _) in ACTIONS.items()]
    user: str = ""
    client: str = ""
    action: str = ""
    client_name: str = ""
    may_see: bool = False
    loaded: bool = False
    place: int = 1
    """The number of the first entry shown."""
    has_older: bool = False
    _starts: list[str] = [""]
    """Where each page up to this one began, for the way back."""
    _next: str = ""

    @rx.var
    def user_name(self) -> str:
        return dict(self.people).get(self.user, "")

    @rx.var
    def action_name(self) -> str:
        return dict(self.actions).get(self.action, "")

    @rx.var
    def trust_words(self) -> str:
        """Only what is so."""
        if not self.trust.sealed_until:
            return "Nothing is sealed yet."
        sealed = f"Sealed up to {self.trust.sealed_until}"
        return f"{sealed}; chain verified {self.trust.verified}." if self.trust.verified else f"{sealed}."

    @rx.var
    def shown_words(self) -> str:
        return f"Entries {self.place} to {self.place + len(self.rows) - 1}" if self.rows else ""

    @rx.event
    async def load(self):
        await self._enter()
        self.may_see = "see the audit" in self.who.may
        if self.may_see:
            asked = self.router.url.query_parameters
            self.user, self.client, self.action = (
                asked.get("user", ""),
                asked.get("client", ""),
                asked.get("action", ""),
            )
            everybody = await self._run(audit_list.people)
            self.people = [*everybody.items(), *ACTORS.items()]
            self.trust = await self._run(audit_list.trust)
            await self._from_the_top()
        self.loaded = True

    @rx.event
    async def by(self, user: str):
        """Only what this person did; "" for everybody."""
        self.user = user if isinstance(user, str) else ""
        await self._from_the_top()
        return self._remember()

    @rx.event
    async def only(self, action: str):
        """Only this kind of entry; "" for all."""
        self.action = action if isinstance(action, str) else ""
        await self._from_the_top()
        return self._remember()

    @rx.event
    async def of_everybody(self):
        """No longer of one client only."""
        self.client = ""
        await self._from_the_top()
        return self._remember()

    @rx.event
    async def older(self):
        if self._next:
            self._starts = [*self._starts, self._next]
            await self._show()

    @rx.event
    async def newer(self):
        if len(self._starts) > 1:
            self._starts = self._starts[:-1]
            await self._show()

    async def _from_the_top(self) -> None:
        self.client_name = await self._run(audit_list.client_name, self.client) if self.client else ""
        self._starts = [""]
        await self._show()

    async def _show(self) -> None:
        page = await self._run(
            audit_list.listed, before=self._starts[-1], user=self.user, client=self.client, action=self.action
        )
        self.rows, self._next, self.has_older = page.rows, page.next, bool(page.next)
        self.place = 1 + audit_list.PAGE * (len(self._starts) - 1)

    def _remember(self) -> rx.event.EventSpec:
        """Keep the filters in the address, so that reload, back and a restart find them."""
        return rx.call_function(
            rx.Var(
                "((filters) => { const u = new URL(location.href); u.search = '';"
                " for (const [name, value] of Object.entries(filters)) if (value) u.searchParams.set(name, value);"
                " history.replaceState(history.state, '', u); })"
            )
            .to(rx.vars.FunctionVar)
            .call({"user": self.user, "client": self.client, "action": self.action})
        )
