"""When one is reminded of a task: a line of its sheet."""

from typing import Any

import reflex as rx

from clientmanager.components.button import outline_button, text_button
from clientmanager.components.form import error_line
from clientmanager.components.icon import icon
from clientmanager.components.menu import menu, menu_item
from clientmanager.components.record import fact_row
from clientmanager.state.task_reminders import TaskReminders
from clientmanager.state.task_sheet import TaskSheet

MENU, MOMENT = "remind-me", "remind-at"


def reminders() -> rx.Component:
    task: Any = TaskSheet.task
    return fact_row(
        "Remind me",
        rx.fragment(
            rx.el.ul(rx.foreach(task.reminders, _line), class_name="cm-reminders"),
            rx.cond(task.done == "", _add()),
            error_line(TaskReminders.refused),
        ),
    )


def _line(one: Any) -> rx.Component:
    drop = rx.el.button(
        icon("x"), type="button", class_name="cm-card-more", aria_label=rx.Var.create(f"Drop the reminder {one.words}"),
        on_click=TaskReminders.drop_reminder(one.id),
    )  # fmt: skip
    return rx.el.li(
        icon("alarm-clock"),
        rx.el.span(one.words, rx.cond(one.told, ", told", "")),
        drop,
        key=one.id,
    )


def _add() -> rx.Component:
    task: Any = TaskSheet.task
    before_due = rx.foreach(
        TaskReminders.choices, lambda choice: menu_item(choice[1], on_click=TaskReminders.remind(choice[0]))
    )
    at = rx.form(
        rx.el.input(
            type="datetime-local", name="moment", aria_label="Remind me at", required=True, class_name="cm-input"
        ),
        outline_button("Remind me", type="submit"),
        on_submit=TaskReminders.remind_at,
        reset_on_submit=True,
        class_name="cm-line-form",
    )
    return rx.fragment(
        menu(
            MENU,
            text_button("Add a reminder", opens=MENU, after="chevron-down"),
            rx.cond(task.due_on != "", before_due),
            menu_item("At a moment", custom_attrs={"popoverTarget": MOMENT}),
            label="Remind me",
        ),
        rx.el.div(at, id=MOMENT, class_name="cm-menu", role="group", aria_label="At a moment",
                  custom_attrs={"popover": "auto"}),
    )  # fmt: skip
