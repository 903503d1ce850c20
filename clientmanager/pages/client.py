"""One client: /clients/…"""

from typing import Any

import reflex as rx

from clientmanager.components.avatar import person
from clientmanager.components.button import outline_button
from clientmanager.components.mark import status_mark
from clientmanager.components.record import alert_line, beside, fact, record, record_head
from clientmanager.components.waiting import skeleton_rows
from clientmanager.components.words import Part
from clientmanager.pages.client_advice import client_advice
from clientmanager.pages.client_facts import about, in_the_practice
from clientmanager.pages.client_history import what_changed
from clientmanager.pages.client_opportunities import client_opportunities
from clientmanager.pages.client_parts import tags
from clientmanager.pages.client_review import client_review
from clientmanager.pages.client_tasks import client_tasks
from clientmanager.pages.client_timeline import parts_of_the_page, timeline_entries, timeline_head
from clientmanager.pages.client_workflows import client_workflows
from clientmanager.pages.frame import frame, may
from clientmanager.pages.new_opportunity import new_opportunity
from clientmanager.pages.new_task import new_task
from clientmanager.pages.opportunity_sheet import opportunity_sheet
from clientmanager.pages.record_interaction import log_a_call, record_interaction
from clientmanager.pages.review_sheet import review_sheet
from clientmanager.pages.start_workflow import start_workflow
from clientmanager.pages.task_sheet import task_sheet
from clientmanager.pages.workflow_sheet import workflow_sheet
from clientmanager.state.client_beside import ClientBeside
from clientmanager.state.client_page import ClientRecord
from clientmanager.state.timelines import ClientTimeline


def client() -> rx.Component:
    return frame(
        rx.cond(ClientRecord.loaded, rx.fragment(_head(), _body()), skeleton_rows(10)),
        task_sheet(),
        review_sheet(),
        new_task(),
        start_workflow(),
        workflow_sheet(),
        opportunity_sheet(),
        new_opportunity(),
        active="clients",
        primary=log_a_call(),
    )


def _head() -> rx.Component:
    shown: Any = ClientRecord.client
    return record_head(
        shown.name,
        crumb=ClientBeside.list_name,
        crumb_href=ClientBeside.list_href,
        place=ClientBeside.place,
        beside=beside(ClientBeside.before, ClientBeside.after),
        state=[
            status_mark(shown.status, shown.status.capitalize()),
            rx.cond(shown.category != "", rx.el.span("Category ", shown.category)),
            rx.el.span(rx.foreach(shown.about, lambda one: rx.el.span(one)), class_name="cm-dotted cm-quiet"),
            rx.cond(shown.adviser != "", person(shown.adviser, shown.initials)),
            tags(),
        ],
        actions=[
            outline_button("Brief", icon="file-text", href=f"/clients/{shown.id}/brief", data_action="meeting brief"),
            may(
                "archive clients",
                rx.cond(
                    shown.archived != "",
                    outline_button("Bring back", on_click=ClientRecord.unarchive, data_action="bring back"),
                    outline_button("Archive", icon="archive", on_click=ClientRecord.archive, data_action="archive"),
                ),
            ),
        ],
        facts=[
            fact("Adviser", rx.cond(shown.adviser != "", shown.adviser, "Nobody yet"), f"Last changed {shown.changed}"),
            fact(
                "Reach them",
                rx.cond(shown.reach != "", shown.reach, "No phone or e-mail yet"),
                rx.fragment(shown.reach_note, rx.cond((shown.reach != "") & ~shown.reach.contains("@"), _copy_phone())),
            ),
            fact(
                "Last contact",
                rx.cond(shown.last_contact != "", shown.last_contact, "Not written down yet"),
                shown.contact_day,
            ),
            client_review(),
        ],
    )


def _copy_phone() -> rx.Component:
    """For the palette alone."""
    copied = [rx.set_clipboard(ClientRecord.client.reach), rx.toast("Phone copied.")]
    return rx.el.button("Copy phone", hidden=True, type="button", on_click=copied, data_action="copy phone")


def _body() -> rx.Component:
    archived: Any = ClientRecord.client.archived
    return rx.el.div(
        parts_of_the_page(),
        record(
            facts=[
                rx.cond(
                    archived != "",
                    alert_line("attention", "This client is archived", f"since {archived}; everything is kept"),
                ),
                _part("facts", *about()),
                _part("tasks", *client_tasks(), *client_workflows(), *client_opportunities()),
                _part("facts", *client_advice(), *in_the_practice(), *what_changed()),
            ],
            happened=[
                _part(
                    "timeline",
                    *timeline_head(),
                    record_interaction(),
                    *timeline_entries(),
                )
            ],
        ),
        class_name="cm-parted",
        data_part=ClientTimeline.part,
    )


def _part(name: str, *content: Part) -> rx.Component:
    """What a narrow window shows by itself."""
    return rx.el.div(*content, custom_attrs={"data-of": name})
