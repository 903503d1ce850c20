"""What every editor of a client's page is told, and what stands below it when two people changed the same."""

from typing import Any

import reflex as rx

from clientmanager.pages import editing
from clientmanager.pages.frame import may
from clientmanager.state.client_page import ClientRecord
from clientmanager.state.client_parts import OFFERED


def editable(editor: rx.Component | rx.Var[Any], plain: rx.Component | rx.Var[Any], **props: Any) -> rx.Component:
    """Whoever may not change a client reads plain facts."""
    return rx.fragment(may("edit clients", editor, otherwise=plain), **props)


def of_field(field: str | rx.Var[Any], warning: str | rx.Var[Any] = "") -> dict[str, Any]:
    """The state of one field, as `in_place_field` takes it."""
    drafts, conflicting = ClientRecord.drafts, ClientRecord.conflicting
    return editing.of_field(
        ClientRecord, ClientRecord.client.id, field, drafts=drafts, conflicting=conflicting, warning=warning
    )


def with_conflict(field: str | rx.Var[Any], editor: rx.Component | rx.Var[Any]) -> rx.Component:
    """The box of all conflicts stands below the first of their fields."""
    return rx.fragment(editor, rx.cond(ClientRecord.first_conflict == field, _box()))


def _box() -> rx.Component:
    return editing.conflicts(ClientRecord, ClientRecord.client.id, ClientRecord.heading, ClientRecord.conflicts)


def offers() -> rx.Component:
    """What is offered while one types; anything else may be written."""
    offered: Any = ClientRecord.offered
    return rx.fragment(
        *(rx.el.datalist(*(rx.el.option(value=word) for word in words), id=name) for name, words in OFFERED.items()),
        *(
            rx.el.datalist(rx.foreach(offered[name], lambda word: rx.el.option(value=word)), id=name)
            for name in ("categories", "tags")
        ),
    )
