"""Settings: the practice's own days off, and the public holidays on which it works."""

from typing import Any

import reflex as rx

from clientmanager.services import practice_days
from clientmanager.services.practice_days import DayRow
from clientmanager.state.base import AppState, plain, undoable

KINDS = [("off", "Day off"), ("worked", "Public holiday that is worked")]


class PracticeDays(AppState):
    days: list[DayRow] = []
    kinds: list[tuple[str, str]] = KINDS
    round: int = 0
    """Counts what was added, so that the form begins empty again."""

    @rx.event
    async def load(self):
        self.days = await self._run(practice_days.listed)

    @rx.event
    async def add(self, form: dict[str, Any]):
        typed = form if isinstance(form, dict) else {}
        values = {name: typed.get(f"exception_{name}", "") for name in ("day", "name", "kind")}
        if await self._submit(practice_days.add, values) is None:
            return
        self.round += 1
        self.days = await self._run(practice_days.listed)

    @rx.event
    async def remove(self, day_id: str):
        gone = next((one for one in self.days if one.id == day_id), None)
        name = await self._run(practice_days.remove, day_id)
        self.days = await self._run(practice_days.listed)
        if gone is None:
            return rx.toast(plain(f"{name} is a usual day again."))
        put_back = PracticeDays.put_back(gone.day, gone.name, gone.kind)
        return undoable(f"{gone.words} is a usual day again.", put_back)

    @rx.event
    async def put_back(self, day: str, name: str, kind: str):
        """What was removed last."""
        await self._run(practice_days.add, {"day": day, "name": name, "kind": kind})
        self.days = await self._run(practice_days.listed)
