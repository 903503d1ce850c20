"""Files that are added where they stand: chosen, or let go over the sheet or the page around it."""

from typing import Any

import reflex as rx


class FileSender(rx.Component):
    """The button, what is on its way, and what was refused and why; `on_arrived(beside)` for each that was kept.

    A file goes over HTTP to `address`, one after the other; the rest of the page stays as it is.
    """

    library = rx.asset("file_sender.jsx", shared=True).importable_path
    tag = "FileSender"

    address: rx.Var[str]
    field: rx.Var[str]
    """Of the form, in which `beside` goes."""
    beside: rx.Var[str]
    """What the files belong to: its id."""
    area: rx.Var[str]
    """The selector of what around it they may be let go over."""
    files: rx.Var[list[Any]]
    """Those that are there: a file on its way is shown until it is one of them."""
    label: rx.Var[str]
    """Of the button, or of a place to drop them, where `second` says what may be dropped."""
    second: rx.Var[str]
    largest: rx.Var[int]
    largest_words: rx.Var[str]
    on_arrived: rx.EventHandler[rx.event.passthrough_event_spec(str)]
