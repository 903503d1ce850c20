"""One e-mail or chat that waits to be taken: what it is, whose, and what is in doubt."""

from typing import Any

import reflex as rx

from clientmanager.components.button import text_button
from clientmanager.components.finder import finder
from clientmanager.components.form import form_field
from clientmanager.components.icon import icon, meaning_icon
from clientmanager.components.link import link
from clientmanager.components.words import Part
from clientmanager.state.capture import Capture


def captured(row: Any) -> rx.Component:
    return rx.el.article(
        rx.match(row.kind, ("message", icon("message-square")), icon("mail")),
        rx.el.div(
            rx.el.div(rx.el.bdi(row.title, class_name="cm-strong"), rx.el.time(row.at), class_name="cm-capture-title"),
            rx.el.div(row.who, class_name="cm-quiet", dir="auto"),
            rx.cond(row.words != "", rx.el.p(row.words, class_name="cm-capture-words", dir="auto")),
            rx.cond(
                row.files,
                rx.el.div(
                    rx.foreach(
                        row.files, lambda one: rx.el.span(icon("paperclip"), rx.el.bdi(one), class_name="cm-with-icon")
                    ),
                    class_name="cm-capture-files",
                ),
            ),
            rx.foreach(row.problems, lambda words: _note("attention", words)),
            _orders(row),
            rx.cond(
                row.there != "",
                _note(
                    "info",
                    rx.cond(
                        row.there_id != "",
                        link(row.there, href=f"/clients/{row.there_id}?part=timeline"),
                        rx.el.span(row.there),
                    ),
                ),
            ),
            # of a chat, what is new depends on whose it is
            rx.cond(row.may_take | (row.kind == "message"), _whose(row)),
        ),
        rx.cond(
            row.may_take,
            text_button(
                rx.cond(row.left_out, "Take it after all", "Leave out"),
                on_click=Capture.leave_out(row.id, ~row.left_out),
                aria_label=rx.cond(row.left_out, f"Take “{row.title}” after all", f"Leave out “{row.title}”"),
            ),
        ),
        class_name="cm-capture-row",
        data_left_out=row.left_out,
        key=row.id,
    )


def _note(meaning: Any, words: Part) -> rx.Component:
    return rx.el.div(meaning_icon(meaning), rx.el.span(words), class_name="cm-capture-note")


def _orders(row: Any) -> rx.Component:
    return rx.foreach(
        row.orders,
        lambda one: text_button(
            f"Read the days as {one[1]}", icon="calendar", on_click=Capture.read_as(row.dropped_id, one[0])
        ),
    )


def _whose(row: Any) -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.foreach(row.clients, lambda one: _client(row, one)),
            rx.el.button(
                icon("plus"),
                rx.cond(row.clients.length() == 0, "Whose is it?", "Another client"),
                type="button",
                class_name="cm-chip add",
                aria_expanded=Capture.choosing == row.id,
                aria_label=rx.cond(
                    row.clients.length() == 0,
                    f"Say whose “{row.title}” is",
                    f"Another client for “{row.title}”",
                ),
                on_click=Capture.choose(row.id),
            ),
            class_name="cm-capture-whose",
        ),
        rx.cond(row.by_name, rx.el.div("Known by name: see that it is the right one.", class_name="cm-quiet cm-small")),
        rx.foreach(row.doubts, lambda doubt: _doubt(row, doubt)),
        rx.cond(
            row.unknown != "",
            rx.el.div("Not known: ", rx.el.bdi(row.unknown), class_name="cm-quiet cm-small"),
        ),
        rx.cond(Capture.choosing == row.id, _choosing(row)),
    )


def _client(row: Any, one: Any) -> rx.Component:
    return rx.el.span(
        rx.el.span("To ", rx.el.b(rx.el.bdi(one.name)), rx.cond(one.archived, ", archived", "")),
        rx.el.button(
            icon("x"),
            type="button",
            aria_label=f"Not for {one.name}",
            on_click=Capture.remove_client(row.id, one.id),
        ),
        class_name="cm-chip",
        key=one.id,
    )


def _doubt(row: Any, doubt: Any) -> rx.Component:
    return _note(
        "attention",
        rx.fragment(
            rx.el.bdi(doubt.who),
            " may be ",
            rx.foreach(
                doubt.clients,
                lambda one: rx.el.button(
                    icon("plus"),
                    rx.el.bdi(one.name),
                    type="button",
                    class_name="cm-chip add",
                    on_click=Capture.add_client(row.id, one.id),
                    key=one.id,
                ),
            ),
        ),
    )


def _choosing(row: Any) -> rx.Component:
    return rx.el.div(
        form_field(
            "Into whose timeline it goes",
            "capture_client",
            on_change=Capture.find_clients,
            auto_complete="off",
            auto_focus=True,
            max_length=100,
            placeholder="Name, e-mail or number",
            dir="auto",
        ),
        rx.cond(Capture.found, _found(row)),
        class_name="cm-capture-choosing",
    )


def _found(row: Any) -> rx.Component:
    return finder(Capture.found, on_choose=lambda client: Capture.add_client(row.id, client))
