"""The board of the practice's tasks: /tasks."""

from typing import Any

import reflex as rx

from clientmanager.components.address import Address
from clientmanager.components.board import Board, presence
from clientmanager.components.waiting import skeleton_rows
from clientmanager.pages.frame import frame
from clientmanager.pages.new_task import new_task
from clientmanager.pages.task_sheet import task_sheet
from clientmanager.pages.tasks_head import add_task, tasks_head
from clientmanager.state.base import AppState
from clientmanager.state.new_task import NewTask
from clientmanager.state.task_board import TaskBoard
from clientmanager.state.task_sheet import TaskSheet


def tasks() -> rx.Component:
    permissions: Any = AppState.who.may
    return frame(
        Address.create(on_moved=[TaskBoard.moved, TaskSheet.load]),
        tasks_head(
            rx.cond(TaskBoard.loaded, _count()),
            view="/tasks",
            query=TaskBoard.query,
            on_search=TaskBoard.search_for,
            filters=[],
            here=presence(TaskBoard.here, TaskBoard.here_words),
        ),
        rx.cond(
            TaskBoard.loaded,
            Board.create(
                columns=TaskBoard.columns,
                answered=TaskBoard.answered,
                writing=TaskBoard.writing,
                may=permissions.contains("edit tasks"),
                on_move=TaskBoard.move,
                on_more=TaskBoard.show_more,
                on_open=TaskSheet.open,
                on_add=NewTask.start,
                id="board",
            ),
            skeleton_rows(8),
        ),
        task_sheet(),
        new_task(),
        active="tasks",
        primary=add_task(),
    )


def _count() -> rx.Component:
    late = rx.el.span(TaskBoard.late, " late", class_name="cm-late")
    return rx.fragment(TaskBoard.open, " open", rx.cond(TaskBoard.late > 0, rx.fragment(", ", late)))
