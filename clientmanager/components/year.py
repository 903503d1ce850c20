"""A year at a glance: twelve months, and a mark in each for what happened in it."""

from typing import Any

import reflex as rx

MARKS = (("call", "Call"), ("meeting", "Meeting"), ("written", "Written"), ("advice", "Advice"))


def legend() -> rx.Component:
    """What the marks mean."""
    return rx.el.div(
        *(rx.el.span(mark(kind), words) for kind, words in MARKS), class_name="cm-year-legend", aria_hidden="true"
    )


def year(months: Any, *, on_choose: Any) -> rx.Component:
    """Each month leads to its own entries."""
    return rx.el.div(
        rx.foreach(
            months,
            lambda month: rx.el.button(
                rx.el.span(rx.foreach(month.marks, mark), class_name="cm-year-marks", aria_hidden="true"),
                rx.el.span(month.words, aria_hidden="true"),
                rx.el.span(month.told, class_name="cm-unseen"),
                type="button",
                on_click=on_choose(month.last_day),
                key=month.last_day,
            ),
        ),
        class_name="cm-year",
        role="group",
        aria_label="The last twelve months",
    )


def mark(kind: Any) -> rx.Component:
    return rx.el.i(data_mark=kind, class_name="cm-year-mark")
