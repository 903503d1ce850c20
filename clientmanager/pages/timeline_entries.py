"""The entries of a timeline, as the client's page and the practice's both show them."""

from typing import Any

import reflex as rx

from clientmanager.components.button import actions, text_button
from clientmanager.components.icon import icon
from clientmanager.components.link import file_link, link
from clientmanager.components.menu import menu, menu_item
from clientmanager.components.older import Older
from clientmanager.components.record import day_line
from clientmanager.components.waiting import skeleton_rows
from clientmanager.pages.timeline_forms import amending, mending, removing
from clientmanager.state.timeline_view import TimelineView
from clientmanager.state.timeline_work import SHAPES

BRING_IN = "Bring in e-mails and chats"


def entries(timeline: type[TimelineView], nothing: rx.Component, *, loaded: Any, with_client: bool) -> rx.Component:
    """Newest first, each day under its heading; pinned ones on top."""
    rows: Any = timeline.rows
    pinned: Any = timeline.pinned
    newer = text_button("Show newer", icon="arrow-up", on_click=timeline.show_newer)
    older = Older.create(
        text_button("Show older", icon="arrow-down", on_click=timeline.show_older),
        place=timeline.older,
        on_near=timeline.show_older,
    )
    listed = rx.fragment(
        rx.cond(
            pinned & (timeline.at == ""),
            rx.el.section(
                day_line("Pinned"),
                rx.foreach(pinned, lambda row: _row(timeline, row, "pinned", with_client=with_client)),
                aria_label="Pinned",
            ),
        ),
        rx.cond(timeline.newer != "", rx.el.div(newer, class_name="cm-timeline-way")),
        rx.el.div(
            rx.foreach(
                rows,
                lambda row, place: rx.fragment(
                    rx.cond((place == 0) | (rows[place - 1].day != row.day), day_line(row.day)),
                    _row(timeline, row, "entry", with_client=with_client),
                    key=row.id,
                ),
            ),
            class_name="cm-timeline-rows",
        ),
        rx.cond(rows.length() == 0, nothing),
        rx.cond(timeline.older != "", older),
        removing(timeline),
    )
    return rx.el.div(rx.cond(loaded, listed, skeleton_rows(6)), class_name="cm-timeline")


def _row(timeline: type[TimelineView], row: Any, place: str, *, with_client: bool) -> rx.Component:
    mends = (timeline.mending.id == row.id) if place == "entry" else False
    amends = (timeline.amending == row.id) if place == "entry" else False
    client = link(row.client, href=f"/clients/{row.client_id}", class_name="cm-link", dir="auto")
    return rx.el.article(
        rx.el.time(row.time),
        drawn(row),
        rx.el.div(
            rx.cond(
                mends,
                mending(timeline),
                rx.fragment(
                    rx.el.div(
                        rx.el.span(row.title, class_name="cm-strong", dir="auto"),
                        *([rx.cond(row.client_id != "", client)] if with_client else []),
                        rx.cond(row.pinned, rx.el.span(icon("pin"), "Pinned", class_name="cm-tag")),
                        class_name="cm-timeline-title",
                    ),
                    _said(timeline, row),
                    _meta(timeline, row),
                ),
            ),
            rx.cond(amends, amending(timeline)),
        ),
        rx.cond(row.kept != "", _menu(timeline, row, place)),
        class_name="cm-entry",
        data_kind=row.kind,
        data_removed=row.removed != "",
        custom_attrs={"data-entry": row.id},
        key=f"{place}-{row.id}",
    )


def drawn(row: Any) -> rx.Component | rx.Var[Any]:
    """The shape of what an entry was."""
    return rx.match(row.icon, *((name, icon(name)) for name in SHAPES), icon("circle"))


