"""One's own notices: /notices and /notices/digest."""

from typing import Any

import reflex as rx

from clientmanager.components.button import text_button
from clientmanager.components.icon import icon
from clientmanager.components.link import link
from clientmanager.components.list_head import list_head, switch
from clientmanager.components.menu import menu, menu_item
from clientmanager.components.notify import NoticeSwitch
from clientmanager.components.record import section_head
from clientmanager.components.waiting import empty, skeleton_rows
from clientmanager.pages.frame import frame
from clientmanager.state.notices import DIGEST, INBOX, Notices

ICONS = {
    "assigned": "user-check",
    "mentioned": "at-sign",
    "commented": "message-square",
    "changed": "refresh-cw",
    "reminder": "alarm-clock",
    "late": "sunrise",
}
VIEWS = ((INBOX, "Inbox", "inbox"), (DIGEST, "Digest", "sunrise"))


def notices() -> rx.Component:
    return frame(
        _head(
            rx.cond(Notices.unread > 0, rx.fragment(Notices.unread, " unread"), "All read"),
            INBOX,
            quiet=[
                rx.cond(Notices.unread > 0, text_button("Mark all as read", icon="check", on_click=Notices.read_all))
            ],
        ),
        rx.cond(
            Notices.loaded,
            rx.el.div(
                rx.cond(Notices.rows, _rows(), _nothing()),
                rx.cond(Notices.next != "", text_button("Show earlier", on_click=Notices.show_earlier)),
                NoticeSwitch.create(id="notify"),
                class_name="cm-notices",
            ),
            skeleton_rows(6),
        ),
        active="notices",
    )


def notices_digest() -> rx.Component:
    digest: Any = Notices.digest
    return frame(
        _head(rx.cond(Notices.digest_loaded, digest.day, ""), DIGEST),
        rx.cond(
            Notices.digest_loaded,
            rx.el.div(
                rx.cond(digest.sections.length() > 0, rx.foreach(digest.sections, _section), _free()),
                section_head("Told since yesterday"),
                rx.cond(
                    digest.notices.length() > 0,
                    rx.el.ul(rx.foreach(digest.notices, _line), class_name="cm-notice-rows"),
                    rx.el.p("Nothing.", class_name="cm-quiet"),
                ),
                class_name="cm-notices",
            ),
            skeleton_rows(6),
        ),
        active="notices",
    )


def _head(count: Any, active: str, quiet: Any = ()) -> rx.Component:
    def view(href: str, words: str, name: str) -> rx.Component:
        current = {"aria_current": "page"} if href == active else {}
        return link(icon(name), rx.el.span(words), href=href, **current)

    views = switch(*(view(*each) for each in VIEWS), label="View")
    return list_head("Notices", count, filters=[views], quiet_actions=quiet)


def _rows() -> rx.Component:
    return rx.el.ul(rx.foreach(Notices.rows, _row), class_name="cm-notice-rows", aria_label="Notices, newest first")


def _row(one: Any) -> rx.Component:
    return rx.fragment(
        rx.cond(one.day != "", rx.el.li(rx.el.h2(one.day), class_name="cm-notice-day")),
        rx.el.li(
            _state(one),
            _words(one, on_click=Notices.read(one.id)),
            rx.el.div(
                rx.cond(one.unread, text_button("Read", on_click=Notices.read(one.id), aria_label=_about("Read", one))),
                rx.cond(one.unread | (one.until != ""), _snooze(one)),
                class_name="cm-actions",
            ),
            data_unread=one.unread,
            key=one.id,
        ),
    )


def _line(one: Any) -> rx.Component:
    return rx.el.li(_state(one), _words(one), data_unread=one.unread, key=one.id)


def _about(verb: str, one: Any) -> Any:
    return rx.Var.create(f"{verb}: {one.words}")


def _state(one: Any) -> rx.Component:
    """Unread by its shape, and in words for whoever does not see it."""
    kinds = [(kind, icon(name)) for kind, name in ICONS.items()]
    return rx.el.span(
        rx.cond(one.unread, rx.el.span("Unread", class_name="cm-tag"), rx.match(one.kind, *kinds, icon("bell"))),
        class_name="cm-notice-state",
    )


def _words(one: Any, **props: Any) -> rx.Component:
    second = rx.el.span(
        one.at,
        rx.cond(one.client != "", rx.fragment(" · ", one.client)),
        rx.cond(one.until != "", rx.fragment(" · put off until ", one.until)),
        class_name="cm-second",
    )
    return rx.el.div(
        rx.cond(
            one.href != "",
            link(one.words, href=one.href, class_name="cm-row-link", **props),
            rx.el.span(one.words, class_name="cm-quiet"),
        ),
        second,
        class_name="cm-notice-words",
    )


def _snooze(one: Any) -> rx.Component:
    which = rx.Var.create(f"snooze-{one.id}")
    return menu(
        which,
        text_button("Snooze", opens=which, after="chevron-down", aria_label=_about("Snooze", one)),
        rx.foreach(Notices.until, lambda choice: menu_item(choice[1], on_click=Notices.snooze(one.id, choice[0]))),
        label="Put off until",
    )


def _nothing() -> rx.Component:
    return empty(
        "bell",
        "Nothing was told to you yet.",
        "When someone gives you a task, mentions you as @name or finishes what you watch, it stands here. So do your"
        " reminders, and each working morning what is late.",
        text_button("Go to the tasks", href="/tasks"),
    )


def _section(one: Any) -> rx.Component:
    return rx.fragment(
        section_head(one.name, one.many),
        rx.el.ul(rx.foreach(one.tasks, _task), class_name="cm-notice-rows"),
    )


def _task(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.cond(one.late, icon("triangle-alert"), icon("circle")),
            class_name=rx.cond(one.late, "cm-notice-state cm-late", "cm-notice-state"),
        ),
        rx.el.div(
            link(one.title, href=f"/tasks?task={one.id}", class_name="cm-row-link"),
            rx.el.span(one.when, rx.cond(one.client != "", rx.fragment(" · ", one.client)), class_name="cm-second"),
            class_name="cm-notice-words",
        ),
        key=one.id,
    )


def _free() -> rx.Component:
    return empty(
        "sunrise",
        "Nothing of yours is late, due today or waiting.",
        "This page gathers it each day, together with what you were told since yesterday.",
        text_button("Go to the tasks", href="/tasks"),
    )
