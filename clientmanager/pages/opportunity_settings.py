"""The stages that opportunities go through: /settings/opportunities."""

from typing import Any

import reflex as rx

from clientmanager.components.button import danger_button, filled_button, icon_button, text_button
from clientmanager.components.form import form_error, form_field, select
from clientmanager.components.record import record_head, section_head
from clientmanager.components.sheet import sheet
from clientmanager.components.table import cell, column, row, table
from clientmanager.components.waiting import skeleton_rows
from clientmanager.pages.frame import frame, may
from clientmanager.state.opportunity_settings import KINDS, OpportunitySettings


def opportunity_settings() -> rx.Component:
    add = may(
        "shape the board",
        filled_button("Add stage", icon="plus", on_click=OpportunitySettings.add, aria_keyshortcuts="n"),
    )
    return frame(
        record_head(
            "Stages of opportunities",
            crumb="Settings",
            crumb_href="/settings",
            actions=[rx.el.div(add, class_name="cm-wide")],
        ),
        rx.el.p(
            "The columns of their board, from left to right. There is always one for what was won, and one for what "
            "was lost.",
            class_name="cm-quiet cm-stages-about",
        ),
        rx.cond(OpportunitySettings.loaded, _table(), skeleton_rows(7)),
        _sheet(),
        active="settings",
        primary=add,
    )


def _table() -> rx.Component:
    return table(
        column("Stage"),
        column("Opportunities", figures=True, shown="from-560"),
        column(rx.el.span("Change", class_name="cm-unseen")),
        body=rx.foreach(OpportunitySettings.stages, _stage),
        caption="Stages, from left to right",
    )


def _stage(one: Any, place: Any) -> rx.Component:
    stages: Any = OpportunitySettings.stages
    return row(
        cell(one.name, rx.cond(one.what == one.name, "", one.what), middle=True),
        cell(one.there, figures=True, middle=True, shown="from-560"),
        rx.el.td(
            may(
                "shape the board",
                rx.el.div(
                    _move(one, "left", -1, place == 0),
                    _move(one, "right", 1, place == stages.length() - 1),
                    text_button("Change", aria_label=f"Change {one.name}", on_click=OpportunitySettings.choose(one.id)),
                    class_name="cm-row-actions",
                ),
            ),
            class_name="cm-middle cm-figures",
        ),
        key=one.id,
    )


def _move(one: Any, where: str, by: int, last: Any) -> rx.Component:
    """At its end it stays a button: whoever moves a stage by the keyboard keeps the focus there."""
    return icon_button(
        f"Move {one.name} {where}",
        f"arrow-{where}",
        aria_disabled=rx.cond(last, "true", rx.Var("undefined")),
        on_click=OpportunitySettings.move(one.id, by),
    )


def _sheet() -> rx.Component:
    one: Any = OpportunitySettings.stage
    errors: Any = OpportunitySettings.form_errors
    return sheet(
        rx.cond(one.id != "", one.name, "Add stage"),
        form_error(errors.get("form", "")),
        form_field(
            "Name",
            "stage_name",
            value=one.name,
            error=errors.get("name", ""),
            auto_complete="off",
            max_length=40,
            key=f"name {one.id}",
        ),
        rx.cond(one.id == "", select("An opportunity in it is", "stage_kind", KINDS, error=errors.get("kind", ""))),
        rx.cond(
            one.id != "",
            rx.fragment(
                section_head("Removing"),
                rx.el.p("Only a stage without opportunities can go.", class_name="cm-quiet"),
                danger_button("Remove stage", on_click=OpportunitySettings.remove),
            ),
        ),
        open=OpportunitySettings.opened,
        on_open_change=OpportunitySettings.show,
        on_submit=OpportunitySettings.keep,
        foot=(filled_button(rx.cond(one.id != "", "Save", "Add stage"), type="submit"),),
    )
