"""The facts of one client, each edited where it stands."""

from typing import Any

import reflex as rx

from clientmanager.components.button import text_button
from clientmanager.components.in_place import in_place_choice, in_place_field
from clientmanager.components.record import fact_row, row_note, section_head
from clientmanager.components.words import Part
from clientmanager.pages.frame import may
from clientmanager.state.client_page import ClientRecord


def about() -> list[Part]:
    """How to reach them, and who they are."""
    shown: Any = ClientRecord.client
    return [
        section_head("Contact"),
        rx.foreach(shown.contact, _part),
        _adding(),
        section_head("Identity"),
        rx.foreach(shown.identity, _fact),
    ]


def in_the_practice() -> list[Part]:
    """Who looks after them and how they stand, and what was noted."""
    shown: Any = ClientRecord.client
    return [
        section_head("In the practice"),
        rx.foreach(shown.practice, _fact),
        section_head("Note"),
        _editable(
            in_place_field(
                "About them",
                shown.note,
                kind="lines",
                on_save=lambda value: ClientRecord.save("note", value),
                **_state("note"),
            ),
            fact_row("About them", shown.note),
        ),
        rx.cond(
            shown.extra,
            rx.fragment(
                section_head("Kept from an import"),
                rx.foreach(shown.extra, lambda other: fact_row(other.label, other.value)),
            ),
        ),
    ]


def _editable(editor: rx.Component | rx.Var[Any], plain: rx.Component) -> rx.Component:
    """Whoever may not change a client reads plain facts."""
    return may("edit clients", editor, otherwise=plain)


def _fact(one: Any) -> rx.Component:
    def save(value: rx.Var[str]) -> Any:
        return ClientRecord.save(one.field, value)

    words = {"on_save": save, **_state(one.field, one.warning)}
    editor = rx.match(
        one.kind,
        (
            "choice",
            in_place_choice(
                one.label,
                one.raw,
                rx.cond(one.field == "status", ClientRecord.statuses, ClientRecord.advisers),
                **words,
            ),
        ),
        ("hidden", _hidden(one, words)),
        ("date", in_place_field(one.label, one.value, **words)),
        in_place_field(one.label, one.raw, **words),
    )
    return _editable(editor, rx.cond(one.kind == "hidden", _read_hidden(one), fact_row(one.label, one.value)))


def _hidden(one: Any, words: dict) -> rx.Component:
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


def _part(one: Any) -> rx.Component:
    def save(value: rx.Var[str]) -> Any:
        return ClientRecord.save_part(one.field, one.part, value)

    words = {"on_save": save, **_state(one.part, one.warning)}
    editor = rx.match(
        one.kind,
        ("phone", in_place_field(one.label, one.raw, keyboard="tel", **words)),
        ("email", in_place_field(one.label, one.raw, keyboard="email", **words)),
        in_place_field(one.label, one.raw, kind="lines", **words),
    )
    return _editable(editor, fact_row(one.label, one.value))


def _adding() -> rx.Component:
    words = {"on_save": ClientRecord.add_part, "fresh": True, **_state("new")}
    return may(
        "edit clients",
        rx.match(
            ClientRecord.adding,
            ("phone", in_place_field("New phone", "", keyboard="tel", **words)),
            ("email", in_place_field("New e-mail", "", keyboard="email", **words)),
            ("address", in_place_field("New address", "", kind="lines", **words)),
            rx.fragment(),
        ),
        rx.el.div(
            text_button("Add phone", icon="plus", on_click=ClientRecord.add("phone"), data_action="add phone"),
            text_button("Add e-mail", icon="plus", on_click=ClientRecord.add("email"), data_action="add email"),
            text_button("Add address", icon="plus", on_click=ClientRecord.add("address"), data_action="add address"),
            class_name="cm-actions apart",
        ),
    )


def _state(field_id: str | rx.Var[str], warning: str | rx.Var[str] = "") -> dict:
    states: Any = ClientRecord.field_states
    moments: Any = ClientRecord.moments
    notes: Any = ClientRecord.notes
    saved = states.get(field_id, "")
    return {
        "field_id": field_id,
        "state": rx.cond(saved != "", saved, rx.cond(rx.Var.create(warning) != "", "warned", "resting")),
        "moment": moments.get(field_id, ""),
        "note": rx.cond(saved != "", notes.get(field_id, ""), warning),
    }
