"""In the settings: the practice's templates of workflows."""

from typing import Any

import reflex as rx

from clientmanager.components.button import outline_button, text_button
from clientmanager.components.record import section_head
from clientmanager.components.sheet import sheet
from clientmanager.components.table import cell, column, row, table
from clientmanager.pages.frame import may
from clientmanager.state.workflow_settings import WorkflowSettings

TEMPLATE: Any = WorkflowSettings.template


def workflow_settings() -> list[rx.Component]:
    return [
        section_head(
            "Workflows",
            may("shape workflows", text_button("New workflow", icon="plus", href="/settings/workflows/new")),
        ),
        table(
            column("Workflow"),
            column("Steps", figures=True, shown="from-560"),
            column("Version", figures=True, shown="from-560"),
            column("Running", figures=True),
            column(rx.el.span("Read or change", class_name="cm-unseen")),
            body=rx.foreach(WorkflowSettings.templates, _row),
            caption="Templates of workflows",
        ),
    ]


def template_sheet() -> rx.Component:
    return sheet(
        TEMPLATE.name,
        rx.fragment(
            *in_words(TEMPLATE),
            key=TEMPLATE.id,
        ),
        open=WorkflowSettings.opened,
        on_open_change=WorkflowSettings.show,
        foot=(
            rx.el.span("Version ", TEMPLATE.version, class_name="cm-quiet cm-small"),
            rx.el.span(class_name="cm-apart"),
            may(
                "shape workflows",
                rx.cond(
                    TEMPLATE.retired,
                    outline_button("Offer it again", on_click=WorkflowSettings.bring_back(TEMPLATE.id)),
                    text_button("Offer it no more", on_click=WorkflowSettings.retire(TEMPLATE.id)),
                ),
            ),
        ),
    )


def in_words(template: Any) -> list[rx.Component]:
    """What it is for, and its steps as one reads them."""
    return [
        rx.el.p(template.about, class_name="cm-quiet"),
        rx.el.ol(rx.foreach(template.steps, _step), class_name="cm-template-steps"),
    ]


def _row(one: Any) -> rx.Component:
    return row(
        cell(one.name, rx.cond(one.retired, "Not offered any more", one.about)),
        cell(one.steps.to_string(), figures=True, shown="from-560"),
        cell(one.version.to_string(), figures=True, shown="from-560"),
        cell(one.running.to_string(), figures=True),
        rx.el.td(
            rx.el.div(
                text_button("Read", aria_label=f"Read {one.name}", on_click=WorkflowSettings.open(one.id)),
                may(
                    "shape workflows",
                    text_button("Change", aria_label=f"Change {one.name}", href=f"/settings/workflows/{one.id}"),
                ),
                class_name="cm-row-actions",
            ),
            class_name="cm-middle cm-figures",
        ),
        key=one.id,
    )


def _step(step: Any) -> rx.Component:
    def quiet(words: Any) -> rx.Component:
        return rx.cond(words != "", rx.el.div(words, class_name="cm-quiet cm-small"))

    return rx.el.li(
        rx.el.span(step.number, class_name="cm-quiet", aria_hidden="true"),
        rx.el.div(
            rx.el.div(step.title, class_name="cm-strong"),
            quiet(step.about),
            quiet(step.begins),
            rx.cond(step.asks != "", rx.el.div("Asks: ", step.asks, class_name="cm-quiet cm-small")),
            rx.foreach(step.outcomes, lambda words: rx.el.div(words, class_name="cm-small")),
        ),
        key=step.number,
    )
