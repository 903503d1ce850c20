"""The list of clients: /clients."""

import reflex as rx

from clientmanager.components.address import Address
from clientmanager.components.button import filled_button, outline_button, text_button
from clientmanager.components.filter_menu import filter_menu
from clientmanager.components.list_head import chip, list_head, search_field, switch
from clientmanager.components.waiting import empty, nothing_found, skeleton_rows
from clientmanager.pages.client_choice import change_sheet, choice_bar, export_menu
from clientmanager.pages.client_table import client_table, sort_choices
from clientmanager.pages.frame import frame, may
from clientmanager.pages.new_client import new_client
from clientmanager.pages.saved_views import saved_views, view_sheet
from clientmanager.state.client_filters import ClientFilters
from clientmanager.state.client_list import ClientList
from clientmanager.state.new_client import NewClient


def clients() -> rx.Component:
    return frame(
        Address.create(on_moved=[ClientList.moved, ClientFilters.describe]),
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
            quiet_actions=[saved_views(), export_menu()],
            filters=[
                rx.foreach(
                    ClientFilters.chips,
                    lambda one: chip(one.field, one.words, on_remove=ClientFilters.drop(one.name)),
                ),
                filter_menu(
                    ClientFilters.fields,
                    ClientFilters.ticked,
                    on_open=ClientFilters.open_menu,
                    on_choose=ClientFilters.choose,
                    above=sort_choices(),
                ),
                rx.cond(
                    ClientFilters.chips.length() > 0,  # pyright: ignore[reportAttributeAccessIssue]
                    text_button("Clear all", on_click=ClientFilters.clear),
                ),
            ],
        ),
        rx.cond(
            ClientList.loaded,
            rx.cond(ClientList.rows, client_table(), _nothing()),
            skeleton_rows(12),
        ),
        choice_bar(),
        change_sheet(),
        new_client(),
        view_sheet(),
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


def _nothing() -> rx.Component:
    return rx.cond(
        ClientList.narrowed,
        nothing_found(
            rx.cond(
                ClientList.search != "",
                f"No one {rx.cond(ClientFilters.chips, 'here ', '')}matches “{ClientList.search}”",
                "No one fits these filters",
            ),
            rx.cond(
                ClientList.outside.words != "",
                ClientList.outside.words,
                rx.cond(
                    ClientList.search != "",
                    "Every word must begin a name, an e-mail, a phone number or an ID number.",
                    "Take one off to see more.",
                ),
            ),
            rx.cond(
                ClientList.outside.many > 0,
                text_button(
                    rx.cond(
                        ClientList.outside.only_archived,
                        "Search the archived",
                        f"Search all {ClientList.everyone_words}",
                    ),
                    on_click=ClientFilters.search_everyone,
                ),
                text_button(f"Show all {ClientList.everyone_words}", on_click=ClientFilters.clear),
            ),
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
