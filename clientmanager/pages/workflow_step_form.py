"""The sheet of one step of a template: who does it, by when, what it asks and what follows."""

from typing import Any

import reflex as rx

from clientmanager.components.button import filled_button, icon_button, text_button
from clientmanager.components.form import error_line, form_field, select, text_area
from clientmanager.components.kept_form import kept_form
from clientmanager.components.record import section_head
from clientmanager.components.sheet import sheet
from clientmanager.components.table import checkbox
from clientmanager.state.workflow_editor import CHOICES, WorkflowEditor

STEP: Any = WorkflowEditor.step
ERRORS: Any = WorkflowEditor.form_errors


def step_sheet() -> rx.Component:
    return sheet(
        f"Step {STEP.number}",
        kept_form(
            error_line(ERRORS.get(STEP.at, "")),
            _field("Title", "title", STEP.title, max_length=200),
            _choice("Who does it", "role", STEP.roles, STEP.role),
            _due(),
            _choice("It opens", "starts", CHOICES["starts"], STEP.starts),
            text_area(
                "How it is done", "description", value=STEP.description, error=_wrong("description"), dir="auto"
            ),
            text_area(
                "Checklist", "checklist", value=STEP.checklist, error=_wrong("checklist"), dir="auto",
                hint="One on each line",
            ),
            _choice("Priority", "priority", CHOICES["priority"], STEP.priority),
            section_head("What it asks", _add("fields", "Add a field")),
            rx.foreach(STEP.fields, _form_field),
            section_head("How it can end", _add("outcomes", "Add an outcome")),
            rx.cond(
                STEP.outcomes,
                rx.fragment(),
                rx.el.p(
                    "Without outcomes it is just done, and the step after it opens.", class_name="cm-quiet cm-small"
                ),
            ),
            rx.foreach(STEP.outcomes, _outcome),
            on_keep=lambda values: WorkflowEditor.keep_step(WorkflowEditor.editor.id, STEP.key, values),
            key=STEP.key,
        ),
        open=WorkflowEditor.opened,
        on_open_change=WorkflowEditor.show,
        on_submit=lambda values: WorkflowEditor.close_step(WorkflowEditor.editor.id, STEP.key, values),
        foot=(
            text_button("Remove this step", on_click=WorkflowEditor.remove("steps", STEP.key, "")),
            rx.el.span(class_name="cm-apart"),
            filled_button("Done", type="submit"),
        ),
    )  # fmt: skip


def _wrong(name: str) -> Any:
    return ERRORS.get(f"{STEP.at}.{name}", "")


def _field(label: str, name: str, value: Any, **props: Any) -> rx.Component:
    return form_field(label, name, value=value, error=_wrong(name), dir="auto", **props)


def _choice(label: str, name: str, options: Any, value: Any, error: Any = None) -> rx.Component:
    return select(label, name, options, default_value=value, error=_wrong(name) if error is None else error)


def _due() -> rx.Component:
    return rx.el.div(
        form_field(
            "Due", "days", value=STEP.days, error=_wrong("due.offset"), input_mode="numeric", auto_complete="off",
            max_length=5,
        ),
        _choice("Days", "unit", CHOICES["unit"], STEP.unit, _wrong("due.unit")),
        _choice("Before or after", "side", CHOICES["side"], STEP.side, ""),
        _choice("Which day", "milestone", STEP.milestones, STEP.milestone, _wrong("due.milestone")),
        class_name="cm-beside-each-other",
    )  # fmt: skip


def _add(what: str, words: str) -> rx.Component:
    return text_button(words, icon="plus", on_click=WorkflowEditor.add(what, STEP.key), id=f"add-{what}")


def _ordered(part: Any, what: str, legend: str, place: Any, *body: rx.Component) -> rx.Component:
    """One part of a step, with the buttons that move and remove it."""

    def way(where: str, by: int) -> rx.Component:
        return icon_button(
            f"Move {legend} {place + 1} {where}",
            f"arrow-{where}",
            on_click=WorkflowEditor.move(what, part.key, by, STEP.key),
        )

    return rx.el.fieldset(
        rx.el.legend(f"{legend} {place + 1}"),
        *body,
        rx.el.div(
            way("up", -1),
            way("down", 1),
            text_button("Remove", aria_label=f"Remove {legend} {place + 1}",
                        on_click=WorkflowEditor.remove(what, part.key, STEP.key)),
            class_name="cm-row-actions",
        ),
        class_name="cm-editor-part",
        key=part.key,
    )  # fmt: skip


def _form_field(one: Any, place: Any) -> rx.Component:
    return _ordered(
        one,
        "fields",
        "Field",
        place,
        form_field(
            "Label", f"{one.name}:words", value=one.words, error=ERRORS.get(f"{one.at}.words", ""), max_length=120,
            dir="auto",
        ),
        select("What is filled in", f"{one.name}:kind", CHOICES["kind"], default_value=one.kind),
        rx.cond(
            one.kind == "choice",
            text_area(
                "What can be chosen", f"{one.name}:options", value=one.options, hint="One on each line", dir="auto",
                error=ERRORS.get(f"{one.at}.options", ""),
            ),
        ),
        checkbox("It must be filled in", unseen=False, name=f"{one.name}:required", default_checked=one.required),
    )  # fmt: skip


def _outcome(one: Any, place: Any) -> rx.Component:
    calls = rx.el.fieldset(
        rx.el.legend("Then opens"),
        rx.foreach(
            one.calls,
            lambda step: checkbox(step.words, unseen=False, name=step.name, default_checked=step.chosen),
        ),
        class_name="cm-people",
    )
    return _ordered(
        one,
        "outcomes",
        "Outcome",
        place,
        error_line(ERRORS.get(one.at, "")),
        form_field(
            "In words", f"{one.name}:words", value=one.words, error=ERRORS.get(f"{one.at}.words", ""), max_length=120,
            dir="auto",
        ),
        rx.cond(one.calls, calls),
        checkbox("The whole workflow is over then", unseen=False, name=f"{one.name}:ends", default_checked=one.ends),
        select(
            "It dates", f"{one.name}:sets", STEP.dates, default_value=one.sets, hint="With the day on which it is said"
        ),
    )  # fmt: skip
