"""The parts of a task's line, wherever tasks stand under each other."""

from typing import Any

import reflex as rx

from clientmanager.components.icon import icon


def due(card: Any) -> rx.Component:
    """When it was done, or how late it is, or when it is due."""
    return rx.cond(
        card.done != "",
        rx.el.span(icon("check"), card.done, class_name="cm-card-due"),
        rx.cond(
            card.late,
            rx.el.span(icon("circle-alert"), card.due, class_name="cm-tag trouble"),
            rx.cond(card.due != "", rx.el.span(icon("clock"), card.due, class_name="cm-card-due")),
        ),
    )


def marks(card: Any) -> rx.Component:
    """Which step it is, what is pressing, and the labels."""
    pressing = (card.priority == "high") | (card.priority == "urgent")
    return rx.fragment(
        rx.cond(card.step != "", rx.el.span(card.step, class_name="cm-quiet cm-small")),
        rx.cond(pressing, rx.el.span(card.priority.capitalize(), class_name="cm-tag attention")),
        rx.foreach(card.labels, lambda label: rx.el.span(label, class_name="cm-tag")),
    )
