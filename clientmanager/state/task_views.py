"""Whichever view of the tasks a tab shows, it is the one that keeps up with the others."""

import reflex as rx

from clientmanager.state.base import AppState
from clientmanager.state.looking import BOARDS
from clientmanager.state.task_board import TaskBoard
from clientmanager.state.task_calendar import TaskCalendar
from clientmanager.state.task_day import TaskDay
from clientmanager.state.task_list import TaskList
from clientmanager.state.workflow_list import WorkflowList
from clientmanager.state.workflow_sheet import WorkflowSheet

VIEWS = {
    "/tasks": TaskBoard,
    "/tasks/list": TaskList,
    "/tasks/calendar": TaskCalendar,
    "/tasks/day": TaskDay,
    "/tasks/workflows": WorkflowList,
}


class TaskViews(AppState):
    @rx.event
    async def catch_up(self):
        view = VIEWS.get(self.router.url.path.rstrip("/"))
        if view is None:
            BOARDS.leave(self.router.session.client_token)
        else:
            await (await self.get_state(view))._catch_up()
            await (await self.get_state(WorkflowSheet))._catch_up()
