"""Waiting and nothing: skeletons, empty lists, searches without a result, true progress."""

import reflex as rx

from clientmanager.components.button import actions
from clientmanager.components.icon import icon
from clientmanager.components.words import Part, Words

WIDTHS = [(162, 116), (204, 143), (135, 92)]


def skeleton_rows(count: int = 8) -> rx.Component:
    """Rows of the list's own shape, shown after 150 ms; they do not move."""
    return rx.el.div(
        *(
            rx.el.div(
                rx.el.div(rx.el.i(width=f"{first}px"), rx.el.i(width=f"{second}px")),
                rx.el.div(rx.el.i(width="88px"), rx.el.i(width="54px"), class_name="cm-figures"),
            )
            for first, second in (WIDTHS[place % len(WIDTHS)] for place in range(count))
        ),
        class_name="cm-skeleton",
        aria_hidden="true",
    )


def empty(icon_name: str, words: Part, second: Part, *next_steps: rx.Component) -> rx.Component:
    """Says what will be here and offers the one next step."""
    return rx.el.div(
        icon(icon_name, large=True),
        rx.el.div(rx.el.p(words), rx.el.p(second), *([actions(*next_steps)] if next_steps else [])),
        class_name="cm-empty",
    )


def nothing_found(words: Part, second: Part, *next_steps: rx.Component) -> rx.Component:
    """Says what was looked for, what lies outside it, and how to get there."""
    return empty("search", words, second, *next_steps)


def progress(label: Words, done: int | rx.Var[int], of: int | rx.Var[int], words: Words) -> rx.Component:
    """True progress: how much of how much, in words ("214 of 1 248 rows") and as a bar."""
    return rx.el.div(
        rx.el.div(rx.el.span(label, class_name="cm-strong"), rx.el.span(words, class_name="cm-quiet")),
        rx.el.progress(value=done, max=of, aria_label=label),
        class_name="cm-progress",
        role="status",
    )
