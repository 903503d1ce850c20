"""Forms: a label over its field, a hint under it, and what is wrong beside it."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from clientmanager.components.icon import icon
from clientmanager.components.words import Part, Words


def form_field(
    label: Words, name: str, *, hint: Words = "", error: Words = "", value: Words = "", **props: Any
) -> rx.Component:
    """A labelled input, submitted by `name`; `type=`, `input_mode=`, `auto_complete=` and the like pass through."""
    control = rx.el.input(default_value=value, class_name="cm-input", **_control(name, hint, error), **props)
    return _labelled(label, name, control, hint, error)


def text_area(
    label: Words, name: str, *, hint: Words = "", error: Words = "", value: Words = "", **props: Any
) -> rx.Component:
    """A labelled field of many lines that grows with its text."""
    control = rx.el.textarea(default_value=value, class_name="cm-input", **_control(name, hint, error), **props)
    return _labelled(label, name, control, hint, error)


def select(
    label: Words,
    name: str,
    options: Sequence[tuple[str, str]] | rx.Var[Any],
    *,
    hint: Words = "",
    error: Words = "",
    **props: Any,
) -> rx.Component:
    """A labelled choice out of (value, words) pairs; the machine's own list, so it works with a thumb."""
    control = rx.el.div(
        rx.el.select(
            rx.foreach(options, lambda option: rx.el.option(option[1], value=option[0])),
            class_name="cm-input",
            **_control(name, hint, error),
            **props,
        ),
        icon("chevron-down"),
        class_name="cm-select",
    )
    return _labelled(label, name, control, hint, error)


def radio_group(legend: Words, name: str, options: rx.Var[Any], *, error: Words = "") -> rx.Component:
    """One out of a few (value, words) pairs, all of them seen; none is chosen to begin with."""
    wrong = rx.Var.create(error) != ""
    return rx.el.fieldset(
        rx.el.legend(legend),
        rx.foreach(
            options,
            lambda option: rx.el.label(
                rx.el.input(type="radio", name=name, value=option[0]), rx.el.span(option[1]), class_name="cm-radio"
            ),
        ),
        error_line(error),
        class_name="cm-radios",
        data_wrong=wrong,
    )


def error_line(words: Words) -> rx.Component:
    """What is wrong, beside what it is about; nothing while `words` is empty."""
    return rx.cond(
        rx.Var.create(words) != "",
        rx.el.div(icon("octagon-alert"), rx.el.span(words), class_name="cm-error", role="alert"),
    )


def form_error(words: Words, second: Part = "") -> rx.Component:
    """What is wrong with the whole form, above its fields; nothing while `words` is empty."""
    return rx.cond(
        words,
        rx.el.div(
            icon("octagon-alert"),
            rx.el.div(rx.el.div(words, class_name="cm-strong"), rx.el.div(second)),
            class_name="cm-form-error",
            role="alert",
        ),
    )


def _control(name: str, hint: Words, error: Words) -> dict[str, Any]:
    wrong = rx.Var.create(error) != ""
    described = rx.cond(wrong, f"{name}-error", f"{name}-hint")
    return {
        "id": name,
        "name": name,
        "aria_invalid": wrong,
        "aria_describedby": described
        if not isinstance(hint, str) or hint
        else rx.cond(wrong, f"{name}-error", rx.Var("undefined")),
    }


def _labelled(label: Words, name: str, control: rx.Component, hint: Words, error: Words) -> rx.Component:
    hints = [] if isinstance(hint, str) and not hint else [rx.el.div(hint, class_name="cm-hint", id=f"{name}-hint")]
    return rx.el.div(
        rx.el.label(label, html_for=name),
        control,
        rx.cond(
            rx.Var.create(error) != "",
            rx.el.div(
                icon("octagon-alert"), rx.el.span(error), class_name="cm-error", id=f"{name}-error", role="alert"
            ),
            rx.fragment(*hints),
        ),
        class_name="cm-form-field",
    )


def copy_field(label: Words, value: Words, *, field_id: str) -> rx.Component:
    """A link or a code to hand over: shown whole, chosen on focus, copied by its button."""
    return rx.el.div(
        rx.el.label(label, html_for=field_id),
        rx.el.div(
            rx.el.input(
                value=value,
                read_only=True,
                id=field_id,
                class_name="cm-input",
                on_focus=rx.call_script(f"document.getElementById('{field_id}').select()"),
            ),
            rx.el.button(
                icon("copy"),
                rx.el.span("Copy"),
                type="button",
                class_name="cm-button",
                on_click=[rx.set_clipboard(value), rx.toast("Copied.")],
            ),
            class_name="cm-copy",
        ),
        class_name="cm-form-field",
    )
