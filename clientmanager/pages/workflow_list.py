"""The workflows of the whole practice: /tasks/workflows."""

from typing import Any

import reflex as rx

from clientmanager.components.button import filled_button, outline_button, text_button
from clientmanager.components.icon import icon
from clientmanager.components.list_head import switch
from clientmanager.components.steps import segments
from clientmanager.components.table import cell, column, table
from clientmanager.components.waiting import empty, nothing_found, skeleton_rows
from clientmanager.pages.frame import may
from clientmanager.pages.start_workflow import start_workflow
from clientmanager.pages.task_frame import task_frame
from clientmanager.pages.workflow_sheet import workflow_sheet
from clientmanager.state.start_workflow import StartWorkflow
from clientmanager.state.task_filters import TaskFilters
from clientmanager.state.workflow_list import WorkflowList
from clientmanager.state.workflow_sheet import WorkflowSheet


def workflow_list() -> rx.Component:
    return task_frame(
        rx.cond(WorkflowList.rows, rx.fragment(rx.cond(WorkflowList.ended, _ended(), _running()), _more()), _nothing()),
        start_workflow(),
        workflow_sheet(),
        view="/tasks/workflows",
        state=WorkflowList,
        count=_count(),
        waiting=skeleton_rows(8),
        more=[switch(_which("Running", False), _which("Ended", True), label="Which"), _template()],
        looks_for="Workflow, client or step",
        primary=_start(),
    )


def _start() -> rx.Component:
    return may(
        "edit tasks",
        filled_button(
            "Start a workflow",
            icon="plus",
            on_click=StartWorkflow.start_for(""),
            aria_keyshortcuts="n",
            data_action="start a workflow",
        ),
    )


def _count() -> rx.Component:
    late: Any = WorkflowList.count.late
    return rx.fragment(
        WorkflowList.count_words, rx.cond(late > 0, rx.fragment(", ", rx.el.span(late, " late", class_name="cm-late")))
    )


def _which(words: str, ended: bool) -> rx.Component:
    return rx.el.button(
        words, type="button", aria_pressed=WorkflowList.ended == ended, on_click=WorkflowList.show_ended(ended)
    )


def _template() -> rx.Component:
    """Shown where there is something to choose between."""
    templates: Any = WorkflowList.templates
    chosen = rx.el.div(
        rx.el.select(
            rx.foreach(templates, lambda one: rx.el.option(one[1], value=one[0])),
            value=WorkflowList.template,
            on_change=WorkflowList.choose,
            aria_label="Which workflows",
            class_name="cm-input",
            id="template-shown",
        ),
        icon("chevron-down"),
        class_name="cm-select",
    )
    return rx.cond(templates.length() > 2, chosen)


def _running() -> rx.Component:
    return table(
        column("Workflow"),
        column("Progress", shown="from-560", width="200px"),
        column("Open now"),
        column("Next due", shown="from-560"),
        column("Started", shown="from-1024"),
        body=rx.foreach(WorkflowList.rows, _running_row),
        caption="Workflows that run",
        tall=False,
    )


def _running_row(flow: Any) -> rx.Component:
    return rx.el.tr(
        _name(flow),
        cell(segments(flow.segments), flow.place, shown="from-560"),
        cell(
            rx.fragment(
                rx.foreach(flow.open, _open), _further(flow.more_open), rx.el.div(_due(flow), class_name="cm-below-560")
            )
        ),
        cell(_due(flow), shown="from-560"),
        cell(flow.started, shown="from-1024"),
        key=flow.id,
    )


def _ended() -> rx.Component:
    return table(
        column("Workflow"),
        column("Came to", shown="from-560", width="200px"),
        column("Took"),
        column("Started", shown="from-560"),
        body=rx.foreach(WorkflowList.rows, _ended_row),
        caption="Workflows that are over",
        tall=False,
    )


def _ended_row(flow: Any) -> rx.Component:
    return rx.el.tr(
        _name(flow),
        cell(segments(flow.segments), flow.place, shown="from-560"),
        cell(flow.took),
        cell(flow.started, shown="from-560"),
        key=flow.id,
    )


def _name(flow: Any) -> rx.Component:
    return cell(
        rx.el.button(
            flow.name, type="button", class_name="cm-row-link cm-row-button", on_click=WorkflowSheet.open(flow.id)
        ),
        rx.fragment(
            rx.el.span(rx.cond(flow.client != "", flow.client, "No client"), dir="auto"),
            rx.el.span(" · ", flow.place, class_name="cm-below-560"),
        ),
    )


def _open(step: Any) -> rx.Component:
    return rx.el.div(
        rx.el.span(step.title, dir="auto"),
        rx.el.span(" · ", rx.cond(step.who != "", step.who, "Nobody yet"), class_name="cm-quiet cm-small"),
    )


def _further(many: Any) -> rx.Component:
    return rx.cond(many > 0, rx.el.div("and ", many, " more", class_name="cm-quiet cm-small"))


def _due(flow: Any) -> rx.Component:
    return rx.cond(
        flow.late,
        rx.el.span(icon("circle-alert"), flow.due, class_name="cm-tag trouble cm-nowrap"),
        rx.cond(
            flow.due != "",
            rx.el.span(flow.due, class_name="cm-nowrap"),
            rx.el.span("No day yet", class_name="cm-quiet"),
        ),
    )


def _more() -> rx.Component:
    return rx.cond(WorkflowList.has_more, rx.el.p(outline_button("Show more", on_click=WorkflowList.show_more)))


def _nothing() -> rx.Component:
    return rx.cond(
        TaskFilters.narrowed | (WorkflowList.template != ""),
        nothing_found(
            "No workflow fits these filters",
            "Take one off to see more.",
            text_button("Show all", on_click=[TaskFilters.clear, WorkflowList.show_all]),
        ),
        rx.cond(
            WorkflowList.ended,
            empty("list-checks", "No workflow has ended yet", "What is finished or stopped stands here."),
            empty(
                "list-checks",
                "No workflow runs",
                "Work that is done the same way each time, such as a FICA refresh or a claim, is started here or on a "
                "client's page. Its steps become tasks, one after the other.",
                may("edit tasks", text_button("Start a workflow", on_click=StartWorkflow.start_for(""))),
            ),
        ),
    )
