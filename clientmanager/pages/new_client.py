"""The sheet in which a client is added by hand."""

from typing import Any

import reflex as rx

from clientmanager.components.button import filled_button, text_button
from clientmanager.components.form import form_error, form_field, select
from clientmanager.components.kept_form import kept_form
from clientmanager.components.link import link
from clientmanager.components.list_head import switch
from clientmanager.components.record import alert_line
from clientmanager.components.sheet import sheet
from clientmanager.state.new_client import NewClient

KINDS = [("person", "Person"), ("company", "Company"), ("trust", "Trust")]


def new_client() -> rx.Component:
    """Its words are kept while they are typed: closing it, or losing the connection, loses none."""
    return sheet(
        "New client",
        kept_form(
            form_error(NewClient.form_errors.get("form", "")),
            rx.cond(NewClient.typed_at != "", _kept()),
            switch(
                *(
                    rx.el.button(
                        words,
                        type="button",
                        aria_pressed=NewClient.kind == kind,
                        on_click=NewClient.choose_kind(kind),
                    )
                    for kind, words in KINDS
                ),
                label="Kind of client",
            ),
            rx.cond(NewClient.kind == "person", _person(), _body()),
            _field("Mobile", "phone", type="tel", auto_complete="off"),
            _field("E-mail", "email", input_mode="email", auto_complete="off"),
            _choice("Adviser", "adviser_id", NewClient.advisers, "none"),
            _choice("Status", "status", NewClient.statuses, "active"),
            rx.foreach(NewClient.similar, _similar),
            on_keep=NewClient.keep_form,
            key=NewClient.round,
        ),
        open=NewClient.opened,
        on_open_change=NewClient.show,
        on_submit=NewClient.create,
        foot=(filled_button(rx.cond(NewClient.similar, "Add them even so", "Add client"), type="submit"),),
    )


def _kept() -> rx.Component:
    return alert_line(
        "info",
        "Not added yet",
        f"Typed {NewClient.typed_at}",
        action=text_button("Start afresh", on_click=NewClient.start_afresh),
    )


def _person() -> rx.Component:
    return rx.fragment(
        _field("First names", "first_names"),
        _field("Surname", "last_name"),
        _field("ID number", "id_number", input_mode="numeric", hint="Birth date and gender are read from it."),
        _field("Passport", "passport_number", hint="For those without a South African ID number"),
    )


def _body() -> rx.Component:
    return rx.fragment(
        _field("Registered name", "entity_name"),
        _field("Registration number", "registration_number", hint="Such as 2015/123456/07"),
    )


def _field(label: str, name: str, **props: Any) -> rx.Component:
    typed: Any = NewClient.typed
    return form_field(
        label, name, value=typed.get(name, ""), error=NewClient.form_errors.get(name, ""), dir="auto", **props
    )


def _choice(label: str, name: str, options: Any, otherwise: str) -> rx.Component:
    typed: Any = NewClient.typed
    return select(
        label,
        name,
        options,
        default_value=typed.get(name, otherwise),
        error=NewClient.form_errors.get(name, ""),
    )


def _similar(other: Any) -> rx.Component:
    return alert_line(
        "attention",
        f"{other.name} has {other.why}",
        "Perhaps they are here already.",
        action=link("Open", href=f"/clients/{other.id}"),
    )
