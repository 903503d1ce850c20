"""The way to what is older, taken by itself when one scrolls near it."""

import reflex as rx


class Older(rx.Component):
    """Around a button; calls `on_near` once for each `place` that it stands at."""

    library = rx.asset("older.jsx", shared=True).importable_path
    tag = "Older"

    place: rx.Var[str]
    on_near: rx.EventHandler[rx.event.no_args_event_spec]
