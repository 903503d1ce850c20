"""The clients whom the words in a field find, to choose one of."""

from typing import Any

import reflex as rx


def finder(clients: Any, *others: rx.Component, on_choose: Any) -> rx.Component:
    """`on_choose(id)`; `others` are what can be chosen besides."""
    one = rx.foreach(
        clients,
        lambda client: rx.el.li(
            rx.el.button(
                rx.el.span(client.name),
                rx.el.span(client.about, class_name="cm-quiet cm-small"),
                type="button",
                class_name="cm-menu-item",
                on_click=on_choose(client.id),
            ),
            key=client.id,
        ),
    )
    return rx.el.ul(one, *(rx.el.li(other) for other in others), class_name="cm-finder")
