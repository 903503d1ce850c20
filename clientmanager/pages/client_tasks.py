"""The tasks of one client, on their page."""

from typing import Any

import reflex as rx

from clientmanager.components.avatar import avatar
from clientmanager.components.button import text_button
from clientmanager.components.link import link
from clientmanager.components.record import section_head
from clientmanager.components.words import Part
from clientmanager.pages.frame import may
from clientmanager.pages.task_row import due
from clientmanager.state.client_page import ClientRecord
from clientmanager.state.client_tasks import ClientTasks
from clientmanager.state.new_task import NewTask
from clientmanager.state.task_sheet import TaskSheet


def client_tasks() -> list[Part]:
    """What is open, by when it is due; anyone adds one here, already for this client."""
    client_id: Any = ClientTasks.client_id
    add = text_button("Add task", icon="plus", on_click=NewTask.start_for(client_id), data_action="add task")
    every = rx.cond(ClientTasks.open > 0, link("All tasks", href=f"/tasks/list?client={client_id}"))
    return [
        section_head("Tasks", every, may("edit tasks", add)),
        # on the way along the list the tasks come after the page: never the one before under another's name
        rx.cond(
            ClientTasks.rows & (client_id == ClientRecord.client.id),
            rx.el.ul(rx.foreach(ClientTasks.rows, _row), class_name="cm-client-tasks"),
            rx.el.p("Nothing is to be done for them.", class_name="cm-quiet cm-nothing-here"),
        ),
    ]


def _row(row: Any) -> rx.Component:
    card = row.card
    return rx.el.li(
        rx.el.button(
            card.title, type="button", class_name="cm-row-button", on_click=TaskSheet.open(card.id), dir="auto"
        ),
        rx.el.span(due(card), class_name="cm-task-second"),
        rx.el.span(row.column, class_name="cm-quiet cm-small"),
        rx.cond(card.who != "", rx.el.span(avatar(card.initials, size="small"), title=card.who)),
        key=card.id,
    )
