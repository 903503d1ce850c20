"""A field edited where it stands, and a choice made where it stands.

The page keeps, per field, its value and a state: "resting", "saving", "saved" (with the moment, "14:02"), "warning"
(saved, with a note), "warned" (resting, with a note), "refused" (not saved, with a note; stays open) or "offline".
"""

from collections.abc import Sequence
from typing import Any, Literal

import reflex as rx

from clientmanager.components.icon import icon, meaning_icon
from clientmanager.components.words import Part, Words

EDITOR = rx.asset("in_place.jsx", shared=True).importable_path
Keyboard = Literal["text", "tel", "email", "decimal", "numeric", "url"]


class InPlaceEditor(rx.Component):
    """The React part: Enter, e or a click opens it, Enter or leaving saves, Escape undoes; focus stays."""

    library = EDITOR
    tag = "InPlaceEditor"

    value: rx.Var[str]
    state: rx.Var[str]
    moment: rx.Var[str]
    kind: rx.Var[str]
    input_mode: rx.Var[str]
    auto_capitalize: rx.Var[str]
    spell_check: rx.Var[bool]
    fresh: rx.Var[bool]
    on_save: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def in_place_field(
    label: Words,
    value: Words,
    *,
    on_save: Any,
    field_id: Words,
    state: Words = "resting",
    moment: Words = "",
    note: Words = "",
    kind: Literal["text", "lines"] = "text",
    keyboard: Keyboard = "text",
    more: Part | None = None,
    fresh: bool = False,
) -> rx.Component:
    """One fact. `on_save(value)` is called when it changed; `field_id` is unique on the page; `more` stands at the
    right at rest (a Reveal, a tag). A `fresh` one has just been added: it opens at once, and leaving it saves."""
    editor = InPlaceEditor.create(
        value=value,
        state=state,
        moment=moment,
        kind=kind,
        input_mode=keyboard,
        auto_capitalize="sentences" if keyboard == "text" else "none",
        spell_check=False,
        fresh=fresh,
        on_save=on_save,
        id=field_id,
        custom_attrs={"aria-describedby": rx.Var.create(f"{field_id}-state")},
    )
    sign = rx.fragment(icon("pencil"), rx.el.span("e", class_name="cm-key"))
    return _field(label, editor, field_id, state, moment, note, sign, more)


def in_place_choice(
    label: Words,
    value: Words,
    options: Sequence[tuple[str, str]] | rx.Var[Any],
    *,
    on_save: Any,
    field_id: Words,
    state: Words = "resting",
    moment: Words = "",
    note: Words = "",
) -> rx.Component:
    """One fact out of few: (value, words) pairs. `on_save(value)` is called as soon as another is chosen."""
    chooser = rx.el.select(
        rx.foreach(options, lambda option: rx.el.option(option[1], value=option[0])),
        value=value,
        on_change=on_save,
        id=field_id,
        custom_attrs={"aria-describedby": rx.Var.create(f"{field_id}-state")},
    )
    return _field(label, chooser, field_id, state, moment, note, icon("chevron-down"))


def _field(
    label: Words,
    editor: rx.Component,
    field_id: Words,
    state: Words,
    moment: Words,
    note: Words,
    sign: rx.Component,
    more: Part | None = None,
) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, html_for=field_id),
        rx.el.div(editor, class_name="cm-field-edit"),
        rx.el.div(
            *([more] if more is not None else []),
            rx.el.span(sign, class_name="cm-field-pencil", aria_hidden="true"),
            rx.el.span(
                rx.el.span("Enter saves · Esc undoes", class_name="cm-fine-words"),
                rx.el.span("Done saves", class_name="cm-touch-words"),
                class_name="cm-field-hint",
            ),
            rx.el.span(
                rx.match(
                    state,
                    ("saving", rx.el.span("Saving", class_name="cm-field-saving")),
                    ("saved", _saved(moment)),
                    ("warning", _saved(moment)),
                    rx.fragment(),
                ),
                role="status",
            ),
            rx.el.span(meaning_icon("attention"), "Kept here, not saved yet", class_name="cm-field-offline"),
            class_name="cm-field-state",
            id=rx.Var.create(f"{field_id}-state"),
        ),
        rx.match(
            state,
            ("warning", _note("attention", note)),
            ("warned", _note("attention", note)),
            ("refused", _note("trouble", note)),
            rx.fragment(),
        ),
        class_name="cm-field",
        data_state=state,
    )


def _saved(moment: Words) -> rx.Component:
    return rx.el.span(icon("check"), "Saved ", moment, class_name="cm-field-saved")


def _note(meaning: Literal["attention", "trouble"], note: Words) -> rx.Component:
    return rx.el.div(meaning_icon(meaning), rx.el.span(note), class_name="cm-field-note", role="alert")
