"""What every view of the tasks stands in: the head with its filters, the sheet of a task, and the one that adds."""

from collections.abc import Callable, Sequence
from typing import Any

import reflex as rx

from clientmanager.components.address import Address
from clientmanager.components.board import presence
from clientmanager.components.button import filled_button, text_button
from clientmanager.components.filter_menu import filter_menu
from clientmanager.components.icon import icon
from clientmanager.components.link import link
from clientmanager.components.list_head import chip, list_head, search_field, switch
from clientmanager.components.menu import menu, menu_item
from clientmanager.components.words import Part, Words
from clientmanager.pages.frame import frame, may
from clientmanager.pages.new_task import new_task
from clientmanager.pages.saved_views import saved_views, view_sheet
from clientmanager.pages.task_sheet import task_sheet
from clientmanager.state.new_task import NewTask
from clientmanager.state.task_filters import TaskFilters
from clientmanager.state.task_sheet import TaskSheet

VIEWS = (
    ("/tasks", "Board", "columns-3"),
    ("/tasks/list", "List", "list"),
    ("/tasks/calendar", "Calendar", "calendar"),
    ("/tasks/day", "My day", "sun"),
    ("/tasks/workflows", "Workflows", "list-checks"),
)


def task_frame(
    *content: Part,
    view: str,
    state: Any,
    count: Part,
    waiting: rx.Component,
    more: Sequence[rx.Component] = (),
    quiet: Sequence[rx.Component] = (),
    add: Any = None,
    looks_for: str = "Task, client or label",
    primary: rx.Component | None = None,
) -> rx.Component:
    """A view of the tasks.

    Args:
        view: its path; `state` is its state, a `TaskView`.
        count: beside the title, once it is known.
        waiting: what stands there until it is loaded.
        more: after the switch of the views; `quiet`: flush right.
        add: the event of "Add task", where a view knows more of the new task than that it is one.
        looks_for: what its search finds.
        primary: the one thing to do, where that is not to add a task.
    """
    first = add_task(add) if primary is None else primary
    return frame(
        Address.create(on_moved=[state.moved, TaskSheet.load]),
        list_head(
            "Tasks",
            rx.cond(state.loaded, rx.fragment(count)),
            search=search_field(looks_for, on_change=state.search_for, id="search"),
            views=[presence(state.here, state.here_words)],
            primary=first,
            filters=[views(view), *more, *_filters(state)],
            quiet_actions=[saved_views(), *quiet],
        ),
        rx.cond(state.loaded, rx.fragment(*content), waiting),
        task_sheet(),
        new_task(),
        view_sheet(),
        active="tasks",
        primary=first,
    )


def add_task(start: Any = None) -> rx.Component:
    return may(
        "edit tasks",
        filled_button(
            "Add task",
            icon="plus",
            on_click=NewTask.start("") if start is None else start,
            aria_keyshortcuts="n",
            data_action="add task",
        ),
    )


def export_menu(address: Callable[[str], Words]) -> rx.Component:
    """What is shown, as a file.

    Args:
        address: from an ending ("xlsx", "csv") to where the file is.
    """

    def form(words: str, ending: str) -> rx.Component:
        return menu_item(words, href=address(ending), file=True, download=True)

    return may(
        "export tasks",
        menu(
            "export-menu",
            text_button("Export", icon="download", after="chevron-down", opens="export-menu"),
            form("Excel", "xlsx"),
            form("CSV", "csv"),
            label="Export",
        ),
    )


def _filters(state: Any) -> list[rx.Component]:
    chips: Any = TaskFilters.chips
    return [
        rx.foreach(
            chips, lambda one: chip(one.field, one.words, on_remove=[TaskFilters.drop(one.name), state.refresh])
        ),
        filter_menu(
            TaskFilters.fields,
            TaskFilters.ticked,
            on_open=TaskFilters.open_menu,
            on_choose=lambda field, value: [TaskFilters.choose(field, value), state.refresh],
        ),
        rx.cond(chips.length() > 0, text_button("Clear all", on_click=[TaskFilters.clear, state.refresh])),
    ]


def views(active: str) -> rx.Component:
    """The filters go along."""

    def view(href: str, words: str, name: str) -> rx.Component:
        current = {"aria_current": "page"} if href == active else {}
        to = rx.cond(TaskFilters.query != "", f"{href}?{TaskFilters.query}", href)
        return link(icon(name), rx.el.span(words), href=to, **current)

    overview = may("see the work report", view("/tasks/overview", "Overview", "chart-bar"))
    return switch(*(view(*each) for each in VIEWS), overview, label="View")
