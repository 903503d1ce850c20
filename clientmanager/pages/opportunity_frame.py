"""What board and list of the opportunities stand in: the head with its filters, and both sheets."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from clientmanager.components.address import Address
from clientmanager.components.button import filled_button, text_button
from clientmanager.components.filter_menu import filter_menu
from clientmanager.components.icon import icon
from clientmanager.components.link import link
from clientmanager.components.list_head import chip, list_head, search_field, switch
from clientmanager.components.words import Part
from clientmanager.pages.frame import frame, may
from clientmanager.pages.new_opportunity import new_opportunity
from clientmanager.pages.opportunity_sheet import opportunity_sheet
from clientmanager.state.new_opportunity import NewOpportunity
from clientmanager.state.opportunity_filters import OpportunityFilters
from clientmanager.state.opportunity_sheet import OpportunitySheet

VIEWS = (("/opportunities", "Board", "columns-3"), ("/opportunities/list", "List", "list"))


def opportunity_frame(
    *content: Part, view: str, state: Any, count: Part, waiting: rx.Component, more: Sequence[rx.Component] = ()
) -> rx.Component:
    """A view of the opportunities.

    Args:
        view: its path; `state` is its state, an `OpportunityView`.
        count: beside the title, once it is known.
        waiting: what stands there until it is loaded.
        more: after the switch of the views.
    """
    first = add_opportunity()
    return frame(
        Address.create(on_moved=[state.moved, OpportunitySheet.load]),
        list_head(
            "Opportunities",
            rx.cond(state.loaded, rx.fragment(count)),
            search=search_field("Opportunity, product or client", on_change=state.search_for, id="search"),
            primary=first,
            filters=[_views(view), *more, *_filters(state)],
            quiet_actions=[
                may("shape the board", text_button("Stages", icon="sliders-horizontal", href="/settings/opportunities"))
            ],
        ),
        rx.cond(state.loaded, rx.fragment(*content), waiting),
        opportunity_sheet(),
        new_opportunity(),
        active="opportunities",
        primary=first,
    )


def add_opportunity() -> rx.Component:
    return may(
        "edit opportunities",
        filled_button(
            "New opportunity",
            icon="plus",
            on_click=NewOpportunity.start(""),
            aria_keyshortcuts="n",
            data_action="new opportunity",
        ),
    )


def sums_words(sums: Any) -> list[rx.Component]:
    """What comes in once, then what comes in by the year; nothing where there is neither."""
    return [rx.cond(words != "", rx.el.span(words)) for words in (sums.once, sums.yearly)]


def likely_words(sums: Any) -> list[rx.Component]:
    """The same by chance."""
    return [rx.cond(words != "", rx.el.span(words)) for words in (sums.likely_once, sums.likely_yearly)]


def _filters(state: Any) -> list[rx.Component]:
    chips: Any = OpportunityFilters.chips
    return [
        rx.foreach(
            chips,
            lambda one: chip(one.field, one.words, on_remove=[OpportunityFilters.drop(one.name), state.refresh]),
        ),
        filter_menu(
            OpportunityFilters.fields,
            OpportunityFilters.ticked,
            on_open=OpportunityFilters.open_menu,
            on_choose=lambda field, value: [OpportunityFilters.choose(field, value), state.refresh],
        ),
        rx.cond(chips.length() > 0, text_button("Clear all", on_click=[OpportunityFilters.clear, state.refresh])),
    ]


def _views(active: str) -> rx.Component:
    """The filters go along."""

    def view(href: str, words: str, name: str) -> rx.Component:
        current = {"aria_current": "page"} if href == active else {}
        query = OpportunityFilters.query
        return link(icon(name), rx.el.span(words), href=rx.cond(query != "", f"{href}?{query}", href), **current)

    return switch(*(view(*each) for each in VIEWS), label="View")
