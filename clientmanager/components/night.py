"""Thirty nights of backups, by shape as well as tint."""

from typing import Any

import reflex as rx

from clientmanager.components.icon import icon, meaning_icon
from clientmanager.components.words import Flag, Part, Words

WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def nights(*cells: Part) -> rx.Component:
    """Seven columns, Monday first; fill with `night`."""
    return rx.el.div(
        *(rx.el.span(day, class_name="cm-weekday", aria_hidden="true") for day in WEEKDAYS),
        *cells,
        class_name="cm-nights",
    )


def night(number: Words, state: Words, *, today: Flag = False, words: Words, **props: Any) -> rx.Component:
    """One night: "proved", "covered", "missed", "gone" or "to come". `words` is read aloud ("11 Feb, proved")."""
    return rx.el.div(
        number,
        _shape(state),
        class_name="cm-night",
        data_state=state,
        role="img",
        aria_label=words,
        title=words,
        aria_current=rx.cond(today, "date", rx.Var("undefined")),
        **props,
    )


def legend(state: str, name: Words, note: Words, count: Words) -> rx.Component:
    """What a shape means, and how many nights have it."""
    return rx.el.div(
        rx.el.span(_shape(state), class_name="cm-night", data_state=state, aria_hidden="true"),
        rx.el.span(name, " ", rx.el.span(note, class_name="cm-quiet")),
        rx.el.b(count),
        class_name="cm-legend",
    )


def _shape(state: Words) -> rx.Component | rx.Var[Any]:
    return rx.match(
        state,
        ("proved", meaning_icon("good")),
        ("covered", rx.el.span(class_name="cm-dot")),
        ("missed", icon("x")),
        ("gone", rx.el.span("gone", class_name="cm-gone")),
        rx.fragment(),
    )
