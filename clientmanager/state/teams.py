"""Settings: the teams of the practice, and the sheet in which one is made or changed."""

from typing import Any

import reflex as rx
from reflex.event import EventSpec

from clientmanager.services import teams
from clientmanager.services.teams import Member, TeamRow
from clientmanager.state.base import AppState, undoable

NEW = TeamRow("", "", (), "")


class Teams(AppState):
    teams: list[TeamRow] = []

    @rx.event
    async def load(self):
        self.teams = await self._run(teams.listed)


class TeamSheet(AppState):
    opened: bool = False
    team: TeamRow = NEW
    """Which one it is about; without an id while one is made."""
    people: list[Member] = []
    """Who can be in it."""
    ticked: list[str] = []
    """The ids of those who shall be in it."""
    _removed: TeamRow = NEW
    """The last one, until it is put back."""

    @rx.event
    async def add(self):
        await self._open(NEW)

    @rx.event
    async def choose(self, team_id: str):
        for team in await self._run(teams.listed):
            if team.id == team_id:
                await self._open(team)

    @rx.event
    def show(self, opened: bool):
        self.opened = opened is True

    @rx.event
    def tick(self, user_id: str):
        """Let this person be in it, or not any more; kept with the sheet."""
        if user_id in self.ticked:
            self.ticked = [one for one in self.ticked if one != user_id]
        elif user_id in [one.id for one in self.people]:
            self.ticked = [*self.ticked, user_id]

    @rx.event
    async def keep(self, form: dict[str, Any]):
        await self._submit(
            teams.keep, self.team.id, form.get("team_name") if isinstance(form, dict) else None, list(self.ticked)
        )
        return self._done(rx.toast("Saved." if self.team.id else "The team is made. Tasks can be filtered by it."))

    @rx.event
    async def remove(self):
        self._removed = self.team
        name = await self._submit(teams.remove, self.team.id)
        words = f"The team {name} is removed. Its people and their tasks stay."
        return self._done(undoable(words, TeamSheet.put_back))

    @rx.event
    async def put_back(self):
        """Make the team anew that was removed last, with the same people."""
        gone, self._removed = self._removed, NEW
        if not gone.id:
            return None
        await self._run(teams.keep, "", gone.name, [one.id for one in gone.members])
        return Teams.load

    async def _open(self, team: TeamRow) -> None:
        self.team, self.opened, self.form_errors = team, True, {}
        self.people = await self._run(teams.people)
        self.ticked = [one.id for one in team.members]

    def _done(self, said: EventSpec) -> Any:
        if self.form_errors:
            return None
        self.opened = False
        return [Teams.load, said]
