"""Words in which a search found something."""

from typing import Any

import reflex as rx

from clientmanager.components.words import Part, Words


def marked(words: Words, pieces: Any) -> Part:
    """The words as they are, or in pieces of which every second one is marked."""
    return rx.cond(pieces.length() > 0, rx.fragment(rx.foreach(pieces, _piece)), words)


def _piece(piece: Any, place: Any) -> rx.Component:
    return rx.cond(place % 2 == 1, rx.el.mark(piece, class_name="cm-mark"), rx.fragment(piece))
