"""A record of advice on a page of its own: /clients/…/advice/…"""

from typing import Any

import reflex as rx

from clientmanager.services import advice, advice_locking, advice_page, advice_signing
from clientmanager.services.advice_page import AdviceView
from clientmanager.services.advice_signing import WAYS
from clientmanager.services.task_file_form import LARGEST, LARGEST_WORDS
from clientmanager.state.advice_parts import AdviceParts
from clientmanager.state.base import AppState, plain


class AdviceRecord(AdviceParts, AppState):
    loaded: bool = False
    asking: str = ""
    """ "lock" or "discard" while it is asked whether that is meant."""

    @rx.event
    async def load(self):
        advice_id = self.router.url.path.rstrip("/").rpartition("/")[2]
        if self.record.id != advice_id:
            self.record, self.loaded = AdviceView(), False
            # of the same one it stays open: a connection that came back takes no signature away
            (await self.get_state(AdviceSigning)).sheet = ""
        self.marks, self.asking = {}, ""
        self.record = await self._arrive(advice_page.page, advice_id)
        self.loaded = True

    @rx.event
    def ask(self, what: str):
        self.asking = what if what in ("lock", "discard") and not self.record.locked else ""

    @rx.event
    def show_question(self, opened: bool):
        if opened is not True:
            self.asking = ""

    @rx.event
    async def lock(self):
        number = await self._run(advice_locking.lock, self.record.id)
        self.asking, self.marks = "", {}
        await self._reload()
        return rx.toast(f"Version {number} is locked. Give the client their copy next.")

    @rx.event
    async def begin_version(self):
        number = await self._run(advice.new_version, self.record.id)
        await self._reload()
        return rx.toast(f"Version {number} begins as a copy of the one before.")

    @rx.event
    async def discard(self):
        """A draft that is not wanted; the versions that are locked stay."""
        stays = await self._run(advice.discard, self.record.id)
        self.marks, self.asking = {}, ""
        if stays:
            await self._reload()
            return rx.toast("The draft is discarded.")
        client = self.record.client_id
        self.record, self.loaded = AdviceView(), False
        return [rx.redirect(f"/clients/{client}"), rx.toast("The draft is discarded.")]


class AdviceSigning(AppState):
    """That a locked version was given to the client, and signed."""

    version_id: str = ""
    number: int = 0
    sheet: str = ""
    """ "delivery" or "signature" while one is open."""
    ways: list[tuple[str, str]] = list(WAYS)
    largest: int = LARGEST
    largest_words: str = LARGEST_WORDS

    @rx.event
    def record_delivery(self, version_id: str, number: int):
        self._open("delivery", version_id, number)

    @rx.event
    def record_signature(self, version_id: str, number: int):
        self._open("signature", version_id, number)

    @rx.event
    def show(self, opened: bool):
        if opened is not True:
            self.sheet = ""

    @rx.event
    async def deliver(self, form: dict[str, Any]):
        await self._submit(advice_signing.deliver, self.version_id, form)
        return await self._done("That the client has it is written down.")

    @rx.event
    async def sign(self, name: str, value: str):
        await self._submit(advice_signing.sign_drawn, self.version_id, name, value)
        return await self._done("The signature is kept.")

    @rx.event
    async def scanned(self):
        """A scan was kept over HTTP."""
        return await self._done("The scan is kept.")

    def _open(self, sheet: str, version_id: object, number: object) -> None:
        self.form_errors = {}
        self.sheet, self.version_id = sheet, str(version_id)
        self.number = number if isinstance(number, int) else 0

    async def _done(self, words: str) -> Any:
        if self.form_errors:
            return None
        self.sheet = ""
        record = await self.get_state(AdviceRecord)
        await record._reload()
        return rx.toast(plain(words))
