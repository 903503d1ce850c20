"""The frame around every page: navigation, the person's own menu, and the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import reflex as rx
from reflex.style import color_mode, set_color_mode

from clientmanager.components.avatar import avatar
from clientmanager.components.icon import icon, logo
from clientmanager.components.keys import KEYS, Key, keys_sheet
from clientmanager.components.link import file_link, link
from clientmanager.components.palette import palette_button
from clientmanager.components.plain_form import plain_form
from clientmanager.components.words import Flag, Part, Words

MENU: Final = "me-menu"
THEMES: Final = [("light", "Light"), ("dark", "Dark"), ("system", "System")]


@dataclass(frozen=True)
class Destination:
    """One line of the navigation; the first four stand in the bottom bar of narrow windows, the rest under More.

    `g` and its letter lead there: the first of its key, where it has no other.
    """

    key: str
    label: str
    href: str
    icon: str
    count: Words | None = None
    shown: Flag = True
    letter: str = ""


def shell(
    *content: Part,
    active: str,
    destinations: Sequence[Destination],
    practice: Words,
    user: Words,
    initials: Words,
    role: Words,
    palette: rx.Component,
    new: Part,
    primary: rx.Component | None = None,
) -> rx.Component:
    """Frame a page. `active` is the key of its destination; `primary` stands in the bottom bar of narrow windows, and
    `new` is unseen: what the key `n` does on pages that have nothing of their own to add."""
    return rx.el.div(
        rx.el.nav(
            file_link("Skip to the page", href="#content", class_name="cm-skip"),
            rx.el.div(logo(), rx.el.span(practice, class_name="cm-strong"), class_name="cm-practice"),
            palette_button("Find", id="find"),
            _items(destinations, active),
            rx.el.button(
                icon("ellipsis", large=True),
                rx.el.span("More", class_name="cm-nav-label"),
                class_name="cm-nav-item cm-more",
                type="button",
                aria_label="More",
                custom_attrs={"popoverTarget": MENU},
            ),
            rx.el.button(
                avatar(initials, size="large"),
                rx.el.span(
                    rx.el.span(user, class_name="cm-strong", display="block"),
                    rx.el.span(role, class_name="cm-quiet cm-small", display="block"),
                ),
                class_name="cm-me",
                type="button",
                title="Theme, sign out",
                custom_attrs={"popoverTarget": MENU},
            ),
            *([rx.el.div(primary, class_name="cm-bar-action")] if primary else []),
            _menu(destinations, active, user, role),
            new,
            class_name="cm-nav",
            aria_label="Main",
        ),
        rx.el.main(*content, id="content", tab_index=-1, class_name="cm-main"),
        keys_sheet([Key(f"g {each.letter or each.key[0]}", each.label, shown=each.shown) for each in destinations]),
        palette,
        class_name="cm-shell",
    )


def _items(destinations: Sequence[Destination], active: str) -> rx.Component:
    items = (rx.cond(each.shown, rx.el.li(_item(each, active))) for each in destinations)
    return rx.el.ul(*items, class_name="cm-nav-items")


def _item(destination: Destination, active: str) -> rx.Component:
    current = {"aria_current": "page"} if destination.key == active else {}
    count = destination.count
    return link(
        icon(destination.icon, large=True),
        rx.el.span(destination.label, class_name="cm-nav-label"),
        *([rx.el.span(count, class_name="cm-nav-count", data_of=destination.key)] if count is not None else []),
        href=destination.href,
        class_name="cm-nav-item",
        title=destination.label,
        custom_attrs={"data-go": destination.letter or destination.key[0]},
        **current,
    )


def _menu(destinations: Sequence[Destination], active: str, user: Words, role: Words) -> rx.Component:
    """A native popover: closes on Escape or a click elsewhere, and gives the focus back."""
    return rx.el.div(
        palette_button("Find"),
        _items(destinations, active),
        rx.el.p(user, " · ", role, class_name="cm-menu-label"),
        rx.el.div(
            *(
                rx.el.button(
                    words,
                    type="button",
                    aria_pressed=color_mode == mode,
                    data_action=f"theme {mode}",
                    on_click=set_color_mode(mode),  # pyright: ignore[reportArgumentType]
                )
                for mode, words in THEMES
            ),
            class_name="cm-switch",
            role="group",
            aria_label="Theme",
        ),
        rx.el.hr(),
        rx.el.button(
            icon("keyboard", large=True),
            "Keys",
            class_name="cm-nav-item",
            type="button",
            aria_keyshortcuts="?",
            data_action="keys",
            custom_attrs={"popoverTarget": KEYS},
        ),
        plain_form(
            rx.el.button(
                icon("log-out", large=True), "Sign out", class_name="cm-nav-item", type="submit", data_action="sign out"
            ),
            action="/sign-out",
        ),
        id=MENU,
        class_name="cm-me-menu",
        custom_attrs={"popover": "auto"},
    )
