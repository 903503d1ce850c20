"""One section of a record of advice: written where it stands, or read."""

from typing import Any, Literal

import reflex as rx

from clientmanager.components.button import icon_button, text_button
from clientmanager.components.in_place import in_place_choice, in_place_field
from clientmanager.components.record import section_head
from clientmanager.pages.editing import conflicts, of_field
from clientmanager.state.advice import AdviceRecord

RECORD: Any = AdviceRecord.record
PREFIX = "advice-"


def written_section(section: Any) -> rx.Component:
    return _section(
        section,
        rx.el.p(section.hint, class_name="cm-quiet cm-small"),
        rx.foreach(section.choices, _choice),
        rx.el.div(
            rx.foreach(section.boxes, _box), data_alone=section.boxes.length() == 1, class_name="cm-advice-boxes"
        ),
        rx.foreach(section.lines, lambda line: _line(section, line)),
        rx.cond(
            section.adds != "",
            text_button(
                rx.cond(section.adds == "fees", "Add a fee", "Add a product"),
                icon="plus",
                on_click=AdviceRecord.add_line(section.adds),
            ),
        ),
        rx.cond(
            section.missing != "",
            rx.el.p(rx.el.i(), rx.el.span(section.missing), class_name="cm-advice-missing"),
        ),
    )


def read_section(section: Any) -> rx.Component:
    return _section(
        section,
        rx.foreach(section.choices, _chosen),
        rx.foreach(section.boxes, lambda box: _said(box, section.boxes.length() == 1)),
        rx.foreach(
            section.lines,
            lambda line: rx.el.div(
                rx.el.h3(line.name),
                rx.foreach(line.boxes, lambda box: _said(box, False)),
                rx.foreach(line.choices, _chosen),
                class_name="cm-advice-line",
            ),
        ),
    )


def _section(section: Any, *body: rx.Component) -> rx.Component:
    return rx.el.section(
        section_head(
            f"{section.number}. {section.title}",
            rx.el.span("General Code, ", section.law, class_name="cm-quiet cm-small"),
        ),
        *body,
        id=f"section-{section.name}",
        tab_index=-1,
        aria_label=section.title,
        key=section.name,
    )


def title_field() -> rx.Component:
    """What the record is called, until a version is locked under that."""
    return rx.fragment(_field("Title", "title", RECORD.title, "text"), _both("title"))


def _box(box: Any) -> rx.Component:
    return rx.fragment(
        rx.cond(
            box.line,
            _field(box.label, box.field, box.value, "text"),
            _field(box.label, box.field, box.value, "lines"),
        ),
        _both(box.field),
        key=box.field,
    )


def _field(label: Any, name: Any, value: Any, kind: Literal["text", "lines"]) -> rx.Component:
    return in_place_field(
        label,
        value,
        kind=kind,
        on_save=lambda text, was: AdviceRecord.save(RECORD.id, name, text, was),
        **of_field(
            AdviceRecord,
            RECORD.id,
            name,
            drafts=RECORD.typed.unsaved,
            conflicting=RECORD.typed.conflicting,
            prefix=PREFIX,
        ),
    )


def _both(field: Any) -> rx.Component:
    """Where someone else changed it meanwhile: what each wrote."""
    both = conflicts(AdviceRecord, RECORD.id, RECORD.typed.heading, RECORD.typed.conflicts, prefix=PREFIX)
    return rx.cond(RECORD.typed.first_conflict == field, both)


def _choice(choice: Any) -> rx.Component:
    marks: Any = AdviceRecord.marks
    taken, mark = marks.contains(choice.field), marks[choice.field]
    return in_place_choice(
        choice.label,
        choice.value,
        choice.options,
        on_save=lambda chosen: AdviceRecord.pick(RECORD.id, choice.field, chosen),
        field_id=f"{PREFIX}{choice.field}",
        state=rx.cond(taken, mark.state, "resting"),
        moment=rx.cond(taken, mark.moment, ""),
        note=rx.cond(taken, mark.note, ""),
    )


def _line(section: Any, line: Any) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.h3(line.name),
            icon_button(f"Remove {line.name}", "x", on_click=AdviceRecord.remove_line(section.name, line.key)),
        ),
        rx.foreach(line.boxes, _box),
        rx.foreach(line.choices, _choice),
        class_name="cm-advice-line",
        key=line.key,
    )


def _chosen(choice: Any) -> rx.Component:
    return rx.foreach(
        choice.options,
        lambda option: rx.cond(
            option[0] == choice.value,
            rx.el.div(rx.el.span(choice.label), rx.el.div(option[1]), class_name="cm-advice-said"),
        ),
    )


def _said(box: Any, alone: Any) -> rx.Component:
    return rx.el.div(
        rx.cond(alone, rx.fragment(), rx.el.span(box.label)),
        rx.el.div(rx.cond(box.value != "", box.value, "Nothing yet"), dir="auto"),
        class_name="cm-advice-said",
        data_alone=alone,
        key=box.field,
    )
