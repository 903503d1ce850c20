"""The sheet in which a task is added by one line."""

from typing import Any

import reflex as rx

from clientmanager.components.button import filled_button, outline_button, text_button
from clientmanager.components.form import form_error, form_field, text_area
from clientmanager.components.icon import icon
from clientmanager.components.kept_form import kept_form
from clientmanager.components.record import alert_line
from clientmanager.components.sheet import sheet
from clientmanager.state.new_task import NewTask

EXAMPLE = "Call Thandi tomorrow 10:00 @me !high #review"


def new_task() -> rx.Component:
    """What was understood stands under the line while it is typed; what could mean two things is asked. Its words are
    kept while they are typed.
    """
    errors: Any = NewTask.form_errors
    line: Any = NewTask.line
    typed: Any = NewTask.typed
    return sheet(
        "Add task",
        kept_form(
            form_error(errors.get("form", "")),
            rx.cond(NewTask.typed_at != "", _kept()),
            form_field(
                "What is to be done",
                "line",
                placeholder=EXAMPLE,
                on_change=NewTask.read,
                value=typed.get("line", ""),
                error=errors.get("line", ""),
                hint="Days, times, @who, !high and #labels are understood as you type, in English and Afrikaans.",
                auto_complete="off",
                auto_capitalize="sentences",
                enter_key_hint="done",
                dir="auto",
                max_length=500,
            ),
            rx.el.div(
                rx.cond(
                    line.said,
                    rx.el.ul(rx.foreach(line.said, _said), class_name="cm-said"),
                ),
                rx.foreach(line.asked, _asked),
                role="status",
                class_name="cm-understood",
            ),
            text_area(
                "More about it",
                "description",
                value=typed.get("description", ""),
                error=errors.get("description", ""),
                dir="auto",
            ),
            on_keep=NewTask.keep_form,
            key=NewTask.round,
        ),
        open=NewTask.opened,
        on_open_change=NewTask.show,
        on_submit=NewTask.create,
        foot=(filled_button("Add task", type="submit"),),
    )


def _kept() -> rx.Component:
    return alert_line(
        "info",
        "Not added yet",
        f"Typed {NewTask.typed_at}",
        action=text_button("Start afresh", on_click=NewTask.start_afresh),
    )


def _said(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(icon("check"), one.kind, class_name="cm-said-kind"), rx.el.b(one.words), class_name="cm-said-one"
    )


def _asked(one: Any) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(one.sentence),
        rx.el.div(
            rx.foreach(
                one.choices,
                lambda choice: outline_button(choice[1], on_click=NewTask.answer(one.key, choice[0])),
            ),
            class_name="cm-actions",
        ),
        class_name="cm-asked",
        key=one.key,
    )
