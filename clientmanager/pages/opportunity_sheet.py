"""The sheet of one opportunity: read at a glance, edited in place."""

from typing import Any

import reflex as rx

from clientmanager.components.button import filled_button, outline_button, text_button
from clientmanager.components.finder import finder
from clientmanager.components.form import form_field
from clientmanager.components.in_place import Keyboard, in_place_choice, in_place_day, in_place_field
from clientmanager.components.link import link
from clientmanager.components.record import alert_line, fact_row
from clientmanager.components.sheet import sheet
from clientmanager.components.words import Part
from clientmanager.pages.frame import may
from clientmanager.state.opportunity_sheet import OpportunitySheet

REASONS = "reasons-lost"


def opportunity_sheet() -> rx.Component:
    shown: Any = OpportunitySheet.shown
    return sheet(
        rx.cond(shown.kind == "open", "Opportunity", f"Opportunity, {shown.kind}"),
        rx.fragment(
            rx.cond(OpportunitySheet.losing, _why()),
            rx.cond(
                (shown.reason_lost != "") & ~OpportunitySheet.losing,
                alert_line("info", rx.fragment("Lost: ", shown.reason_lost), shown.closed),
            ),
            rx.cond(shown.kind == "won", alert_line("good", "Won", shown.closed)),
            _field("title", "What"),
            _facts(),
            _field("note", "Note", kind="lines"),
            _history(),
            key=shown.id,
        ),
        open=OpportunitySheet.opened,
        on_open_change=OpportunitySheet.show,
        foot=_foot(),
    )


def _why() -> rx.Component:
    errors: Any = OpportunitySheet.form_errors
    return rx.form(
        form_field(
            "Why was it lost?",
            "reason_lost",
            error=errors.get("reason_lost", ""),
            list=REASONS,
            auto_complete="off",
            auto_capitalize="sentences",
            max_length=300,
            auto_focus=True,
            custom_attrs={"data-first": ""},
            dir="auto",
        ),
        rx.el.datalist(rx.foreach(OpportunitySheet.reasons, lambda words: rx.el.option(value=words)), id=REASONS),
        rx.el.div(
            outline_button("Mark as lost", type="submit"),
            text_button("Keep it open", type="button", on_click=OpportunitySheet.keep_open),
            class_name="cm-actions",
        ),
        on_submit=OpportunitySheet.lose,
        class_name="cm-why-lost",
    )


def _editable(editor: Part, plain: Part) -> rx.Component:
    return may("edit opportunities", editor, otherwise=plain)


def _state(name: str) -> dict[str, Any]:
    marks: Any = OpportunitySheet.marks
    taken, mark = marks.contains(name), marks[name]
    return {
        "field_id": f"opportunity-{name}",
        "state": rx.cond(taken, mark.state, "resting"),
        "moment": rx.cond(taken, mark.moment, ""),
        "note": rx.cond(taken, mark.note, ""),
    }


def _turn(name: str) -> Any:
    marks: Any = OpportunitySheet.marks
    return rx.cond(marks.contains(name), marks[name].turn, 0)


def _field(name: str, label: str, *, keyboard: Keyboard = "text", plain: Any = None, **props: Any) -> rx.Component:
    shown: Any = OpportunitySheet.shown
    value = getattr(shown, name)
    editor = in_place_field(
        label,
        value,
        record=shown.id,
        turn=_turn(name),
        on_save=lambda text, was: OpportunitySheet.save(shown.id, name, text, was),
        keyboard=keyboard,
        **_state(name),
        **props,
    )
    return _editable(editor, fact_row(label, value if plain is None else plain))


def _choice(name: str, label: str, options: Any, words: Any, on_save: Any = None) -> rx.Component:
    shown: Any = OpportunitySheet.shown
    value = getattr(shown, name)
    editor = in_place_choice(
        label,
        value,
        options,
        on_save=on_save or (lambda chosen: OpportunitySheet.save(shown.id, name, chosen, value)),
        **_state(name),
    )
    return _editable(editor, fact_row(label, words))


def _facts() -> rx.Component:
    shown: Any = OpportunitySheet.shown
    expected = in_place_day(
        "Expected",
        shown.expected_on,
        kind="date",
        on_save=lambda typed: OpportunitySheet.save(shown.id, "expected_on", typed, shown.expected_on),
        **_state("expected_on"),
    )
    return rx.el.div(
        _choice("stage_id", "Stage", OpportunitySheet.stages, shown.stage, OpportunitySheet.put),
        _client(),
        _field("product", "Product"),
        _field("value", "Expected value", plain=shown.value_words),
        may("edit opportunities", _choice("how_often", "How often", OpportunitySheet.how_often, "")),
        _field("chance", "Chance"),
        _editable(expected, fact_row("Expected", shown.expected)),
        _choice("adviser_id", "Adviser", OpportunitySheet.people, shown.who),
        rx.cond(shown.kind == "lost", _field("reason_lost", "Reason lost")),
        class_name="cm-task-facts",
    )


def _client() -> rx.Component:
    shown: Any = OpportunitySheet.shown
    change = text_button("Change", on_click=OpportunitySheet.look_for_client, aria_label="Change client")
    search = rx.el.div(
        rx.el.input(
            type="search",
            placeholder="Name, phone or e-mail",
            aria_label="Find a client",
            on_change=OpportunitySheet.find_client,
            auto_complete="off",
            auto_focus=True,
            class_name="cm-input",
            id="opportunity-client",
        ),
        rx.cond(OpportunitySheet.clients, finder(OpportunitySheet.clients, on_choose=OpportunitySheet.choose_client)),
    )
    return rx.fragment(
        fact_row(
            "Client",
            link(shown.client, href=f"/clients/{shown.client_id}"),
            may("edit opportunities", rx.cond(OpportunitySheet.choosing, rx.fragment(), change)),
        ),
        rx.cond(OpportunitySheet.choosing, search),
    )


def _history() -> rx.Component:
    shown: Any = OpportunitySheet.shown
    return rx.fragment(
        rx.el.details(
            rx.el.summary("What changed"),
            rx.el.ul(rx.foreach(shown.history, _line), class_name="cm-task-history"),
        ),
        rx.el.p(shown.since, ". ", shown.made, class_name="cm-quiet cm-small"),
    )


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
    shown: Any = OpportunitySheet.shown
    return (
        may(
            "edit opportunities",
            text_button("Delete", on_click=OpportunitySheet.delete),
            rx.el.span(class_name="cm-apart"),
            rx.cond(
                shown.kind == "open",
                rx.cond(
                    ~OpportunitySheet.losing,
                    rx.fragment(
                        outline_button("Lost", on_click=OpportunitySheet.begin_losing),
                        filled_button("Won", icon="check", on_click=OpportunitySheet.win),
                    ),
                ),
                outline_button("Open again", on_click=OpportunitySheet.reopen(shown.id, "")),
            ),
        ),
    )
