"""Backups: the newest to take home, thirty nights, and one more on a button."""

import asyncio

import reflex as rx

from clientmanager.services import backup_list, backups
from clientmanager.services.backup_list import BackupsSeen
from clientmanager.state.base import AppState

NONE = BackupsSeen([], [], 0, 0, "", "", "", False, 0, 0)
WATCHED_SECONDS = 3600


class Backups(AppState):
    seen: BackupsSeen = NONE
    loaded: bool = False
    may_see: bool = False
    _watch: int = 0
    """Number of the newest watch; the older ones stop, and one that failed is in nobody's way."""

    @rx.var
    def progress_words(self) -> str:
        if not self.seen.total:
            return "Waiting for its turn"
        return f"{backup_list.grouped(self.seen.done)} of {backup_list.grouped(self.seen.total)} rows"

    @rx.event
    async def load(self):
        await self._enter()
        self.seen, self.may_see = NONE, "see backups" in self.who.may
        if self.may_see:
            self.seen = await self._run(backup_list.seen)
        self.loaded = True
        return Backups.watch if self.seen.taking else None

    @rx.event
    async def take(self):
        await self._run(backups.ask_for)
        self.seen = await self._run(backup_list.seen)
        return Backups.watch

    @rx.event(background=True)
    async def watch(self):
        """Follow the worker until the backup is there."""
        async with self:
            self._watch += 1
            watch = self._watch
        for _ in range(WATCHED_SECONDS * 2):
            await asyncio.sleep(0.5)
            async with self:
                if self._watch != watch:
                    return
                self._change(seen=await self._run(backup_list.seen))
                if not self.seen.taking:
                    break
        async with self:
            done = not self.seen.taking and not self.seen.problem
        if done:
            yield rx.toast("Backup taken.")
