"""How a task repeats, in its sheet."""

from typing import Any

import reflex as rx

from clientmanager.components.button import outline_button, text_button
from clientmanager.components.form import form_error, form_field, select
from clientmanager.components.kept_form import kept_form
from clientmanager.components.record import fact_row
from clientmanager.pages.frame import may
from clientmanager.state.task_repeat import TaskRepeat
from clientmanager.state.task_sheet import TaskSheet


def task_repeat() -> rx.Component:
    """A line of the facts; choosing opens below it."""
    view: Any = TaskRepeat.view
    repeats = (view.words != "") & ~view.ended
    shown = rx.cond(
        view.words != "",
        rx.fragment(view.words, rx.el.div(view.dates, class_name="cm-quiet cm-small")),
        rx.el.span("Does not repeat", class_name="cm-quiet"),
    )
    undo: Any = TaskRepeat.undo
    change = rx.el.div(
        rx.cond(
            undo != "",
            text_button("Undo", on_click=TaskRepeat.put_back(undo), aria_label="Undo how it was changed to repeat"),
        ),
        text_button(
            rx.cond(repeats, "Change", "Repeat"), on_click=TaskRepeat.choose(True), aria_label="Change how it repeats"
        ),
        class_name="cm-actions",
    )
    return rx.el.div(
        rx.cond(
            TaskRepeat.task_id == TaskSheet.task.id,
            rx.fragment(
                fact_row("Repeats", shown, may("edit tasks", rx.cond(TaskRepeat.choosing, rx.fragment(), change))),
                rx.cond(TaskRepeat.choosing, _choosing(repeats)),
            ),
        ),
        on_mount=TaskRepeat.load,
        key=TaskSheet.task.id,
    )


def _choosing(repeats: Any) -> rx.Component:
    view: Any = TaskRepeat.view
    errors: Any = TaskRepeat.form_errors
    return rx.el.div(
        rx.form(
            kept_form(
                form_error(errors.get("form", "")),
                select("How", "repeat", view.choices, error=errors.get("repeat", "")),
                rx.el.div(
                    form_field(
                        "Every how many",
                        "interval",
                        value="1",
                        input_mode="numeric",
                        error=errors.get("interval", ""),
                        hint="2 is every second one",
                    ),
                    form_field("Until", "until", type="date", error=errors.get("until", ""), hint="Empty: for good"),
                    class_name="cm-beside-each-other",
                ),
                select(
                    "On a weekend or holiday it",
                    "on_holidays",
                    TaskRepeat.on_holidays,
                    error=errors.get("on_holidays", ""),
                ),
                on_keep=TaskRepeat.show,
            ),
            rx.el.p(TaskRepeat.comes_to, role="status", class_name="cm-quiet"),
            rx.el.div(
                outline_button(rx.cond(repeats, "Change this and all following", "Let it repeat"), type="submit"),
                text_button("Not now", on_click=TaskRepeat.choose(False)),
                class_name="cm-actions",
            ),
            on_submit=TaskRepeat.save,
            width="auto",
        ),
        rx.cond(
            repeats,
            rx.el.div(
                text_button("Give all following what this one says", on_click=TaskRepeat.give_to_all_following),
                text_button("Stop after this one", on_click=TaskRepeat.stop),
                class_name="cm-actions apart",
            ),
        ),
        class_name="cm-panel cm-repeat",
    )
