"""What is said while the server cannot be reached."""

import reflex as rx
from reflex_components_core.core.banner import has_too_many_connection_errors

from clientmanager.components.icon import icon


def connection_lost() -> rx.Component:
    """The banner shown from the second failed attempt on; it goes by itself. For rx.App(app_wraps=…)."""
    return rx.cond(
        has_too_many_connection_errors,
        rx.el.div(
            icon("unplug"),
            rx.el.span("Connection lost. What you type is kept here; trying again."),
            class_name="cm-offline",
            role="status",
        ),
    )
