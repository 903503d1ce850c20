"""The files of a task, in its sheet."""

from typing import Any

import reflex as rx

from clientmanager.components.button import text_button
from clientmanager.components.file_sender import FileSender
from clientmanager.components.icon import icon
from clientmanager.components.link import file_link
from clientmanager.components.record import section_head
from clientmanager.pages.frame import may
from clientmanager.state.task_files import TaskFiles
from clientmanager.state.task_sheet import TaskSheet


def task_files() -> list[rx.Component]:
    task: Any = TaskSheet.task
    add = FileSender.create(
        address="/tasks/files",
        field="task",
        beside=task.id,
        area=".cm-sheet",
        label="Add a file",
        files=task.files,
        largest=TaskFiles.largest,
        largest_words=TaskFiles.largest_words,
        on_arrived=TaskFiles.arrived,
    )
    return [
        section_head("Files"),
        rx.el.ul(rx.foreach(task.files, _file), class_name="cm-files"),
        may("edit tasks", _removed()),
        may("edit tasks", add, otherwise=rx.cond(task.files.length() == 0, _none())),
    ]


def _removed() -> rx.Component:
    """What was removed a moment ago: the cursor is on the way back, where it was taken away."""
    undo = text_button("Undo", on_click=TaskFiles.bring_back(TaskFiles.removed_id), auto_focus=True)
    return rx.cond(
        (TaskFiles.removed_id != "") & (TaskFiles.removed_from == TaskSheet.task.id),
        rx.el.div(
            rx.el.span("Removed: ", rx.el.bdi(TaskFiles.removed_name)),
            undo,
            class_name="cm-file-removed",
            role="status",
            key=TaskFiles.removed_id,
        ),
    )


def _none() -> rx.Component:
    return rx.el.p("No files.", class_name="cm-quiet")


def _file(one: Any) -> rx.Component:
    href = f"/tasks/files/{one.id}"
    name = rx.el.bdi(one.name)
    remove = rx.el.button(
        icon("x"), type="button", class_name="cm-card-more", aria_label=f"Remove “{one.name}”",
        on_click=TaskFiles.remove(one.id),
    )  # fmt: skip
    return rx.el.li(
        rx.cond(one.picture, icon("image"), icon("file-text")),
        rx.el.div(
            rx.cond(
                one.picture,
                file_link(name, href=href, class_name="cm-row-link", target="_blank", rel="noopener"),
                file_link(name, href=href, class_name="cm-row-link"),
            ),
            rx.el.div(one.size, " · ", one.who, " · ", one.at, class_name="cm-quiet cm-small"),
        ),
        may("edit tasks", remove),
        key=one.id,
    )
