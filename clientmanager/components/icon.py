"""Icons: Lucide outlines on a 24 grid, drawn at 16 (20 when large) with a stroke of 1.6. Bundled, never fetched."""

from typing import Final

import reflex as rx

from clientmanager.components.words import Meaning

MEANINGS: Final[dict[Meaning, str]] = {
    "good": "check",
    "attention": "triangle-alert",
    "trouble": "octagon-alert",
    "info": "info",
}


def icon(name: str, *, large: bool = False) -> rx.Component:
    """One outline, named as Lucide names it; always beside words, so screen readers skip it."""
    return rx.icon(name, size=20 if large else 16, stroke_width=1.6, class_name="cm-icon large" if large else "cm-icon")


def meaning_icon(meaning: Meaning) -> rx.Component:
    """The shape that carries a meaning's colour: check, triangle, octagon or circle."""
    return rx.icon(MEANINGS[meaning], size=16, stroke_width=1.6, class_name=f"cm-icon {meaning}")


def logo() -> rx.Component:
    """The ledger leaf of the product."""
    return rx.el.svg(
        rx.el.path(d="M9 2.5v23M13.5 8.5h9M13.5 13.5h9M13.5 18.5h9M13.5 21.5h9", stroke_linecap="round"),
        rx.el.rect(x="2", y="2", width="24", height="24", rx="5"),
        class_name="cm-logo",
        view_box="0 0 28 28",
        aria_hidden="true",
    )
