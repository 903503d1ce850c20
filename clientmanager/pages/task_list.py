"""The list of tasks: /tasks/list."""

from typing import Any

import reflex as rx

from clientmanager.components.avatar import person
from clientmanager.components.button import text_button
from clientmanager.components.list_head import switch
from clientmanager.components.table import cell, column, pager, table
from clientmanager.components.waiting import empty, nothing_found, skeleton_rows
from clientmanager.pages.frame import may
from clientmanager.pages.task_bulk import task_change_sheet, task_choice_bar, tick_all_box, tick_box
from clientmanager.pages.task_frame import export_menu, task_frame
from clientmanager.pages.task_row import due, marks
from clientmanager.state.task_bulk import TaskBulk
from clientmanager.state.task_filters import TaskFilters
from clientmanager.state.task_list import TaskList
from clientmanager.state.task_sheet import TaskSheet


def task_list() -> rx.Component:
    return task_frame(
        rx.cond(TaskList.groups, rx.fragment(_table(), _foot(), task_choice_bar(), task_change_sheet()), _nothing()),
        view="/tasks/list",
        state=TaskList,
        count=TaskList.count_words,
        waiting=skeleton_rows(10),
        more=[switch(_which("Open", False), _which("Done", True), label="Which")],
        quiet=[_export()],
    )


def _which(words: str, done: bool) -> rx.Component:
    return rx.el.button(words, type="button", aria_pressed=TaskList.done == done, on_click=TaskList.show_done(done))


def _table() -> rx.Component:
    return table(
        may("edit tasks", rx.el.th(tick_all_box(), scope="col", width="32px")),
        _column("Task", "due"),
        _column("Client", "client", shown="from-560"),
        _column("Who", "who", shown="from-560"),
        _column("Column", "column", shown="from-1024"),
        _column("Changed", "changed", shown="from-1280"),
        body=rx.foreach(TaskList.groups, _group),
        caption="Tasks",
        tall=False,
    )


def _column(words: str, field: str, **props: Any) -> rx.Component:
    sort: Any = TaskList.sort
    by_it = (sort == field) | ((sort == "") & (field == "due"))
    return column(
        words,
        sorted_as=rx.cond(by_it, "ascending", rx.cond(sort == f"-{field}", "descending", "")),
        on_sort=TaskList.sort_by(field),
        **props,
    )


def _group(group: Any) -> rx.Component:
    heading = rx.el.tr(
        rx.el.th(group.words, col_span=6, scope="rowgroup", class_name="cm-group"),
        key=group.words,
    )
    return rx.fragment(heading, rx.foreach(group.rows, _row), key=group.words)


def _row(row: Any) -> rx.Component:
    card = row.card
    ticked: Any = TaskBulk.ticked
    return rx.el.tr(
        may("edit tasks", rx.el.td(tick_box(card), class_name="cm-middle", width="32px")),
        cell(
            rx.el.button(
                card.title, type="button", class_name="cm-row-link cm-row-button", on_click=TaskSheet.open(card.id)
            ),
            second=rx.el.span(due(card), marks(card), class_name="cm-task-second"),
        ),
        cell(card.client, shown="from-560"),
        cell(
            rx.cond(card.who != "", person(card.who, card.initials), rx.el.span("Nobody", class_name="cm-quiet")),
            shown="from-560",
        ),
        cell(row.column, shown="from-1024"),
        cell(row.changed, shown="from-1280"),
        aria_selected=ticked.contains(card.id),
    )


def _foot() -> rx.Component:
    return rx.cond(
        TaskList.has_previous | TaskList.has_next,
        pager(
            "",
            "",
            rx.cond(TaskList.has_previous, text_button("Previous", on_click=TaskList.previous_page)),
            rx.cond(TaskList.has_next, text_button("Next", on_click=TaskList.next_page)),
        ),
    )


def _nothing() -> rx.Component:
    return rx.cond(
        TaskFilters.narrowed,
        nothing_found(
            "No task fits these filters",
            "Take one off to see more.",
            text_button("Show all", on_click=[TaskFilters.clear, TaskList.refresh]),
        ),
        rx.cond(
            TaskList.done,
            empty("check", "Nothing is done yet", "What is done stands here, the latest first."),
            empty("columns-3", "Nothing is to be done", "Add a task with n, or from a client's page."),
        ),
    )


def _export() -> rx.Component:
    query = rx.cond(TaskFilters.query != "", f"{TaskFilters.query}&", "")
    done = rx.cond(TaskList.done, "&done=1", "")
    return export_menu(lambda ending: f"/tasks/export.{ending}?{query}sort={TaskList.sort}{done}")
