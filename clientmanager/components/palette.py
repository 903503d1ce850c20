"""The palette: one field that finds clients, places and actions from anywhere.

A component of our own in the browser's modal dialog, which keeps the focus, closes on Escape and gives the focus back:
a wrapped library brought four times its weight, and its own dialog beside the browser's.
"""

from typing import Any, Final

import reflex as rx
from reflex_components_core.core.banner import has_too_many_connection_errors

from clientmanager.components.icon import icon
from clientmanager.components.words import Words

PALETTE: Final = "palette"
LIBRARY = rx.asset("palette.jsx", shared=True).importable_path


class Palette(rx.Component):
    """The React part. It hears "summon", and says "press" with the key of the control that does what was chosen."""

    library = LIBRARY
    tag = "Palette"

    offers: rx.Var[list[Any]]
    lately: rx.Var[list[Any]]
    found: rx.Var[Any]
    offline: rx.Var[bool]
    on_offer: rx.EventHandler[rx.event.no_args_event_spec]
    on_find: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def palette(*, offers: Any, lately: Any, found: Any, on_offer: Any, on_find: Any) -> Palette:
    """One on each page. `on_offer()` is called when it opens, `on_find(words)` while someone types; `found` holds the
    words that it answers, so that a late answer is never taken for the present one."""
    return Palette.create(
        offers=offers,
        lately=lately,
        found=found,
        offline=has_too_many_connection_errors,
        on_offer=on_offer,
        on_find=on_find,
        id=PALETTE,
    )


def palette_button(label: Words, **props: Any) -> rx.Component:
    """Opens the palette, as ⌘K and Ctrl+K do."""
    return rx.el.button(
        icon("search", large=True),
        rx.el.span(label, class_name="cm-nav-label"),
        rx.el.span(rx.el.kbd(class_name="cm-key cm-modifier"), rx.el.kbd("K", class_name="cm-key"), aria_hidden="true"),
        class_name="cm-nav-item cm-find",
        type="button",
        aria_keyshortcuts="Control+K Meta+K",
        custom_attrs={"data-summons": PALETTE},
        **props,
    )
