"""The sheet in which an opportunity is added."""

from typing import Any

import reflex as rx

from clientmanager.components.button import filled_button, text_button
from clientmanager.components.finder import finder
from clientmanager.components.form import error_line, form_error, form_field, select
from clientmanager.components.record import fact_row
from clientmanager.components.sheet import sheet
from clientmanager.state.new_opportunity import PREFIX, NewOpportunity


def new_opportunity() -> rx.Component:
    errors: Any = NewOpportunity.form_errors

    def field(label: str, name: str, **props: Any) -> rx.Component:
        return form_field(label, f"{PREFIX}{name}", error=errors.get(name, ""), auto_complete="off", **props)

    def choice(label: str, name: str, options: Any) -> rx.Component:
        return select(label, f"{PREFIX}{name}", options, error=errors.get(name, ""))

    people: Any = NewOpportunity.people
    return sheet(
        "New opportunity",
        rx.fragment(
            form_error(errors.get("form", "")),
            field("What", "title", placeholder="Life cover", dir="auto", max_length=200, auto_capitalize="sentences"),
            _client(errors),
            field("Product", "product", dir="auto", max_length=200),
            rx.el.div(
                field("Expected value", "value", hint="R1 234,56, or 1500 pm.", max_length=60),
                choice("How often", "how_often", NewOpportunity.how_often),
                class_name="cm-form-pair",
            ),
            rx.el.div(
                field("Chance", "chance", hint="In per cent; may stay empty.", input_mode="numeric", max_length=6),
                field("Expected", "expected_on", type="date"),
                class_name="cm-form-pair",
            ),
            choice("Adviser", "adviser_id", people),
            key=NewOpportunity.round,
        ),
        open=NewOpportunity.opened,
        on_open_change=NewOpportunity.show,
        on_submit=NewOpportunity.create,
        foot=(filled_button("Add opportunity", type="submit"),),
    )


def _client(errors: Any) -> rx.Component:
    chosen = fact_row(
        "Client", NewOpportunity.client, text_button("Change", type="button", on_click=NewOpportunity.change_client)
    )
    search = rx.el.div(
        rx.el.label("Client", html_for="new-opportunity-client"),
        rx.el.input(
            type="search",
            placeholder="Name, phone or e-mail",
            on_change=NewOpportunity.find_client,
            auto_complete="off",
            class_name="cm-input",
            id="new-opportunity-client",
        ),
        rx.cond(NewOpportunity.clients, finder(NewOpportunity.clients, on_choose=NewOpportunity.choose_client)),
        error_line(errors.get("client_id", "")),
        class_name="cm-form-field",
    )
    return rx.cond(NewOpportunity.client_id != "", chosen, search)
