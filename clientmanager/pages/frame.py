"""The shell as every page wears it."""

from typing import Any

import reflex as rx

from clientmanager.components.shell import Destination, shell
from clientmanager.components.words import Part
from clientmanager.state.base import AppState

DESTINATIONS = [
    Destination("clients", "Clients", "/clients", "users"),
    Destination("import", "Import", "/import", "download"),
    Destination("backups", "Backups", "/backups", "archive"),
    Destination("audit", "Audit", "/audit", "file-text"),
    Destination("settings", "Settings", "/settings", "sliders-horizontal"),
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
    )


def may(permission: str, *content: Part) -> rx.Component:
    """Shown to those whose role allows it; the use case decides for itself."""
    permissions: Any = AppState.who.may
    return rx.cond(permissions.contains(permission), rx.fragment(*content))
