"""The timeline of one client, on their page."""

from typing import Any

import reflex as rx

from clientmanager.components.button import text_button
from clientmanager.components.waiting import empty, nothing_found
from clientmanager.components.words import Part
from clientmanager.components.year import legend, year
from clientmanager.pages.frame import may
from clientmanager.pages.timeline_entries import BRING_IN, entries, show_everything
from clientmanager.pages.timeline_filters import filters
from clientmanager.state.client_page import ClientRecord
from clientmanager.state.timelines import PARTS, ClientTimeline

TIMELINE = ClientTimeline


def timeline_head() -> list[Part]:
    """How many entries there are, and the year."""
    return [
        rx.el.div(
            rx.el.div(
                rx.el.h2("Timeline"),
                rx.el.span(TIMELINE.count_words, class_name="cm-timeline-count"),
                may("record interactions", _bring_in()),
                legend(),
                class_name="cm-section-head",
            ),
            year(TIMELINE.year, on_choose=TIMELINE.turn_to),
            class_name="cm-timeline-head",
        )
    ]


def _bring_in() -> rx.Component:
    client: Any = ClientRecord.client
    return text_button(BRING_IN, icon="mail", href=f"/timeline/capture?client={client.id}")


def timeline_entries() -> list[Part]:
    client: Any = ClientRecord.client
    nothing = rx.cond(
        TIMELINE.narrowed | (TIMELINE.at != ""),
        nothing_found("Nothing like this happened", "Take off a filter to see more.", show_everything(TIMELINE)),
        empty(
            "history",
            "Nothing is written down yet.",
            "Calls, meetings, letters and tasks that were done stand here, newest first.",
        ),
    )
    return [
        filters(TIMELINE),
        # on the way along the list it comes after the page: never the one before under another's name
        entries(TIMELINE, nothing, loaded=(TIMELINE.of != "") & (TIMELINE.of == client.id), with_client=False),
    ]


def parts_of_the_page() -> rx.Component:
    """One part at a time where the window is narrow."""
    return rx.el.nav(
        *(
            rx.el.button(
                part.capitalize(),
                type="button",
                class_name="cm-tab",
                on_click=TIMELINE.show_part(part),
                custom_attrs={"aria-current": rx.cond(TIMELINE.part == part, "true", "false")},
            )
            for part in PARTS
        ),
        class_name="cm-tabs cm-narrow",
        aria_label="Parts of the page",
    )
