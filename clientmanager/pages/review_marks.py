"""How a review stands, in a word with its shape."""

from typing import Any

import reflex as rx

from clientmanager.components.mark import tag
from clientmanager.components.words import Part


def stands_tag(stands: Any) -> Part:
    return rx.match(
        stands,
        ("overdue", tag("Overdue", meaning="trouble")),
        ("passed", tag("Say how it went", meaning="attention")),
        ("to prepare", tag("To prepare", meaning="info")),
        ("booked", tag("Booked", meaning="good")),
        ("later", rx.el.span("Later", class_name="cm-quiet")),
        ("", rx.fragment()),
        rx.el.span(stands, class_name="cm-capital"),
    )
