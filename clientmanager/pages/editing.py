"""What every editor of a record is told, and what stands below it when two people changed the same.

The state of the record has the events `keep_draft`, `forget`, `save_draft` and `choose`, and the var `marks`.
"""

from typing import Any

import reflex as rx

from clientmanager.components.button import text_button
from clientmanager.components.conflict import conflict_box, conflict_field


def of_field(
    state: Any,
    record: Any,
    field: str | rx.Var[Any],
    *,
    drafts: Any,
    conflicting: Any,
    warning: str | rx.Var[Any] = "",
    prefix: str = "",
) -> dict[str, Any]:
    """The state of one field, as `in_place_field` takes it.

    Args:
        record: its id.
        drafts: field to what was typed and not saved; `conflicting`: to what was typed where someone else was first.
        prefix: of the field's id on the page.
    """
    marks: Any = state.marks
    warned = rx.Var.create(warning) != ""
    taken = marks.contains(field)
    mark, draft = marks[field], drafts[field]
    conflict = conflicting.contains(field)
    waits = drafts.contains(field)
    return {
        "record": record,
        "field_id": f"{prefix}{field}" if prefix else field,
        "state": rx.cond(
            conflict,
            "conflict",
            rx.cond(taken, mark.state, rx.cond(waits, "draft", rx.cond(warned, "warned", "resting"))),
        ),
        "turn": rx.cond(taken, mark.turn, 0),
        "moment": rx.cond(taken, mark.moment, ""),
        "note": rx.cond(taken, mark.note, rx.cond(waits, f"Not saved yet, typed {draft.at}", warning)),
        "draft": rx.cond(conflict, conflicting[field], rx.cond(waits, draft.value, "")),
        "on_keep": lambda value, was: state.keep_draft(record, field, value, was),
        "on_forget": state.forget(record, field),
        "waiting": rx.fragment(
            text_button("Save", on_click=state.save_draft(record, field)),
            text_button("Discard", on_click=state.forget(record, field)),
        ),
    }


def conflicts(state: Any, record: Any, heading: Any, overtaken: Any, *, prefix: str = "") -> rx.Component:
    """The box of all of them."""

    def both(one: Any) -> rx.Component:
        theirs = rx.cond(one.who != "", f"{one.who}'s, {one.changed_at}", f"Your other window's, {one.changed_at}")
        return conflict_field(
            one.label,
            one.was,
            record=record,
            field=f"{prefix}{one.field}" if prefix else one.field,
            yours=one.yours,
            mine=one.mine,
            yours_title=f"Yours, {one.at}",
            theirs=one.theirs,
            theirs_title=theirs,
            on_yours=lambda value: state.choose(record, one.field, value),
            on_theirs=lambda _: state.forget(record, one.field),
        )

    return conflict_box(heading, rx.foreach(overtaken, both))
