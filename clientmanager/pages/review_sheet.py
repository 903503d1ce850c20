"""The sheet of one review: what is ready, what is to be spoken of, when, and how it went."""

from typing import Any

import reflex as rx

from clientmanager.components.button import filled_button, outline_button, text_button
from clientmanager.components.form import error_line, form_error, form_field, select, text_area
from clientmanager.components.icon import icon
from clientmanager.components.in_place import in_place_choice, in_place_day, in_place_field
from clientmanager.components.kept_form import kept_form
from clientmanager.components.link import link
from clientmanager.components.record import alert_line, fact_row, section_head
from clientmanager.components.sheet import sheet
from clientmanager.components.steps import segments
from clientmanager.pages.editing import of_field
from clientmanager.pages.frame import may
from clientmanager.pages.review_marks import stands_tag
from clientmanager.state.review_sheet import ReviewSheet

REVIEW: Any = ReviewSheet.review
ERRORS: Any = ReviewSheet.form_errors
OWN_CYCLES = [
    ("", "As their category"), ("3", "Every 3 months"), ("6", "Every 6 months"), ("12", "Every year"),
    ("18", "Every 18 months"), ("24", "Every 2 years"), ("36", "Every 3 years"),
]  # fmt: skip


def review_sheet() -> rx.Component:
    return sheet(
        f"Review with {REVIEW.client}",
        rx.fragment(
            # one comes to read: not into the first of the days
            rx.el.div(
                _when(),
                link(rx.el.span(REVIEW.client, dir="auto"), href=f"/clients/{REVIEW.client_id}", on_click=_close()),
                rx.cond(
                    REVIEW.open, link("Meeting brief", href=f"/clients/{REVIEW.client_id}/brief", on_click=_close())
                ),
                class_name="cm-far cm-begins",
                tab_index=-1,
                data_first=True,
            ),
            rx.cond(REVIEW.open, rx.fragment(*_to_come()), rx.fragment(*_over())),
            key=REVIEW.id,
        ),
        open=ReviewSheet.opened,
        on_open_change=ReviewSheet.show,
    )


def _close() -> Any:
    return ReviewSheet.show(False)


def _when() -> rx.Component:
    return rx.cond(
        REVIEW.open,
        rx.el.span(
            rx.cond(REVIEW.booked != "", REVIEW.booked, f"Due {REVIEW.due}, {REVIEW.due_in}"),
            " ",
            stands_tag(REVIEW.stands),
        ),
        rx.el.span(REVIEW.outcome, class_name="cm-strong"),
    )


def _to_come() -> list[rx.Component]:
    return [
        section_head("Ready", rx.el.span(segments(REVIEW.segments), " ", REVIEW.ready, class_name="cm-review-meter")),
        rx.el.ul(rx.foreach(REVIEW.things, _thing), class_name="cm-review-things"),
        section_head("Agenda", rx.cond(REVIEW.begun, "", "As every agenda begins")),
        _agenda(),
        rx.cond(
            REVIEW.going_on,
            rx.fragment(
                section_head("Going on"),
                rx.el.ul(rx.foreach(REVIEW.going_on, _going_on), class_name="cm-review-things"),
            ),
        ),
        section_head("When"),
        _days(),
        may("edit clients", _book(), section_head("How it went"), _held()),
    ]


def _thing(one: Any) -> rx.Component:
    mend = link(one.mend, href=one.href, aria_label=f"{one.mend}: {one.label}", class_name="cm-mend", on_click=_close())
    return rx.el.li(
        rx.cond(one.ready, icon("check"), icon("circle")),
        rx.el.span(
            rx.el.span(one.label), rx.cond(one.ready, rx.fragment(), rx.el.span(one.words, class_name="cm-second"))
        ),
        rx.cond(one.ready, rx.el.span("Ready", class_name="cm-unseen"), mend),
        data_ready=one.ready,
        key=one.label,
    )


def _going_on(one: Any) -> rx.Component:
    return rx.el.li(
        rx.cond(one.is_workflow, icon("list-checks"), icon("square-check")),
        rx.el.span(
            rx.el.span(one.words, dir="auto"),
            rx.el.span(one.second, class_name=rx.cond(one.late, "cm-second cm-late", "cm-second")),
        ),
    )


def _agenda() -> rx.Component:
    editor = in_place_field(
        "To speak of",
        REVIEW.agenda,
        kind="lines",
        on_save=lambda value, was: ReviewSheet.save(REVIEW.id, value, was),
        **of_field(
            ReviewSheet,
            REVIEW.id,
            "agenda",
            drafts=ReviewSheet.drafts,
            conflicting=ReviewSheet.conflicting,
            prefix="review-",
        ),
    )
    return may("edit clients", editor, otherwise=fact_row("To speak of", REVIEW.agenda))