def _said(timeline: type[TimelineView], row: Any) -> rx.Component:
    unfolded: Any = timeline.unfolded
    show_all = text_button("Show all", on_click=timeline.unfold(row.id), aria_label=f"Show all of {row.title}")
    removed = text_button("Show what was removed", on_click=timeline.unfold(row.id))
    return rx.fragment(
        rx.cond(
            row.removed != "",
            rx.fragment(
                rx.el.p(row.removed, class_name="cm-quiet", dir="auto"),
                rx.cond(
                    unfolded.contains(row.id),
                    rx.el.p(unfolded[row.id], class_name="cm-timeline-words cm-timeline-removed", dir="auto"),
                    rx.cond(row.hides, removed),
                ),
            ),
        ),
        rx.cond(row.words != "", _words(unfolded, row)),
        rx.cond(row.folded & ~unfolded.contains(row.id), show_all),
        rx.foreach(row.amendments, lambda added: _amendment(timeline, row, added)),
    )


def _words(unfolded: Any, one: Any) -> rx.Component:
    shown = rx.cond(one.folded & unfolded.contains(one.id), unfolded[one.id], one.words)
    return rx.el.p(shown, class_name="cm-timeline-words", dir="auto")


def _amendment(timeline: type[TimelineView], row: Any, added: Any) -> rx.Component:
    unfolded: Any = timeline.unfolded
    return rx.el.div(
        rx.el.div("Added by ", added.who, ", ", added.at, class_name="cm-quiet cm-small"),
        _words(unfolded, added),
        rx.cond(added.folded & ~unfolded.contains(added.id), text_button("Show all", on_click=timeline.unfold(row.id))),
        class_name="cm-timeline-added",
        key=added.id,
    )


def _meta(timeline: type[TimelineView], row: Any) -> rx.Component:
    add = text_button("Amend", on_click=timeline.start_amending(row.id), aria_label=f"Amend {row.title}")
    conversation = text_button(row.conversation, on_click=timeline.choose("thread", row.id))
    parts = [
        rx.cond(row.who != "", rx.el.span(row.who, dir="auto")),
        rx.foreach(row.files, _file),
        rx.cond(row.follow_ups != "", rx.el.span(icon("check"), row.follow_ups, class_name="cm-with-icon")),
        rx.cond((row.conversation != "") & (timeline.thread == ""), conversation),
        rx.cond(row.edited != "", rx.el.span(row.edited)),
        rx.cond(row.may_amend & ~row.may_edit, add),
    ]
    return rx.el.div(*parts, class_name="cm-meta")


def _file(one: Any) -> rx.Component:
    """In a tab of its own: a download in this one would end its connection, and undo what is chosen next."""
    name = rx.el.bdi(one.name)
    return rx.el.span(
        icon("paperclip"),
        file_link(name, href=f"/timeline/files/{one.id}", target="_blank", rel="noopener"),
        one.size,
        class_name="cm-with-icon",
        key=one.id,
    )


def _menu(timeline: type[TimelineView], row: Any, place: str) -> rx.Component:
    which = rx.Var.create(f"{place}-menu-{row.id}")
    trigger = rx.el.button(
        icon("ellipsis"),
        type="button",
        class_name="cm-button text square",
        aria_label=f"More about {row.title}, {row.time}",
        custom_attrs={"popoverTarget": which},
    )
    pin = rx.cond(
        row.pinned,
        menu_item("Unpin", icon="pin-off", on_click=timeline.pin(row.id, False)),
        menu_item("Pin", icon="pin", on_click=timeline.pin(row.id, True)),
    )
    return menu(
        which,
        trigger,
        rx.cond(row.may_edit, menu_item("Edit", icon="pencil", on_click=timeline.start_mending(row.id))),
        rx.cond(row.may_amend, menu_item("Amend", icon="plus", on_click=timeline.start_amending(row.id))),
        rx.cond(row.may_pin, pin),
        rx.cond(
            row.may_remove,
            menu_item("Remove…", icon="trash-2", trouble=True, on_click=timeline.start_removing(row.id)),
        ),
        rx.el.p(row.kept, class_name="cm-menu-label"),
        label=f"About {row.title}",
    )


def show_everything(timeline: type[TimelineView]) -> rx.Component:
    return actions(text_button("Show everything", on_click=timeline.choose_all))
