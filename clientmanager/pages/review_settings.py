"""How often clients are reviewed, by their category: /settings/reviews."""

from typing import Any

import reflex as rx

from clientmanager.components.button import filled_button, text_button
from clientmanager.components.form import form_error, form_field, text_area
from clientmanager.components.list_head import list_head
from clientmanager.components.sheet import sheet
from clientmanager.components.table import cell, column, row, table
from clientmanager.components.waiting import skeleton_rows
from clientmanager.pages.frame import frame, may
from clientmanager.state.review_settings import ReviewSettings


def review_settings() -> rx.Component:
    return frame(
        list_head("How often clients are reviewed"),
        rx.el.p(
            "Counted from the last review that was held, or from when the client was added. A client’s own cycle, set "
            "in the sheet of their review, wins over their category’s.",
            class_name="cm-quiet cm-review-about",
        ),
        rx.cond(ReviewSettings.loaded, _table(), skeleton_rows(4)),
        _sheet(),
        active="settings",
    )


def _table() -> rx.Component:
    return table(
        column("Category"),
        column("How often"),
        column(rx.el.span("Change", class_name="cm-unseen")),
        body=rx.foreach(ReviewSettings.cycles, _row),
        caption="Cycles of reviews",
    )


def _row(one: Any) -> rx.Component:
    change = text_button(
        "Change", aria_label=f"Change how often: {one.words}", on_click=ReviewSettings.change(one.category)
    )
    return row(
        cell(one.words, one.clients),
        cell(one.cycle),
        rx.el.td(may("shape reviews", change), class_name="cm-middle cm-figures"),
        key=one.category,
    )


def _sheet() -> rx.Component:
    cycle: Any = ReviewSettings.cycle
    errors: Any = ReviewSettings.form_errors
    return sheet(
        cycle.words,
        rx.fragment(
            form_error(errors.get("form", "")),
            form_field(
                "Every how many months", "every_months", value=cycle.every_months, input_mode="numeric",
                error=errors.get("every_months", ""), hint="Empty: they are not reviewed.",
            ),
            form_field(
                "Prepared how many days ahead", "ahead_days", value=cycle.ahead_days, input_mode="numeric",
                error=errors.get("ahead_days", ""),
            ),
            text_area(
                "What every agenda begins with", "agenda", value=cycle.agenda, error=errors.get("agenda", ""),
                hint="A line each. What is open with the client is added.",
            ),
            key=ReviewSettings.round,
        ),
        open=ReviewSettings.opened,
        on_open_change=ReviewSettings.show,
        on_submit=ReviewSettings.keep,
        foot=(filled_button("Keep", type="submit"),),
    )  # fmt: skip
