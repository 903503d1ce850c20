"""Links: within the product by the router, to files and sign-in pages by the browser."""

from typing import Any

import reflex as rx
from reflex_components_core.react_router import link as router_link

from clientmanager.components.words import Part, Words


def link(*children: Part, href: Words, class_name: Words = "cm-link", **props: Any) -> rx.Component:
    """A link to another page of the product; the page changes without a reload."""
    return router_link(*children, to=href, class_name=class_name, **props)


def file_link(*children: Part, href: Words, class_name: Words = "cm-link", **props: Any) -> rx.Component:
    """A link the browser follows itself: a download, or a page outside the application."""
    return router_link(*children, to=href, class_name=class_name, reload_document=True, **props)
