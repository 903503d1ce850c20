"""What belongs to a call or a meeting beside its words, as chips; one of them is open at a time, below the others."""

from typing import Any

import reflex as rx

from clientmanager.components.button import outline_button, text_button
from clientmanager.components.composer import PREFIX
from clientmanager.components.form import form_field
from clientmanager.components.icon import icon
from clientmanager.components.words import Part, Words
from clientmanager.state.record_interaction import RecordInteraction

ENTRY: Any = RecordInteraction.entry
ERRORS: Any = RecordInteraction.errors
TYPED: Any = RecordInteraction.typed
SOON = ("in a week", "in a month", "in 3 months", "in 6 months", "in a year")
ADDS = {"data-add": ""}


def chips() -> rx.Component:
    return rx.el.div(
        rx.el.button(
            icon("clock"), ENTRY.when, type="button", class_name="cm-chip add", **_opens("when"), aria_label=_when()
        ),
        rx.foreach(
            ENTRY.people, lambda one: _chip("With", one.short, RecordInteraction.remove_person(one.key), title=one.name)
        ),
        _adds("who", rx.cond(ENTRY.people.length() == 0, "Which client", "Who"), "users"),
        rx.foreach(
            ENTRY.promises,
            lambda one: _chip(
                "Follow-up",
                one.title,
                RecordInteraction.remove_follow_up(one.line),
                after=rx.cond(one.about != "", f", {one.about}", ""),
            ),
        ),
        _adds("follow-up", "Follow-up", "plus"),
        rx.cond(
            ENTRY.next_contact != "",
            _chip("Next contact", ENTRY.next_contact, RecordInteraction.choose_next("")),
            _adds("next contact", "Next contact", "calendar"),
        ),
        _adds("title", rx.cond(ENTRY.title != "", ENTRY.title, "Title"), "type"),
        class_name="cm-composer-chips",
    )


def panel() -> rx.Component:
    """Each turn makes its fields anew: they show what is kept."""
    return rx.cond(
        RecordInteraction.part != "",
        rx.el.div(
            rx.match(
                RecordInteraction.part,
                ("when", _time()),
                ("who", _who()),
                ("follow-up", _follow_up()),
                ("next contact", _next_contact()),
                _title(),
            ),
            key=f"{RecordInteraction.part} {RecordInteraction.turn}",
            class_name="cm-composer-panel",
        ),
    )


def _time() -> rx.Component:
    def one(label: str, name: str, **props: Any) -> rx.Component:
        return form_field(label, f"{PREFIX}{name}", value=TYPED.get(name, ""), error=ERRORS.get(name, ""), **props)

    return rx.el.div(
        one("Day", "on", type="date", auto_focus=True),
        one("Time", "time", type="time"),
        one("Minutes", "minutes", placeholder="14", input_mode="numeric", max_length=10, auto_complete="off"),
        text_button("Now", on_click=RecordInteraction.at_once),
        class_name="cm-composer-times",
    )


def _who() -> rx.Component:
    return rx.fragment(
        form_field(
            rx.cond(ENTRY.people.length() == 0, "With which client was it", "Who else took part"),
            f"{PREFIX}person",
            value=TYPED.get("person", ""),
            error=ERRORS.get("person", ""),
            hint="A client, somebody of the practice, or any name.",
            on_change=RecordInteraction.find_people,
            auto_complete="off",
            auto_focus=True,
            max_length=100,
            dir="auto",
        ),
        rx.cond(
            RecordInteraction.people,
            rx.el.ul(
                rx.foreach(
                    RecordInteraction.people,
                    lambda one: rx.el.li(
                        rx.el.button(
                            rx.el.span(one.name),
                            rx.el.span(one.about, class_name="cm-quiet cm-small"),
                            type="button",
                            class_name="cm-menu-item",
                            on_click=RecordInteraction.add_person(one.key),
                            custom_attrs=ADDS,
                        ),
                        key=one.key,
                    ),
                ),
                class_name="cm-finder",
            ),
        ),
    )


def _follow_up() -> rx.Component:
    promise: Any = RecordInteraction.promise
    return rx.fragment(
        rx.el.div(
            form_field(
                "What was promised",
                f"{PREFIX}follow_up",
                value=TYPED.get("follow_up", ""),
                error=ERRORS.get("follow_up", ERRORS.get("line", "")),
                placeholder="Send the quote Friday @me",
                on_change=RecordInteraction.read_follow_up,
                auto_complete="off",
                auto_capitalize="sentences",
                auto_focus=True,
                max_length=500,
                dir="auto",
            ),
            outline_button("Add", on_click=RecordInteraction.add_follow_up, custom_attrs=ADDS),
            class_name="cm-composer-line",
        ),
        rx.el.div(
            rx.cond(
                promise.about != "",
                rx.el.span(
                    rx.el.span(icon("check"), "Task", class_name="cm-said-kind"),
                    rx.el.b(promise.title, ", ", promise.about),
                    class_name="cm-said-one",
                ),
            ),
            role="status",
        ),
    )


def _next_contact() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            *(
                outline_button(words.capitalize(), on_click=RecordInteraction.choose_next(words), custom_attrs=ADDS)
                for words in SOON
            ),
            class_name="cm-actions",
        ),
        form_field(
            "Or on a day",
            f"{PREFIX}next_contact",
            type="date",
            value=TYPED.get("next_contact", ""),
            error=ERRORS.get("next_contact", ""),
        ),
    )


def _title() -> rx.Component:
    return form_field(
        "Title",
        f"{PREFIX}title",
        value=TYPED.get("title", ""),
        error=ERRORS.get("title", ""),
        placeholder="Annual review",
        auto_complete="off",
        auto_focus=True,
        dir="auto",
    )


def _when() -> Words:
    return rx.cond(ENTRY.when == "Now", "Now. Say when it was", f"{ENTRY.when}. Say when it was")


def _opens(part: str) -> dict[str, Any]:
    return {"aria_expanded": RecordInteraction.part == part, "on_click": RecordInteraction.open_part(part)}


def _adds(part: str, words: Words, drawn: str) -> rx.Component:
    return rx.el.button(icon(drawn), words, type="button", class_name="cm-chip add", **_opens(part))


def _chip(field: str, words: Words, on_remove: Any, *, after: Part = "", title: Words = "") -> rx.Component:
    return rx.el.span(
        rx.el.span(field, " ", rx.el.b(words, after), title=title),
        rx.el.button(icon("x"), type="button", aria_label=f"Remove {words}", on_click=on_remove),
        class_name="cm-chip",
    )
