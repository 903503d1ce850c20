"""The workflows of one client, on their page."""

from typing import Any

import reflex as rx

from clientmanager.components.button import text_button
from clientmanager.components.record import section_head
from clientmanager.components.steps import segments
from clientmanager.components.words import Part
from clientmanager.pages.frame import may
from clientmanager.state.client_page import ClientRecord
from clientmanager.state.client_workflows import ClientWorkflows
from clientmanager.state.start_workflow import StartWorkflow
from clientmanager.state.workflow_sheet import WorkflowSheet


def client_workflows() -> list[Part]:
    """Those that run, then those that ended lately."""
    client_id: Any = ClientWorkflows.client_id
    begin = text_button(
        "Start a workflow",
        icon="plus",
        # whose page it is, and not whose workflows came already: one who is quick is not refused
        on_click=StartWorkflow.start_for(ClientRecord.client.id),
        data_action="start a workflow",
    )
    return [
        section_head("Workflows", may("edit tasks", begin)),
        # on the way along the list they come after the page, as the tasks do
        rx.cond(
            ClientWorkflows.rows & (client_id == ClientRecord.client.id),
            rx.el.ul(rx.foreach(ClientWorkflows.rows, _row), class_name="cm-client-flows"),
            rx.el.p("No workflow runs for them.", class_name="cm-quiet cm-nothing-here"),
        ),
    ]


def _row(flow: Any) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            flow.name, type="button", class_name="cm-row-button", on_click=WorkflowSheet.open(flow.id), dir="auto"
        ),
        rx.el.span(
            segments(flow.segments), rx.el.span(flow.words, class_name="cm-quiet cm-small"), class_name="cm-far"
        ),
        rx.cond(flow.running, rx.foreach(flow.steps, _open_step)),
        data_running=flow.running,
        key=flow.id,
    )


def _open_step(step: Any) -> rx.Component:
    return rx.cond(
        step.state == "open",
        rx.el.div(
            rx.el.span(step.title, dir="auto"),
            rx.el.span(
                rx.cond(step.who != "", step.who, "Nobody yet"),
                rx.cond(
                    step.due != "",
                    rx.fragment(" · ", rx.el.span(step.due, class_name=rx.cond(step.late, "cm-late", ""))),
                ),
                class_name="cm-quiet cm-small",
            ),
            class_name="cm-open-step",
        ),
    )
