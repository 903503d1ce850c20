"""A record of advice: its sections as steps, its versions, and what came of each: /clients/…/advice/…"""

from typing import Any

import reflex as rx

from clientmanager.components.button import actions, danger_button, filled_button, outline_button, text_button
from clientmanager.components.icon import icon
from clientmanager.components.record import fact_row, record_head, section_head
from clientmanager.components.sheet import sheet
from clientmanager.components.waiting import progress, skeleton_rows
from clientmanager.pages.advice_section import read_section, title_field, written_section
from clientmanager.pages.advice_signing import signing_sheets, versions
from clientmanager.pages.frame import frame, may
from clientmanager.state.advice import AdviceRecord

RECORD: Any = AdviceRecord.record
WHOLE: Any = RECORD.there == RECORD.all


def advice() -> rx.Component:
    return frame(
        rx.cond(AdviceRecord.loaded, rx.fragment(_head(), _body()), skeleton_rows(10)),
        _to_lock(),
        _to_discard(),
        *signing_sheets(),
        active="clients",
        primary=rx.cond(_writing() & WHOLE, may("lock advice", _lock())),
    )


def _writing() -> Any:
    return (RECORD.locked == "") & (RECORD.id != "")


def _lock() -> rx.Component:
    return filled_button("Lock", icon="lock", on_click=AdviceRecord.ask("lock"))


def _head() -> rx.Component:
    draft = rx.fragment(
        rx.el.span("Version ", RECORD.number, ", being written"),
        rx.el.span("Last written ", RECORD.changed, class_name="cm-quiet"),
    )
    locked = rx.el.span(
        icon("lock"), "Version ", RECORD.number, ", locked ", RECORD.locked, " by ", RECORD.locked_by,
        class_name="cm-advice-state",
    )  # fmt: skip
    return record_head(
        RECORD.title,
        crumb=RECORD.client,
        crumb_href=f"/clients/{RECORD.client_id}",
        state=[rx.cond(_writing(), draft, locked)],
        actions=[
            rx.cond(
                _writing(),
                rx.fragment(
                    may("write advice", text_button("Discard this draft…", on_click=AdviceRecord.ask("discard"))),
                    rx.el.div(rx.cond(WHOLE, may("lock advice", _lock())), class_name="cm-wide"),
                ),
                may("write advice", outline_button("New version", icon="plus", on_click=AdviceRecord.begin_version)),
            )
        ],
    )


def _body() -> rx.Component:
    written = may(
        "write advice",
        rx.foreach(RECORD.sections, written_section),
        otherwise=rx.foreach(RECORD.sections, read_section),
    )
    return rx.el.div(
        _steps(),
        rx.el.div(
            versions(),
            section_head("Whose it is"),
            rx.cond(_writing() & (RECORD.number == 1), may("write advice", title_field())),
            rx.foreach(RECORD.facts, lambda known: fact_row(known[0], rx.el.span(known[1], dir="auto"))),
            rx.cond(_writing(), written, rx.foreach(RECORD.sections, read_section)),
            rx.cond(_writing(), _end()),
            class_name="cm-advice-body",
        ),
        class_name="cm-advice",
    )


def _steps() -> rx.Component:
    """The sections by name, and which of them are missing; each leads there."""
    meter = progress("Sections", RECORD.there, RECORD.all, f"{RECORD.there} of {RECORD.all}")
    return rx.el.nav(
        rx.cond(_writing(), meter),
        rx.el.ol(rx.foreach(RECORD.sections, _step)),
        class_name="cm-advice-steps",
        aria_label="Sections",
    )


def _step(one: Any) -> rx.Component:
    there = rx.fragment(icon("check"), rx.el.span("There", class_name="cm-unseen"))
    gone = rx.fragment(rx.el.i(), rx.el.span("Missing", class_name="cm-unseen"))
    lead = (
        f"(() => {{ const at = document.getElementById('section-{one.name}');"
        " at.scrollIntoView({ block: 'start' }); at.focus({ preventScroll: true }); })()"
    )
    return rx.el.li(
        rx.el.button(
            rx.el.span(one.number, class_name="cm-quiet", aria_hidden="true"),
            rx.el.span(one.title),
            rx.cond(one.missing == "", there, gone),
            type="button",
            on_click=rx.call_script(lead),
        ),
        data_there=one.missing == "",
        key=one.name,
    )


def _end() -> rx.Component:
    """What stands between here and a record that is done."""
    waits = rx.el.p(
        rx.el.i(),
        rx.el.span(RECORD.all - RECORD.there, " of ", RECORD.all, " sections are missing. Then this can be locked."),
        class_name="cm-advice-missing",
    )
    return rx.el.div(
        rx.cond(
            WHOLE,
            may(
                "lock advice",
                actions(outline_button("Lock this version", icon="lock", on_click=AdviceRecord.ask("lock"))),
                otherwise=rx.el.p("Every section is there. An adviser locks it.", class_name="cm-quiet"),
            ),
            waits,
        ),
        class_name="cm-advice-end",
    )


def _to_lock() -> rx.Component:
    return sheet(
        f"Lock version {RECORD.number}?",
        rx.el.p(
            "From then on nobody changes it: not you, not the practice's owner, not whoever runs this installation."
        ),
        rx.el.ul(
            rx.el.li("It is set on paper, and the paper's fingerprint goes into the audit's chain."),
            rx.el.li("A later change is a new version, which begins as a copy of this one."),
            rx.el.li("The client is given a copy and signs; you write both down here."),
        ),
        open=AdviceRecord.asking == "lock",
        on_open_change=AdviceRecord.show_question,
        foot=(
            filled_button(f"Lock version {RECORD.number}", icon="lock", on_click=AdviceRecord.lock),
            outline_button("Go on writing", on_click=AdviceRecord.ask("")),
        ),
    )


def _to_discard() -> rx.Component:
    return sheet(
        f"Discard the draft of version {RECORD.number}?",
        rx.el.p("What is written in it is gone then, and cannot be brought back. Versions that are locked stay."),
        open=AdviceRecord.asking == "discard",
        on_open_change=AdviceRecord.show_question,
        foot=(
            danger_button("Discard the draft", on_click=AdviceRecord.discard),
            outline_button("Go on writing", on_click=AdviceRecord.ask("")),
        ),
    )
