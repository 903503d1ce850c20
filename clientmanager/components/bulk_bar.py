"""The bar that stands in the pager's place, or in the bottom bar's on narrow windows, while rows are chosen."""

from typing import Any

import reflex as rx

from clientmanager.components.icon import icon
from clientmanager.components.words import Part, Words


def bulk_bar(count: Words, *actions: Part, all_words: Words, on_all: Any, on_clear: Any) -> rx.Component:
    """Says how many are chosen and what can be done with them; Escape clears.

    Args:
        all_words: "Select all 312"; empty where no more can be chosen.
    """
    return rx.el.div(
        rx.el.span(count, class_name="cm-strong", role="status"),
        rx.cond(
            all_words,
            rx.el.button(all_words, type="button", on_click=on_all, class_name="cm-bulk-all"),
        ),
        rx.el.div(*actions, class_name="cm-bulk-actions"),
        rx.el.button(
            rx.el.span("Clear", class_name="cm-from-1024"),
            icon("x"),
            type="button",
            aria_label="Clear",
            aria_keyshortcuts="Escape",
            on_click=on_clear,
            class_name="cm-bulk-action",
        ),
        class_name="cm-bulk",
        role="region",
        aria_label="Chosen clients",
    )


def bulk_progress(label: Words, words: Words) -> rx.Component:
    """What the worker is at meanwhile."""
    return rx.el.div(rx.el.span(label, class_name="cm-strong"), rx.el.span(words), class_name="cm-bulk", role="status")


def bulk_action(words: Words, *, icon_name: str = "chevron-down", wide: bool = False, **props: Any) -> rx.Component:
    """A button of the bar; `opens=` names its menu. `wide` ones are left to the bar's last menu on narrow windows."""
    opens = {"custom_attrs": {"popoverTarget": props.pop("opens")}} if "opens" in props else {}
    return rx.el.button(
        words,
        *([icon(icon_name)] if icon_name else []),
        type="button",
        class_name="cm-bulk-action cm-from-1024" if wide else "cm-bulk-action",
        **opens,
        **props,
    )
