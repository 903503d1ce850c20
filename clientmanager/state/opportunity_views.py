"""Whichever view of the opportunities a tab shows, it is the one that keeps up with the others."""

import reflex as rx

from clientmanager.state.base import AppState
from clientmanager.state.looking import OPPORTUNITIES
from clientmanager.state.opportunity_board import OpportunityBoard
from clientmanager.state.opportunity_list import OpportunityList

VIEWS = {"/opportunities": OpportunityBoard, "/opportunities/list": OpportunityList}


class OpportunityViews(AppState):
    @rx.event
    async def catch_up(self):
        view = VIEWS.get(self.router.url.path.rstrip("/"))
        if view is None:
            OPPORTUNITIES.leave(self.router.session.client_token)
        else:
            await (await self.get_state(view))._catch_up()
