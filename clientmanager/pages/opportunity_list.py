"""The list of the practice's opportunities, and what they come to: /opportunities/list."""

from typing import Any

import reflex as rx

from clientmanager.components.avatar import person
from clientmanager.components.button import text_button
from clientmanager.components.icon import icon
from clientmanager.components.link import link
from clientmanager.components.list_head import switch
from clientmanager.components.record import section_head
from clientmanager.components.table import cell, column, pager, table
from clientmanager.components.waiting import empty, nothing_found, skeleton_rows
from clientmanager.pages.opportunity_frame import likely_words, opportunity_frame, sums_words
from clientmanager.state.opportunity_filters import OpportunityFilters
from clientmanager.state.opportunity_list import OpportunityList
from clientmanager.state.opportunity_sheet import OpportunitySheet

WHICH = (("Open", "open"), ("Won", "won"), ("Lost", "lost"))


def opportunity_list() -> rx.Component:
    return opportunity_frame(
        rx.el.div(
            rx.el.div(rx.cond(OpportunityList.rows, rx.fragment(_table(), _foot()), _nothing())),
            _totals(),
            class_name="cm-opportunities",
        ),
        view="/opportunities/list",
        state=OpportunityList,
        count=rx.fragment(OpportunityList.found),
        waiting=skeleton_rows(10),
        more=[switch(*(_which(*each) for each in WHICH), label="Which")],
    )


def _which(words: str, kind: str) -> rx.Component:
    return rx.el.button(
        words,
        type="button",
        aria_pressed=OpportunityList.which == kind,
        on_click=OpportunityList.show_which(kind),
    )


def _table() -> rx.Component:
    is_open = OpportunityList.which == "open"
    return table(
        _column("Opportunity", "title"),
        _column("Client", "client", shown="from-560"),
        _column("Value", "value", figures=True),
        rx.cond(is_open, _column("Stage", "stage", shown="from-1024")),
        rx.cond(is_open, _column("Expected", "expected", shown="from-560"), _column("Closed", "closed")),
        column("Adviser", shown="from-1024"),
        body=rx.foreach(OpportunityList.rows, _row),
        caption="Opportunities",
        tall=False,
    )


def _column(words: str, field: str, **props: Any) -> rx.Component:
    sort: Any = OpportunityList.sort
    usual = rx.cond(OpportunityList.which == "open", "expected", "-closed")
    by = rx.cond(sort == "", usual, sort)
    return column(
        words,
        sorted_as=rx.cond(by == field, "ascending", rx.cond(by == f"-{field}", "descending", "")),
        on_sort=OpportunityList.sort_by(field),
        **props,
    )


def _row(card: Any) -> rx.Component:
    is_open = OpportunityList.which == "open"
    late = rx.el.span(icon("circle-alert"), card.day, class_name="cm-tag trouble")
    return rx.el.tr(
        cell(
            rx.el.button(
                card.title,
                type="button",
                class_name="cm-row-link cm-row-button",
                on_click=OpportunitySheet.open(card.id),
            ),
            second=rx.cond(card.reason != "", card.reason, card.product),
        ),
        cell(link(card.client, href=f"/clients/{card.client_id}", class_name="cm-link"), shown="from-560"),
        cell(card.value, card.chance, figures=True),
        rx.cond(is_open, cell(rx.el.span(card.stage, class_name="cm-nowrap"), shown="from-1024")),
        rx.cond(
            is_open,
            cell(rx.cond(card.late, late, rx.el.span(card.day, class_name="cm-nowrap")), shown="from-560"),
            cell(card.done),
        ),
        cell(
            rx.cond(
                card.who != "",
                rx.el.span(person(card.who, card.initials), title=card.who),
                rx.el.span("Nobody", class_name="cm-quiet"),
            ),
            shown="from-1024",
        ),
    )


def _foot() -> rx.Component:
    rows: Any = OpportunityList.rows
    return rx.cond(
        OpportunityList.found > rows.length(),
        pager(
            "",
            f"{rows.length()} of {OpportunityList.found}",
            text_button("Show more", on_click=OpportunityList.show_more),
        ),
    )


def _nothing() -> rx.Component:
    return rx.cond(
        OpportunityFilters.narrowed,
        nothing_found(
            "No opportunity fits these filters",
            "Take one off to see more.",
            text_button("Show all", on_click=[OpportunityFilters.clear, OpportunityList.refresh]),
        ),
        rx.match(
            OpportunityList.which,
            ("won", empty("check", "Nothing is won yet", "What is won stands here, the latest first.")),
            ("lost", empty("x", "Nothing is lost", "What is lost stands here, with its reason.")),
            empty("handshake", "No opportunities yet", "Add one with n, or from a client's page."),
        ),
    )


def _totals() -> rx.Component:
    totals: Any = OpportunityList.totals
    return rx.el.aside(
        rx.el.div(
            section_head("Open, by stage"),
            rx.el.ul(
                rx.foreach(totals.stages, lambda one: _total(one.words, one.sums, by_chance=True)),
                _total("Together", totals.open, by_chance=True, strong=True),
                class_name="cm-totals",
            ),
        ),
        rx.el.div(
            section_head("Won"),
            rx.el.ul(rx.foreach(totals.won, lambda one: _total(one.words, one.sums)), class_name="cm-totals"),
            section_head("Lost this year, by reason"),
            rx.cond(
                totals.lost,
                rx.el.ul(rx.foreach(totals.lost, lambda one: _total(one.words, one.sums)), class_name="cm-totals"),
                rx.el.p("None so far.", class_name="cm-quiet cm-nothing-here"),
            ),
        ),
        aria_label="Totals",
        class_name="cm-opportunity-totals",
    )


def _total(words: Any, sums: Any, *, by_chance: bool = False, strong: bool = False) -> rx.Component:
    likely = rx.cond(
        (sums.likely_once != "") | (sums.likely_yearly != ""),
        rx.el.span("By chance ", *likely_words(sums), class_name="cm-quiet cm-small"),
    )
    return rx.el.li(
        rx.el.span(
            words, " ", rx.el.span(sums.number, class_name="cm-quiet"), class_name="cm-strong" if strong else ""
        ),
        rx.el.span(*sums_words(sums), *([likely] if by_chance else []), class_name="cm-total-sums"),
    )
