"""One page before a meeting, on the screen or on paper: /clients/…/brief."""

from typing import Any

import reflex as rx

from clientmanager.components.button import outline_button
from clientmanager.components.icon import icon
from clientmanager.components.link import link
from clientmanager.components.mark import status_mark
from clientmanager.components.record import fact, fact_row, record, record_head, section_head
from clientmanager.components.waiting import skeleton_rows
from clientmanager.components.words import Part, Words
from clientmanager.pages.frame import frame
from clientmanager.pages.timeline_entries import drawn
from clientmanager.state.client_brief import ClientBrief

BRIEF: Any = ClientBrief.brief


def meeting_brief() -> rx.Component:
    return frame(
        rx.cond(BRIEF.client_id != "", rx.fragment(_head(), _body()), skeleton_rows(10)),
        active="clients",
    )


def _head() -> rx.Component:
    review = BRIEF.review
    return record_head(
        BRIEF.name,
        crumb="Their page",
        crumb_href=f"/clients/{BRIEF.client_id}",
        place=f"Meeting brief, {BRIEF.as_of}",
        state=[
            status_mark(BRIEF.status, BRIEF.status.capitalize()),
            rx.el.span(BRIEF.about, class_name="cm-quiet"),
            rx.foreach(BRIEF.tags, lambda tag: rx.el.span(tag, class_name="cm-tag", dir="auto")),
        ],
        actions=[outline_button("Print", icon="printer", custom_attrs={"onClick": rx.Var("() => window.print()")})],
        facts=[
            fact("Adviser", rx.cond(BRIEF.adviser != "", BRIEF.adviser, "Nobody yet")),
            fact("Last contact", rx.cond(BRIEF.last_contact != "", BRIEF.last_contact, "Not written down yet")),
            rx.cond(review.id != "", fact(review.title, review.when, review.note)),
        ],
    )


def _body() -> rx.Component:
    return record(
        facts=[
            rx.cond(BRIEF.near, _section("Near", rx.foreach(BRIEF.near, lambda one: _line("cake", one)))),
            rx.cond(
                BRIEF.note != "",
                rx.fragment(
                    section_head("About them"), rx.el.p(BRIEF.note, dir="auto", class_name="cm-timeline-words")
                ),
            ),
            section_head("Reach them"),
            rx.cond(
                BRIEF.reach,
                rx.foreach(BRIEF.reach, lambda one: fact_row(one.label, one.value)),
                rx.el.p("No phone, e-mail or address yet.", class_name="cm-quiet"),
            ),
            rx.cond(BRIEF.missing, _section("Ask for", rx.foreach(BRIEF.missing, _missing))),
        ],
        happened=[
            _section(
                "Promised",
                rx.cond(
                    BRIEF.promised,
                    rx.foreach(BRIEF.promised, _open_thing),
                    _nothing("Nothing that was promised is open."),
                ),
            ),
            _section(
                "Due",
                rx.cond(BRIEF.going_on, rx.foreach(BRIEF.going_on, _open_thing), _nothing("Nothing else is open.")),
            ),
            _section(
                "Said last",
                rx.cond(BRIEF.said, rx.foreach(BRIEF.said, _said), _nothing("Nothing is written down yet.")),
            ),
        ],
    )


def _section(title: Words, *lines: Part) -> rx.Component:
    return rx.fragment(section_head(title), rx.el.ul(*lines, class_name="cm-review-things cm-brief"))


def _nothing(words: Words) -> rx.Component:
    return rx.el.li(rx.el.span(words, class_name="cm-quiet cm-all"))


def _line(drawn_as: str, words: Words, second: Part = "", *, late: Any = False) -> rx.Component:
    return rx.el.li(
        icon(drawn_as),
        rx.el.span(
            rx.el.span(words, dir="auto"),
            rx.el.span(second, class_name=rx.cond(late, "cm-second cm-late", "cm-second")),
        ),
    )


def _missing(one: Any) -> rx.Component:
    return rx.el.li(
        icon("circle"),
        rx.el.span(rx.el.span(one.label), rx.el.span(one.words, class_name="cm-second")),
        link(one.mend, href=one.href, aria_label=f"{one.mend}: {one.label}", class_name="cm-mend"),
        key=one.label,
    )


def _open_thing(one: Any) -> rx.Component:
    return rx.el.li(
        rx.cond(one.is_workflow, icon("list-checks"), icon("square")),
        rx.el.span(
            rx.el.span(one.words, dir="auto"),
            rx.el.span(one.second, class_name=rx.cond(one.late, "cm-second cm-late", "cm-second")),
        ),
    )


def _said(row: Any) -> rx.Component:
    return rx.el.li(
        drawn(row),
        rx.el.div(
            rx.el.div(
                rx.el.span(row.title, class_name="cm-strong", dir="auto"),
                rx.cond(row.pinned, rx.el.span(icon("pin"), "Pinned", class_name="cm-tag")),
                class_name="cm-timeline-title",
            ),
            rx.el.span(row.day, rx.cond(row.who != "", f" · {row.who}", ""), class_name="cm-second"),
            rx.cond(row.words != "", rx.el.p(row.words, class_name="cm-timeline-words", dir="auto")),
            rx.foreach(
                row.amendments,
                lambda added: rx.el.p(f"Added: {added.words}", class_name="cm-timeline-added", dir="auto"),
            ),
        ),
        key=row.id,
    )
