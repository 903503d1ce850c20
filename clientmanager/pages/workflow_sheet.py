"""The sheet of one workflow: its steps, its days, and its end."""

from typing import Any

import reflex as rx

from clientmanager.components.button import outline_button, text_button
from clientmanager.components.icon import icon
from clientmanager.components.in_place import in_place_day
from clientmanager.components.link import link
from clientmanager.components.record import fact_row, section_head
from clientmanager.components.sheet import sheet
from clientmanager.components.steps import segments
from clientmanager.pages.frame import may
from clientmanager.state.task_sheet import TaskSheet
from clientmanager.state.workflow_sheet import WorkflowSheet

FLOW: Any = WorkflowSheet.workflow


def workflow_sheet() -> rx.Component:
    return sheet(
        FLOW.name,
        rx.fragment(
            # one comes to read: not into the first of the days, which stand at the end
            rx.el.div(
                segments(FLOW.segments),
                rx.el.span(FLOW.words, class_name="cm-quiet"),
                rx.cond(
                    FLOW.client_id != "",
                    link(rx.el.span(FLOW.client, dir="auto"), href=f"/clients/{FLOW.client_id}"),
                ),
                class_name="cm-far cm-begins",
                tab_index=-1,
                data_first=True,
            ),
            section_head("Steps"),
            rx.el.ol(rx.foreach(FLOW.steps, _step), class_name="cm-flow-steps"),
            section_head("Days"),
            rx.el.div(rx.foreach(FLOW.milestones, _milestone), class_name="cm-task-facts"),
            key=FLOW.id,
        ),
        open=WorkflowSheet.opened,
        on_open_change=WorkflowSheet.show,
        foot=(
            may(
                "edit tasks",
                rx.cond(
                    FLOW.running,
                    text_button("Stop this workflow", on_click=WorkflowSheet.stop),
                    rx.cond(
                        FLOW.stopped, outline_button("Take it up again", on_click=WorkflowSheet.take_up_again(FLOW.id))
                    ),
                ),
            ),
        ),
    )


def _step(step: Any) -> rx.Component:
    """Its task opens in its own sheet, in place of this one."""
    sign: Any = rx.match(
        step.state,
        ("done", icon("check")),
        ("open", icon("circle-dot")),
        ("skipped", icon("minus")),
        icon("circle"),
    )
    title = rx.cond(
        step.task_id != "",
        text_button(step.title, on_click=[WorkflowSheet.show(False), TaskSheet.open(step.task_id)]),
        rx.el.span(step.title),
    )
    said: Any = rx.match(
        step.state,
        (
            "done",
            rx.fragment(rx.cond(step.outcome != "", step.outcome, "Done"), " · ", step.done),
        ),
        (
            "open",
            rx.fragment(
                rx.cond(step.who != "", step.who, "Nobody yet"),
                rx.cond(
                    step.due != "",
                    rx.fragment(" · ", rx.el.span(step.due, class_name=rx.cond(step.late, "cm-late", ""))),
                ),
            ),
        ),
        ("skipped", rx.fragment(rx.cond(step.done != "", f"Skipped · {step.done}", "Was not needed"))),
        rx.fragment("Not yet its turn"),
    )
    return rx.el.li(
        sign,
        rx.el.div(title, rx.el.div(said, class_name="cm-quiet cm-small")),
        data_state=step.state,
        key=step.key,
    )


def _milestone(one: Any, place: Any) -> rx.Component:
    refused: Any = WorkflowSheet.refused
    editor = in_place_day(
        one[1],
        one[2],
        kind="date",
        on_save=lambda typed: WorkflowSheet.move(FLOW.id, one[0], typed),
        field_id=f"moved-{place}",
        state=rx.cond(refused.contains(one[0]), "refused", "resting"),
        note=refused.get(one[0], ""),
    )
    return rx.cond(
        FLOW.running, may("edit tasks", editor, otherwise=fact_row(one[1], one[2])), fact_row(one[1], one[2])
    )
