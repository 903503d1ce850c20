"""The board of the practice's tasks: /tasks."""

from typing import Any

import reflex as rx

from clientmanager.components.board import Board
from clientmanager.components.waiting import skeleton_rows
from clientmanager.pages.task_frame import task_frame
from clientmanager.state.base import AppState
from clientmanager.state.new_task import NewTask
from clientmanager.state.task_board import TaskBoard
from clientmanager.state.task_sheet import TaskSheet


def tasks() -> rx.Component:
    permissions: Any = AppState.who.may
    return task_frame(
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
        view="/tasks",
        state=TaskBoard,
        count=_count(),
        waiting=skeleton_rows(8),
    )


def _count() -> rx.Component:
    late = rx.el.span(TaskBoard.late, " late", class_name="cm-late")
    return rx.fragment(TaskBoard.open, " open", rx.cond(TaskBoard.late > 0, rx.fragment(", ", late)))