def _days() -> rx.Component:
    marks = {"state": rx.cond(ERRORS.contains("due_on"), "refused", "resting"), "note": ERRORS.get("due_on", "")}
    due = in_place_day(
        "Due", REVIEW.due_day, kind="date", on_save=ReviewSheet.move, field_id="review-due", **marks
    )  # fmt: skip
    cycle = in_place_choice(
        "How often", REVIEW.every_months, OWN_CYCLES, on_save=ReviewSheet.set_cycle, field_id="review-cycle"
    )
    return rx.el.div(
        may("edit clients", due, cycle, otherwise=rx.fragment(fact_row("Due", REVIEW.due))),
        fact_row("Cycle", REVIEW.cycle),
        fact_row("Last held", rx.cond(REVIEW.last_held != "", REVIEW.last_held, "Never yet")),
        rx.cond(REVIEW.adviser != "", fact_row("Held by", REVIEW.adviser)),
        class_name="cm-task-facts",
    )


def _book() -> rx.Component:
    is_booked = REVIEW.booked != ""
    return rx.form(
        rx.el.div(
            form_field("Day", "day", type="date", value=REVIEW.day, error=ERRORS.get("day", "")),
            form_field("At", "at", type="time", value=REVIEW.at, error=ERRORS.get("at", "")),
            select(
                "With", "adviser_id", ReviewSheet.advisers, default_value=REVIEW.adviser_id,
                error=ERRORS.get("adviser_id", ""),
            ),
            class_name="cm-review-booking",
        ),
        rx.el.div(
            outline_button(rx.cond(is_booked, "Move the meeting", "Book the meeting"), icon="calendar", type="submit"),
            rx.cond(is_booked, text_button("Take the booking off", on_click=ReviewSheet.unbook)),
            class_name="cm-actions",
        ),
        on_submit=ReviewSheet.book,
        key=f"{REVIEW.day} {REVIEW.at} {REVIEW.adviser_id}",
    )  # fmt: skip


def _held() -> rx.Component:
    typed: Any = ReviewSheet.typed
    return rx.form(
        kept_form(
            form_error(ERRORS.get("form", "")),
            rx.cond(ReviewSheet.typed_at != "", _kept()),
            rx.el.fieldset(
                rx.el.legend("What came of it"),
                rx.foreach(
                    ReviewSheet.outcomes,
                    lambda one: rx.el.label(
                        rx.el.input(
                            type="radio", name="outcome", value=one[0],
                            default_checked=typed.get("outcome", "") == one[0],
                        ),
                        rx.el.span(one[1]),
                        class_name="cm-radio",
                    ),
                ),
                error_line(ERRORS.get("outcome", "")),
                class_name="cm-radios",
                data_wrong=ERRORS.contains("outcome"),
            ),
            rx.el.div(
                text_area(
                    "What has to change", "tasks", value=typed.get("tasks", ""), error=ERRORS.get("tasks", ""),
                    hint="A task on each line; days, times, @who and #labels are understood.", dir="auto",
                ),
                class_name="cm-when-changes",
            ),
            rx.el.div(
                form_field(
                    "Try again in how many weeks", "weeks", value=typed.get("weeks", "2"), input_mode="numeric",
                    error=ERRORS.get("weeks", ""),
                ),
                class_name="cm-when-unreached",
            ),
            rx.el.p(
                "They become a former client, and no review is to come.", class_name="cm-when-left cm-quiet cm-small"
            ),
            rx.el.div(
                form_field(
                    "Held on", "held_on", type="date", value=typed.get("held_on", ""),
                    error=ERRORS.get("held_on", ""), hint="Empty: today.",
                ),
                class_name="cm-when-held",
            ),
            text_area("Notes", "notes", value=typed.get("notes", ""), error=ERRORS.get("notes", ""), dir="auto"),
            on_keep=ReviewSheet.keep_held,
            key=ReviewSheet.round,
        ),
        filled_button("Write it down", type="submit"),
        on_submit=ReviewSheet.hold,
        class_name="cm-review-held",
    )  # fmt: skip


def _kept() -> rx.Component:
    return alert_line(
        "info",
        "Not written down yet",
        f"Typed {ReviewSheet.typed_at}",
        action=text_button("Discard", on_click=ReviewSheet.forget(REVIEW.id, "held")),
    )


def _over() -> list[rx.Component]:
    return [
        section_head("How it went"),
        fact_row("What came of it", REVIEW.outcome),
        fact_row("When", REVIEW.held),
        fact_row("With", REVIEW.adviser),
        fact_row("Notes", rx.el.span(REVIEW.notes, dir="auto")),
        section_head("Agenda"),
        fact_row("Spoken of", rx.cond(REVIEW.begun, REVIEW.agenda, "")),
    ]
