"""In a task's sheet: the step of a workflow that it is."""

from typing import Any

import reflex as rx

from clientmanager.components.button import filled_button, text_button
from clientmanager.components.form import form_error, form_field, radio_group, select, text_area
from clientmanager.components.kept_form import kept_form
from clientmanager.components.record import fact_row, section_head
from clientmanager.components.steps import segments
from clientmanager.pages.frame import may
from clientmanager.state.task_sheet import TaskSheet
from clientmanager.state.task_step import TaskStep

STEP: Any = TaskSheet.task.step
OPEN: Any = STEP.state == "open"
ASKS: Any = STEP.fields | STEP.outcomes


def task_step() -> rx.Component:
    """Nothing where the task is no step."""
    return rx.cond(
        STEP.workflow_id != "",
        rx.el.section(
            section_head(STEP.workflow, STEP.place),
            segments(STEP.segments),
            rx.cond(OPEN, may("edit tasks", _open(), otherwise=_read()), _read()),
            class_name="cm-step",
            aria_label="Workflow",
        ),
    )


def done_button() -> rx.Component:
    """Of the sheet: none where the step's own form finishes it."""
    return rx.cond(
        (STEP.workflow_id != "") & OPEN,
        rx.cond(ASKS, rx.fragment(), filled_button("Done", icon="check", on_click=TaskStep.finish_plainly)),
        filled_button("Done", icon="check", on_click=TaskSheet.finish),
    )


def _open() -> rx.Component:
    errors: Any = TaskStep.form_errors
    skip = text_button("Skip this step", on_click=TaskStep.skip)
    ask = rx.form(
        kept_form(
            form_error(errors.get("form", "")),
            rx.foreach(STEP.fields, _field),
            rx.cond(
                STEP.outcomes, radio_group("How did it end?", "outcome", STEP.outcomes, error=errors.get("outcome", ""))
            ),
            on_keep=lambda values: TaskStep.keep(TaskSheet.task.id, values),
        ),
        rx.el.div(filled_button("Finish this step", icon="check", type="submit"), skip, class_name="cm-actions apart"),
        on_submit=TaskStep.finish,
        width="auto",
    )
    return rx.cond(ASKS, ask, rx.el.div(skip, class_name="cm-actions apart"))


def _field(field: Any) -> rx.Component:
    errors: Any = TaskStep.form_errors
    label = rx.cond(field.required, f"{field.words} (required)", field.words)
    said: dict[str, Any] = {"value": field.value, "error": errors.get(field.key, "")}
    chosen = select(label, field.name, field.options, error=said["error"], default_value=field.value)
    control: Any = rx.match(
        field.kind,
        ("lines", text_area(label, field.name, dir="auto", **said)),
        ("date", form_field(label, field.name, type="date", **said)),
        ("choice", chosen),
        ("yes or no", chosen),
        ("amount in rand", form_field(label, field.name, input_mode="decimal", placeholder="12 500,00", **said)),
        form_field(label, field.name, dir="auto", auto_complete="off", **said),
    )
    return control


def _read() -> rx.Component:
    """As it was answered, or as it stands for whoever may not answer."""
    return rx.fragment(
        rx.foreach(STEP.fields, lambda field: rx.cond(field.value != "", fact_row(field.words, field.value))),
        rx.cond(STEP.ended != "", fact_row("It ended", STEP.ended)),
    )
