"""E-mails, phones, addresses and tags of one client: several of each, added and taken away where they stand."""

from typing import Any

import reflex as rx

from clientmanager.components.button import icon_button, text_button
from clientmanager.components.in_place import in_place_field
from clientmanager.components.menu import menu, menu_item
from clientmanager.components.record import fact_row
from clientmanager.components.tags import tag_box, tag_chips
from clientmanager.components.words import Part
from clientmanager.pages.client_editing import editable, of_field, with_conflict
from clientmanager.pages.frame import may
from clientmanager.state.client_page import ClientRecord


def contact() -> list[Part]:
    shown: Any = ClientRecord.client
    return [rx.foreach(shown.contact, _part), _adding()]


def tags() -> rx.Component:
    """The practice's words for this client, in the head."""
    shown: Any = ClientRecord.client
    return may(
        "edit clients",
        rx.el.div(
            tag_chips(shown.tags, on_remove=lambda tag: ClientRecord.remove_tag(tag)),
            tag_box(
                on_add=ClientRecord.add_tag, on_open=ClientRecord.offer, options="tags", error=ClientRecord.tag_error
            ),
            class_name="cm-tag-row",
        ),
        otherwise=tag_chips(shown.tags),
    )


def _part(one: Any) -> rx.Component:
    save_part: Any = ClientRecord.save_part

    def save(value: rx.Var[str], was: rx.Var[str]) -> Any:
        return save_part(ClientRecord.client.id, one.field, one.part, value, was)

    words: Any = {"on_save": save, "more": _menu(one), **of_field(one.part, one.warning)}
    editor = rx.match(
        one.kind,
        ("phone", in_place_field(one.label, one.raw, keyboard="tel", **words)),
        ("email", in_place_field(one.label, one.raw, keyboard="email", **words)),
        in_place_field(one.label, one.raw, kind="lines", **words),
    )
    label = rx.cond(ClientRecord.labelling == one.part, _labelling(one))
    return editable(rx.fragment(with_conflict(one.part, editor), label), fact_row(one.label, one.value), key=one.part)


def _menu(one: Any) -> rx.Component:
    menu_id = rx.Var.create(f"more-{one.part}")
    return rx.cond(
        one.gone,
        rx.fragment(),
        menu(
            menu_id,
            icon_button(f"More for {one.label} {one.value}", "ellipsis", opens=menu_id),
            rx.cond(
                one.preferred,
                rx.fragment(),
                menu_item("Make preferred", icon="arrow-up", on_click=ClientRecord.prefer_part(one.field, one.part)),
            ),
            menu_item("Change label", icon="pencil", on_click=ClientRecord.start_label(one.part)),
            menu_item("Remove", icon="trash-2", on_click=ClientRecord.remove_part(one.field, one.part)),
            label=f"More for {one.label}",
        ),
    )


def _labelling(one: Any) -> rx.Component:
    return in_place_field(
        "Label",
        one.label,
        field_id=f"{one.part}-label",
        options=f"{one.field}-labels",
        fresh=True,
        on_save=lambda value, _was: ClientRecord.relabel_part(one.field, one.part, value),
        **{name: of_field(f"{one.part}-label")[name] for name in ("state", "turn", "note")},
    )


def _adding() -> rx.Component:
    drafts: Any = ClientRecord.drafts

    def field(label: str, part: str, **props: Any) -> rx.Component:
        name = f"new-{part}"
        return in_place_field(
            label,
            "",
            on_save=lambda value, _was: ClientRecord.add_part(ClientRecord.client.id, part, value),
            fresh=~drafts.contains(name),
            **props,
            **of_field(name),
        )

    return may(
        "edit clients",
        rx.match(
            ClientRecord.adding,
            ("phone", field("New phone", "phone", keyboard="tel")),
            ("email", field("New e-mail", "email", keyboard="email")),
            ("address", field("New address", "address", kind="lines")),
            rx.fragment(),
        ),
        rx.el.div(
            text_button("Add phone", icon="plus", on_click=ClientRecord.add("phone"), data_action="add phone"),
            text_button("Add e-mail", icon="plus", on_click=ClientRecord.add("email"), data_action="add email"),
            text_button("Add address", icon="plus", on_click=ClientRecord.add("address"), data_action="add address"),
            class_name="cm-actions apart",
        ),
    )
