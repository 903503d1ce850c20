"""What changed of a client: on the right of the page, newest first, each change with its undo."""

from typing import Any

import reflex as rx

from clientmanager.components.button import actions, text_button
from clientmanager.components.icon import icon
from clientmanager.components.record import change, day_line, entry, section_head
from clientmanager.state.client_history import ClientHistory
from clientmanager.state.client_page import ClientRecord

ICONS = ("user-plus", "archive", "rotate-ccw")


def what_changed() -> list[rx.Component]:
    rows: Any = ClientHistory.rows
    client: Any = ClientRecord.client
    earlier = actions(text_button("Show earlier", icon="chevron-down", on_click=ClientHistory.show_earlier))
    return [
        section_head("What changed"),
        # on the way along the list the history comes after the page: never the one before under another's name
        rx.cond(
            ClientHistory.client_id == client.id,
            rx.fragment(
                rx.el.div(
                    rx.foreach(rows, lambda row, place: rx.fragment(_day(rows, row, place), _row(row))),
                    class_name="cm-history",
                ),
                rx.cond(ClientHistory.next != "", earlier),
            ),
        ),
    ]


def _day(rows: Any, row: Any, place: Any) -> rx.Component:
    """Over the first of each day."""
    return rx.cond((place == 0) | (rows[place - 1].day != row.day), day_line(row.day))


def _row(row: Any) -> rx.Component:
    return entry(
        row.time,
        rx.match(row.icon, *((name, icon(name)) for name in ICONS), icon("pencil")),
        row.title,
        rx.foreach(row.lines, lambda line: _line(row, line)),
        meta=[rx.el.span(row.who), rx.cond(row.how != "", rx.el.span(row.how))],
    )


def _line(row: Any, line: Any) -> rx.Component:
    undo = text_button(
        "Undo",
        icon="undo-2",
        on_click=ClientHistory.undo(line.undo),
        aria_label=f"Undo: {row.title}, {line.label} {row.time}",
    )
    return change(line.label, line.before, line.after, rx.cond(line.undo != "", undo))
