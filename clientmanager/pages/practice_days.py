"""Settings: the practice's own days off, by which due days are worked out."""

from typing import Any

import reflex as rx

from clientmanager.components.button import outline_button, text_button
from clientmanager.components.form import form_error, form_field, select
from clientmanager.components.record import section_head
from clientmanager.components.table import cell, column, row, table
from clientmanager.pages.frame import may
from clientmanager.state.practice_days import PracticeDays


def practice_days() -> rx.Component:
    return rx.fragment(
        section_head("Days off", rx.el.span("beside South Africa's public holidays")),
        rx.cond(
            PracticeDays.days,
            table(
                column("Day"),
                column("What"),
                column(rx.el.span("Remove", class_name="cm-unseen")),
                body=rx.foreach(PracticeDays.days, _day),
                caption="The practice's own days off",
            ),
            rx.el.p(
                "Recurring tasks and workflows mind the public holidays by themselves. Add elections, or the days "
                "between Christmas and New Year on which the office is closed.",
                class_name="cm-quiet",
            ),
        ),
        may("shape the board", _adding()),
    )


def _day(one: Any) -> rx.Component:
    return row(
        cell(one.words, middle=True),
        cell(rx.cond(one.kind == "worked", rx.el.span(one.name, ", worked"), one.name), middle=True),
        rx.el.td(
            may(
                "shape the board",
                text_button("Remove", aria_label=f"Remove {one.words}", on_click=PracticeDays.remove(one.id)),
            ),
            class_name="cm-middle cm-figures",
        ),
        key=one.id,
    )


def _adding() -> rx.Component:
    errors: Any = PracticeDays.form_errors
    return rx.form(
        form_error(errors.get("form", "")),
        form_field("Day", "exception_day", type="date", error=errors.get("day", "")),
        form_field("Why", "exception_name", placeholder="Office closed", error=errors.get("name", ""), max_length=80),
        select("What it is", "exception_kind", PracticeDays.kinds, error=errors.get("kind", "")),
        outline_button("Add day", type="submit"),
        on_submit=PracticeDays.add,
        key=PracticeDays.round,
        class_name="cm-day-form",
        width="auto",
    )
