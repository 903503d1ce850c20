"""The calendar of tasks: /tasks/calendar.

A month is words where the window has room for them; narrow ones show how many tasks each day has, and below the month
those of the day that was chosen. A narrow week is a list of its days.
"""

from typing import Any

import reflex as rx

from clientmanager.components.avatar import avatar
from clientmanager.components.button import icon_button, text_button
from clientmanager.components.icon import icon
from clientmanager.components.link import link
from clientmanager.components.list_head import switch
from clientmanager.components.waiting import skeleton_rows
from clientmanager.components.words import Part
from clientmanager.pages.frame import may
from clientmanager.pages.task_frame import task_frame
from clientmanager.state.new_task import NewTask
from clientmanager.state.task_calendar import TaskCalendar
from clientmanager.state.task_sheet import TaskSheet

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def task_calendar() -> rx.Component:
    by_week = TaskCalendar.by == "week"
    return task_frame(
        _bar(),
        rx.cond(by_week, rx.foreach(TaskCalendar.weeks, _week), rx.fragment(_month(), _chosen_day())),
        view="/tasks/calendar",
        state=TaskCalendar,
        count="",
        waiting=skeleton_rows(10),
    )


def _bar() -> rx.Component:
    """What is shown, and the ways on: the keys are those that lead from record to record elsewhere."""
    which = rx.cond(TaskCalendar.by == "week", "week", "month")
    undated = rx.cond(
        TaskCalendar.undated > 0,
        link(
            icon("calendar-x"),
            rx.el.span(TaskCalendar.undated, " without a date"),
            href=f"/tasks/list?{TaskCalendar.undated_listed}",
            class_name="cm-button text cm-undated",
        ),
    )
    return rx.el.div(
        rx.el.h2(TaskCalendar.name, aria_live="polite"),
        rx.el.div(
            icon_button(
                f"Previous {which}", "chevron-left", on_click=TaskCalendar.go_back, disabled=~TaskCalendar.earlier,
                aria_keyshortcuts="Control+ArrowLeft",
            ),
            text_button("Today", on_click=TaskCalendar.go_to_today),
            icon_button(
                f"Next {which}", "chevron-right", on_click=TaskCalendar.go_on, disabled=~TaskCalendar.later,
                aria_keyshortcuts="Control+ArrowRight",
            ),
            class_name="cm-calendar-ways",
        ),
        rx.el.span(class_name="cm-apart"),
        undated,
        switch(_which("Month", "month"), _which("Week", "week"), label="Shown by"),
        class_name="cm-calendar-bar",
    )  # fmt: skip


def _which(words: str, by: str) -> rx.Component:
    return rx.el.button(words, type="button", aria_pressed=TaskCalendar.by == by, on_click=TaskCalendar.show_by(by))


def _month() -> rx.Component:
    head = rx.el.tr(
        *(
            rx.el.th(rx.el.span(name[:3], aria_hidden="true"), rx.el.span(name, class_name="cm-unseen"), scope="col")
            for name in WEEKDAYS
        )
    )
    return rx.el.table(
        rx.el.caption(TaskCalendar.name, class_name="cm-unseen"),
        rx.el.thead(head),
        rx.el.tbody(rx.foreach(TaskCalendar.weeks, lambda week: rx.el.tr(rx.foreach(week, _cell)))),
        class_name="cm-month",
    )


def _cell(day: Any) -> rx.Component:
    entries = _entries(day)
    more = rx.el.button(
        f"{day.more} more", type="button", class_name="cm-month-more", on_click=TaskCalendar.open_week(day.date),
        aria_label=f"{day.more} more on {day.words}, show the week",
    )  # fmt: skip
    wide = rx.el.div(
        rx.el.div(
            rx.el.span(day.number, class_name="cm-day-number"),
            rx.cond(day.holiday != "", rx.el.span(day.holiday, class_name="cm-holiday")),
            _add(day),
            class_name="cm-month-head",
        ),
        rx.cond(
            entries.length() > 0,
            rx.el.ul(rx.foreach(entries, lambda one: _entry(one, about=False))),
        ),
        rx.cond(day.more > 0, more),
        class_name="cm-wide cm-month-day",
    )
    many = entries.length() + day.more
    tasks = rx.cond(many == 1, "1 task", rx.cond(many > 0, f"{many} tasks", "no tasks"))
    narrow = rx.el.button(
        rx.el.span(day.number, class_name="cm-day-number"),
        rx.cond(day.holiday != "", rx.el.span(day.holiday, class_name="cm-holiday")),
        rx.cond(
            many > 0,
            rx.el.span(
                rx.foreach(entries, lambda one: rx.el.i(data_late=one.card.late, data_done=one.card.done != "")),
                many,
                class_name="cm-month-many",
            ),
        ),
        type="button",
        aria_label=f"{day.words}, {day.holiday} {tasks}",
        aria_pressed=TaskCalendar.day.date == day.date,
        on_click=TaskCalendar.choose(day.date),
        class_name="cm-narrow cm-month-choice",
    )
    return rx.el.td(
        wide,
        narrow,
        data_today=day.is_today,
        data_outside=~day.inside,
        aria_current=rx.cond(day.is_today, "date", rx.Var("undefined")),
        key=day.date,
    )


