"""The sheet of keys: those that lead somewhere on this page. assets/page.js hears them, and hides the others here."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import reflex as rx

from clientmanager.components.table import checkbox
from clientmanager.components.words import Flag

KEYS: Final = "keys"
MODIFIER, TURN = "modifier", "turn"
"""⌘ on a Mac and Ctrl elsewhere; ⌥ on a Mac, which keeps Ctrl with an arrow for itself, and Ctrl elsewhere."""


class Key(NamedTuple):
    """`keys` apart by spaces, those that do the same by "or"; `needs` is what the page must have for them."""

    keys: str
    words: str
    needs: str = ""
    shown: Flag = True


_ROW, _FIELD = "main .cm-row-link", 'main [aria-keyshortcuts="e"]'
ANYWHERE: Final = (
    Key(f"{MODIFIER} K", "Find a client, a place or an action"),
    Key("/", "Search"),
    Key("n", "New client", '[aria-keyshortcuts="n"]'),
    Key("Esc", "Close, undo or clear"),
    Key(f"{MODIFIER} Enter", "Send the form, save the field"),
    Key("?", "These keys"),
)
LIST: Final = (
    Key("↓ or j", "Next row", _ROW),
    Key("↑ or k", "Row before", _ROW),
    Key("Home", "First row", _ROW),
    Key("End", "Last row", _ROW),
    Key("Enter", "Open", _ROW),
    Key("x", "Choose, or not", "main tr:has(.cm-row-link) input[type=checkbox]"),
)
RECORD: Final = (
    Key("l", "Log a call", '[aria-keyshortcuts="l"]'),
    Key("e", "Edit the field", _FIELD),
    Key("Enter", "Save the field", _FIELD),
    Key(f"{TURN} ←", "Client before", '.cm-beside [aria-keyshortcuts~="Control+ArrowLeft"]'),
    Key(f"{TURN} →", "Next client", '.cm-beside [aria-keyshortcuts~="Control+ArrowRight"]'),
)
CALENDAR: Final = (
    Key(f"{TURN} ←", "Month or week before", '.cm-calendar-bar [aria-keyshortcuts~="Control+ArrowLeft"]'),
    Key(f"{TURN} →", "Next month or week", '.cm-calendar-bar [aria-keyshortcuts~="Control+ArrowRight"]'),
)


def keys_sheet(places: Sequence[Key]) -> rx.Component:
    """A native popover, opened by `?` and from the menu."""
    return rx.el.div(
        rx.el.h2("Keys"),
        rx.el.div(
            _group("Anywhere", ANYWHERE),
            _group("In a list", LIST),
            _group("On a client's page", RECORD),
            _group("In the calendar", CALENDAR),
            _group("Go to", places),
            class_name="cm-keys-groups",
        ),
        checkbox("Single letters are keys", unseen=False, id="letters", default_checked=True),
        id=KEYS,
        class_name="cm-keys",
        tab_index=-1,
        custom_attrs={"popover": "auto", "aria-label": "Keys", "role": "region"},
    )


def modifier_key(kind: str = MODIFIER) -> rx.Component:
    """Named by the style sheet, for the machine that it is."""
    return rx.el.kbd(class_name=f"cm-key cm-{kind}")


def _group(title: str, keys: Sequence[Key]) -> rx.Component:
    return rx.el.section(rx.el.h3(title), rx.el.dl(*(_line(key) for key in keys)))


def _line(key: Key) -> rx.Component:
    needs = {"data-needs": key.needs} if key.needs else {}
    line = rx.el.div(rx.el.dt(*(_key(part) for part in key.keys.split())), rx.el.dd(key.words), custom_attrs=needs)
    return line if key.shown is True else rx.cond(key.shown, line)


def _key(part: str) -> rx.Component:
    if part in (MODIFIER, TURN):
        return modifier_key(part)
    return rx.el.span(part) if part == "or" else rx.el.kbd(part, class_name="cm-key")
