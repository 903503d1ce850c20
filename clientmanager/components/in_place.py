"""A field edited where it stands, and a choice made where it stands.

The page keeps, per field, its value and a state: "resting", "saving", "saved" (with the moment, "14:02"), "warning"
(saved, with a note), "warned" (resting, with a note), "refused" (not saved, with a note; stays open), "offline",
"draft" (typed before and not saved; the note says when) or "conflict" (someone else changed it meanwhile).
"""

from collections.abc import Sequence
from typing import Any, Literal

import reflex as rx

from clientmanager.components.icon import icon, meaning_icon
from clientmanager.components.words import Flag, Part, Words

EDITOR = rx.asset("in_place.jsx", shared=True).importable_path
Keyboard = Literal["text", "tel", "email", "decimal", "numeric", "url"]


def _text_and_before(text: rx.Var[str], was: rx.Var[str]) -> tuple[rx.Var[str], rx.Var[str]]:
    return text, was


class InPlaceEditor(rx.Component):
    """The React part: Enter, e or a click opens it, Enter or leaving saves, Escape undoes; focus stays."""

    library = EDITOR
    tag = "InPlaceEditor"

    record: rx.Var[str]
    value: rx.Var[str]
    state: rx.Var[str]
    turn: rx.Var[int]
    draft: rx.Var[str]
    kind: rx.Var[str]
    options: rx.Var[str]
    input_mode: rx.Var[str]
    auto_capitalize: rx.Var[str]
    spell_check: rx.Var[bool]
    fresh: rx.Var[bool]
    on_save: rx.EventHandler[_text_and_before]
    on_keep: rx.EventHandler[_text_and_before]
    on_forget: rx.EventHandler[rx.event.no_args_event_spec]
    on_open: rx.EventHandler[rx.event.no_args_event_spec]


def in_place_field(
    label: Words,
    value: Words,
    *,
    on_save: Any,
    field_id: Words,
    record: Words = "",
    state: Words = "resting",
    turn: rx.Var[Any] | int = -1,
    moment: Words = "",
    note: Words = "",
    draft: Words = "",
    on_keep: Any = None,
    on_forget: Any = None,
    on_open: Any = None,
    waiting: rx.Component | None = None,
    kind: Literal["text", "lines"] = "text",
    keyboard: Keyboard = "text",
    options: Words = "",
    more: Part | None = None,
    fresh: Flag = False,
) -> rx.Component:
    """One fact, edited where it stands.

    Args:
        on_save: `(value, was)`, called when it changed; `was` is what stood there when editing began.
        field_id: unique on the page; `record` says whose field it is.
        turn: counts the answers to saving; without it, any change of the others is one.
        draft: what was typed and not saved, in the states "draft" and "conflict"; `waiting` stands below it, with
            what to do about it.
        on_keep: `(value, was)`, called every second while typing.
        on_forget: what was kept is not wanted.
        on_open: editing begins.
        options: the id of a `datalist` with what is offered.
        more: stands at the right at rest (a Reveal, a menu).
        fresh: it has just been added: it opens at once, and leaving it saves.
    """
    heard = {"on_keep": on_keep, "on_forget": on_forget, "on_open": on_open}
    editor = InPlaceEditor.create(
        record=record,
        value=value,
        state=state,
        turn=turn,
        draft=draft,
        kind=kind,
        input_mode=keyboard,
        auto_capitalize="sentences" if keyboard == "text" else "none",
        spell_check=False,
        fresh=fresh,
        on_save=on_save,
        id=field_id,
        custom_attrs={"aria-describedby": rx.Var.create(f"{field_id}-state"), "dir": "auto"},
        **({"options": options} if not isinstance(options, str) or options else {}),
        **{name: handler for name, handler in heard.items() if handler is not None},
    )
    sign = rx.fragment(icon("pencil"), rx.el.span("e", class_name="cm-key"))
    return _field(label, editor, field_id, state, moment, note, sign, more, waiting)


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


def in_place_day(
    label: Words,
    value: Words,
    *,
    kind: Literal["date", "time"],
    on_save: Any,
    field_id: Words,
    state: Words = "resting",
    moment: Words = "",
    note: Words = "",
) -> rx.Component:
    """A day or a time in the machine's own picker. `on_save(value)` is called when one leaves it, changed or not."""
    picker = rx.el.input(
        type=kind,
        default_value=value,
        key=value,
        on_blur=on_save,
        id=field_id,
        custom_attrs={"aria-describedby": rx.Var.create(f"{field_id}-state")},
    )
    return _field(label, picker, field_id, state, moment, note, icon("calendar" if kind == "date" else "clock"))


def _field(
    label: Words,
    editor: rx.Component,
    field_id: Words,
    state: Words,
    moment: Words,
    note: Words,
    sign: rx.Component,
    more: Part | None = None,
    waiting: rx.Component | None = None,
) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, html_for=field_id),
        rx.el.div(editor, class_name="cm-field-edit"),
        rx.el.div(
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
                    ("conflict", rx.el.span("Waits for your choice")),
                    rx.fragment(),
                ),
                role="status",
            ),
            rx.el.span(meaning_icon("attention"), "Kept here, not saved yet", class_name="cm-field-offline"),
            *([more] if more is not None else []),
            class_name="cm-field-state",
            id=rx.Var.create(f"{field_id}-state"),
        ),
        rx.match(
            state,
            ("warning", _note("attention", note)),
            ("warned", _note("attention", note)),
            ("refused", _note("trouble", note)),
            ("draft", _waiting(note, waiting)),
            rx.fragment(),
        ),
        class_name="cm-field",
        data_state=state,
    )


def _saved(moment: Words) -> rx.Component:
    return rx.el.span(icon("check"), "Saved ", moment, class_name="cm-field-saved")


def _note(meaning: Literal["attention", "trouble"], note: Words) -> rx.Component:
    return rx.el.div(meaning_icon(meaning), rx.el.span(note), class_name="cm-field-note", role="alert")


def _waiting(note: Words, waiting: rx.Component | None) -> rx.Component:
    return rx.el.div(
        meaning_icon("attention"),
        rx.el.span(note),
        *([waiting] if waiting is not None else []),
        class_name="cm-field-note cm-field-waiting",
    )
