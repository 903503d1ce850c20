"""A box of a form whose words are kept while they are typed, until they are sent or not wanted."""

from typing import Any

import reflex as rx

from clientmanager.components.button import text_button
from clientmanager.components.words import Words


class KeptBox(rx.Component):
    library = rx.asset("kept_box.jsx", shared=True).importable_path
    tag = "KeptBox"

    place: rx.Var[str]
    draft: rx.Var[str]
    lines: rx.Var[bool]
    name: rx.Var[str]
    placeholder: rx.Var[str]
    max_length: rx.Var[int]
    auto_complete: rx.Var[str]
    enter_key_hint: rx.Var[str]
    on_keep: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def kept_box(name: str, *, place: Words, draft: Words, on_keep: Any, lines: bool = False, **props: Any) -> rx.Component:
    """`on_keep(words)` is called every second while something is typed; the form that it stands in sends it.

    What came of it is told to the box as the event "answer", with "taken", "refused" or "dropped" as its detail.

    Args:
        name: in the form; its id too.
        place: whose box it is.
        draft: what was typed before and not sent.
    """
    return KeptBox.create(
        name=name, id=name, place=place, draft=draft, lines=lines, on_keep=on_keep, class_name="cm-input", **props
    )


def kept_note(at: Words, on_discard: Any) -> rx.Component:
    """Below the box, while nobody types in it."""
    return rx.el.div(
        rx.el.span("Not sent yet, typed ", at), text_button("Discard", on_click=on_discard), class_name="cm-kept-note"
    )
