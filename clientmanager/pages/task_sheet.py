"""The sheet of one task: read at a glance, edited in place."""

from typing import Any, Literal

import reflex as rx

from clientmanager.components.avatar import avatar
from clientmanager.components.button import outline_button, text_button
from clientmanager.components.finder import finder
from clientmanager.components.in_place import in_place_choice, in_place_day, in_place_field
from clientmanager.components.kept_box import kept_box, kept_note
from clientmanager.components.link import link
from clientmanager.components.marked import marked
from clientmanager.components.record import fact_row, section_head
from clientmanager.components.sheet import sheet
from clientmanager.components.tags import tag_box, tag_chips
from clientmanager.components.words import Part
from clientmanager.pages.editing import conflicts, of_field
from clientmanager.pages.frame import may
from clientmanager.pages.task_checklist import checklist
from clientmanager.pages.task_files import task_files
from clientmanager.pages.task_reminders import reminders
from clientmanager.pages.task_repeat import task_repeat
from clientmanager.pages.task_step import done_button, task_step
from clientmanager.state.task_sheet import TaskSheet

LABELS = "task-labels"


def task_sheet() -> rx.Component:
    task: Any = TaskSheet.task
    return sheet(
        rx.cond(task.done != "", "Task, done", "Task"),
        rx.fragment(
            _field("title", "What", kind="lines"),
            _facts(),
            _field("description", "About it", kind="lines"),
            task_step(),
            *checklist(),
            *task_files(),
            *_comments(),
            *_history(),
            key=task.id,
        ),
        open=TaskSheet.opened,
        on_open_change=TaskSheet.show,
        foot=_foot(),
    )


def _editable(editor: Part, plain: Part) -> rx.Component:
    return may("edit tasks", editor, otherwise=plain)


def _field(name: str, label: str, **props: Any) -> rx.Component:
    task: Any = TaskSheet.task
    value = getattr(task, name)
    editor = in_place_field(
        label,
        value,
        on_save=lambda text, was: TaskSheet.save(task.id, name, text, was),
        on_open=TaskSheet.write,
        **of_field(
            TaskSheet, task.id, name, drafts=task.typed.unsaved, conflicting=task.typed.conflicting, prefix="task-"
        ),
        **props,
    )
    box = conflicts(TaskSheet, task.id, task.typed.heading, task.typed.conflicts, prefix="task-")
    return _editable(rx.fragment(editor, rx.cond(task.typed.first_conflict == name, box)), fact_row(label, value))


def _state(name: str) -> dict[str, Any]:
    marks: Any = TaskSheet.marks
    taken, mark = marks.contains(name), marks[name]
    return {
        "field_id": f"task-{name}",
        "state": rx.cond(taken, mark.state, "resting"),
        "moment": rx.cond(taken, mark.moment, ""),
        "note": rx.cond(taken, mark.note, ""),
    }


def _choice(name: str, label: str, options: Any, words: Any) -> rx.Component:
    value: Any = getattr(TaskSheet.task, name)
    editor = in_place_choice(
        label,
        value,
        options,
        on_save=lambda chosen: TaskSheet.save(TaskSheet.task.id, name, chosen, value),
        **_state(name),
    )
    return _editable(editor, fact_row(label, words))


def _facts() -> rx.Component:
    task: Any = TaskSheet.task

    def day(name: str, label: str, kind: Literal["date", "time"]) -> rx.Component:
        value: Any = getattr(task, name)
        return in_place_day(
            label,
            value,
            kind=kind,
            on_save=lambda typed: TaskSheet.save(task.id, name, typed, value),
            **_state(name),
        )

    return rx.el.div(
        _editable(
            in_place_choice(
                "Column",
                task.column_id,
                TaskSheet.columns,
                on_save=TaskSheet.put,
                **_state("column_id"),
            ),
            fact_row("Column", task.column),
        ),
        _client(),
        _choice("assignee_id", "Who", TaskSheet.people, task.who),
        _editable(rx.fragment(day("due_on", "Due", "date"), day("due_time", "At", "time")), fact_row("Due", task.due)),
        task_repeat(),
        _choice("priority", "Priority", TaskSheet.priorities, task.priority),
        _labels(),
        reminders(),
        class_name="cm-task-facts",
    )


def _client() -> rx.Component:
    task: Any = TaskSheet.task
    shown = rx.cond(
        task.client_id != "none",
        link(task.client, href=f"/clients/{task.client_id}"),
        rx.el.span("Nobody", class_name="cm-quiet"),
    )
    change = text_button("Change", on_click=TaskSheet.look_for_client, aria_label="Change client")
    return rx.fragment(
        fact_row("Client", shown, may("edit tasks", rx.cond(TaskSheet.choosing, rx.fragment(), change))),
        rx.cond(TaskSheet.choosing, _client_finder()),
    )


