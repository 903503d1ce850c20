"""A template of a workflow, written on a page of its own: /settings/workflows/…"""

from typing import Any

import reflex as rx

from clientmanager.components.button import filled_button, icon_button, outline_button, text_button
from clientmanager.components.form import error_line, form_error, form_field, select, text_area
from clientmanager.components.kept_form import kept_form
from clientmanager.components.record import record_head, section_head
from clientmanager.components.sheet import sheet
from clientmanager.components.table import cell, column, row, table
from clientmanager.components.waiting import skeleton_rows
from clientmanager.pages.frame import frame, may
from clientmanager.pages.workflow_settings import in_words
from clientmanager.pages.workflow_step_form import step_sheet
from clientmanager.state.workflow_editor import WorkflowEditor, WorkflowVersion

EDITOR: Any = WorkflowEditor.editor
ERRORS: Any = WorkflowEditor.form_errors
ABOUT = [("yes", "A client, who is chosen when it starts"), ("no", "The practice itself")]


def workflow_editor() -> rx.Component:
    return frame(
        may(
            "shape workflows",
            rx.cond(WorkflowEditor.loaded, rx.fragment(_head(), _body()), skeleton_rows(8)),
            otherwise=rx.el.p("Whoever shapes the practice's workflows changes them here.", class_name="cm-quiet"),
        ),
        step_sheet(),
        _version_sheet(),
        active="settings",
        primary=may("shape workflows", _save()),
    )


def _save() -> rx.Component:
    return filled_button("Save", on_click=WorkflowEditor.save)


def _head() -> rx.Component:
    return record_head(
        rx.cond(EDITOR.name != "", EDITOR.name, "New workflow"),
        crumb="Settings",
        crumb_href="/settings",
        state=[
            rx.cond(EDITOR.version > 0, rx.el.span("Version ", EDITOR.version), rx.el.span("Not saved yet")),
            rx.cond(EDITOR.kept != "", rx.el.span("Typed ", EDITOR.kept, ", not saved", class_name="cm-quiet")),
        ],
        actions=[
            rx.cond(EDITOR.kept != "", text_button("Start afresh", on_click=WorkflowEditor.start_afresh)),
            rx.el.div(_save(), class_name="cm-wide"),
        ],
    )


def _body() -> rx.Component:
    newer = EDITOR.newest > EDITOR.version
    over = rx.cond(newer, outline_button("Save mine over it", on_click=WorkflowEditor.save_over))
    return rx.el.div(
        form_error(ERRORS.get("form", ""), over),
        rx.cond(
            (EDITOR.id == "new") & (EDITOR.kept == ""),
            select("Begin with", "begin-with", WorkflowEditor.sources, on_change=WorkflowEditor.begin_with),
        ),
        rx.form(
            kept_form(
                form_field("Name", "name", value=EDITOR.name, error=ERRORS.get("name", ""), max_length=80, dir="auto"),
                text_area("What it is for", "about", value=EDITOR.about, error=ERRORS.get("about", ""), dir="auto"),
                select("It is about", "for_client", ABOUT, default_value=EDITOR.for_client),
                section_head("Days", _add("milestones", "Add a day")),
                _hint("Steps are due before or after one of them. Each is asked for when the workflow starts."),
                _parts(EDITOR.milestones, "milestones", "Day"),
                section_head("Roles", _add("roles", "Add a role")),
                _hint("Who plays each part is asked for when the workflow starts."),
                _parts(EDITOR.roles, "roles", "Role"),
                on_keep=lambda values: WorkflowEditor.keep(EDITOR.id, values),
            ),
            on_submit=lambda values: WorkflowEditor.keep(EDITOR.id, values),
            class_name="cm-editor-head",
            key=WorkflowEditor.round,
        ),
        section_head("Steps", _add("steps", "Add a step")),
        error_line(ERRORS.get("steps", "")),
        rx.cond(
            EDITOR.steps,
            rx.el.ol(rx.foreach(EDITOR.steps, _step), class_name="cm-editor-steps"),
            _hint("A step becomes a task when its turn comes. Add the first one."),
        ),
        rx.cond(EDITOR.versions, _versions()),
        class_name="cm-editor",
    )


