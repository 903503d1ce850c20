"""Many tasks of the list at once: the bar in the pager's place, and the sheet that shows what would change."""

from typing import Any

import reflex as rx

from clientmanager.components.bulk_bar import bulk_action, bulk_bar
from clientmanager.components.button import filled_button
from clientmanager.components.form import form_error
from clientmanager.components.menu import menu, menu_item
from clientmanager.components.sheet import sheet
from clientmanager.components.table import checkbox
from clientmanager.pages.frame import may
from clientmanager.state.task_bulk import TaskBulk
from clientmanager.state.task_sheet import TaskSheet

DUE = (("+1", "A day later"), ("+7", "A week later"), ("-1", "A day earlier"), ("", "No date"))


def tick_box(card: Any) -> rx.Component:
    ticked: Any = TaskBulk.ticked
    return checkbox(
        f"Choose {card.title}", checked=ticked.contains(card.id), on_change=lambda _: TaskBulk.tick(card.id)
    )


def tick_all_box() -> rx.Component:
    ticked: Any = TaskBulk.ticked
    return checkbox("Choose all on this page", checked=ticked.length() > 0, on_change=lambda _: TaskBulk.tick_all())


def task_choice_bar() -> rx.Component:
    return rx.cond(
        TaskBulk.many_words != "",
        bulk_bar(
            TaskBulk.many_words,
            may("edit tasks", *_changes()),
            may("delete tasks", bulk_action("Delete", icon_name="", wide=True, on_click=_consider("delete", ""))),
            all_words="",
            on_all=TaskBulk.tick_all,
            on_clear=TaskBulk.clear,
        ),
    )


def _changes() -> list[rx.Component]:
    return [
        _menu("Give to", "bulk-assign", rx.foreach(TaskBulk.people, lambda one: _item(one[1], "assign", one[0]))),
        _menu("Move to", "bulk-move", rx.foreach(TaskBulk.columns, lambda one: _item(one[1], "move", one[0]))),
        _menu("Due", "bulk-due", *(_item(words, "due", value) for value, words in DUE)),
        _menu(
            "Priority",
            "bulk-priority",
            rx.foreach(TaskSheet.priorities, lambda one: _item(one[1], "priority", one[0])),
            wide=True,
        ),
        bulk_action("Done", icon_name="check", on_click=_consider("done", "")),
    ]


def _menu(words: str, menu_id: str, *items: rx.Component, wide: bool = False) -> rx.Component:
    return menu(menu_id, bulk_action(words, opens=menu_id, wide=wide), *items, label=words)


def _item(words: Any, kind: str, value: Any) -> rx.Component:
    return menu_item(words, on_click=TaskBulk.consider(kind, value))


def _consider(kind: str, value: str) -> Any:
    return TaskBulk.consider(kind, value)


def task_change_sheet() -> rx.Component:
    """What would change, from what to what; then it is done."""
    seen: Any = TaskBulk.preview
    errors: Any = TaskBulk.form_errors
    return sheet(
        "Change tasks",
        form_error(rx.cond(seen.refusal != "", seen.refusal, errors.get("form", ""))),
        rx.el.div(
            rx.el.p(seen.sentence, class_name="cm-strong"),
            rx.cond(seen.unchanged != "", rx.el.p(seen.unchanged, class_name="cm-quiet")),
            role="status",
        ),
        rx.el.ul(
            rx.foreach(
                seen.examples,
                lambda one: rx.el.li(
                    rx.el.b(one.title),
                    rx.el.span(
                        rx.cond(one.before != "", one.before, "nothing"),
                        " → ",
                        rx.cond(one.after != "", one.after, "nothing"),
                        class_name="cm-quiet",
                    ),
                ),
            ),
            class_name="cm-changes",
        ),
        rx.cond(seen.more != "", rx.el.p(seen.more, class_name="cm-quiet")),
        open=TaskBulk.opened,
        on_open_change=TaskBulk.show,
        foot=(
            rx.cond((seen.changing > 0) & (seen.refusal == ""), filled_button(seen.button, on_click=TaskBulk.apply)),
        ),
    )
