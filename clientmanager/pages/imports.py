"""Importing clients: /import."""

from typing import Any

import reflex as rx

from clientmanager.components.button import filled_button, outline_button, text_button
from clientmanager.components.form import select
from clientmanager.components.icon import icon
from clientmanager.components.link import link
from clientmanager.components.list_head import list_head
from clientmanager.components.mark import tag
from clientmanager.components.plain_form import plain_form
from clientmanager.components.record import alert_line, section_head
from clientmanager.components.table import cell, column, name_cell, row, table
from clientmanager.components.waiting import empty, progress, skeleton_rows
from clientmanager.pages.frame import frame, may
from clientmanager.state.imports import Imports


def imports() -> rx.Component:
    return frame(
        list_head(
            "Import",
            rx.cond(Imports.current.run.id != "", Imports.current.run.file_name, "clients from a file"),
            primary=_primary("file-wide"),
        ),
        rx.cond(
            Imports.loaded,
            rx.cond(Imports.may_import, rx.cond(Imports.current.run.id != "", _current(), _earlier()), _not_yours()),
            skeleton_rows(4),
        ),
        active="import",
        primary=_primary("file-narrow"),
    )


def _not_yours() -> rx.Component:
    return empty("download", "Your role does not bring clients in.", "Ask an adviser or the practice's owner.")


def _primary(field_id: str) -> rx.Component:
    return may(
        "import clients",
        rx.cond(
            Imports.current.run.state == "previewed",
            filled_button("Import them", on_click=Imports.confirm),
            rx.cond(Imports.current.run.id == "", _choose(field_id)),
        ),
    )


def _choose(field_id: str) -> rx.Component:
    return _upload(rx.el.label("Choose a file", _file(field_id, "cm-unseen"), class_name="cm-button filled"))


def _drop() -> rx.Component:
    return _upload(
        rx.el.label(
            icon("download", large=True),
            rx.el.strong("Drop a file here, or choose one"),
            rx.el.span(
                "CSV, Excel or vCard, from your phone, mail program or earlier system. First you see what every row "
                "would become; nothing is changed until you say so.",
                class_name="cm-quiet",
            ),
            _file("file-dropped", ""),
            class_name="cm-drop",
        )
    )


def _upload(field: rx.Component) -> rx.Component:
    """A plain form, sent by assets/page.js: the file goes over HTTP, never through the websocket."""
    return plain_form(field, action="/import/files", enc_type="multipart/form-data")


def _file(field_id: str, class_name: str) -> rx.Component:
    return rx.el.input(
        type="file",
        name="file",
        id=field_id,
        accept=".csv,.txt,.tsv,.xlsx,.xls,.xlsm,.xlsb,.ods,.vcf,.vcard",
        class_name=class_name,
    )


def _current() -> rx.Component:
    run = Imports.current.run
    return rx.el.div(
        rx.el.div(link(icon("chevron-left"), "All imports", href="/import", class_name=""), class_name="cm-crumb"),
        rx.match(
            run.state,
            (
                "reading",
                progress("Reading the file", Imports.current.done, Imports.current.total, Imports.progress_words),
            ),
            ("importing", progress("Importing", Imports.current.done, Imports.current.total, Imports.progress_words)),
            ("failed", alert_line("trouble", "This file could not be imported", run.error)),
            ("previewed", _preview()),
            ("done", _done()),
            rx.fragment(),
        ),
        rx.foreach(Imports.current.warnings, lambda words: alert_line("attention", words)),
        rx.cond(Imports.current.rejections, _rejections()),
        rx.cond(Imports.current.clients, _clients()),
        class_name="cm-stack",
    )


def _preview() -> rx.Component:
    return rx.el.div(
        section_head("What this would do", "Nothing has been changed"),
        _sum(),
        select(
            "Whose clients the new ones become",
            "adviser",
            Imports.advisers,
            value=Imports.adviser,
            on_change=Imports.choose_adviser,
            hint="Rows that name an adviser keep theirs.",
        ),
        rx.el.div(outline_button("Forget this file", on_click=Imports.discard)),
        class_name="cm-stack",
    )


def _done() -> rx.Component:
    return rx.el.div(
        section_head("What it did", Imports.current.run.made),
        _sum(),
        rx.el.div(text_button("See the clients", href="/clients"), class_name="cm-actions apart"),
        class_name="cm-stack",
    )


def _sum() -> rx.Component:
    return rx.el.div(
        rx.el.p(Imports.sum_words, class_name="cm-strong"),
        rx.el.p("Read as ", Imports.current.run.recognised_as, class_name="cm-quiet"),
    )


def _rejections() -> rx.Component:
    return rx.el.div(
        section_head("Rejected rows"),
        table(
            column("Row", width="56px"),
            column("Why"),
            body=rx.foreach(Imports.current.rejections, lambda one: _rejection(one)),
            caption="Rejected rows",
            tall=False,
        ),
    )


def _rejection(one: Any) -> rx.Component:
    return row(cell(one.row), cell(one.reason))


def _clients() -> rx.Component:
    return rx.el.div(
        section_head("Row by row", rx.cond(Imports.current.run.rows > 200, "the first 200", "")),
        table(
            column("Row", width="56px"),
            column("Client"),
            column("Becomes", width="96px"),
            body=rx.foreach(Imports.current.clients, lambda one: _client(one)),
            caption="What each row becomes",
            tall=False,
        ),
    )


def _client(one: Any) -> rx.Component:
    return row(
        cell(one.row),
        cell(
            rx.el.span(one.name, class_name="cm-strong"),
            rx.fragment(
                one.details, rx.cond(one.warnings != "", rx.el.span(" ", tag(one.warnings, meaning="attention")))
            ),
        ),
        cell(one.outcome),
    )


def _earlier() -> rx.Component:
    return rx.el.div(_drop(), rx.cond(Imports.rows, _runs()), class_name="cm-stack")


def _runs() -> rx.Component:
    return rx.el.div(
        section_head("Imported before"),
        table(
            column("File"),
            column("Rows", figures=True),
            column("Created", figures=True),
            column("Updated", figures=True, shown="from-1024"),
            column("Unchanged", figures=True, shown="from-1024"),
            column("Rejected", figures=True),
            body=rx.foreach(Imports.rows, _run),
            caption="Imports, newest first",
        ),
    )


def _run(one: Any) -> rx.Component:
    return row(
        name_cell(one.file_name, f"{one.made} · {one.state}", href=f"/import?file={one.id}"),
        cell(one.rows.to_string(), figures=True),
        cell(one.created.to_string(), figures=True),
        cell(one.updated.to_string(), figures=True, shown="from-1024"),
        cell(one.unchanged.to_string(), figures=True, shown="from-1024"),
        cell(one.rejected.to_string(), figures=True),
        key=one.id,
    )
