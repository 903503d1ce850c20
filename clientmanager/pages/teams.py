"""Settings: the teams, and the sheet in which one is made or changed."""

from typing import Any

import reflex as rx

from clientmanager.components.button import danger_button, filled_button, text_button
from clientmanager.components.form import form_error, form_field
from clientmanager.components.record import section_head
from clientmanager.components.sheet import sheet
from clientmanager.components.table import cell, checkbox, column, row, table
from clientmanager.pages.frame import may
from clientmanager.state.teams import Teams, TeamSheet


def team_section() -> rx.Component:
    return rx.fragment(
        section_head(
            "Teams",
            may("manage users", text_button("Add team", icon="plus", on_click=TeamSheet.add, data_action="add team")),
        ),
        rx.cond(
            Teams.teams,
            table(
                column("Team"),
                column("Who is in it"),
                column(rx.el.span("Change", class_name="cm-unseen")),
                body=rx.foreach(Teams.teams, _team),
                caption="Teams of the practice",
            ),
            rx.el.p("There is no team yet. The tasks of a team can be looked at together.", class_name="cm-quiet"),
        ),
    )


def _team(team: Any) -> rx.Component:
    return row(
        cell(team.name, middle=True),
        cell(rx.cond(team.words != "", team.words, rx.el.span("Nobody yet", class_name="cm-quiet")), middle=True),
        rx.el.td(
            may(
                "manage users",
                text_button("Change", aria_label=f"Change {team.name}", on_click=TeamSheet.choose(team.id)),
            ),
            class_name="cm-middle cm-figures",
        ),
        key=team.id,
    )


def team_sheet() -> rx.Component:
    team: Any = TeamSheet.team
    people: Any = TeamSheet.people
    errors: Any = TeamSheet.form_errors
    return sheet(
        rx.cond(team.id != "", team.name, "Add team"),
        form_error(errors.get("form", "")),
        form_field(
            "Name",
            "team_name",
            value=team.name,
            error=errors.get("name", ""),
            auto_complete="off",
            max_length=60,
            key=team.id,
        ),
        rx.el.fieldset(
            rx.el.legend("Who is in it"),
            rx.foreach(people, _person),
            class_name="cm-people",
        ),
        rx.cond(team.id != "", _removal()),
        open=TeamSheet.opened,
        on_open_change=TeamSheet.show,
        on_submit=TeamSheet.keep,
        foot=(filled_button(rx.cond(team.id != "", "Save", "Add team"), type="submit"),),
    )


def _person(person: Any) -> rx.Component:
    ticked: Any = TeamSheet.ticked
    return rx.el.div(
        checkbox(
            person.name,
            unseen=False,
            default_checked=ticked.contains(person.id),
            on_change=lambda _: TeamSheet.tick(person.id),
        ),
        key=person.id,
    )


def _removal() -> rx.Component:
    return rx.fragment(
        section_head("Removing"),
        rx.el.p("Its people and their tasks stay.", class_name="cm-quiet"),
        danger_button("Remove team", on_click=TeamSheet.remove),
    )
