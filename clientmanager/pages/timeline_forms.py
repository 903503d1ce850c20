"""An entry that is mended or added to where it stands, and the sheet that asks why one is removed."""

from typing import Any

import reflex as rx

from clientmanager.components.button import actions, danger_button, filled_button, outline_button
from clientmanager.components.form import form_error, form_field, select, text_area
from clientmanager.components.sheet import sheet
from clientmanager.state.timeline_view import TimelineView


def mending(timeline: type[TimelineView]) -> rx.Component:
    was: Any = timeline.mending
    wrong: Any = timeline.form_errors
    return rx.form(
        rx.el.div(
            select("What it was", "kind", timeline.typed_kinds, default_value=was.kind, error=wrong["kind"]),
            form_field("Day", "on", type="date", value=was.on, error=wrong["on"]),
            form_field("Time", "time", type="time", value=was.time),
            form_field("Minutes", "minutes", value=was.minutes, input_mode="numeric", error=wrong["minutes"]),
            class_name="cm-timeline-when",
        ),
        form_field("What it was about", "title", value=was.title, error=wrong["title"], dir="auto"),
        text_area("What was said", "words", value=was.words, error=wrong["words"], dir="auto", rows=4),
        rx.cond(wrong.contains("form"), form_error(wrong["form"])),
        actions(
            filled_button("Save", type="submit"),
            outline_button("Cancel", on_click=timeline.leave, aria_keyshortcuts="Escape"),
        ),
        on_submit=timeline.mend,
        class_name="cm-timeline-form",
    )


def amending(timeline: type[TimelineView]) -> rx.Component:
    wrong: Any = timeline.form_errors
    return rx.form(
        text_area(
            "What is to be added",
            "amendment",
            hint="The entry stays as it was written; this stands under it.",
            error=wrong["amendment"],
            dir="auto",
            auto_focus=True,
            rows=3,
        ),
        rx.cond(wrong.contains("form"), form_error(wrong["form"])),
        actions(
            filled_button("Add", type="submit"),
            outline_button("Cancel", on_click=timeline.leave, aria_keyshortcuts="Escape"),
        ),
        on_submit=timeline.amend,
        class_name="cm-timeline-form",
    )


def removing(timeline: type[TimelineView]) -> rx.Component:
    wrong: Any = timeline.form_errors
    return sheet(
        "Remove from the timeline",
        rx.el.p(timeline.removing_title, class_name="cm-strong", dir="auto"),
        rx.el.p(
            "Its place stays, with your name, the day and your reason. What was in it is kept as long as the law asks,"
            " for the owner and compliance."
        ),
        text_area("Why it is removed", "because", error=wrong["because"], dir="auto", rows=3),
        rx.cond(wrong.contains("form"), form_error(wrong["form"])),
        open=timeline.removing != "",
        on_open_change=timeline.show_removing,
        on_submit=timeline.remove,
        foot=(danger_button("Remove", type="submit"),),
    )
