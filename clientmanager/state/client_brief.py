"""What is read of a client before a meeting."""

import reflex as rx

from clientmanager.services import meeting_brief
from clientmanager.services.meeting_brief import NOTHING, MeetingBrief
from clientmanager.state.base import AppState


class ClientBrief(AppState):
    brief: MeetingBrief = NOTHING

    @rx.event
    async def load(self):
        client_id = self.router.url.path.rstrip("/").removesuffix("/brief").rpartition("/")[2]
        if self.brief.client_id != client_id:
            self.brief = NOTHING
        self.brief = await self._arrive(meeting_brief.brief, client_id)
