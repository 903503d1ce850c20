"""The open opportunities of one client, on their page."""

from typing import Any

import reflex as rx

from clientmanager.components.button import text_button
from clientmanager.components.icon import icon
from clientmanager.components.link import link
from clientmanager.components.record import section_head
from clientmanager.components.words import Part
from clientmanager.pages.frame import may
from clientmanager.state.client_opportunities import ClientOpportunities
from clientmanager.state.client_page import ClientRecord
from clientmanager.state.new_opportunity import NewOpportunity
from clientmanager.state.opportunity_sheet import OpportunitySheet


def client_opportunities() -> list[Part]:
    """What is open, by when it is expected; anyone adds one here, already for this client."""
    client_id: Any = ClientOpportunities.client_id
    rows: Any = ClientOpportunities.rows
    add = text_button("New opportunity", icon="plus", on_click=NewOpportunity.start_for_client)
    every = rx.cond(rows, link("On the board", href=f"/opportunities?client={client_id}"))
    return [
        section_head("Opportunities", every, may("edit opportunities", add)),
        rx.cond(
            rows & (client_id == ClientRecord.client.id),
            rx.el.ul(rx.foreach(rows, _row), class_name="cm-client-tasks"),
            rx.el.p("None is open.", class_name="cm-quiet cm-nothing-here"),
        ),
    ]


def _row(card: Any) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            card.title, type="button", class_name="cm-row-button", on_click=OpportunitySheet.open(card.id), dir="auto"
        ),
        rx.el.span(
            rx.cond(
                card.late,
                rx.el.span(icon("circle-alert"), card.due, class_name="cm-tag trouble"),
                rx.cond(card.due != "", rx.el.span(icon("clock"), card.due, class_name="cm-card-due")),
            ),
            class_name="cm-task-second",
        ),
        rx.el.span(card.value, class_name="cm-figures cm-small"),
        rx.el.span(card.stage, class_name="cm-quiet cm-small"),
        key=card.id,
    )
