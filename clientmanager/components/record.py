"""The head and the parts of every record: who, state, the facts that matter; facts left, what happened right."""

from collections.abc import Sequence

import reflex as rx

from clientmanager.components.icon import icon, meaning_icon
from clientmanager.components.link import link
from clientmanager.components.words import Meaning, Part, Words


def record_head(
    name: Words,
    *,
    crumb: Words,
    crumb_href: Words,
    place: Part = "",
    state: Sequence[Part] = (),
    actions: Sequence[rx.Component] = (),
    facts: Sequence[rx.Component] = (),
    tabs: rx.Component | None = None,
    beside: rx.Component | None = None,
) -> rx.Component:
    """The band over a record; it stays in view while the record scrolls (on tablets: who and state of it)."""
    return rx.el.header(
        rx.el.div(
            link(icon("chevron-left"), rx.el.span(crumb), href=crumb_href, class_name=""),
            rx.el.span(place, class_name="cm-nowrap"),
            *([beside] if beside else []),
            class_name="cm-crumb",
        ),
        rx.el.div(
            rx.el.div(rx.el.h1(name), *actions, class_name="cm-record-name"),
            *([rx.el.div(*state, class_name="cm-record-state")] if state else []),
            class_name="cm-record-who",
        ),
        *([rx.el.dl(*facts, class_name="cm-facts")] if facts else []),
        *([tabs] if tabs else []),
        class_name="cm-record-head",
    )


def fact(label: Words, value: Part, note: Part = "") -> rx.Component:
    """One of the three facts that matter: label, value, and where it comes from."""
    return rx.el.div(rx.el.dt(label), rx.el.dd(value), rx.el.dd(note, class_name="cm-note"), class_name="cm-fact")


def record(facts: Sequence[Part], happened: Sequence[Part]) -> rx.Component:
    """Facts left (440), what happened right; one column under 1024."""
    return rx.el.div(rx.el.div(*facts), rx.el.div(*happened), class_name="cm-record")


def two_columns(left: Sequence[Part], right: Sequence[Part]) -> rx.Component:
    """Two parts of a page side by side, without a rule between them; one below the other under 1280."""
    return rx.el.div(rx.el.div(*left), rx.el.div(*right), class_name="cm-columns")


def pair(one: Sequence[Part], other: Sequence[Part]) -> rx.Component:
    """Two parts of a column, one below the other; side by side where the window has one column but room for both."""
    return rx.el.div(rx.el.div(*one), rx.el.div(*other), class_name="cm-pair")


def alert_line(meaning: Meaning, words: Part, second: Part = "", *, action: rx.Component | None = None) -> rx.Component:
    """One line for the thing that cannot wait; never a filled band."""
    return rx.el.div(
        rx.el.div(
            meaning_icon(meaning), rx.el.div(words, class_name="cm-strong"), rx.el.div(second, class_name="cm-second")
        ),
        *([action] if action else []),
        class_name="cm-alert",
    )


def section_head(title: Words, *freshness: Part) -> rx.Component:
    """A section's title on an ink rule, with what is known about its age at the right."""
    return rx.el.div(rx.el.h2(title), rx.el.div(*freshness), class_name="cm-section-head")


def fact_row(label: Words, value: Part, state: Part | None = None) -> rx.Component:
    """A fact that is read here and changed elsewhere."""
    return rx.el.div(
        rx.el.span(label),
        rx.el.div(value),
        *([rx.el.div(state)] if state is not None else []),
        class_name="cm-fact-row",
    )


def row_note(words: Words) -> rx.Component:
    """What is unusual about a fact, under its value."""
    return rx.el.div(meaning_icon("attention"), rx.el.span(words), class_name="cm-row-note")


def tabs(*items: rx.Component, label: str) -> rx.Component:
    """The parts of a record on narrow windows; each item a `tab`."""
    return rx.el.div(*items, class_name="cm-tabs cm-narrow", role="navigation", aria_label=label)


def tab(label: Words, *, href: Words, current: bool = False) -> rx.Component:
    """One part of a record; a link, so that it can be shared and gone back to."""
    here = {"aria_current": "page"} if current else {}
    return link(label, href=href, class_name="cm-tab", **here)


def day_line(words: Words) -> rx.Component:
    """The day that the entries below it share."""
    return rx.el.h3(words, class_name="cm-day")


def beside(before: Words, after: Words) -> rx.Component:
    """The ways to the records before and after this one in the list; each empty at its end of the list."""
    return rx.el.nav(
        _way("Previous", before, "Control+ArrowLeft", "Ctrl ←"),
        _way("Next", after, "Control+ArrowRight", "Ctrl →"),
        class_name="cm-beside",
        aria_label="In the list",
    )


def _way(words: str, href: Words, keys: str, shown: str) -> rx.Component:
    return rx.cond(
        href != "",
        link(words, rx.el.kbd(shown, class_name="cm-key"), href=href, custom_attrs={"aria-keyshortcuts": keys}),
        rx.el.span(words, rx.el.kbd(shown, class_name="cm-key"), aria_disabled="true"),
    )


def entry(time: Words, sign: Part, title: Part, *body: Part, meta: Sequence[Part] = ()) -> rx.Component:
    """Something that happened: when, what kind (an icon's name, or the icon), what was said, and who was there."""
    return rx.el.article(
        rx.el.time(time),
        icon(sign) if isinstance(sign, str) else sign,
        rx.el.div(
            rx.el.div(title, class_name="cm-strong"),
            *body,
            *([rx.el.div(*meta, class_name="cm-meta")] if meta else []),
        ),
        class_name="cm-entry",
    )


def change(label: Words, before: Words, after: Words, *actions: Part) -> rx.Component:
    """One value that changed: which, from what to what, and what can be done about it."""
    return rx.el.div(
        rx.cond(rx.Var.create(label) != "", rx.el.span(label, class_name="cm-quiet")),
        rx.el.div(
            rx.cond(rx.Var.create(before) != "", rx.el.del_(before)),
            rx.cond((rx.Var.create(before) != "") & (rx.Var.create(after) != ""), icon("arrow-right")),
            rx.cond(rx.Var.create(after) != "", rx.el.ins(after)),
        ),
        *actions,
        class_name="cm-change",
    )
