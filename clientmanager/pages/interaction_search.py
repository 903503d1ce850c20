"""Search over everything that was written: /search."""

from typing import Any

import reflex as rx

from clientmanager.components.address import Address
from clientmanager.components.button import text_button
from clientmanager.components.filter_menu import choose_one
from clientmanager.components.icon import icon
from clientmanager.components.link import link
from clientmanager.components.list_head import chip, list_head, search_field, switch
from clientmanager.components.marked import marked
from clientmanager.components.waiting import empty, nothing_found, skeleton_rows
from clientmanager.pages.frame import frame
from clientmanager.state.interaction_search import InteractionSearch as Search

ICONS = {
    "call": "phone",
    "meeting": "users",
    "email": "mail",
    "message": "message-square",
    "letter": "file-text",
    "document": "file-text",
    "review": "calendar",
    "advice": "lock",
    "change": "pencil",
}


def interaction_search() -> rx.Component:
    return frame(
        Address.create(on_moved=Search.moved),
        list_head(
            "Search",
            rx.cond(Search.many != "", rx.fragment(Search.many, " found"), ""),
            search=search_field(
                "Words, or a “phrase”", id="search", value=Search.sought, on_change=Search.search_for, auto_focus=True
            ),
            views=[switch(_order("What fits best", False), _order("Newest", True), label="Order")],
            filters=[_filters()],
        ),
        rx.cond(
            Search.loaded,
            rx.cond(Search.rows, rx.el.ul(rx.foreach(Search.rows, _row), class_name="cm-results"), _nothing()),
            skeleton_rows(8),
        ),
        active="search",
    )


def _order(words: str, newest: bool) -> rx.Component:
    return rx.el.button(words, type="button", aria_pressed=Search.newest == newest, on_click=Search.by_day(newest))


def _filters() -> rx.Component:
    return rx.fragment(
        rx.cond(Search.client_name != "", chip("Client", Search.client_name, on_remove=Search.of_everybody)),
        rx.cond(
            Search.kind_name != "",
            chip("What", Search.kind_name, on_remove=Search.only("")),
            choose_one("search-what", "What", Search.kinds, Search.only),
        ),
        rx.cond(
            Search.author_name != "",
            chip("Who", Search.author_name, on_remove=Search.by("")),
            choose_one("search-who", "Who", Search.people, Search.by),
        ),
    )


def _row(row: Any) -> rx.Component:
    return rx.el.li(
        rx.match(row.kind, *((kind, icon(name)) for kind, name in ICONS.items()), icon("sticky-note")),
        rx.el.div(
            link(
                marked(row.title, row.title_marks),
                " ",
                rx.el.span(row.client, class_name="cm-quiet"),
                href=f"/clients/{row.client_id}?at={row.on}",
                class_name="cm-row-link",
            ),
            rx.cond(row.words != "", rx.el.p(marked(row.words, row.marks))),
            rx.el.p(
                rx.cond(row.amended, "Added later · ", ""),
                rx.cond(row.who != "", rx.fragment(row.who, " · "), ""),
                row.at,
                class_name="cm-quiet cm-small",
            ),
        ),
        key=row.id,
    )


def _nothing() -> rx.Component:
    narrowed: Any = (Search.kind != "") | (Search.author != "") | (Search.client != "")
    return rx.cond(
        Search.many == "",
        empty(
            "search",
            "Everything that was written",
            "Calls, meetings, letters, e-mails and notes of all clients: type a word of what was said. "
            "Endings do not matter; “a phrase” stands between quotation marks.",
        ),
        nothing_found(
            "Nobody wrote this",
            rx.cond(narrowed, "Take off a filter, or try fewer words.", "Try fewer words, or another one for it."),
            rx.cond(narrowed, text_button("Search everywhere", on_click=Search.everywhere)),
        ),
    )
