"""A form that the browser itself sends, such as signing out: Reflex's own forms are held back by their script."""

from typing import Any

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML

from clientmanager.components.words import Part


class PlainForm(BaseHTML):
    tag = "form"

    action: rx.Var[str]
    method: rx.Var[str]
    enc_type: rx.Var[str]


def plain_form(*children: Part, action: str, **props: Any) -> rx.Component:
    """Sent as POST to `action`, one of the plain HTTP routes; the page that answers takes this one's place."""
    return PlainForm.create(*children, action=action, method="post", **props)
