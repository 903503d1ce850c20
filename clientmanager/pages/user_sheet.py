"""The sheet in which an owner adds a user, changes one, or lets one go."""

from typing import Any

import reflex as rx

from clientmanager.components.button import danger_button, filled_button, outline_button
from clientmanager.components.form import copy_field, form_error, form_field, select
from clientmanager.components.record import section_head
from clientmanager.components.sheet import sheet
from clientmanager.state.settings import UserSheet

ROLES = [
    ("owner", "Owner: everything"),
    ("adviser", "Adviser: clients and imports"),
    ("assistant", "Assistant: clients"),
    ("compliance", "Compliance: reads clients and the audit"),
]


def user_sheet() -> rx.Component:
    user: Any = UserSheet.user
    return sheet(
        rx.cond(user.id != "", user.name, "Add user"),
        form_error(UserSheet.form_errors.get("form", "")),
        rx.cond(UserSheet.link != "", _link(), rx.cond(user.state == "left", _left(), _present())),
        open=UserSheet.opened,
        on_open_change=UserSheet.show,
        on_submit=UserSheet.keep,
        foot=(
            rx.cond(
                (UserSheet.link != "") | (user.state == "left"),
                outline_button("Close", on_click=UserSheet.show(False)),
                filled_button(rx.cond(user.id != "", "Save", "Add user"), type="submit"),
            ),
        ),
    )


def _link() -> rx.Component:
    return rx.fragment(
        rx.el.p(UserSheet.link_words),
        copy_field("Link", UserSheet.link, field_id="handed-link"),
        rx.el.p("It is shown this once. Whoever has it sets the password.", class_name="cm-quiet"),
    )


def _left() -> rx.Component:
    return rx.fragment(
        rx.el.p("They left the practice and cannot sign in."),
        outline_button("Let them back by a link", on_click=UserSheet.reactivate),
    )


def _present() -> rx.Component:
    user: Any = UserSheet.user
    errors: Any = UserSheet.form_errors
    return rx.fragment(
        form_field("Name", "name", value=user.name, error=errors.get("name", ""), auto_complete="off", key=user.id),
        rx.cond(
            user.id == "",
            form_field("E-mail", "email", type="email", error=errors.get("email", ""), auto_complete="off"),
        ),
        select(
            "Role",
            "role",
            ROLES,
            error=errors.get("role", ""),
            default_value=rx.cond(user.id != "", user.role, "adviser"),
            key=f"role {user.id}",
        ),
        rx.cond(user.id != "", rx.fragment(_password(), rx.cond(~user.you, _leaving()))),
    )


def _password() -> rx.Component:
    return rx.fragment(
        section_head("Password"),
        rx.el.p("A link sets a new one. The present password works until then.", class_name="cm-quiet"),
        outline_button("Make a link", on_click=UserSheet.make_link),
    )


def _leaving() -> rx.Component:
    user: Any = UserSheet.user
    errors: Any = UserSheet.form_errors
    return rx.fragment(
        section_head("Leaving"),
        rx.el.p("Signs them out at once, ends their links, and keeps what they did.", class_name="cm-quiet"),
        rx.cond(
            user.holds != "",
            select(
                f"Their {user.holds} go to",
                "hand_over_to",
                UserSheet.successors,
                error=errors.get("hand_over_to", ""),
                on_change=UserSheet.hand_over_to,
            ),
        ),
        danger_button(f"Deactivate {user.name}", on_click=UserSheet.deactivate),
    )
