"""The head of every list: title, true count, search, filters as chips, one primary action."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from clientmanager.components.icon import icon
from clientmanager.components.words import Part, Words


def list_head(
    title: Words,
    count: Part = "",
    *,
    search: rx.Component | None = None,
    views: Sequence[rx.Component] = (),
    primary: rx.Component | None = None,
    filters: Sequence[rx.Component] = (),
    quiet_actions: Sequence[rx.Component] = (),
) -> rx.Component:
    """Title and count, search, views and the primary action (which narrow windows have in the bottom bar), then
    chips with text buttons flush right."""
    second = [
        *filters,
        *([rx.el.div(*quiet_actions, class_name="cm-actions apart")] if quiet_actions else []),
    ]
    return rx.el.header(
        rx.el.div(
            rx.el.h1(title, rx.el.span(count, class_name="cm-count"), class_name="cm-title"),
            *([search] if search else []),
            *views,
            *([rx.el.div(primary, class_name="cm-wide")] if primary else []),
            class_name="cm-list-title",
        ),
        *([rx.el.div(*second, class_name="cm-filters")] if second else []),
        class_name="cm-list-head",
    )


def search_field(placeholder: str, *, value: Words = "", on_change: Any = None, **props: Any) -> rx.Component:
    """Search as you type; uncontrolled, so that typing survives a lost connection. `/` puts the cursor here."""
    return rx.el.div(
        icon("search"),
        rx.el.input(
            type="search",
            placeholder=placeholder,
            aria_label=placeholder,
            default_value=value,
            on_change=on_change,
            class_name="cm-input",
            auto_complete="off",
            spell_check=False,
            aria_keyshortcuts="/",
            **props,
        ),
        rx.el.span("/", class_name="cm-key", aria_hidden="true"),
        class_name="cm-search",
        role="search",
    )


def chip(field: Words, value: Words, *, on_remove: Any) -> rx.Component:
    """A filter that is on: the field quiet, its value in ink, and a button that takes it off."""
    return rx.el.span(
        rx.el.span(field, " ", rx.el.b(value)),
        rx.el.button(icon("x"), type="button", aria_label=rx.Var.create(f"Remove filter {field}"), on_click=on_remove),
        class_name="cm-chip",
    )


def add_filter(label: str = "Add filter", **props: Any) -> rx.Component:
    """The dashed chip that opens a menu of filters."""
    return rx.el.button(icon("plus"), label, type="button", class_name="cm-chip add", **props)


def switch(*choices: rx.Component, label: str) -> rx.Component:
    """Two to four views side by side; give each choice (button or link) aria_pressed or aria_current."""
    return rx.el.div(*choices, class_name="cm-switch", role="group", aria_label=label)
