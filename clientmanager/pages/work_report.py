"""The practice's work at a glance: /tasks/overview."""

from typing import Any

import reflex as rx

from clientmanager.components.avatar import person
from clientmanager.components.link import link
from clientmanager.components.list_head import list_head
from clientmanager.components.record import section_head
from clientmanager.components.table import cell, column, table
from clientmanager.components.waiting import skeleton_rows
from clientmanager.pages.frame import frame
from clientmanager.pages.new_task import new_task
from clientmanager.pages.task_frame import add_task, export_menu, views
from clientmanager.pages.task_row import due
from clientmanager.pages.task_sheet import task_sheet
from clientmanager.state.task_sheet import TaskSheet
from clientmanager.state.work_report import AGES, WorkReport

OVERVIEW = "/tasks/overview"


def work_report() -> rx.Component:
    seen: Any = WorkReport.seen
    return frame(
        list_head(
            "Tasks",
            rx.cond(WorkReport.loaded, rx.fragment(seen.total.open, " open, ", seen.total.finished, " done this week")),
            primary=add_task(),
            filters=[views(OVERVIEW)],
            quiet_actions=[_export()],
        ),
        rx.cond(
            WorkReport.loaded,
            rx.el.div(_people(), _finished(), _stuck(), _workflows(), class_name="cm-report"),
            skeleton_rows(10),
        ),
        task_sheet(),
        new_task(),
        active="tasks",
        primary=add_task(),
    )


def _people() -> rx.Component:
    """A bar a person, by how old their work is; the figures stand beside it, and lead to the list."""
    seen: Any = WorkReport.seen
    legend = rx.el.span(
        *(rx.el.span(rx.el.i(data_age=key), words) for key, words, _ in AGES), class_name="cm-report-legend"
    )
    return rx.el.section(
        section_head("Work by person, and how old it is", legend),
        table(
            column("Who"),
            column("Open by age", shown="from-560"),
            column("Open", figures=True),
            column("Late", figures=True),
            column("Waiting", figures=True, shown="from-560"),
            column("Done this week", figures=True, shown="from-560"),
            body=rx.fragment(rx.foreach(seen.people, lambda one: _person(one, seen.most_open)), _total(seen.total)),
            caption="Work by person",
            tall=False,
        ),
    )


def _person(one: Any, most: Any) -> rx.Component:
    bar = rx.el.span(
        *(rx.el.i(data_age=key, style={"flexGrow": getattr(one, key)}) for key, _, _ in AGES),
        rx.el.i(data_age="", style={"flexGrow": most - one.open}),
        class_name="cm-report-bar",
        aria_hidden="true",
    )
    ages = rx.el.span(
        one.week, " this week, ", one.month, " up to 4 weeks, ", one.quarter, " up to 3 months, ", one.older, " older",
        class_name="cm-unseen",
    )  # fmt: skip
    name = rx.cond(one.initials != "", person(one.name, one.initials), rx.el.span(one.name, class_name="cm-quiet"))
    return rx.el.tr(
        cell(link(name, href=f"/tasks/list?whose={one.id}", class_name="cm-row-link")),
        cell(rx.fragment(bar, ages), shown="from-560", middle=True),
        cell(one.open, figures=True),
        cell(rx.cond(one.late > 0, rx.el.span(one.late, class_name="cm-late"), "0"), figures=True),
        cell(one.waiting, figures=True, shown="from-560"),
        cell(one.finished, figures=True, shown="from-560"),
        key=one.id,
    )


def _total(total: Any) -> rx.Component:
    return rx.el.tr(
        cell(rx.el.b("Everyone")),
        cell("", shown="from-560"),
        cell(rx.el.b(total.open), figures=True),
        cell(rx.el.b(total.late), figures=True),
        cell(rx.el.b(total.waiting), figures=True, shown="from-560"),
        cell(rx.el.b(total.finished), figures=True, shown="from-560"),
        class_name="cm-report-total",
    )


def _finished() -> rx.Component:
    seen: Any = WorkReport.seen

    def day(one: Any) -> rx.Component:
        return rx.el.li(
            rx.el.b(one.many),
            rx.el.i(style={"height": f"calc(72px * {one.many} / max(1, {seen.most_done}))"}, aria_hidden="true"),
            rx.el.span(one.words),
            key=one.words,
        )

    return rx.el.section(
        section_head("Finished in seven days"), rx.el.ol(rx.foreach(seen.days, day), class_name="cm-report-days")
    )


def _stuck() -> rx.Component:
    seen: Any = WorkReport.seen

    def row(one: Any) -> rx.Component:
        card = one.card
        return rx.el.li(
            rx.el.button(card.title, type="button", class_name="cm-row-button", on_click=TaskSheet.open(card.id)),
            rx.el.span(one.column, ", ", one.days, " days", class_name="cm-quiet cm-small"),
            rx.el.span(due(card), class_name="cm-task-second"),
            rx.cond(card.who != "", person(card.who, card.initials)),
            key=card.id,
        )

    more = rx.cond(
        seen.many_stuck > seen.stuck.length(), rx.el.p("and ", seen.many_stuck - seen.stuck.length(), " more")
    )
    return rx.el.section(
        section_head("Stuck", rx.el.span("in one column for more than 14 days")),
        rx.cond(
            seen.many_stuck > 0,
            rx.fragment(rx.el.ul(rx.foreach(seen.stuck, row), class_name="cm-client-tasks"), more),
            rx.el.p("Everything that was begun has moved in the last 14 days.", class_name="cm-quiet cm-nothing-here"),
        ),
    )


def _workflows() -> rx.Component:
    seen: Any = WorkReport.seen

    def row(one: Any) -> rx.Component:
        return rx.el.tr(
            cell(one.name),
            cell(one.running, figures=True),
            cell(one.many, figures=True),
            cell(rx.cond(one.median != "", one.median, "–"), figures=True),
            cell(rx.cond(one.longest != "", one.longest, "–"), figures=True, shown="from-560"),
            key=one.name,
        )

    return rx.cond(
        seen.workflows.length() > 0,
        rx.el.section(
            section_head("How long workflows take", rx.el.span("of those finished in a year")),
            table(
                column("Workflow"),
                column("Running", figures=True),
                column("Finished", figures=True),
                column("Half take less than", figures=True),
                column("Longest", figures=True, shown="from-560"),
                body=rx.foreach(seen.workflows, row),
                caption="How long workflows take",
                tall=False,
            ),
        ),
    )


def _export() -> rx.Component:
    return export_menu(lambda ending: f"{OVERVIEW}/export.{ending}")
