"""People as initials, never as colours."""

from typing import Literal

import reflex as rx

from clientmanager.components.words import Words


def avatar(initials: Words, *, size: Literal["", "small", "large"] = "") -> rx.Component:
    """24 px initials (20 small, 32 large); the name stands beside it, so screen readers skip them."""
    return rx.el.span(initials, class_name=f"cm-avatar {size}".strip(), aria_hidden="true")


def person(name: Words, initials: Words) -> rx.Component:
    """Initials and the whole name."""
    return rx.el.span(avatar(initials, size="small"), rx.el.span(name), class_name="cm-person")
