"""The list of clients: /clients."""

from typing import Any

import reflex as rx

from clientmanager.components.button import filled_button, outline_button, text_button
from clientmanager.components.list_head import list_head, search_field, switch
from clientmanager.components.mark import status_mark
from clientmanager.components.table import cell, column, name_cell, pager, row, table
from clientmanager.components.waiting import empty, nothing_found, skeleton_rows
from clientmanager.pages.frame import frame, may
from clientmanager.pages.new_client import new_client
from clientmanager.state.client_list import ClientList
from clientmanager.state.new_client import NewClient


def clients() -> rx.Component:
    return frame(
        list_head(
            rx.cond(ClientList.archived, "Archived clients", "Clients"),
            ClientList.total_words,
            search=search_field(
                "Name, phone, e-mail or ID",
                on_change=ClientList.search_for,
                id="search",
            ),
            views=[switch(_view("Active", False), _view("Archived", True), label="View")],
            primary=_add(),
        ),
        rx.cond(
            ClientList.loaded,
            rx.cond(ClientList.rows, _table(), _nothing()),
            skeleton_rows(12),
        ),
        new_client(),
        active="clients",
        primary=_add(),
    )


def _add() -> rx.Component:
    return may(
        "edit clients",
        filled_button(
            "New client", icon="plus", on_click=NewClient.start, aria_keyshortcuts="n", data_action="new client"
        ),
    )


def _view(words: str, archived: bool) -> rx.Component:
    return rx.el.button(
        words,
        type="button",
        aria_pressed=ClientList.archived == archived,
        on_click=ClientList.show_archived(archived),
    )


def _table() -> rx.Component:
    return rx.fragment(
        table(
            column("Client", sorted_as="ascending"),
            column("Adviser", shown="from-1024"),
            column("Status", shown="from-560"),
            column("Phone"),
            column("E-mail", shown="from-1280"),
            body=rx.foreach(ClientList.rows, _row),
            caption="Clients by name",
        ),
        pager(
            "",
            ClientList.shown_words,
            rx.cond(
                ClientList.has_previous,
                text_button("Previous 50", icon="chevron-left", on_click=ClientList.previous_page),
            ),
            rx.cond(
                ClientList.has_next,
                text_button("Next 50", after="chevron-right", on_click=ClientList.next_page),
            ),
        ),
    )


def _row(client: Any) -> rx.Component:
    return row(
        name_cell(client.name, client.about, href=f"/clients/{client.id}"),
        cell(client.adviser, shown="from-1024"),
        cell(
            status_mark(client.status, client.status.capitalize()),
            rx.cond(client.category != "", f"Category {client.category}", ""),
            shown="from-560",
        ),
        cell(rx.el.span(client.phone, class_name="cm-nowrap")),
        cell(client.email, shown="from-1280"),
        key=client.id,
    )


def _nothing() -> rx.Component:
    return rx.cond(
        ClientList.search != "",
        nothing_found(
            f"No one matches “{ClientList.search}”",
            "Every word must begin a name, a phone number, an e-mail or an ID number.",
        ),
        rx.cond(
            ClientList.archived,
            empty("archive", "No client is archived", "Archived clients keep everything and can be brought back."),
            empty(
                "users",
                "Your clients will be listed here",
                "With who looks after them and how to reach them.",
                may("import clients", outline_button("Import contacts", icon="download", href="/import")),
                may("edit clients", text_button("Add one by hand", on_click=NewClient.start)),
            ),
        ),
    )