def _entries(day: Any) -> Any:
    return day["entries"]  # `.entries` is a method of every Var of an object


def _add(day: Any) -> rx.Component:
    return may(
        "edit tasks",
        rx.el.button(
            icon("plus"), type="button", class_name="cm-card-more accent cm-day-add",
            aria_label=f"Add a task on {day.words}", title=f"Add a task on {day.words}",
            on_click=NewTask.start_on(day.date),
        ),
    )  # fmt: skip


def _entry(one: Any, *, about: bool) -> rx.Component:
    """A task on its day; a late one by its colour and shape, a done one by its check."""
    card = one.card
    mark = rx.cond(card.done != "", icon("check"), rx.cond(card.late, icon("circle-alert")))
    said = rx.cond(card.done != "", "Done: ", rx.cond(card.late, "Late: ", ""))
    return rx.el.li(
        rx.el.button(
            mark,
            rx.cond(one.time != "", rx.el.span(one.time, class_name="cm-entry-time")),
            rx.el.span(rx.el.span(said, class_name="cm-unseen"), card.title, class_name="cm-entry-title"),
            type="button",
            title=rx.cond(card.client != "", f"{card.title}, {card.client}", card.title),
            class_name="cm-row-link",
            on_click=TaskSheet.open(card.id),
        ),
        *([_about(card)] if about else []),
        data_late=card.late,
        data_done=card.done != "",
        class_name="cm-entry-on-day",
        key=card.id,
    )


def _about(card: Any) -> rx.Component:
    """Whom it is for, and whose it is."""
    who = rx.el.span(avatar(card.initials, size="small"), rx.el.span(card.who, class_name="cm-unseen"), title=card.who)
    return rx.cond(
        (card.client != "") | (card.who != ""),
        rx.el.div(rx.el.span(card.client), rx.cond(card.who != "", who), class_name="cm-entry-client"),
    )


def _chosen_day() -> rx.Component:
    """What the narrow month's day holds."""
    day: Any = TaskCalendar.day
    return rx.el.div(
        rx.cond(
            day.date != "",
            rx.fragment(_day_head(day), _day_list(day, "Nothing is due this day")),
            rx.el.p("Choose a day to see its tasks", class_name="cm-day-nothing"),
        ),
        class_name="cm-narrow cm-week-day",
        aria_live="polite",
    )


def _week(days: Any) -> rx.Component:
    return rx.el.div(rx.foreach(days, _column), class_name="cm-week")


def _column(day: Any) -> rx.Component:
    return rx.el.section(
        _day_head(day),
        _day_list(day, rx.el.span("Nothing", class_name="cm-narrow")),
        aria_label=day.words,
        data_today=day.is_today,
        class_name="cm-week-day",
        key=day.date,
    )


def _day_head(day: Any) -> rx.Component:
    weekday = day.words.split(" ")[0]
    return rx.el.header(
        rx.el.h3(
            rx.el.span(weekday[:3], class_name="cm-wide"),
            rx.el.span(weekday, class_name="cm-narrow"),
            " ",
            day.number,
            rx.cond(day.is_today, rx.el.span(" today", class_name="cm-quiet")),
        ),
        rx.cond(day.holiday != "", rx.el.span(day.holiday, class_name="cm-holiday")),
        _add(day),
    )


def _day_list(day: Any, nothing: Part) -> rx.Component:
    entries = _entries(day)
    return rx.cond(
        entries.length() > 0,
        rx.fragment(
            rx.el.ul(rx.foreach(entries, lambda one: _entry(one, about=True))),
            rx.cond(day.more > 0, _rest(day)),
        ),
        rx.el.p(nothing, class_name="cm-day-nothing"),
    )


def _rest(day: Any) -> rx.Component:
    """Of a day with more tasks than there is room for, all of them are in the list."""
    query = rx.cond(TaskCalendar.listed != "", f"{TaskCalendar.listed}&", "")
    every = link(
        "See them all in the list",
        href=f"/tasks/list?{query}due={day.date}",
        aria_label=f"See them all in the list: {day.words}",
    )
    return rx.el.p(f"{day.more} more. ", every, class_name="cm-day-nothing")
