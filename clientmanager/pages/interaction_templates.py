"""The words that calls, meetings and notes are begun with: /settings/templates."""

from typing import Any

import reflex as rx

from clientmanager.components.button import danger_button, filled_button, icon_button, text_button
from clientmanager.components.form import form_error, form_field, select, text_area
from clientmanager.components.record import record_head, section_head
from clientmanager.components.sheet import sheet
from clientmanager.components.table import cell, column, row, table
from clientmanager.components.waiting import skeleton_rows
from clientmanager.pages.frame import frame, may
from clientmanager.state.interaction_templates import KINDS, InteractionTemplates

ROWS: Any = InteractionTemplates.rows
_SHAPE = "shape templates"


def interaction_templates() -> rx.Component:
    return frame(
        record_head(
            "Templates", crumb="Settings", crumb_href="/settings", actions=[rx.el.div(_add(), class_name="cm-wide")]
        ),
        rx.cond(InteractionTemplates.loaded, _body(), skeleton_rows(4)),
        _sheet(),
        active="settings",
        primary=_add(),
    )


def interaction_settings() -> rx.Component:
    """In the settings: where they are."""
    templates = text_button("Templates to begin them with", icon="layout-template", href="/settings/templates")
    return section_head("Calls, meetings and notes", templates)


def _add() -> rx.Component:
    return may(
        _SHAPE,
        filled_button("Add template", icon="plus", on_click=InteractionTemplates.add),
    )


def _body() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            "Chosen from the menu “Template” while a call, a meeting or a note is written down. The words go into the"
            " box, below what stands there.",
            class_name="cm-quiet",
        ),
        rx.cond(
            ROWS,
            table(
                column("Template"),
                column("For", shown="from-560"),
                column(rx.el.span("Change", class_name="cm-unseen")),
                body=rx.foreach(ROWS, _row),
                caption="Templates, in the order in which they are offered",
            ),
            rx.el.p("There is no template. Add the questions that you ask each time.", class_name="cm-quiet"),
        ),
        class_name="cm-stack cm-composer-templates",
    )


def _row(one: Any, place: Any) -> rx.Component:
    return row(
        cell(one.name, rx.el.span(one.words, class_name="cm-composer-begins"), middle=True),
        cell(one.what, shown="from-560", middle=True),
        rx.el.td(
            may(
                _SHAPE,
                rx.el.div(
                    _move(one, "up", -1, place == 0),
                    _move(one, "down", 1, place == ROWS.length() - 1),
                    text_button(
                        "Change", aria_label=f"Change {one.name}", on_click=InteractionTemplates.choose(one.id)
                    ),
                    class_name="cm-row-actions",
                ),
            ),
            class_name="cm-middle cm-figures",
        ),
        key=one.id,
    )


def _move(one: Any, where: str, by: int, last: Any) -> rx.Component:
    """At its end it stays a button: whoever moves a template by the keyboard keeps the focus there."""
    return icon_button(
        f"Move {one.name} {where}",
        f"arrow-{where}",
        aria_disabled=rx.cond(last, "true", rx.Var("undefined")),
        on_click=InteractionTemplates.move(one.id, by),
    )


def _sheet() -> rx.Component:
    one: Any = InteractionTemplates.template
    errors: Any = InteractionTemplates.form_errors
    return sheet(
        rx.cond(one.id != "", one.name, "Add template"),
        rx.fragment(
            form_error(errors.get("form", "")),
            form_field(
                "Name",
                "template_name",
                value=one.name,
                error=errors.get("name", ""),
                auto_complete="off",
                max_length=60,
                dir="auto",
            ),
            select("For", "template_kind", KINDS, error=errors.get("kind", ""), default_value=one.kind),
            text_area(
                "Words",
                "template_words",
                value=one.words,
                error=errors.get("words", ""),
                hint="One question on a line, with room below it to write.",
                dir="auto",
                rows=14,
            ),
            rx.cond(one.id != "", danger_button("Remove template", on_click=InteractionTemplates.remove)),
            key=InteractionTemplates.turn,
        ),
        open=InteractionTemplates.opened,
        on_open_change=InteractionTemplates.show,
        on_submit=InteractionTemplates.keep,
        foot=(filled_button(rx.cond(one.id != "", "Save", "Add template"), type="submit"),),
    )
