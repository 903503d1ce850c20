"""The records of advice of one client, on their page."""

from typing import Any

import reflex as rx

from clientmanager.components.button import text_button
from clientmanager.components.icon import icon
from clientmanager.components.link import file_link, link
from clientmanager.components.record import section_head
from clientmanager.components.words import Part
from clientmanager.pages.frame import may
from clientmanager.state.client_advice import ClientAdvice
from clientmanager.state.client_page import ClientRecord


def client_advice() -> list[Part]:
    """Each with how far it is, the newest first."""
    begin = text_button(
        "New record of advice",
        icon="plus",
        on_click=ClientAdvice.begin(ClientRecord.client.id),
        data_action="new record of advice",
    )
    whose: Any = ClientAdvice.client_id
    return [
        section_head("Advice", may("export advice", _file()), may("write advice", begin)),
        # on the way along the list they come after the page, as the tasks do
        rx.cond(
            ClientAdvice.rows & (whose == ClientRecord.client.id),
            rx.el.ul(rx.foreach(ClientAdvice.rows, _row), class_name="cm-client-advice"),
            rx.el.p("No advice is written down for them yet.", class_name="cm-quiet cm-nothing-here"),
        ),
    ]


def _file() -> rx.Component:
    """For an inspection; nothing until something is locked."""
    start = f"/clients/{ClientRecord.client.id}/advice"
    return rx.cond(
        ClientAdvice.any_locked,
        rx.fragment(
            file_link("Advice file, PDF", href=f"{start}.pdf", download=True),
            file_link("Zip", href=f"{start}.zip", download=True, aria_label="Advice file, zip"),
        ),
    )


def _row(one: Any) -> rx.Component:
    return rx.el.li(
        link(
            one.title,
            href=f"/clients/{ClientRecord.client.id}/advice/{one.id}",
            class_name="cm-row-link",
            dir="auto",
        ),
        rx.el.span(
            rx.cond(one.locked, icon("lock"), icon("pencil")), rx.el.span(one.state), class_name="cm-advice-state"
        ),
        rx.cond(one.given != "", rx.el.span(one.given, class_name="cm-quiet cm-small")),
        rx.cond(one.signed != "", rx.el.span(one.signed, class_name="cm-quiet cm-small")),
        key=one.id,
    )
