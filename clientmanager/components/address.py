"""Back and forward on a screen that says in the address what it shows."""

import reflex as rx


class Address(rx.Component):
    """Draws nothing; calls `on_moved` when the browser moved to an address of this page, and nothing else says so."""

    library = rx.asset("address.jsx", shared=True).importable_path
    tag = "Address"

    on_moved: rx.EventHandler[rx.event.no_args_event_spec]
