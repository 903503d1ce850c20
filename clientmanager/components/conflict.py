"""Two values for one field: what the viewer typed, and what someone else saved meanwhile."""

from typing import Any

import reflex as rx

from clientmanager.components.icon import meaning_icon
from clientmanager.components.in_place import EDITOR
from clientmanager.components.words import Part, Words


class ConflictOption(rx.Component):
    """The React part: yours shows what stands in the field at this moment."""

    library = EDITOR
    tag = "ConflictOption"

    record: rx.Var[str]
    field: rx.Var[str]
    own: rx.Var[bool]
    value: rx.Var[str]
    text: rx.Var[str]
    title: rx.Var[str]
    on_choose: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def conflict_box(heading: Words, *fields: Part) -> rx.Component:
    """Both values of every field stand until one is chosen; the rest of the page stays editable."""
    return rx.el.section(
        rx.el.div(
            meaning_icon("attention"),
            rx.el.div(rx.el.b(heading), " Both are kept until you choose."),
            class_name="cm-conflict-head",
            role="alert",
        ),
        *fields,
        class_name="cm-conflict",
        aria_label="Changed by two people",
    )


def conflict_field(
    label: Words,
    was: Words,
    *,
    record: Words,
    field: Words,
    yours: Words,
    mine: Words,
    yours_title: Words,
    theirs: Words,
    theirs_title: Words,
    on_yours: Any,
    on_theirs: Any,
) -> rx.Component:
    """One field of the box.

    Args:
        was: what stood there before; empty where there was nothing.
        yours: as it is edited; `mine` is the same as it is read.
        theirs: as it is read; empty where it was removed or emptied.
    """
    return rx.el.div(
        rx.el.div(
            rx.el.b(label),
            rx.el.span(
                rx.cond(rx.Var.create(was) != "", f"was {was}", "was empty"), class_name="cm-quiet cm-small", dir="auto"
            ),
        ),
        rx.el.div(
            ConflictOption.create(
                record=record, field=field, own=True, value=yours, text=mine, title=yours_title, on_choose=on_yours
            ),
            ConflictOption.create(
                record=record, field=field, own=False, value="", text=theirs, title=theirs_title, on_choose=on_theirs
            ),
            role="radiogroup",
            aria_label=label,
            class_name="cm-conflict-options",
        ),
        class_name="cm-conflict-field",
    )
