"""The facts of one client, each edited where it stands."""

from typing import Any

import reflex as rx

from clientmanager.components.button import text_button
from clientmanager.components.in_place import in_place_choice, in_place_field
from clientmanager.components.record import fact_row, row_note, section_head
from clientmanager.components.words import Part
from clientmanager.pages.client_editing import editable, of_field, offers, with_conflict
from clientmanager.pages.client_parts import contact
from clientmanager.state.client_page import ClientRecord


def about() -> list[Part]:
    """How to reach them, and who they are."""
    shown: Any = ClientRecord.client
    return [
        section_head("Contact"),
        *contact(),
        section_head("Identity"),
        rx.foreach(shown.identity, _fact),
        offers(),
    ]


def in_the_practice() -> list[Part]:
    """Who looks after them and how they stand, and what was noted."""
    shown: Any = ClientRecord.client
    note = in_place_field("About them", shown.note, kind="lines", on_save=_saved("note"), **of_field("note"))
    return [
        section_head("In the practice"),
        rx.foreach(shown.practice, _fact),
        section_head("Note"),
        editable(with_conflict("note", note), fact_row("About them", shown.note)),
        rx.cond(
            shown.extra,
            rx.fragment(
                section_head("Kept from an import"),
                rx.foreach(shown.extra, lambda other: fact_row(other.label, other.value)),
            ),
        ),
    ]


def _saved(field: str | rx.Var[Any]) -> Any:
    return lambda value, was: ClientRecord.save(ClientRecord.client.id, field, value, was)


def _fact(one: Any) -> rx.Component:
    words = of_field(one.field, one.warning)
    typed = {"on_save": _saved(one.field), **words}
    choices = rx.cond(one.field == "status", ClientRecord.statuses, ClientRecord.advisers)
    shown = {name: words[name] for name in ("field_id", "state", "moment", "note")}
    editor = rx.match(
        one.kind,
        (
            "choice",
            in_place_choice(
                one.label,
                one.raw,
                choices,
                on_save=lambda value: ClientRecord.save(ClientRecord.client.id, one.field, value, one.raw),
                **shown,
            ),
        ),
        ("hidden", _hidden(one, typed)),
        rx.cond(
            one.offers != "",
            in_place_field(one.label, one.raw, options=one.offers, on_open=ClientRecord.offer, **typed),
            in_place_field(one.label, one.raw, **typed),
        ),
    )
    read = rx.cond(one.kind == "hidden", _read_hidden(one), fact_row(one.label, one.value))
    return editable(with_conflict(one.field, editor), read, key=one.field)


def _hidden(one: Any, words: dict[str, Any]) -> rx.Component:
    """Masked until revealed; empty ones can be filled in at once."""
    revealed: Any = ClientRecord.revealed
    return rx.cond(
        (one.value == "") | revealed.contains(one.field),
        in_place_field(one.label, revealed.get(one.field, ""), **words),
        _masked(one),
    )


def _read_hidden(one: Any) -> rx.Component:
    revealed: Any = ClientRecord.revealed
    return rx.cond(
        (one.value == "") | revealed.contains(one.field),
        fact_row(one.label, revealed.get(one.field, "")),
        _masked(one),
    )


def _masked(one: Any) -> rx.Component:
    reveal = text_button(
        "Reveal", icon="eye", on_click=ClientRecord.reveal, aria_label=f"Reveal {one.label}", data_action="reveal"
    )
    return fact_row(one.label, rx.fragment(one.value, rx.cond(one.warning != "", row_note(one.warning))), reveal)
