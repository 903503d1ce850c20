"""A sheet from the side (from below on narrow windows), for what is too long to edit in place."""

from typing import Any

import reflex as rx

from clientmanager.components.icon import icon
from clientmanager.components.words import Flag, Part, Words

# Radix gives the focus back to the button that it knows as the trigger; ours are opened by events.
_START = rx.Var(
    "(event) => { event.preventDefault(); event.currentTarget.cameFrom = document.activeElement;"
    " const first = (what) => event.currentTarget.querySelector(what);"
    " (first('[data-first]') ?? first('input, select, textarea') ?? first('button'))?.focus() }"
)
# Radix goes round from the last control to the first without scrolling to it.
_SEEN = rx.Var('(event) => event.target.scrollIntoView({ block: "nearest" })')
# A toast over the sheet is no elsewhere: its Undo is pressed without closing what it is about.
_OUTSIDE = rx.Var("(event) => { if (event.target.closest?.('[data-sonner-toaster]')) event.preventDefault() }")
_END = rx.Var("(event) => { event.preventDefault(); event.currentTarget.cameFrom?.focus() }")


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
    body and the foot are one form. The cursor starts in the first field, or on what has `data_first`."""
    inner = [
        rx.el.div(*body, class_name="cm-sheet-body"),
        *([rx.el.div(*foot, class_name="cm-sheet-foot")] if foot else []),
    ]
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(title),
            rx.dialog.description(
                description,
                class_name="cm-unseen" if isinstance(description, str) and not description else "cm-sheet-description",
            ),
            *([rx.form(*inner, on_submit=on_submit, width="auto")] if on_submit else inner),
            rx.dialog.close(
                rx.el.button(
                    icon("x", large=True), type="button", aria_label="Close", class_name="cm-button text square"
                )
            ),
            class_name="cm-sheet",
            custom_attrs={
                "onOpenAutoFocus": _START,
                "onCloseAutoFocus": _END,
                "onFocus": _SEEN,
                "onInteractOutside": _OUTSIDE,
            },
        ),
        open=open,
        on_open_change=on_open_change,
    )
