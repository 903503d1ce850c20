"""One's own notices: the count beside the navigation in every tab, the inbox, and the day's digest."""

from contextlib import suppress

import reflex as rx

from clientmanager.errors import DomainError
from clientmanager.services import changes, notice_digest, notice_list
from clientmanager.services.notice_digest import Digest
from clientmanager.services.notice_list import Inbox, News, NoticeRow
from clientmanager.state.base import AppState, plain

INBOX, DIGEST = "/notices", "/notices/digest"


class Notices(AppState):
    rows: list[NoticeRow] = []
    news: list[News] = []
    """What was given just now, for the browser's own notifications."""
    until: list[tuple[str, str]] = []
    """Until when one can put a notice off."""
    next: str = ""
    loaded: bool = False
    digest: Digest = Digest()
    digest_loaded: bool = False

    @rx.event
    async def load(self):
        self._show(await self._arrive(notice_list.inbox))
        self.until = notice_list.snooze_choices()
        self.loaded = True

    @rx.event
    async def load_digest(self):
        self.digest = await self._arrive(notice_digest.digest)
        self.digest_loaded = True

    @rx.event
    async def show_earlier(self):
        if self.next:
            page = await self._run(notice_list.inbox, self.next)
            self.rows, self.next = [*self.rows, *page.rows], page.next

    @rx.event
    async def read(self, notice_id: str):
        await self._run(notice_list.read, notice_id)
        await self._reload()

    @rx.event
    async def read_all(self):
        await self._run(notice_list.read_all)
        await self._reload()

    @rx.event
    async def snooze(self, notice_id: str, until: str):
        words = await self._run(notice_list.snooze, notice_id, until)
        await self._reload()
        return rx.toast(plain(f"Put off until {words}."))

    @rx.event
    async def catch_up(self):
        """Something was given, read or put off, here or elsewhere. Nobody asked, so nobody is answered where it cannot
        be read any more.
        """
        with suppress(DomainError):
            unread, news = await self._run(changes.glanced, notice_list.news)
            self._change(unread=unread, news=list(news))
            path = self.router.url.path.rstrip("/")
            if path == INBOX and self.loaded:
                self._show(await self._run(changes.glanced, notice_list.inbox))
            elif path == DIGEST and self.digest_loaded:
                self._change(digest=await self._run(changes.glanced, notice_digest.digest))

    async def _reload(self) -> None:
        self._show(await self._run(notice_list.inbox))

    def _show(self, inbox: Inbox) -> None:
        """The newest; whoever looked at earlier ones opens them again."""
        self._change(rows=list(inbox.rows), next=inbox.next, unread=inbox.unread)
