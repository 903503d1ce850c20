"""The head of every view of the tasks, and what lies over all of them."""

import reflex as rx

from clientmanager.components.button import filled_button
from clientmanager.components.icon import icon
from clientmanager.components.link import link
from clientmanager.components.list_head import list_head, search_field, switch
from clientmanager.components.words import Part, Words
from clientmanager.pages.frame import may
from clientmanager.state.new_task import NewTask

VIEWS = (("/tasks", "Board", "columns-3"),)


def tasks_head(
    count: Part, *, view: str, query: Words, on_search: object, filters: list[rx.Component], here: Part = ""
) -> rx.Component:
    """Title, what is open and late, who else is here, search, the switch of views, the filters."""
    return list_head(
        "Tasks",
        count,
        search=search_field("Task, client or label", on_change=on_search, id="search"),
        views=[here] if isinstance(here, rx.Component) else [],
        primary=add_task(),
        filters=[_views(view, query), *filters],
    )


def add_task() -> rx.Component:
    return may(
        "edit tasks",
        filled_button(
            "Add task", icon="plus", on_click=NewTask.start(""), aria_keyshortcuts="n", data_action="add task"
        ),
    )


def _views(active: str, query: Words) -> rx.Component:
    """The filters go along."""

    def view(href: str, words: str, name: str) -> rx.Component:
        current = {"aria_current": "page"} if href == active else {}
        return link(icon(name), words, href=rx.cond(query != "", f"{href}?{query}", href), **current)

    return switch(*(view(*each) for each in VIEWS), label="View")