def _hint(words: str) -> rx.Component:
    return rx.el.p(words, class_name="cm-quiet cm-small")


def _add(what: str, words: str) -> rx.Component:
    return text_button(words, icon="plus", on_click=WorkflowEditor.add(what, ""), id=f"add-{what}")


def _parts(parts: Any, what: str, label: str) -> rx.Component:
    """Milestones, or roles: each renamed where it stands, moved and removed."""

    def one(part: Any, place: Any) -> rx.Component:
        wrong = ERRORS.get(f"{part.at}.words", "")
        return rx.el.li(
            form_field(
                f"{label} {place + 1}", part.name, value=part.words, error=wrong, max_length=120, dir="auto",
            ),
            *order(part, what, part.words, place == 0, place == parts.length() - 1),
            rx.cond(part.fixed, rx.fragment(), removal(part, what, part.words)),
            key=part.key,
        )  # fmt: skip

    return rx.el.ol(rx.foreach(parts, one), class_name="cm-editor-parts")


def order(part: Any, what: str, words: Any, first: Any, last: Any) -> list[rx.Component]:
    """At its end of the list a button stays where it is: whoever moves by the keyboard keeps the focus there."""

    def way(where: str, by: int, end: Any) -> rx.Component:
        return icon_button(
            f"Move {words} {where}",
            f"arrow-{where}",
            aria_disabled=rx.cond(end, "true", rx.Var("undefined")),
            on_click=WorkflowEditor.move(what, part.key, by, ""),
        )

    return [way("up", -1, first), way("down", 1, last)]


def removal(part: Any, what: str, words: Any) -> rx.Component:
    return icon_button(f"Remove {words}", "x", on_click=WorkflowEditor.remove(what, part.key, ""))


def _step(step: Any, place: Any) -> rx.Component:
    wrong: Any = WorkflowEditor.wrong_steps
    words = step.words
    title = rx.cond(words.title != "", words.title, "Without a name")

    def quiet(said: Any) -> rx.Component:
        return rx.cond(said != "", rx.el.div(said, class_name="cm-quiet cm-small"))

    return rx.el.li(
        rx.el.span(words.number, class_name="cm-quiet", aria_hidden="true"),
        rx.el.div(
            rx.el.button(
                title,
                type="button",
                class_name="cm-row-link cm-row-button",
                on_click=WorkflowEditor.open_step(step.key),
                dir="auto",
            ),
            quiet(words.about),
            quiet(words.begins),
            rx.cond(words.asks != "", rx.el.div("Asks: ", words.asks, class_name="cm-quiet cm-small")),
            rx.foreach(words.outcomes, lambda said: rx.el.div(said, class_name="cm-small")),
            error_line(wrong.get(step.at, "")),
        ),
        rx.el.div(
            *order(step, "steps", title, place == 0, place == EDITOR.steps.length() - 1),
            removal(step, "steps", title),
            class_name="cm-row-actions",
        ),
        key=step.key,
    )


def _versions() -> rx.Component:
    return rx.fragment(
        section_head("Versions"),
        table(
            column("Version"),
            column("Saved"),
            column("By", shown="from-560"),
            column("Running", figures=True),
            column(rx.el.span("Read", class_name="cm-unseen")),
            body=rx.foreach(EDITOR.versions, _version),
            caption="Versions of this workflow, the newest first",
            tall=False,
        ),
    )


def _version(one: Any) -> rx.Component:
    return row(
        cell(one.number.to_string(), middle=True),
        cell(one.when, middle=True),
        cell(rx.cond(one.who != "", one.who, "–"), shown="from-560", middle=True),
        cell(one.running.to_string(), figures=True, middle=True),
        rx.el.td(
            text_button(
                "Read",
                aria_label=f"Read version {one.number}",
                on_click=WorkflowVersion.read(EDITOR.id, one.number),
            ),
            class_name="cm-middle cm-figures",
        ),
        key=one.number,
    )


def _version_sheet() -> rx.Component:
    shown: Any = WorkflowVersion.version
    return sheet(
        f"{shown.name}, version {shown.version}",
        rx.fragment(*in_words(shown), key=f"{shown.id} {shown.version}"),
        open=WorkflowVersion.opened,
        on_open_change=WorkflowVersion.show,
    )
