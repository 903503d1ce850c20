"""What every editor of a client's page is told, and what stands below it when two people changed the same."""

from typing import Any

import reflex as rx

from clientmanager.components.button import text_button
from clientmanager.components.conflict import conflict_box, conflict_field
from clientmanager.pages.frame import may
from clientmanager.state.client_page import ClientRecord
from clientmanager.state.client_parts import OFFERED


def editable(editor: rx.Component | rx.Var[Any], plain: rx.Component | rx.Var[Any], **props: Any) -> rx.Component:
    """Whoever may not change a client reads plain facts."""
    return rx.fragment(may("edit clients", editor, otherwise=plain), **props)


def of_field(field: str | rx.Var[Any], warning: str | rx.Var[Any] = "") -> dict[str, Any]:
    """The state of one field, as `in_place_field` takes it."""
    marks: Any = ClientRecord.marks
    drafts: Any = ClientRecord.drafts
    client_id = ClientRecord.client.id
    warned = rx.Var.create(warning) != ""
    taken = marks.contains(field)
    mark, draft = marks[field], drafts[field]
    conflicting: Any = ClientRecord.conflicting
    conflict = conflicting.contains(field)
    waits = drafts.contains(field)
    return {
        "record": client_id,
        "field_id": field,
        "state": rx.cond(
            conflict,
            "conflict",
            rx.cond(taken, mark.state, rx.cond(waits, "draft", rx.cond(warned, "warned", "resting"))),
        ),
        "turn": rx.cond(taken, mark.turn, 0),
        "moment": rx.cond(taken, mark.moment, ""),
        "note": rx.cond(taken, mark.note, rx.cond(waits, f"Not saved yet, typed {draft.at}", warning)),
        "draft": rx.cond(conflict, conflicting[field], rx.cond(waits, draft.value, "")),
        "on_keep": lambda value, was: ClientRecord.keep_draft(client_id, field, value, was),
        "on_forget": ClientRecord.forget(client_id, field),
        "waiting": rx.fragment(
            text_button("Save", on_click=ClientRecord.save_draft(client_id, field)),
            text_button("Discard", on_click=ClientRecord.forget(client_id, field)),
        ),
    }


def with_conflict(field: str | rx.Var[Any], editor: rx.Component | rx.Var[Any]) -> rx.Component:
    """The box of all conflicts stands below the first of their fields."""
    return rx.fragment(editor, rx.cond(ClientRecord.first_conflict == field, _box()))


def _box() -> rx.Component:
    return conflict_box(ClientRecord.heading, rx.foreach(ClientRecord.conflicts, _conflict))


def _conflict(one: Any) -> rx.Component:
    client_id = ClientRecord.client.id
    theirs = rx.cond(one.who != "", f"{one.who}'s, {one.changed_at}", f"Your other window's, {one.changed_at}")
    return conflict_field(
        one.label,
        one.was,
        record=client_id,
        field=one.field,
        yours=one.yours,
        mine=one.mine,
        yours_title=f"Yours, {one.at}",
        theirs=one.theirs,
        theirs_title=theirs,
        on_yours=lambda value: ClientRecord.choose(client_id, one.field, value),
        on_theirs=lambda _: ClientRecord.forget(client_id, one.field),
    )


def offers() -> rx.Component:
    """What is offered while one types; anything else may be written."""
    offered: Any = ClientRecord.offered
    return rx.fragment(
        *(rx.el.datalist(*(rx.el.option(value=word) for word in words), id=name) for name, words in OFFERED.items()),
        *(
            rx.el.datalist(rx.foreach(offered[name], lambda word: rx.el.option(value=word)), id=name)
            for name in ("categories", "tags")
        ),
    )
