"""What of a timeline is looked at, as chips; and the day to which it is turned."""

from typing import Any

import reflex as rx

from clientmanager.components.list_head import add_filter, chip
from clientmanager.components.menu import menu, menu_item
from clientmanager.state.timeline_view import TimelineView


def filters(timeline: type[TimelineView]) -> rx.Component:
    kinds: Any = timeline.chosen_kinds
    name = timeline.get_name()
    return rx.el.div(
        rx.cond(timeline.kind_words != "", chip("Kind", timeline.kind_words, on_remove=timeline.choose("kind", ""))),
        rx.cond(timeline.who_chosen != "", chip("Who", timeline.who_words, on_remove=timeline.choose("who", ""))),
        rx.cond(timeline.since != "", chip("From", timeline.since_words, on_remove=timeline.choose("from", ""))),
        rx.cond(timeline.until != "", chip("To", timeline.until_words, on_remove=timeline.choose("to", ""))),
        rx.cond(timeline.only_pinned, chip("Only", "pinned", on_remove=timeline.choose("pinned", ""))),
        rx.cond(timeline.thread != "", chip("Only", "one conversation", on_remove=timeline.choose("thread", ""))),
        rx.cond(timeline.at != "", chip("Before the end of", timeline.at_words, on_remove=timeline.turn_to(""))),
        _menu(
            f"{name}-kinds",
            "Kind",
            rx.foreach(
                timeline.kinds,
                lambda kind: menu_item(
                    kind[1], on_click=timeline.choose("kind", kind[0]), aria_pressed=kinds.contains(kind[0])
                ),
            ),
            rx.cond(~timeline.only_pinned, menu_item("Pinned", on_click=timeline.choose("pinned", "1"))),
        ),
        _menu(
            f"{name}-who",
            "Who",
            rx.foreach(timeline.people, lambda one: menu_item(one[1], on_click=timeline.choose("who", one[0]))),
        ),
        _days(f"{name}-days", timeline),
        class_name="cm-filters cm-timeline-filters",
    )


def _menu(menu_id: str, label: str, *choices: rx.Component) -> rx.Component:
    return menu(menu_id, add_filter(label, custom_attrs={"popoverTarget": menu_id}), *choices, label=label)


def _days(menu_id: str, timeline: type[TimelineView]) -> rx.Component:
    """Three days that a calendar chooses; a click in it closes nothing."""

    def day(label: str, value: Any, on_change: Any, name: str) -> rx.Component:
        return rx.el.label(
            rx.el.span(label),
            rx.el.input(
                type="date", default_value=value, key=f"{name}{value}", on_change=on_change, class_name="cm-input"
            ),
        )

    return rx.fragment(
        add_filter("Date", custom_attrs={"popoverTarget": menu_id}),
        rx.el.div(
            day("Jump to", timeline.at, timeline.turn_to, "at"),
            day("From", timeline.since, lambda value: timeline.choose("from", value), "from"),
            day("To", timeline.until, lambda value: timeline.choose("to", value), "to"),
            id=menu_id,
            class_name="cm-menu cm-timeline-days",
            role="group",
            aria_label="Date",
            custom_attrs={"popover": "auto"},
        ),
    )
