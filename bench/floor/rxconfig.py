"""The floor's own settings for Reflex: as the product's, with nothing of the product in it."""

import reflex as rx
from reflex.constants import StateManagerMode

config = rx.Config(
    app_name="floor",
    state_manager_mode=StateManagerMode.MEMORY,
    telemetry_enabled=False,
    show_built_with_reflex=False,
    disable_plugins=[rx.plugins.SitemapPlugin],
)
