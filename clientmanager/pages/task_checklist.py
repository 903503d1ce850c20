"""The checklist of a task, in its sheet."""

from typing import Any

import reflex as rx

from clientmanager.components.button import outline_button
from clientmanager.components.form import error_line
from clientmanager.components.icon import icon
from clientmanager.components.kept_box import kept_box, kept_note
from clientmanager.components.record import section_head
from clientmanager.components.table import checkbox
from clientmanager.pages.frame import may
from clientmanager.state.task_sheet import TaskSheet


def checklist() -> list[rx.Component]:
    task: Any = TaskSheet.task
    marks: Any = TaskSheet.marks
    drafts, field = task.typed.unsaved, "new-item"
    add = rx.form(
        kept_box(
            "item", place=f"{task.id}#item", draft=rx.cond(drafts.contains(field), drafts[field].value, ""),
            on_keep=lambda words: TaskSheet.keep_draft(task.id, field, words, ""), max_length=300,
            placeholder="Add a line", aria_label="Add a line", auto_complete="off", enter_key_hint="done", dir="auto",
        ),
        outline_button("Add", type="submit"),
        rx.cond(drafts.contains(field), kept_note(drafts[field].at, TaskSheet.forget(task.id, field))),
        on_submit=TaskSheet.add_item, class_name="cm-line-form",
    )  # fmt: skip
    return [
        section_head("Checklist"),
        rx.el.ul(rx.foreach(task.checklist, _item), class_name="cm-checklist"),
        rx.cond(marks.contains("item") & (marks["item"].state == "refused"), error_line(marks["item"].note)),
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
