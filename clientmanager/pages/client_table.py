"""The table of the list of clients: its heads sort, its rows lead to the client and know the list they stand in."""

from typing import Any

import reflex as rx

from clientmanager.components.button import text_button
from clientmanager.components.mark import status_mark
from clientmanager.components.marked import marked
from clientmanager.components.table import cell, column, name_cell, pager, row, table
from clientmanager.components.words import Part, Shown
from clientmanager.pages.client_choice import choosing_cell, choosing_head, is_chosen
from clientmanager.state.client_list import ClientList

HEADS: list[tuple[str, str, Shown]] = [
    ("name", "Client", "always"),
    ("adviser", "Adviser", "from-1024"),
    ("status", "Status", "from-560"),
    ("category", "Category", "from-1280"),
    ("", "Phone and e-mail", "from-1024"),
    ("contact", "Last contact", "always"),
    ("change", "Changed", "from-1280"),
]


def client_table() -> rx.Component:
    return rx.fragment(
        table(
            choosing_head(),
            *(_head(*head) for head in HEADS),
            body=rx.foreach(ClientList.rows, _row),
            caption="Clients",
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


def sort_choices() -> rx.Component:
    """The heads that narrow windows give up, as choices."""
    return rx.el.div(
        rx.el.span("Sorted by", class_name="cm-menu-label"),
        rx.el.div(
            *(
                rx.el.button(
                    words,
                    _direction(field),
                    type="button",
                    aria_pressed=_sorted_as(field) != "",
                    on_click=ClientList.sort_by(_first_click(field)),
                    class_name="cm-sort-choice",
                )
                for field, words, _ in HEADS
                if field
            ),
            class_name="cm-sort-choices",
        ),
        class_name="cm-until-1280",
        role="group",
        aria_label="Sorted by",
    )


def _head(field: str, words: str, shown: Shown) -> rx.Component:
    if not field:
        return column(words, shown=shown)
    return column(words, sorted_as=_sorted_as(field), on_sort=ClientList.sort_by(_first_click(field)), shown=shown)


def _sorted_as(field: str) -> Any:
    return rx.match(ClientList.sort, (field, "ascending"), (f"-{field}", "descending"), "")


def _direction(field: str) -> Any:
    return rx.match(ClientList.sort, (field, " ↑"), (f"-{field}", " ↓"), "")


def _first_click(field: str) -> str:
    """What changed last is looked for first."""
    return "-change" if field == "change" else field


def _row(client: Any) -> rx.Component:
    """Without a key of its own: the next page fills the rows that stand there, in half the time of making them anew."""
    query = rx.cond(ClientList.query != "", f"?{ClientList.query}", "")
    return row(
        choosing_cell(client),
        name_cell(
            marked(client.name, client.name_marks),
            rx.fragment(
                client.about,
                rx.cond(client.tags != "", rx.el.span(" · ", client.tags, class_name="cm-from-560")),
                rx.foreach(client.found_by, _found_by),
            ),
            href=f"/clients/{client.id}{query}",
        ),
        cell(rx.el.span(client.adviser, class_name="cm-adviser"), shown="from-1024"),
        cell(
            status_mark(client.status, client.status.capitalize()),
            rx.cond(
                client.category != "",
                rx.el.span(f"Category {client.category}", class_name="cm-until-1280"),
                rx.fragment(),
            ),
            shown="from-560",
        ),
        cell(client.category, shown="from-1280"),
        cell(
            _whole(marked(client.phone, client.phone_marks)),
            rx.el.span(marked(client.email, client.email_marks), class_name="cm-email", title=client.email),
            shown="from-1024",
        ),
        cell(
            rx.cond(client.contact != "", _whole(client.contact), rx.el.span("Never", class_name="cm-quiet")),
            _whole(client.contact_day),
        ),
        cell(_whole(client.changed), _whole(client.changed_day), shown="from-1280"),
        selected=is_chosen(client),
    )


def _whole(words: Part) -> rx.Component:
    """A date or a number is never broken."""
    return rx.el.span(words, class_name="cm-nowrap")


def _found_by(found: Any) -> rx.Component:
    """By what a client was found; where the window shows that in a column, the column's mark says it."""
    return rx.el.span(
        " · ",
        found.label,
        " ",
        marked("", found.marks),
        class_name=rx.cond(found.column != "", "cm-narrow", ""),
    )
