"""A sheet from the side (from below on narrow windows), for what is too long to edit in place."""

from typing import Any

import reflex as rx

from clientmanager.components.icon import icon
from clientmanager.components.words import Flag, Part, Words


def sheet(
    title: Words,
    *body: Part,
    open: Flag,  # noqa: A002
    on_open_change: Any,
    foot: tuple[rx.Component, ...] = (),
    on_submit: Any = None,
    description: Words = "",
) -> rx.Component:
    """A longer form. It keeps the focus inside, closes on Escape, and gives the focus back. With `on_submit` the
    body and the foot are one form. The close button comes last, so that the cursor starts in the first field."""
    inner = [
        rx.el.div(*body, class_name="cm-sheet-body"),
        *([rx.el.div(*foot, class_name="cm-sheet-foot")] if foot else []),
    ]
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(title),
            rx.dialog.description(description, class_name="cm-unseen" if not description else "cm-sheet-description"),
            *([rx.form(*inner, on_submit=on_submit, width="auto")] if on_submit else inner),
            rx.dialog.close(
                rx.el.button(
                    icon("x", large=True), type="button", aria_label="Close", class_name="cm-button text square"
                )
            ),
            class_name="cm-sheet",
        ),
        open=open,
        on_open_change=on_open_change,
    )
