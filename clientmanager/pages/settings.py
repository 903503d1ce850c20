"""Settings: /settings."""

from typing import Any

import reflex as rx

from clientmanager.components.button import filled_button, text_button
from clientmanager.components.icon import icon
from clientmanager.components.in_place import in_place_field
from clientmanager.components.list_head import list_head
from clientmanager.components.plain_form import plain_form
from clientmanager.components.record import fact_row, section_head, two_columns
from clientmanager.components.table import cell, column, row, table
from clientmanager.components.waiting import skeleton_rows
from clientmanager.pages.board_settings import board_section, column_sheet
from clientmanager.pages.frame import frame, may
from clientmanager.pages.interaction_templates import interaction_settings
from clientmanager.pages.practice_days import practice_days
from clientmanager.pages.teams import team_section, team_sheet
from clientmanager.pages.user_sheet import user_sheet
from clientmanager.pages.workflow_settings import template_sheet, workflow_settings
from clientmanager.state.settings import Settings, UserSheet

ROLES = ("owner", "adviser", "assistant", "compliance")


def settings() -> rx.Component:
    return frame(
        list_head("Settings", Settings.practice.name, primary=_add()),
        rx.cond(Settings.loaded, _body(), skeleton_rows(8)),
        user_sheet(),
        column_sheet(),
        team_sheet(),
        template_sheet(),
        active="settings",
        primary=_add(),
    )


def _add() -> rx.Component:
    return may("manage users", filled_button("Add user", icon="plus", on_click=UserSheet.add, data_action="add user"))


def _body() -> rx.Component:
    return rx.el.div(
        two_columns(_practice(), _you()),
        section_head("Users", Settings.users_words),
        table(
            column("Name"),
            column("Role"),
            column("Clients", figures=True, shown="from-560"),
            column("Can sign in"),
            column(rx.el.span("Change", class_name="cm-unseen")),
            body=rx.foreach(Settings.users, _user),
            caption="Users of the practice",
        ),
        board_section(),
        team_section(),
        practice_days(),
        *workflow_settings(),
        interaction_settings(),
        section_head("Reviews", text_button("How often clients are reviewed", icon="repeat", href="/settings/reviews")),
        section_head(
            "Opportunities", text_button("Stages they go through", icon="handshake", href="/settings/opportunities")
        ),
        section_head("Who may do what"),
        table(
            column("What"),
            *(column(role.capitalize()) for role in ROLES),
            body=rx.foreach(Settings.permissions, _permission),
            caption="What each role may do",
            tall=False,
        ),
        class_name="cm-stack",
    )


def _practice() -> list[rx.Component]:
    who: Any = Settings.who
    return [
        section_head("Practice"),
        rx.cond(
            who.may.contains("change the practice"),
            rx.fragment(_field("Name", "name", Settings.practice.name), _contact(), _fsp_number()),
            rx.fragment(
                fact_row("Name", Settings.practice.name),
                fact_row("Ask for help", rx.cond(Settings.practice.contact != "", Settings.practice.contact, "–")),
                fact_row("FSP number", rx.cond(Settings.practice.fsp_number != "", Settings.practice.fsp_number, "–")),
            ),
        ),
        fact_row("Short name", Settings.practice.short_name),
    ]


def _contact() -> rx.Component:
    return _field("Ask for help", "contact", Settings.practice.contact)


def _fsp_number() -> rx.Component:
    """It stands on every record of advice."""
    return _field("FSP number", "fsp_number", Settings.practice.fsp_number)


def _field(label: str, field: str, value: Any) -> rx.Component:
    states: Any = Settings.field_states
    notes: Any = Settings.notes
    return in_place_field(
        label,
        value,
        on_save=lambda typed: Settings.save(field, typed),
        field_id=field,
        state=states.get(field, "resting"),
        note=notes.get(field, ""),
    )


def _you() -> list[rx.Component]:
    return [
        section_head("You"),
        fact_row("Signed in as", rx.el.span(Settings.who.name, ", ", Settings.who.role)),
        fact_row(
            "Browsers",
            rx.cond(Settings.sessions == 1, "This one only", rx.el.span(Settings.sessions, " at the moment")),
            plain_form(text_button("Sign out everywhere", type="submit"), action="/sign-out-everywhere"),
        ),
    ]


def _user(user: Any) -> rx.Component:
    return row(
        cell(rx.cond(user.you, f"{user.name} (you)", user.name), user.email),
        cell(user.role.capitalize()),
        cell(user.clients.to_string(), figures=True, shown="from-560"),
        cell(rx.match(user.state, ("active", "Yes"), ("invited", "Not yet: no password"), "No, left the practice")),
        rx.el.td(
            may(
                "manage users",
                text_button(
                    "Change",
                    aria_label=f"Change {user.name}",
                    on_click=UserSheet.choose(user.id),
                ),
            ),
            class_name="cm-middle cm-figures",
        ),
        key=user.id,
    )


def _permission(line: Any) -> rx.Component:
    return row(
        cell(line.permission),
        *(
            rx.el.td(
                rx.cond(
                    allowed,
                    rx.fragment(icon("check"), rx.el.span("may", class_name="cm-unseen")),
                    rx.el.span("may not", class_name="cm-unseen"),
                )
            )
            for allowed in (line.owner, line.adviser, line.assistant, line.compliance)
        ),
        key=line.permission,
    )
