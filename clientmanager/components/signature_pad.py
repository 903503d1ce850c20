"""Where a client signs: with a finger, a pen or a mouse, or by the scan of a page that was signed on paper."""

import reflex as rx


def _name_and_drawing(name: rx.Var[str], drawing: rx.Var[str]) -> tuple[rx.Var[str], rx.Var[str]]:
    return name, drawing


class SignaturePad(rx.Component):
    """`on_sign(name, drawing)` with the PNG as an address; a scan goes over HTTP, then `on_scanned()`."""

    library = rx.asset("signature_pad.jsx", shared=True).importable_path
    tag = "SignaturePad"

    version: rx.Var[str]
    signer: rx.Var[str]
    """Whose name stands there at first."""
    refused: rx.Var[str]
    """Why the last drawing was not kept."""
    largest: rx.Var[int]
    largest_words: rx.Var[str]
    on_sign: rx.EventHandler[_name_and_drawing]
    on_scanned: rx.EventHandler[rx.event.no_args_event_spec]
