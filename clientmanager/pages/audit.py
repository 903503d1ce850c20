"""The audit: /audit."""

from typing import Any

import reflex as rx

from clientmanager.components.button import text_button
from clientmanager.components.filter_menu import choose_one
from clientmanager.components.list_head import chip, list_head
from clientmanager.components.record import alert_line
from clientmanager.components.table import cell, column, name_cell, pager, row, table
from clientmanager.components.waiting import empty, nothing_found, skeleton_rows
from clientmanager.pages.frame import frame
from clientmanager.state.audit import Audit

TRUST: Any = Audit.trust


def audit() -> rx.Component:
    return frame(
        list_head("Audit", rx.cond(Audit.may_see, Audit.trust_words, ""), filters=[rx.cond(Audit.may_see, _filters())]),
        rx.cond(
            Audit.loaded,
            rx.cond(Audit.may_see, _body(), _not_yours()),
            skeleton_rows(12),
        ),
        active="audit",
    )


def _filters() -> rx.Component:
    return rx.fragment(
        rx.cond(Audit.client_name != "", chip("Client", Audit.client_name, on_remove=Audit.of_everybody)),
        rx.cond(
            Audit.user_name != "",
            chip("Who", Audit.user_name, on_remove=Audit.by("")),
            choose_one("filter-who", "Who", Audit.people, Audit.by),
        ),
        rx.cond(
            Audit.action_name != "",
            chip("What", Audit.action_name, on_remove=Audit.only("")),
            choose_one("filter-what", "What", Audit.actions, Audit.only),
        ),
    )


def _body() -> rx.Component:
    return rx.fragment(
        rx.cond(TRUST.problem != "", alert_line("trouble", "The audit was tampered with", TRUST.problem)),
        rx.cond(Audit.rows, _table(), _nothing()),
    )


def _table() -> rx.Component:
    return rx.fragment(
        table(
            column("Who and when", width="34%"),
            column("What"),
            column("Sealed", shown="from-1024", width="96px"),
            body=rx.foreach(Audit.rows, _row),
            caption="What happened, newest first",
        ),
        pager(
            "",
            Audit.shown_words,
            rx.cond(Audit.place > 1, text_button("Newer 50", on_click=Audit.newer)),
            rx.cond(Audit.has_older, text_button("Older 50", on_click=Audit.older)),
        ),
    )


def _row(entry: Any) -> rx.Component:
    return row(
        cell(entry.who, rx.fragment(entry.at, rx.cond(entry.through != "", f", {entry.through}", ""))),
        rx.cond(
            entry.client_id != "",
            name_cell(entry.what, entry.detail, href=f"/clients/{entry.client_id}"),
            cell(entry.what, entry.detail),
        ),
        cell(rx.cond(entry.sealed, "Yes", "Not yet"), shown="from-1024"),
        key=entry.id,
    )


def _nothing() -> rx.Component:
    return nothing_found(
        "Nothing like this happened",
        "Take off a filter to see more.",
        text_button("Show everything", href="/audit"),
    )


def _not_yours() -> rx.Component:
    return empty("file-text", "The practice's owner and compliance read the audit.", "Ask them what you need to know.")
