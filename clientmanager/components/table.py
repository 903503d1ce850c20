"""Tables of two-line rows on hairlines: a ledger, not a grid of boxes."""

from typing import Any

import reflex as rx

from clientmanager.components.icon import icon
from clientmanager.components.link import link
from clientmanager.components.words import Flag, Part, Shown, Words, column_class


def table(*columns: rx.Component, body: Part, caption: str, tall: bool = True) -> rx.Component:
    """Columns, then rows. `caption` names the table for screen readers; `tall` rows are 68 px on touch."""
    return rx.el.table(
        rx.el.caption(caption, class_name="cm-unseen"),
        rx.el.thead(rx.el.tr(*columns)),
        rx.el.tbody(body),
        class_name="cm-table tall" if tall else "cm-table",
    )


def column(
    label: Part,
    *,
    sorted_as: Words = "",
    on_sort: Any = None,
    figures: bool = False,
    shown: Shown = "always",
    width: str = "auto",
) -> rx.Component:
    """A column's head. `sorted_as` is "ascending", "descending" or "" when the list is sorted by something else."""
    is_sorted = rx.Var.create(sorted_as) != ""
    words = [label, rx.cond(is_sorted, icon("arrow-up"))]
    return rx.el.th(
        *([rx.el.button(*words, type="button", on_click=on_sort)] if on_sort else words),
        scope="col",
        width=width,
        aria_sort=rx.cond(is_sorted, sorted_as, rx.Var("undefined")),
        class_name=column_class(shown, *(["cm-figures"] if figures else [])),
    )


def row(*cells: rx.Component, selected: Flag | None = None, **props: Any) -> rx.Component:
    """A row; give it `key=` inside rx.foreach."""
    chosen = {} if selected is None else {"aria_selected": selected}
    return rx.el.tr(*cells, **chosen, **props)


def cell(
    first: Part, second: Part = "", *, figures: bool = False, shown: Shown = "always", middle: bool = False
) -> rx.Component:
    """First line in ink, second line quiet; figures stand right."""
    kinds = [*(["cm-figures"] if figures else []), *(["cm-middle"] if middle else [])]
    quiet = [] if isinstance(second, str) and not second else [rx.el.span(second, class_name="cm-second")]
    return rx.el.td(rx.el.div(first), *quiet, class_name=column_class(shown, *kinds))


def name_cell(name: Part, second: Part = "", *, href: Words) -> rx.Component:
    """The cell that names the row; its link covers the whole row."""
    return cell(link(name, href=href, class_name="cm-row-link"), second)


def checkbox(label: Words, *, unseen: bool = True, **props: Any) -> rx.Component:
    """A box with a 44 px target; `unseen` keeps its label for screen readers only."""
    return rx.el.label(
        rx.el.input(type="checkbox", **props),
        rx.el.span(label, class_name="cm-unseen" if unseen else ""),
        class_name="cm-check",
    )


def pager(words: Part, shown: Part, *links: rx.Component) -> rx.Component:
    """The foot of a list: what the total says, which rows are shown, and the way on."""
    return rx.el.footer(rx.el.span(words), rx.el.span(shown), *links, class_name="cm-pager")
