"""The bar that is always there, in which a call, a meeting or a note is written down; a sheet on narrow windows."""

from typing import Any

import reflex as rx

from clientmanager.components.button import filled_button, text_button
from clientmanager.components.composer import PREFIX, composer
from clientmanager.components.form import error_line, form_error
from clientmanager.components.icon import icon
from clientmanager.components.menu import menu, menu_item
from clientmanager.components.sheet import sheet
from clientmanager.pages.frame import may
from clientmanager.pages.record_parts import chips, panel
from clientmanager.state.record_interaction import KINDS, RecordInteraction

ENTRY: Any = RecordInteraction.entry
ERRORS: Any = RecordInteraction.errors
MENU = "entry-templates"
_RECORD = "record interactions"


def record_interaction() -> rx.Component:
    """Above the entries of a timeline. On a client's page it is about them; anywhere else it asks first with whom it
    was. The page's `on_load` has `RecordInteraction.load`.
    """
    bar = rx.form(
        _fields(opened=ENTRY.used | (RecordInteraction.part != "")), _foot(), on_submit=RecordInteraction.record
    )
    return may(
        _RECORD,
        rx.el.section(
            rx.cond(RecordInteraction.sheet, rx.fragment(), bar),
            aria_label="Write down what passed",
            class_name="cm-composer-bar cm-wide",
        ),
        rx.el.div(
            *(
                rx.el.button(
                    icon(drawn), word, type="button", class_name="cm-button", on_click=RecordInteraction.start(kind)
                )
                for kind, word, drawn, *_ in KINDS
            ),
            role="group",
            aria_label="Write down what passed",
            class_name="cm-composer-kinds cm-narrow",
        ),
        _sheet(),
    )


def log_a_call() -> rx.Component:
    """For the bottom bar of narrow windows: within a thumb's reach."""
    return may(
        _RECORD,
        filled_button(
            "Log a call",
            icon="phone",
            on_click=RecordInteraction.start("call"),
            aria_keyshortcuts="l",
            data_action="log a call",
        ),
    )


def _sheet() -> rx.Component:
    """Two taps log a call: the one that opens it, and its button."""
    return sheet(
        RecordInteraction.heading,
        _fields(opened=True),
        open=RecordInteraction.sheet,
        on_open_change=RecordInteraction.show,
        on_submit=RecordInteraction.record,
        description=rx.cond(ENTRY.with_whom != "", f"{ENTRY.with_whom}, {ENTRY.when.lower()}", ENTRY.when),
        foot=(_kept(), rx.el.span(class_name="cm-apart"), _log()),
    )


def _fields(*, opened: Any) -> rx.Component:
    return composer(
        form_error(ERRORS.get("form", ERRORS.get("kind", ""))),
        rx.el.div(_kinds(), _templates(), class_name="cm-composer-head"),
        rx.el.div(
            rx.el.textarea(
                name=f"{PREFIX}words",
                id=f"{PREFIX}words",
                placeholder=rx.cond(
                    RecordInteraction.client_id == "",
                    "Log a call, a meeting or a note with anyone",
                    "Log a call, a meeting or a note",
                ),
                aria_label="What was said",
                aria_keyshortcuts="l",
                aria_invalid=ERRORS.get("words", "") != "",
                data_first=True,
                data_action="log a call",
                custom_attrs={"onClick": rx.Var("(event) => event.currentTarget.focus()")},
                dir="auto",
                auto_capitalize="sentences",
                class_name="cm-composer-words",
            ),
            rx.el.kbd("l", class_name="cm-key", aria_hidden="true"),
            class_name="cm-composer-box",
        ),
        error_line(ERRORS.get("words", "")),
        chips(),
        panel(),
        place=RecordInteraction.client_id,
        beginning=RecordInteraction.round,
        words=RecordInteraction.typed.get("words", ""),
        opened=opened,
        on_keep=RecordInteraction.keep,
    )


def _kinds() -> rx.Component:
    return rx.el.div(
        *(
            rx.el.button(
                icon(drawn),
                rx.el.span(word),
                type="button",
                aria_pressed=ENTRY.kind == kind.value,
                on_click=RecordInteraction.choose_kind(kind),
                class_name="cm-composer-kind",
            )
            for kind, word, drawn, *_ in KINDS
        ),
        role="group",
        aria_label="What it was",
        class_name="cm-composer-kinds",
    )


def _templates() -> rx.Component:
    """Its words go into the box at once, without asking: below what stands there."""
    templates: Any = RecordInteraction.templates
    fits = rx.foreach(
        templates,
        lambda one: menu_item(
            one.name, on_click=RecordInteraction.choose_kind(one.kind), custom_attrs={"data-words": one.words}
        ),
    )
    shape = may(
        "shape templates", menu_item("Change the templates", icon="sliders-horizontal", href="/settings/templates")
    )
    return menu(
        MENU,
        text_button("Template", icon="layout-template", after="chevron-down", opens=MENU),
        fits,
        rx.cond(templates.length() == 0, rx.el.p("There is no template yet.", class_name="cm-menu-label")),
        shape,
        label="Templates",
    )


def _foot() -> rx.Component:
    return rx.el.div(_kept(), rx.el.span(class_name="cm-apart"), _log(), class_name="cm-composer-foot")


def _kept() -> rx.Component:
    """The draft, and the way to be rid of it."""
    return rx.el.span(
        rx.cond(
            ENTRY.kept_at != "",
            rx.fragment(
                rx.el.span("Draft kept ", ENTRY.kept_at, class_name="cm-quiet cm-small"),
                text_button("Discard", on_click=RecordInteraction.discard, custom_attrs={"data-drops": ""}),
            ),
        ),
        role="status",
        class_name="cm-composer-kept",
    )


def _log() -> rx.Component:
    return filled_button(RecordInteraction.button, type="submit")
