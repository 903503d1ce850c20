"""A short list of actions that opens from a button."""

from typing import Any

import reflex as rx

from clientmanager.components.icon import icon as draw
from clientmanager.components.link import file_link, link
from clientmanager.components.words import Words


def menu(menu_id: Words, trigger: rx.Component, *items: rx.Component, label: Words) -> rx.Component:
    """A native popover under its button: closes on a choice, on Escape or a click elsewhere, gives the focus back.

    Make `trigger` with `opens=menu_id`, unique on the page, and the items with `menu_item`.
    """
    close = rx.Var("(event) => event.currentTarget.hidePopover()")
    return rx.fragment(
        trigger,
        rx.el.div(
            *items,
            id=menu_id,
            class_name="cm-menu",
            role="group",
            aria_label=label,
            custom_attrs={"popover": "auto", "onClick": close},
        ),
    )


def menu_item(words: Words, *, icon: str = "", trouble: bool = False, **props: Any) -> rx.Component:
    """One action: `on_click=`, or `href=` (with `file=True` for a download)."""
    children = [*([draw(icon)] if icon else []), rx.el.span(words)]
    class_name = "cm-menu-item trouble" if trouble else "cm-menu-item"
    if "href" in props:
        follow = file_link if props.pop("file", False) else link
        return follow(*children, class_name=class_name, **props)
    return rx.el.button(*children, type="button", class_name=class_name, **props)
