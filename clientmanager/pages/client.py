"""One client: /clients/…"""

from typing import Any

import reflex as rx

from clientmanager.components.button import outline_button
from clientmanager.components.mark import status_mark
from clientmanager.components.record import alert_line, fact, record, record_head
from clientmanager.components.waiting import skeleton_rows
from clientmanager.pages.client_facts import about, in_the_practice
from clientmanager.pages.frame import frame, may
from clientmanager.state.client_page import ClientRecord


def client() -> rx.Component:
    return frame(
        rx.cond(ClientRecord.loaded, rx.fragment(_head(), _body()), skeleton_rows(10)),
        active="clients",
    )


def _head() -> rx.Component:
    shown: Any = ClientRecord.client
    return record_head(
        shown.name,
        crumb="Clients",
        crumb_href="/clients",
        state=[
            status_mark(shown.status, shown.status.capitalize()),
            rx.cond(shown.category != "", rx.el.span("Category ", shown.category)),
            rx.el.span(
                rx.cond(shown.called != "", f"called {shown.called} · ", ""), shown.about, class_name="cm-quiet"
            ),
        ],
        actions=[
            may(
                "archive clients",
                rx.cond(
                    shown.archived != "",
                    outline_button("Bring back", on_click=ClientRecord.unarchive, data_action="bring back"),
                    outline_button("Archive", icon="archive", on_click=ClientRecord.archive, data_action="archive"),
                ),
            )
        ],
        facts=[
            fact("Adviser", rx.cond(shown.adviser != "", shown.adviser, "Nobody yet")),
            fact(
                "Reach them",
                rx.cond(shown.reach != "", shown.reach, "No phone or e-mail yet"),
                rx.cond((shown.reach != "") & ~shown.reach.contains("@"), _copy_phone()),
            ),
            fact("Last changed", shown.changed),
        ],
    )


def _copy_phone() -> rx.Component:
    """For the palette alone."""
    copied = [rx.set_clipboard(ClientRecord.client.reach), rx.toast("Phone copied.")]
    return rx.el.button("Copy phone", hidden=True, type="button", on_click=copied, data_action="copy phone")


def _body() -> rx.Component:
    archived: Any = ClientRecord.client.archived
    return record(
        facts=[
            rx.cond(
                archived != "",
                alert_line("attention", "This client is archived", f"since {archived}; everything is kept"),
            ),
            *about(),
        ],
        happened=in_the_practice(),
    )
