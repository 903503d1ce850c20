"""The shell as every page wears it."""

from typing import Any

import reflex as rx

from clientmanager.components.shell import Destination, shell
from clientmanager.components.words import Part
from clientmanager.state.base import AppState


def _allowed(permission: str) -> Any:
    permissions: Any = AppState.who.may
    return permissions.contains(permission)


def _led_to(permission: str) -> Any:
    """Until it is known who looks, every destination stands there: the others do not jump when it is."""
    return (AppState.who.role == "") | _allowed(permission)


DESTINATIONS = [
    Destination("clients", "Clients", "/clients", "users"),
    Destination("import", "Import", "/import", "download", shown=_led_to("import clients")),
    Destination("backups", "Backups", "/backups", "archive", shown=_led_to("see backups")),
    Destination("audit", "Audit", "/audit", "file-text", shown=_led_to("see the audit")),
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


def may(permission: str, *content: Part, otherwise: Part | None = None) -> rx.Component:
    """Shown to those whose role allows it, and `otherwise` to the others; the use case decides for itself."""
    return rx.cond(_allowed(permission), rx.fragment(*content), rx.fragment() if otherwise is None else otherwise)
