"""The board: columns of cards that are moved by mouse, finger and keyboard, or from a card's own menu."""

from typing import Any

import reflex as rx

from clientmanager.components.avatar import avatar
from clientmanager.components.words import Words


def _move(
    card: rx.Var[str],
    column: rx.Var[str],
    above: rx.Var[str],
    below: rx.Var[str],
    moves: rx.Var[int],
    number: rx.Var[int],
) -> tuple[rx.Var[str], rx.Var[str], rx.Var[str], rx.Var[str], rx.Var[int], rx.Var[int]]:
    return card, column, above, below, moves, number


class Board(rx.Component):
    """The React part. A move stands at once; `answered` is the number of the last one that the server decided on.

    `on_move(card, column, above, below, moves, number)`: with the neighbours' ids, and how often the card had been
    moved when it was seen.
    """

    library = rx.asset("board.jsx", shared=True).importable_path
    tag = "Board"
    lib_dependencies: list[str] = ["@hello-pangea/dnd@18.0.1"]

    of: rx.Var[dict[str, str]]
    """Where they are no tasks: what one is called, where one's page is, and what an empty board says."""
    columns: rx.Var[list[Any]]
    answered: rx.Var[int]
    writing: rx.Var[dict[str, str]]
    may: rx.Var[bool]
    on_move: rx.EventHandler[_move]
    on_more: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_open: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_add: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def presence(people: Any, words: Words) -> rx.Component:
    """Who else looks at this now: their initials, and how many in words."""
    stack = rx.foreach(people, lambda one: rx.el.span(avatar(one.initials), title=one.name))
    return rx.cond(
        people,
        rx.el.div(
            rx.el.span(stack, class_name="cm-presence-stack"),
            rx.el.span(words, class_name="cm-quiet"),
            class_name="cm-presence",
        ),
    )
