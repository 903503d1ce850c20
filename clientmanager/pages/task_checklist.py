"""The checklist of a task, in its sheet."""

from typing import Any

import reflex as rx

from clientmanager.components.button import outline_button
from clientmanager.components.icon import icon
from clientmanager.components.record import section_head
from clientmanager.components.table import checkbox
from clientmanager.pages.frame import may
from clientmanager.state.task_sheet import TaskSheet


def checklist() -> list[rx.Component]:
    task: Any = TaskSheet.task
    marks: Any = TaskSheet.marks
    add = rx.form(
        rx.el.input(
            name="item", placeholder="Add a line", aria_label="Add a line", max_length=300, auto_complete="off",
            class_name="cm-input", id="item", enter_key_hint="done",
        ),
        outline_button("Add", type="submit"),
        on_submit=TaskSheet.add_item, reset_on_submit=True, class_name="cm-line-form",
    )  # fmt: skip
    return [
        section_head("Checklist"),
        rx.el.ul(rx.foreach(task.checklist, _item), class_name="cm-checklist"),
        rx.cond(
            marks.contains("item") & (marks["item"].state == "refused"),
            rx.el.div(icon("octagon-alert"), rx.el.span(marks["item"].note), class_name="cm-error", role="alert"),
        ),
        may("edit tasks", add),
    ]


def _item(one: Any) -> rx.Component:
    box = checkbox(one.words, unseen=False, checked=one.done, on_change=lambda done: TaskSheet.tick(one.id, done))
    remove = rx.el.button(
        icon("x"), type="button", class_name="cm-card-more", aria_label=f"Remove “{one.words}”",
        on_click=TaskSheet.rename_item(one.id, ""),
    )  # fmt: skip
    plain = rx.el.span(rx.cond(one.done, icon("check"), icon("circle")), one.words)
    return rx.el.li(may("edit tasks", box, remove, otherwise=plain), data_done=one.done, key=one.id)
