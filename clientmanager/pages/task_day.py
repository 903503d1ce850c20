"""My day, a ledger of what is to be done: /tasks/day."""

from typing import Any

import reflex as rx

from clientmanager.components.avatar import avatar
from clientmanager.components.icon import icon
from clientmanager.components.link import link
from clientmanager.components.table import checkbox
from clientmanager.components.waiting import empty, skeleton_rows
from clientmanager.pages.frame import may
from clientmanager.pages.task_frame import task_frame
from clientmanager.state.new_task import NewTask
from clientmanager.state.task_day import TaskDay
from clientmanager.state.task_sheet import TaskSheet


def task_day() -> rx.Component:
    late: Any = TaskDay.late
    today: Any = TaskDay.today
    soon: Any = TaskDay.next
    waiting: Any = TaskDay.waiting
    nothing = (late.many == 0) & (today.many == 0) & (soon.many == 0) & (waiting.many == 0)
    return task_frame(
        rx.cond(
            nothing,
            rx.fragment(
                empty(
                    "sun",
                    "Nothing is to be done",
                    "What is late, due today or in the next seven days, and what waits on others, stands here.",
                ),
                _done(),
            ),
            rx.el.div(
                rx.el.div(
                    _section("Late", late, "Nothing is late", due="late"),
                    _section("Today", today, "Nothing more today", due="today"),
                    _done(),
                ),
                rx.el.div(
                    _section("Next", soon, "Nothing in the next seven days", due="7"),
                    _section("Waiting on others", waiting, "Nothing waits on others", due=""),
                ),
                class_name="cm-day-columns",
            ),
        ),
        view="/tasks/day",
        state=TaskDay,
        count=_count(),
        waiting=skeleton_rows(8),
        # Among one's own tasks, a task of nobody's would be gone as soon as it is added.
        add=rx.cond(TaskDay.mine, NewTask.start_mine(), NewTask.start("")),
    )


def _count() -> rx.Component:
    late: Any = TaskDay.late
    today: Any = TaskDay.today
    many = rx.el.span(late.many, " late", class_name="cm-late")
    words = rx.cond(today.many > 0, rx.fragment(today.many, " today"), "Nothing more today")
    return rx.fragment(words, rx.cond(late.many > 0, rx.fragment(", ", many)))


def _done() -> rx.Component:
    return rx.cond(
        TaskDay.done_today > 0,
        rx.el.p(icon("check"), TaskDay.done_today, " done today", class_name="cm-day-done"),
    )


def _section(words: str, section: Any, nothing: str, *, due: str) -> rx.Component:
    """A heading with the true count; `due` is what the list is asked for where not all are shown."""
    key = words.lower().replace(" ", "-")
    entries = section["entries"]  # `.entries` is a method of every Var of an object
    with_due = rx.cond(TaskDay.listed != "", f"{TaskDay.listed}&due={due}", f"due={due}") if due else TaskDay.listed
    more = rx.el.p(
        "The first ",
        entries.length(),
        " are shown. ",
        link("See them all in the list", href=f"/tasks/list?{with_due}"),
        class_name="cm-day-nothing",
    )
    return rx.el.section(
        rx.el.h2(words, " ", rx.el.span(section.many, class_name="cm-quiet"), id=f"day-{key}"),
        rx.cond(
            section.many > 0,
            rx.fragment(
                rx.el.ul(rx.foreach(entries, lambda one: _row(one, said=words == "Today"))),
                rx.cond(section.many > entries.length(), more),
            ),
            rx.el.p(nothing, class_name="cm-day-nothing"),
        ),
        aria_labelledby=f"day-{key}",
        class_name="cm-day-section",
    )


def _row(one: Any, *, said: bool) -> rx.Component:
    """A task; `said`: its heading says the day already, so that only the time is left to say."""
    card = one.card
    due = card.due.replace("Today ", "") if said else card.due
    when = rx.cond(
        card.late,
        rx.el.span(icon("circle-alert"), due, class_name="cm-tag trouble"),
        rx.cond(
            (card.due != "") & ((card.due != "Today") if said else True),
            rx.el.span(icon("clock"), due, class_name="cm-card-due"),
        ),
    )
    important = rx.cond(
        (card.priority == "high") | (card.priority == "urgent"),
        rx.el.span(card.priority.capitalize(), class_name="cm-tag attention"),
    )
    who = rx.cond(
        ~TaskDay.mine & (card.who != ""),
        rx.el.span(avatar(card.initials, size="small"), rx.el.span(card.who, class_name="cm-unseen"), title=card.who),
    )
    tick = checkbox(f"Done: {card.title}", id=f"tick-{card.id}", checked=False, on_change=TaskDay.finish(card.id))
    return rx.el.li(
        may("edit tasks", tick, otherwise=rx.el.span()),
        rx.el.div(
            rx.el.button(
                card.title, type="button", class_name="cm-row-link cm-row-button", on_click=TaskSheet.open(card.id)
            ),
            rx.el.div(
                rx.cond(card.client != "", rx.el.span(card.client)),
                rx.cond(one.waiting != "", rx.el.span(icon("hourglass"), one.waiting, class_name="cm-card-due")),
                rx.foreach(card.labels, lambda label: rx.el.span(label, class_name="cm-tag")),
                class_name="cm-day-second",
            ),
        ),
        rx.el.div(important, when, who, class_name="cm-day-when"),
        key=card.id,
    )
