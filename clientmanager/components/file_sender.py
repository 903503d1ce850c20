"""Files that are added where they stand: chosen, or let go over the sheet around it."""

from typing import Any

import reflex as rx


class FileSender(rx.Component):
    """The button, what is on its way, and what was refused and why; `on_arrived(task)` for each that was kept.

    A file goes over HTTP to `/tasks/files`, one after the other; the rest of the page stays as it is.
    """

    library = rx.asset("file_sender.jsx", shared=True).importable_path
    tag = "FileSender"

    task: rx.Var[str]
    files: rx.Var[list[Any]]
    """Those that are there: a file on its way is shown until it is one of them."""
    largest: rx.Var[int]
    largest_words: rx.Var[str]
    on_arrived: rx.EventHandler[rx.event.passthrough_event_spec(str)]
