"""The sheet in which a workflow is started, for a client or for the practice itself."""

from typing import Any

import reflex as rx

from clientmanager.components.button import filled_button, text_button
from clientmanager.components.finder import finder
from clientmanager.components.form import form_error, form_field, select
from clientmanager.components.record import fact_row, section_head
from clientmanager.components.sheet import sheet
from clientmanager.state.start_workflow import StartWorkflow


def start_workflow() -> rx.Component:
    asked: Any = StartWorkflow.asked
    errors: Any = StartWorkflow.form_errors
    return sheet(
        "Start a workflow",
        rx.fragment(
            form_error(errors.get("form", "")),
            select("Workflow", "template", StartWorkflow.templates, on_change=StartWorkflow.choose),
            rx.el.p(asked.about, class_name="cm-quiet"),
            rx.cond(StartWorkflow.choosing & asked.for_client, _client()),
            rx.fragment(
                rx.cond(asked.roles, section_head("Who")),
                rx.foreach(asked.roles, _role),
                section_head("Days"),
                rx.foreach(asked.milestones, _milestone),
                key=asked.template_id,
            ),
            key=StartWorkflow.round,
        ),
        open=StartWorkflow.opened,
        on_open_change=StartWorkflow.show,
        on_submit=StartWorkflow.start,
        foot=(filled_button("Start", type="submit"),),
    )


def _client() -> rx.Component:
    """Whom it is for: looked for by name, then said with a way to another."""
    errors: Any = StartWorkflow.form_errors
    return rx.cond(
        StartWorkflow.client != "",
        fact_row(
            "Client",
            rx.el.span(StartWorkflow.client, dir="auto"),
            text_button("Change", on_click=StartWorkflow.look_for_another, aria_label="Change client"),
        ),
        rx.fragment(
            form_field(
                "Client",
                "workflow-client",
                placeholder="Name, phone or e-mail",
                error=errors.get("client_id", ""),
                on_change=StartWorkflow.find_client,
                auto_complete="off",
                dir="auto",
            ),
            rx.cond(StartWorkflow.clients, finder(StartWorkflow.clients, on_choose=StartWorkflow.choose_client)),
        ),
    )


def _role(one: Any) -> rx.Component:
    errors: Any = StartWorkflow.form_errors
    people: Any = StartWorkflow.asked.people
    return select(
        one.words,
        one.name,
        people,
        error=errors.get(one.refused_as, ""),
        default_value=one.value,
        # whoever is proposed changes with the client
        key=f"{one.name} {one.value}",
    )


def _milestone(one: Any) -> rx.Component:
    errors: Any = StartWorkflow.form_errors
    return form_field(
        one.words,
        one.name,
        type="date",
        value=one.value,
        error=errors.get(one.refused_as, ""),
        hint=rx.cond(one.key == "start", "", "Can also be said later"),
    )
