"""Settings: the columns of the board, in order, and the sheet in which one is added or changed."""

from typing import Any

import reflex as rx

from clientmanager.components.button import danger_button, filled_button, icon_button, text_button
from clientmanager.components.form import form_error, form_field, select
from clientmanager.components.record import section_head
from clientmanager.components.sheet import sheet
from clientmanager.components.table import cell, column, row, table
from clientmanager.pages.frame import may
from clientmanager.state.board_settings import KINDS, BoardSettings, ColumnSheet


def board_section() -> rx.Component:
    return rx.fragment(
        section_head(
            "Board",
            may(
                "shape the board",
                text_button("Add column", icon="plus", on_click=ColumnSheet.add, data_action="add column"),
            ),
        ),
        table(
            column("Column"),
            column("Limit", figures=True, shown="from-560"),
            column("Tasks", figures=True),
            column(rx.el.span("Change", class_name="cm-unseen")),
            body=rx.foreach(BoardSettings.columns, _column),
            caption="Columns of the board, from left to right",
        ),
    )


def _column(one: Any, place: Any) -> rx.Component:
    done = one.kind == "done"
    columns: Any = BoardSettings.columns
    return row(
        cell(one.name, rx.cond(one.what == one.name, "", one.what), middle=True),
        cell(rx.cond(done | (one.most == ""), "–", one.most), figures=True, shown="from-560", middle=True),
        cell(rx.cond(done, "–", one.tasks.to_string()), figures=True, middle=True),
        rx.el.td(
            may(
                "shape the board",
                rx.el.div(
                    _move(one, "left", -1, place == 0),
                    _move(one, "right", 1, place == columns.length() - 1),
                    text_button("Change", aria_label=f"Change {one.name}", on_click=ColumnSheet.choose(one.id)),
                    class_name="cm-row-actions",
                ),
            ),
            class_name="cm-middle cm-figures",
        ),
        key=one.id,
    )


def _move(one: Any, where: str, by: int, last: Any) -> rx.Component:
    """At its end it stays a button: whoever moves a column by the keyboard keeps the focus there."""
    return icon_button(
        f"Move {one.name} {where}",
        f"arrow-{where}",
        aria_disabled=rx.cond(last, "true", rx.Var("undefined")),
        on_click=BoardSettings.move(one.id, by),
    )


def column_sheet() -> rx.Component:
    one: Any = ColumnSheet.column
    errors: Any = ColumnSheet.form_errors
    return sheet(
        rx.cond(one.id != "", one.name, "Add column"),
        form_error(errors.get("form", "")),
        form_field(
            "Name",
            "column_name",
            value=one.name,
            error=errors.get("name", ""),
            auto_complete="off",
            max_length=40,
            key=f"name {one.id}",
        ),
        select(
            "A task in it is",
            "column_kind",
            KINDS,
            error=errors.get("kind", ""),
            default_value=one.kind,
            key=f"kind {one.id}",
        ),
        form_field(
            "Limit",
            "column_most",
            value=one.most,
            hint="How many tasks it takes at most. Empty: any number. What is done is never counted.",
            error=errors.get("most", ""),
            input_mode="numeric",
            auto_complete="off",
            max_length=3,
            key=f"most {one.id}",
        ),
        rx.cond(one.id != "", _removal()),
        open=ColumnSheet.opened,
        on_open_change=ColumnSheet.show,
        on_submit=ColumnSheet.keep,
        foot=(filled_button(rx.cond(one.id != "", "Save", "Add column"), type="submit"),),
    )


def _removal() -> rx.Component:
    return rx.fragment(
        section_head("Removing"),
        rx.el.p(
            "Only a column without tasks can go. The board keeps one where tasks begin and one for what is done.",
            class_name="cm-quiet",
        ),
        danger_button("Remove column", on_click=ColumnSheet.remove),
    )
