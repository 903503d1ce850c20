"""The sheet in which a client is added by hand."""

from typing import Any

import reflex as rx

from clientmanager.components.button import filled_button
from clientmanager.components.form import form_error, form_field, select
from clientmanager.components.link import link
from clientmanager.components.list_head import switch
from clientmanager.components.record import alert_line
from clientmanager.components.sheet import sheet
from clientmanager.state.new_client import NewClient

KINDS = [("person", "Person"), ("company", "Company"), ("trust", "Trust")]


def new_client() -> rx.Component:
    return _sheet(
        form_error(NewClient.form_errors.get("form", "")),
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
        select(
            "Adviser",
            "adviser_id",
            NewClient.advisers,
            error=NewClient.form_errors.get("adviser_id", ""),
        ),
        rx.foreach(NewClient.similar, _similar),
    )


def _sheet(*body: rx.Component) -> rx.Component:
    return sheet(
        "New client",
        *body,
        open=NewClient.opened,
        on_open_change=NewClient.show,
        on_submit=NewClient.create,
        foot=(filled_button(rx.cond(NewClient.similar, "Add them even so", "Add client"), type="submit"),),
    )


def _person() -> rx.Component:
    return rx.fragment(
        _field("First names", "first_names"),
        _field("Surname", "last_name"),
        _field("ID number", "id_number", input_mode="numeric", hint="The birth date is read from it."),
    )


def _body() -> rx.Component:
    return rx.fragment(
        _field("Registered name", "entity_name"),
        _field("Registration number", "registration_number", hint="Such as 2015/123456/07"),
    )


def _field(label: str, name: str, **props: Any) -> rx.Component:
    return form_field(label, name, error=NewClient.form_errors.get(name, ""), **props)


def _similar(other: Any) -> rx.Component:
    return alert_line(
        "attention",
        f"{other.name} has {other.why}",
        "Perhaps they are here already.",
        action=link("Open", href=f"/clients/{other.id}"),
    )
