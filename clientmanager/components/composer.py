"""The bar in which a call or a meeting is written down, one line until it is used."""

from typing import Any

import reflex as rx

from clientmanager.components.words import Flag, Part, Words

PREFIX = "entry-"
"""Before the names of its fields, which stand on one page with those of other forms."""


def _place_and_fields(place: rx.Var[str], fields: rx.Var[dict[str, Any]]) -> tuple[rx.Var[str], rx.Var[dict[str, Any]]]:
    return place, fields


class Composer(rx.Component):
    library = rx.asset("composer.jsx", shared=True).importable_path
    tag = "Composer"

    place: rx.Var[str]
    round: rx.Var[int]
    words: rx.Var[str]
    opened: rx.Var[bool]
    on_keep: rx.EventHandler[_place_and_fields]


def composer(
    *body: Part,
    place: Words,
    beginning: Any,
    words: Words,
    opened: Flag,
    on_keep: Any,
) -> rx.Component:
    """Within a form that has a text area called "entry-words".

    Within it, what has `data-add` adds what is typed beside it, `data-drops` forgets all that is typed, and
    `data-words` puts its words into the box.

    Args:
        place: whose bar it is; `on_keep(place, fields)` is called every second while something is typed there.
        beginning: counts up when the server begins with other `words`: it was logged, discarded or loaded.
        opened: whether it stays open though nobody is in it.
    """
    return Composer.create(*body, place=place, round=beginning, words=words, opened=opened, on_keep=on_keep)
