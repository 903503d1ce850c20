"""Buttons: one filled in view, outlines beside it, text for the quiet ones, trouble for what cannot be undone."""

from typing import Any

import reflex as rx

from clientmanager.components.icon import icon as draw
from clientmanager.components.link import file_link, link
from clientmanager.components.words import Words


def _button(kind: str, label: Words, icon: str, after: str, props: dict[str, Any]) -> rx.Component:
    children = [*([draw(icon)] if icon else []), rx.el.span(label), *([draw(after)] if after else [])]
    class_name = f"cm-button {kind}".strip()
    if "href" in props:
        follow = file_link if props.pop("file", False) else link
        return follow(*children, class_name=class_name, **props)
    return rx.el.button(*children, class_name=class_name, **_pressable(props))


def _pressable(props: dict[str, Any]) -> dict[str, Any]:
    opens = {"custom_attrs": {"popoverTarget": props.pop("opens")}} if "opens" in props else {}
    return {"type": "button", **opens, **props}


def filled_button(label: Words, *, icon: str = "", after: str = "", **props: Any) -> rx.Component:
    """The one thing to do here.

    `after=` is an icon behind the words; `href=` makes it a link, `file=True` one that the browser follows itself;
    `opens=` names the menu it opens.
    """
    return _button("filled", label, icon, after, props)


def outline_button(label: Words, *, icon: str = "", after: str = "", **props: Any) -> rx.Component:
    """Something else that can be done here."""
    return _button("", label, icon, after, props)


def text_button(label: Words, *, icon: str = "", after: str = "", **props: Any) -> rx.Component:
    """A quiet action: accent words without a box."""
    return _button("text", label, icon, after, props)


def danger_button(label: Words, *, icon: str = "", after: str = "", **props: Any) -> rx.Component:
    """What changes or removes much; its words end in "…" when a confirmation follows."""
    return _button("trouble", label, icon, after, props)


def icon_button(label: Words, icon: str, **props: Any) -> rx.Component:
    """A square button; `label` is its name for screen readers and on hover."""
    return rx.el.button(draw(icon), class_name="cm-button square", aria_label=label, title=label, **_pressable(props))


def actions(*buttons: rx.Component, apart: bool = False) -> rx.Component:
    """Buttons in a row that wraps; `apart` gives text buttons the room they need."""
    return rx.el.div(*buttons, class_name="cm-actions apart" if apart else "cm-actions")
