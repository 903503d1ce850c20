"""The shell as every page wears it."""

from typing import Any

import reflex as rx

from clientmanager.components.link import link
from clientmanager.components.notify import NoticeTeller
from clientmanager.components.palette import palette
from clientmanager.components.shell import Destination, shell
from clientmanager.components.words import Part
from clientmanager.state.base import AppState
from clientmanager.state.notices import Notices
from clientmanager.state.palette import PLACES, Palette


def _allowed(permission: str) -> Any:
    permissions: Any = AppState.who.may
    return permissions.contains(permission)


def _led_to(permission: str) -> Any:
    """Until it is known who looks, every destination stands there: the others do not jump when it is."""
    return (AppState.who.role == "") | _allowed(permission)


def _unread() -> Any:
    unread: Any = AppState.unread
    return rx.cond(unread > 0, unread.to_string(), "")


DESTINATIONS = [
    Destination(
        place.words.lower(),
        place.words,
        place.href,
        place.icon,
        count=_unread() if place.href == "/notices" else None,
        shown=True if place.permission is None else _led_to(place.permission),
        letter=place.letter,
    )
    for place in PLACES
]


def frame(*content: Part, active: str, primary: rx.Component | None = None) -> rx.Component:
    """Frame a page; `primary` is its one filled button, which narrow windows have in the bottom bar."""
    return shell(
        *content,
        active=active,
        destinations=DESTINATIONS,
        practice=AppState.who.practice,
        user=AppState.who.name,
        initials=AppState.who.initials,
        role=AppState.who.role.capitalize(),
        primary=primary,
        palette=palette(
            offers=Palette.offers,
            lately=Palette.lately,
            found=Palette.found,
            on_offer=Palette.offer,
            on_find=Palette.find,
        ),
        new=rx.fragment(may("edit clients", _new_client()), NoticeTeller.create(news=Notices.news)),
    )


def _new_client() -> rx.Component:
    """The list's button, pressed from another page."""
    return link(
        "New client",
        href="/clients",
        hidden=True,
        aria_keyshortcuts="n",
        custom_attrs={"data-then": "new client"},
    )


def may(permission: str, *content: Part, otherwise: Part | None = None) -> rx.Component:
    """Shown to those whose role allows it, and `otherwise` to the others; the use case decides for itself."""
    return rx.cond(_allowed(permission), rx.fragment(*content), rx.fragment() if otherwise is None else otherwise)
