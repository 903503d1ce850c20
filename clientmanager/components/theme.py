"""What the application is dressed in: Radix, the stylesheets, the fonts it preloads, and its toasts."""

from typing import Any, Final

import reflex as rx

STYLESHEETS: Final = [
    "tokens.css", "app.css", "tasks.css", "timeline.css", "composer.css", "capture.css", "reviews.css", "advice.css",
    "opportunities.css",
]  # fmt: skip
"""For rx.App(stylesheets=…). Reflex imports its reset, then Radix's sheets, then these in order: ours must be last."""

RADIX_STYLESHEETS: Final = (
    "@radix-ui/themes/tokens/base.css",
    "@radix-ui/themes/tokens/colors/sand.css",
    "@radix-ui/themes/tokens/colors/teal.css",
    "@radix-ui/themes/components.css",
    "@radix-ui/themes/utilities.css",
)

TOAST_MILLISECONDS: Final = 8000


class OnlyWhatIsWorn(rx.plugins.RadixThemesPlugin):
    """Radix without the colours that nobody wears, and without a copy of all of it on every page."""

    def get_stylesheet_paths(self, **_context: Any) -> tuple[str, ...]:
        return RADIX_STYLESHEETS

    def get_frontend_dependencies(self, **_context: Any) -> tuple[str, ...]:
        """Nothing for components that are made while the product runs: it makes none."""
        return ()


def theme() -> rx.Component:
    """For OnlyWhatIsWorn(theme=…) in rxconfig.py."""
    return rx.theme(
        accent_color="teal",
        gray_color="sand",
        radius="medium",
        scaling="100%",
        panel_background="solid",
        has_background=True,
        appearance="inherit",
    )


def head_components() -> list[rx.Component]:
    """For rx.App(head_components=…): the icon, the one font file that every page needs, and the keys and
    uploads."""
    return [
        rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
        rx.el.link(
            rel="preload",
            href="/fonts/hanken-grotesk-latin-wght-normal.woff2",
            type="font/woff2",
            custom_attrs={"as": "font", "crossOrigin": "anonymous"},
        ),
        rx.el.script(src="/page.js", defer=True),
    ]


def toaster() -> rx.Component:
    """For rx.App(toaster=…): one toast at the bottom right that stays while hovered or focused."""
    return rx.toast.provider(
        rich_colors=False,
        expand=False,
        visible_toasts=2,
        close_button=True,
        offset="20px",
        toast_options=rx.toast.options(duration=TOAST_MILLISECONDS),  # pyright: ignore[reportCallIssue]
    )
