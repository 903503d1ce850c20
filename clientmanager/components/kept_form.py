"""A part of a form whose values are kept while they are typed."""

from typing import Any

import reflex as rx

from clientmanager.components.words import Part


class KeptForm(rx.Component):
    library = rx.asset("kept_form.jsx", shared=True).importable_path
    tag = "KeptForm"

    on_keep: rx.EventHandler[rx.event.passthrough_event_spec(dict)]


def kept_form(*body: Part, on_keep: Any, **props: Any) -> rx.Component:
    """`on_keep(values)` is called every second while something is typed within, and at its end."""
    return KeptForm.create(*body, on_keep=on_keep, **props)
