"""Backups: /backups."""

from typing import Any

import reflex as rx

from clientmanager.components.button import actions, filled_button, outline_button, text_button
from clientmanager.components.icon import icon
from clientmanager.components.list_head import list_head
from clientmanager.components.menu import menu, menu_item
from clientmanager.components.night import legend, night, nights
from clientmanager.components.record import alert_line, fact, pair, section_head, two_columns
from clientmanager.components.table import cell, column, row, table
from clientmanager.components.waiting import empty, progress, skeleton_rows
from clientmanager.pages.frame import frame, may
from clientmanager.state.backups import Backups

SEEN: Any = Backups.seen
NEWEST: Any = SEEN.backups[0]


def backups() -> rx.Component:
    return frame(
        list_head("Backups", SEEN.nights_words, views=[rx.cond(SEEN.backups, _take(outline_button))]),
        rx.cond(
            Backups.loaded,
            rx.cond(Backups.may_see, _body(), _not_yours()),
            skeleton_rows(),
        ),
        active="backups",
        primary=rx.cond(SEEN.backups, _download_excel(), _take(filled_button)),
    )


def _take(button: Any) -> rx.Component:
    return may(
        "take backups",
        button(
            "Take a backup",
            icon="plus",
            on_click=Backups.take,
            disabled=SEEN.taking,
            data_action="take a backup",
        ),
    )


def _download_excel() -> rx.Component:
    return filled_button(
        "Download Excel",
        icon="sheet",
        href=f"/backups/{NEWEST.id}.xlsx",
        file=True,
        custom_attrs={"data-action": "download the newest backup"},
    )


def _not_yours() -> rx.Component:
    return empty("archive", "The practice's owner sees the backups.", "Ask them for a copy.")


def _body() -> rx.Component:
    return rx.el.div(
        rx.cond(SEEN.problem != "", alert_line("trouble", "The last backup could not be taken", SEEN.problem)),
        rx.cond(SEEN.taking, progress("Taking a backup", SEEN.done, SEEN.total, Backups.progress_words)),
        rx.cond(SEEN.backups, two_columns([pair(_newest(), _calendar())], [_list()]), _none_yet()),
        class_name="cm-stack",
    )


def _none_yet() -> rx.Component:
    return empty(
        "archive",
        "There is no backup yet.",
        "The next is taken at 01:00. Each is kept for 30 days; download it and keep a copy of your own.",
        rx.el.div(_take(filled_button), class_name="cm-wide"),
    )


def _newest() -> list[rx.Component]:
    return [
        section_head("Newest backup", NEWEST.taken),
        rx.el.dl(fact(NEWEST.reason, rx.fragment(NEWEST.rows, " rows"), rx.fragment(NEWEST.size, ", sealed"))),
        actions(
            rx.el.span(_download_excel(), class_name="cm-wide"),
            outline_button("Download CSV", icon="file", href=f"/backups/{NEWEST.id}.zip", file=True),
        ),
    ]


def _calendar() -> list[rx.Component]:
    return [
        section_head("30 nights", "older ones are destroyed"),
        nights(rx.foreach(SEEN.nights, _night)),
        legend("covered", "Covered", "a backup was taken", SEEN.covered),
        legend("missed", "Missed", SEEN.missed_words, SEEN.missed),
    ]


def _night(one: Any) -> rx.Component:
    return night(one.number, one.state, today=one.today, words=one.words, key=one.words)


def _list() -> rx.Component:
    return table(
        column("Taken"),
        column("Rows", figures=True),
        column("Size", figures=True, shown="from-560"),
        column("Expires"),
        column(rx.el.span("Download", class_name="cm-unseen")),
        body=rx.foreach(SEEN.backups, _line),
        caption="Backups, newest first",
    )


def _line(one: Any) -> rx.Component:
    return row(
        cell(rx.el.span(one.taken, class_name="cm-strong"), one.reason),
        cell(one.rows, figures=True),
        cell(one.size, figures=True, shown="from-560"),
        cell(rx.el.span(rx.cond(one.soon, icon("hourglass")), one.expires), one.expires_on),
        rx.el.td(
            menu(
                f"download-{one.id}",
                text_button(
                    "Download", after="chevron-down", opens=f"download-{one.id}", aria_label=f"Download {one.taken}"
                ),
                menu_item("Excel", icon="sheet", href=f"/backups/{one.id}.xlsx", file=True),
                menu_item("CSV in a zip", icon="file", href=f"/backups/{one.id}.zip", file=True),
                label=f"Download {one.taken}",
            ),
            class_name="cm-middle cm-figures",
        ),
        key=one.id,
    )
