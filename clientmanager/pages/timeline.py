"""The practice's timeline: /timeline."""

import reflex as rx

from clientmanager.components.button import text_button
from clientmanager.components.list_head import list_head
from clientmanager.components.waiting import empty, nothing_found
from clientmanager.components.year import legend, year
from clientmanager.pages.frame import frame, may
from clientmanager.pages.record_interaction import log_a_call, record_interaction
from clientmanager.pages.timeline_entries import BRING_IN, entries, show_everything
from clientmanager.pages.timeline_filters import filters
from clientmanager.state.timelines import PracticeTimeline

TIMELINE = PracticeTimeline


def timeline() -> rx.Component:
    nothing = rx.cond(
        TIMELINE.narrowed | (TIMELINE.at != ""),
        nothing_found("Nothing like this happened", "Take off a filter to see more.", show_everything(TIMELINE)),
        empty(
            "history",
            "Nothing is written down yet.",
            "What passes with any client stands here, newest first. Write down the first call above.",
            text_button("Go to the clients", href="/clients"),
        ),
    )
    return frame(
        list_head(
            "Timeline",
            TIMELINE.count_words,
            views=[
                may("record interactions", text_button(BRING_IN, icon="mail", href="/timeline/capture")),
            ],
        ),
        rx.el.div(
            rx.el.div(legend(), year(TIMELINE.year, on_choose=TIMELINE.turn_to), class_name="cm-timeline-head"),
            record_interaction(),
            rx.el.h2("What happened", class_name="cm-unseen"),
            filters(TIMELINE),
            entries(TIMELINE, nothing, loaded=TIMELINE.of != "", with_client=True),
            class_name="cm-timeline-page",
        ),
        active="timeline",
        primary=log_a_call(),
    )
