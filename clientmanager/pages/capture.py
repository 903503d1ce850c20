"""Bringing e-mails and chats into the timeline: /timeline/capture."""

from typing import Any

import reflex as rx

from clientmanager.components.button import filled_button, text_button
from clientmanager.components.file_sender import FileSender
from clientmanager.components.icon import icon, meaning_icon
from clientmanager.components.link import link
from clientmanager.components.list_head import list_head
from clientmanager.components.record import section_head
from clientmanager.components.waiting import empty, skeleton_rows
from clientmanager.pages.capture_row import captured
from clientmanager.pages.frame import frame, may
from clientmanager.state.capture import Capture

NEWS: Any = Capture.news
SETTLED: Any = Capture.settled
_RECORD = "record interactions"


def capture() -> rx.Component:
    client: Any = Capture.client
    return frame(
        list_head("Bring in e-mails and chats", Capture.count_words, primary=_take()),
        rx.el.div(
            rx.el.div(
                rx.cond(
                    client.id != "",
                    link(icon("chevron-left"), rx.el.bdi(client.name), href=f"/clients/{client.id}", class_name=""),
                    link(icon("chevron-left"), "Timeline", href="/timeline", class_name=""),
                ),
                class_name="cm-crumb",
            ),
            rx.cond(
                Capture.loaded,
                may(_RECORD, _drop(), _files(NEWS, news=True), _rows(), _files(SETTLED), otherwise=_not_yours()),
                skeleton_rows(4),
            ),
            class_name="cm-capture",
        ),
        active="timeline",
        primary=_take(narrow=True),
    )


def _take(*, narrow: bool = False) -> rx.Component:
    """Once there is something to take; in the bottom bar of a telephone there is room for two words."""
    button = filled_button(
        Capture.take_shortly if narrow else Capture.take_words,
        aria_label=Capture.take_words,
        on_click=Capture.take,
        disabled=Capture.under_way,
    )
    return may(_RECORD, rx.cond(Capture.ready > 0, button))


def _not_yours() -> rx.Component:
    return empty("mail", "Your role does not write into timelines.", "Ask an adviser or an assistant.")


def _drop() -> rx.Component:
    return FileSender.create(
        address="/timeline/files",
        field="client",
        beside=Capture.client.id,
        area=".cm-capture",
        label="Drop e-mails and chats here, or choose them",
        second="E-mails saved as .eml, exported WhatsApp chats, a mailbox, or a zip of them. First you see what each "
        "is and whose; nothing stands in a timeline until you take it.",
        files=Capture.files,
        largest=Capture.largest,
        largest_words=Capture.largest_words,
        on_arrived=Capture.arrived,
    )


def _files(files: Any, *, news: bool = False) -> rx.Component:
    """What is still read, and what was refused, comes before what would be taken; what is settled after it."""
    at_it = rx.cond(Capture.under_way, rx.el.span("The worker is at it", role="status"))
    head = section_head("Files", at_it) if news else section_head("Files that were read")
    return rx.cond(
        files.length() > 0,
        rx.el.section(
            head,
            rx.el.ul(rx.foreach(files, _file), class_name="cm-files"),
            aria_label="Files" if news else "Files that were read",
        ),
    )


def _file(one: Any) -> rx.Component:
    state = rx.match(
        one.state,
        ("reading", "Waiting to be read"),
        ("taking", "Being taken"),
        ("refused", one.outcome),
        ("done", one.outcome),
        rx.cond(one.outcome != "", one.outcome, "Read"),
    )
    sign = rx.match(one.state, ("refused", meaning_icon("trouble")), ("done", meaning_icon("good")), icon("file-text"))
    return rx.el.li(
        sign,
        rx.el.div(
            rx.el.bdi(one.file_name, class_name="cm-strong"),
            rx.el.div(one.size, " · ", state, class_name="cm-quiet cm-small"),
        ),
        rx.el.button(
            icon("x"),
            type="button",
            class_name="cm-card-more",
            aria_label=f"Forget “{one.file_name}”",
            on_click=Capture.forget(one.id),
            disabled=one.state == "taking",
        ),
        key=one.id,
        data_state=one.state,
    )


def _rows() -> rx.Component:
    rows: Any = Capture.rows
    return rx.cond(
        rows.length() > 0,
        rx.el.section(
            section_head("What would be taken", "Nothing of it is in a timeline yet"),
            rx.foreach(rows, captured),
            rx.cond(
                Capture.more > 0,
                text_button(f"Show more, {Capture.more} are left", icon="arrow-down", on_click=Capture.show_more),
            ),
            aria_label="What would be taken",
            class_name="cm-capture-rows",
        ),
    )
