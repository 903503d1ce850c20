"""Tags on a record: chips, each taken off with its ×, and a box that adds another."""

from typing import Any

import reflex as rx

from clientmanager.components.icon import icon, meaning_icon
from clientmanager.components.words import Words


def tag_chips(tags: rx.Var[Any], *, on_remove: Any = None) -> rx.Component:
    """`on_remove(tag)` makes each chip's × an event; without it they are only read."""
    return rx.el.ul(rx.foreach(tags, lambda tag: _chip(tag, on_remove)), class_name="cm-tags", aria_label="Tags")


def _chip(tag: rx.Var[Any], on_remove: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(tag, dir="auto"),
        *(
            [rx.el.button(icon("x"), type="button", aria_label=f"Remove tag {tag}", on_click=on_remove(tag))]
            if on_remove
            else []
        ),
        class_name="cm-tag-chip",
        key=tag,
    )


def tag_box(*, on_add: Any, options: str, error: Words, on_open: Any = None, words: str = "Add a tag") -> rx.Component:
    """A box for one more tag: Return adds what was typed. `on_add(form)` is a form's event."""
    return rx.el.div(
        rx.form(
            icon("plus"),
            rx.el.input(
                name="tag",
                id="new-tag",
                placeholder=words,
                aria_label=words,
                list=options,
                auto_complete="off",
                max_length=200,
                class_name="cm-tag-input",
                **({"on_focus": on_open} if on_open is not None else {}),
            ),
            on_submit=on_add,
            reset_on_submit=True,
            width="auto",
        ),
        rx.cond(
            rx.Var.create(error) != "",
            rx.el.div(meaning_icon("trouble"), rx.el.span(error), class_name="cm-row-note", role="alert"),
        ),
        class_name="cm-tag-box",
    )
