"""The frame around every page: navigation, the person's own menu, and the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import reflex as rx
from reflex.style import color_mode, set_color_mode

from clientmanager.components.avatar import avatar
from clientmanager.components.icon import icon, logo
from clientmanager.components.link import file_link, link
from clientmanager.components.plain_form import plain_form
from clientmanager.components.words import Flag, Part, Words

MENU: Final = "me-menu"
KEYS: Final = "keys"
THEMES: Final = [("light", "Light"), ("dark", "Dark"), ("system", "System")]


@dataclass(frozen=True)
class Destination:
    """One line of the navigation; the first four stand in the bottom bar of narrow windows, the rest under More."""

    key: str
    label: str
    href: str
    icon: str
    count: Words | None = None
    shown: Flag = True


def shell(
    *content: Part,
    active: str,
    destinations: Sequence[Destination],
    practice: Words,
    user: Words,
    initials: Words,
    role: Words,
    primary: rx.Component | None = None,
) -> rx.Component:
    """Frame a page. `active` is the key of its destination; `primary` stands in the bottom bar of narrow windows."""
    return rx.el.div(
        rx.el.nav(
            file_link("Skip to the page", href="#content", class_name="cm-skip"),
            rx.el.div(logo(), rx.el.span(practice, class_name="cm-strong"), class_name="cm-practice"),
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
            class_name="cm-nav",
            aria_label="Main",
        ),
        rx.el.main(*content, id="content", tab_index=-1, class_name="cm-main"),
        _keys(destinations),
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
        *([rx.el.span(count, class_name="cm-nav-count")] if count is not None else []),
        href=destination.href,
        class_name="cm-nav-item",
        title=destination.label,
        custom_attrs={"data-go": destination.key[0]},
        **current,
    )


def _menu(destinations: Sequence[Destination], active: str, user: Words, role: Words) -> rx.Component:
    """A native popover: closes on Escape or a click elsewhere, and gives the focus back."""
    return rx.el.div(
        _items(destinations, active),
        rx.el.p(user, " · ", role, class_name="cm-menu-label"),
        rx.el.div(
            *(
                rx.el.button(
                    words,
                    type="button",
                    aria_pressed=color_mode == mode,
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
            custom_attrs={"popoverTarget": KEYS},
        ),
        plain_form(
            rx.el.button(icon("log-out", large=True), "Sign out", class_name="cm-nav-item", type="submit"),
            action="/sign-out",
        ),
        id=MENU,
        class_name="cm-me-menu",
        custom_attrs={"popover": "auto"},
    )


def _keys(destinations: Sequence[Destination]) -> rx.Component:
    """Every key at a glance; `?` opens it. The keys themselves are heard by assets/page.js."""
    known = [
        ("/", "Search"),
        ("n", "New"),
        ("e", "Edit the field"),
        ("Enter", "Save the field"),
        ("Esc", "Undo, or close"),
        *((f"g {each.key[0]}", f"Go to {each.label}") for each in destinations),
        ("?", "These keys"),
    ]
    return rx.el.div(
        rx.el.h2("Keys"),
        rx.el.dl(*(rx.el.div(rx.el.dt(_key(keys)), rx.el.dd(words)) for keys, words in known)),
        id=KEYS,
        class_name="cm-keys",
        custom_attrs={"popover": "auto"},
    )


def _key(keys: str) -> rx.Component:
    return rx.fragment(*(rx.el.kbd(key, class_name="cm-key") for key in keys.split()))