def _client_finder() -> rx.Component:
    return rx.el.div(
        rx.el.input(
            type="search",
            placeholder="Name, phone or e-mail",
            aria_label="Find a client",
            on_change=TaskSheet.find_client,
            auto_complete="off",
            auto_focus=True,
            class_name="cm-input",
            id="task-client",
        ),
        finder(
            TaskSheet.clients,
            rx.el.button(
                "No client", type="button", class_name="cm-menu-item", on_click=TaskSheet.choose_client("none")
            ),
            on_choose=TaskSheet.choose_client,
        ),
    )


def _labels() -> rx.Component:
    task: Any = TaskSheet.task
    marks: Any = TaskSheet.marks
    box = tag_box(
        on_add=TaskSheet.add_label,
        words="Add a label",
        options=LABELS,
        error=rx.cond(marks.contains("label"), marks["label"].note, ""),
    )
    editor = rx.el.div(
        tag_chips(task.labels, on_remove=TaskSheet.remove_label),
        box,
        rx.el.datalist(rx.foreach(TaskSheet.labels, lambda word: rx.el.option(value=word)), id=LABELS),
        class_name="cm-tag-row",
    )
    return fact_row("Labels", _editable(editor, tag_chips(task.labels)))


def _comments() -> list[rx.Component]:
    task: Any = TaskSheet.task
    drafts, field = task.typed.unsaved, "new-comment"
    draft = rx.cond(drafts.contains(field), drafts[field].value, "")
    add = rx.form(
        kept_box(
            "comment", place=f"{task.id}#comment", draft=draft, lines=True, max_length=10_000,
            on_keep=lambda words: TaskSheet.keep_draft(task.id, field, words, ""),
            placeholder="Say something; @name tells someone", aria_label="Comment", dir="auto",
        ),
        outline_button("Comment", type="submit"),
        rx.cond(drafts.contains(field), kept_note(drafts[field].at, TaskSheet.forget(task.id, field))),
        on_submit=TaskSheet.add_comment, class_name="cm-line-form tall",
    )  # fmt: skip
    return [
        section_head("Comments"),
        rx.el.ul(rx.foreach(task.comments, _comment), class_name="cm-comments"),
        may("edit tasks", add),
    ]


def _comment(one: Any) -> rx.Component:
    take_back = text_button("Take back", on_click=TaskSheet.take_back(one.id))
    return rx.el.li(
        avatar(one.initials),
        rx.el.div(
            rx.el.div(
                rx.el.b(one.who), rx.el.span(one.at, class_name="cm-quiet cm-small"), rx.cond(one.own, take_back)
            ),
            rx.el.p(marked(one.words, one.pieces), dir="auto", class_name="cm-mentions"),
        ),
        key=one.id,
    )


def _history() -> list[rx.Component]:
    task: Any = TaskSheet.task
    return [
        rx.el.details(
            rx.el.summary("What changed"),
            rx.el.ul(rx.foreach(task.history, _line), class_name="cm-task-history"),
        ),
        rx.el.p(
            task.made,
            rx.cond(task.watchers != "", rx.fragment(". Watched by ", task.watchers)),
            class_name="cm-quiet cm-small",
        ),
    ]


def _line(one: Any) -> rx.Component:
    values = rx.cond(
        (one.before != "") | (one.after != ""),
        rx.el.span(
            rx.cond(one.before != "", one.before, "nothing"), " → ", rx.cond(one.after != "", one.after, "nothing")
        ),
    )
    return rx.el.li(
        rx.el.span(one.what, class_name="cm-strong"),
        values,
        rx.el.span(one.at, " · ", one.who, class_name="cm-quiet cm-small"),
        key=one.id,
    )


def _foot() -> tuple[rx.Component, ...]:
    task: Any = TaskSheet.task
    return (
        may(
            "edit tasks",
            rx.cond(task.may_delete, text_button("Delete", on_click=TaskSheet.delete)),
            rx.cond(
                task.watched,
                text_button("Stop watching", on_click=TaskSheet.watch(False)),
                text_button("Watch", on_click=TaskSheet.watch(True)),
            ),
            rx.el.span(class_name="cm-apart"),
            rx.cond(
                task.done != "",
                outline_button("Open again", on_click=TaskSheet.reopen(task.id)),
                done_button(),
            ),
        ),
    )
