"""Small marks: tags, statuses and the four meanings."""

import reflex as rx

from clientmanager.components.icon import icon, meaning_icon
from clientmanager.components.words import Meaning, Words


def tag(words: Words, *, meaning: Meaning | None = None, icon_name: str = "") -> rx.Component:
    """A 20 px label; with a meaning it takes that meaning's colour and shape."""
    shape = [meaning_icon(meaning)] if meaning else [icon(icon_name)] if icon_name else []
    return rx.el.span(*shape, rx.el.span(words), class_name=f"cm-tag {meaning or ''}".strip())


def status_mark(status: Words, words: Words) -> rx.Component:
    """Status in ink: active ●, prospect ◐, dormant ○, former –. `status` is one of those four, `words` what is read."""
    return rx.el.span(words, class_name="cm-status", data_status=status)


def need(meaning: Meaning, words: Words, second: Words = "") -> rx.Component:
    """What a row needs: a shape, the words, and a quiet second line."""
    return rx.el.div(
        meaning_icon(meaning), rx.el.span(words), rx.el.span(second, class_name="cm-second"), class_name="cm-need"
    )
