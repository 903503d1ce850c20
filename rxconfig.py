"""What Reflex is told; everything that an operator may set comes from `clientmanager/config.py`."""

import reflex as rx
from reflex.constants import StateManagerMode

from clientmanager.components.theme import OnlyWhatIsWorn, theme
from clientmanager.config import settings
from clientmanager.own_origin import OwnOrigin

config = rx.Config(
    app_name="clientmanager",
    backend_host=settings().host,
    backend_port=settings().port,
    redis_url=settings().redis_url or None,
    # The default keeps the state of every screen, and so personal data, in readable files.
    state_manager_mode=StateManagerMode.REDIS if settings().redis_url else StateManagerMode.MEMORY,
    cors_allowed_origins=settings().origins,
    telemetry_enabled=False,
    show_built_with_reflex=False,
    # Brotli is a fifth smaller than gzip, which browsers still get without TLS.
    frontend_compression_formats=["brotli", "gzip"],
    plugins=[OnlyWhatIsWorn(theme=theme()), OwnOrigin()],
    disable_plugins=[rx.plugins.SitemapPlugin],
)
