"""The menu behind "Add filter": every field with its values, to tick."""

from typing import Any

import reflex as rx

from clientmanager.components.list_head import add_filter
from clientmanager.components.menu import menu, menu_item
from clientmanager.components.table import checkbox
from clientmanager.components.words import Part


def filter_menu(fields: Any, ticked: Any, *, on_open: Any, on_choose: Any, above: Part = "") -> rx.Component:
    """A dashed chip and its popover; it stays open while one ticks.

    Args:
        fields: name, words and choices (value, words, many) of each field; none yet while they are fetched.
        ticked: "field value" of every choice that is on.
        on_choose: called with a field's name and a value.
        above: what stands above the fields.
    """

    def field(one: Any) -> rx.Component:
        return rx.el.fieldset(
            rx.el.legend(one.words, class_name="cm-menu-label"),
            rx.foreach(one.choices, lambda choice: _choice(one.name, choice)),
        )

    def _choice(name: Any, choice: Any) -> rx.Component:
        return rx.el.div(
            checkbox(
                choice.words,
                unseen=False,
                checked=ticked.contains(f"{name} {choice.value}"),
                on_change=lambda _: on_choose(name, choice.value),
            ),
            rx.el.span(choice.many, class_name="cm-figures cm-quiet"),
            class_name="cm-filter-choice",
            key=choice.value,
        )

    return rx.fragment(
        add_filter(on_click=on_open, custom_attrs={"popoverTarget": "filters"}),
        rx.el.div(
            above,
            rx.cond(
                fields.length() > 0,
                rx.fragment(rx.foreach(fields, field)),
                rx.el.p("Counting …", class_name="cm-menu-label"),
            ),
            id="filters",
            class_name="cm-menu cm-filter-menu",
            role="group",
            aria_label="Filters",
            custom_attrs={"popover": "auto"},
        ),
    )


def choose_one(menu_id: str, label: str, choices: Any, on_choose: Any) -> rx.Component:
    """A dashed chip with the name of one field, and its popover.

    Args:
        choices: pairs of value and words.
        on_choose: called with a value.
    """
    return menu(
        menu_id,
        add_filter(label, custom_attrs={"popoverTarget": menu_id}),
        rx.foreach(choices, lambda choice: menu_item(choice[1], on_click=on_choose(choice[0]))),
        label=label,
    )
