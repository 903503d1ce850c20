"""The reviews of the practice's clients: /reviews."""

from typing import Any

import reflex as rx

from clientmanager.components.address import Address
from clientmanager.components.avatar import person
from clientmanager.components.button import text_button
from clientmanager.components.filter_menu import filter_menu
from clientmanager.components.icon import icon
from clientmanager.components.link import link
from clientmanager.components.list_head import chip, list_head, search_field, switch
from clientmanager.components.steps import segments
from clientmanager.components.table import cell, column, name_cell, pager, row, table
from clientmanager.components.waiting import empty, nothing_found, skeleton_rows
from clientmanager.pages.frame import frame, may
from clientmanager.pages.review_marks import stands_tag
from clientmanager.pages.review_sheet import review_sheet
from clientmanager.state.review_list import ReviewList
from clientmanager.state.review_sheet import ReviewSheet

VIEWS = (("due", "Due"), ("booked", "Booked"), ("held", "Held"), ("silent", "Not spoken to"))
MONTHS = [("3", "for 3 months"), ("6", "for 6 months"), ("12", "for a year"), ("24", "for 2 years")]
NEVER = [("first", "Never first"), ("last", "Never last")]


def review_list() -> rx.Component:
    return frame(
        Address.create(on_moved=[ReviewList.moved, ReviewSheet.load]),
        list_head(
            "Reviews",
            rx.cond(ReviewList.loaded, _count()),
            search=search_field("Client", on_change=ReviewList.search_for, id="search"),
            filters=[switch(*(_view(*each) for each in VIEWS), label="View"), *_silence(), *_filters()],
            quiet_actions=[may("shape reviews", text_button("How often", icon="repeat", href="/settings/reviews"))],
        ),
        rx.cond(
            ReviewList.loaded, rx.cond(ReviewList.rows, rx.fragment(_table(), _foot()), _nothing()), skeleton_rows(10)
        ),
        review_sheet(),
        active="reviews",
    )


def _count() -> rx.Component:
    late: Any = ReviewList.count.overdue
    return rx.fragment(
        ReviewList.count_words,
        rx.cond(late > 0, rx.fragment(", ", rx.el.span(late, " overdue", class_name="cm-late"))),
    )


def _view(name: str, words: str) -> rx.Component:
    return rx.el.button(words, type="button", aria_pressed=ReviewList.view == name, on_click=ReviewList.show_view(name))


def _silence() -> list[rx.Component]:
    def choice(options: list[tuple[str, str]], value: Any, on_change: Any, label: str, name: str) -> rx.Component:
        return rx.el.div(
            rx.el.select(
                *(rx.el.option(words, value=each) for each, words in options),
                value=value, on_change=on_change, aria_label=label, class_name="cm-input", id=name,
            ),
            icon("chevron-down"), class_name="cm-select",
        )  # fmt: skip

    months = choice(MONTHS, ReviewList.months, ReviewList.choose_months, "For how long", "silent-months")
    never = choice(NEVER, ReviewList.never, ReviewList.put_never, "Whom nobody ever spoke to", "silent-never")
    return [rx.cond(ReviewList.view == "silent", rx.fragment(months, never))]


def _filters() -> list[rx.Component]:
    chips: Any = ReviewList.chips
    return [
        rx.foreach(chips, lambda one: chip(one.field, one.words, on_remove=ReviewList.drop(one.name))),
        filter_menu(ReviewList.fields, ReviewList.ticked, on_open=ReviewList.open_menu, on_choose=ReviewList.choose),
        rx.cond(chips.length() > 0, text_button("Clear all", on_click=ReviewList.clear)),
    ]


def _table() -> rx.Component:
    silent = ReviewList.view == "silent"
    when: Any = rx.match(
        ReviewList.view, ("booked", "Booked for"), ("held", "Held"), ("silent", "Last spoken to"), "Due"
    )
    return table(
        _sorted("client", "Client"),
        _sorted("when", when),
        column(rx.cond(ReviewList.view == "held", "What came of it", "Stands"), shown="from-560"),
        rx.cond(ReviewList.view != "held", column("Ready", shown="from-1024")),
        _sorted("adviser", "Adviser", shown="from-560"),
        body=rx.foreach(ReviewList.rows, lambda one: rx.cond(silent, _silent(one), _review(one))),
        caption="Reviews",
    )


def _sorted(field: str, words: Any, **props: Any) -> rx.Component:
    sort: Any = ReviewList.sort
    by_it = (sort == field) | ((sort == "") & (field == "when"))
    return column(
        words,
        sorted_as=rx.cond(by_it, "ascending", rx.cond(sort == f"-{field}", "descending", "")),
        on_sort=ReviewList.sort_by(field),
        **props,
    )


def _review(one: Any) -> rx.Component:
    return row(
        cell(
            rx.el.button(
                one.client, type="button", class_name="cm-row-link cm-row-button", on_click=ReviewSheet.open(one.id),
                dir="auto",
            ),
            _category(one),
        ),
        *_rest(one),
        key=one.id,
    )  # fmt: skip


def _silent(one: Any) -> rx.Component:
    """They may have no review to come: it is the client that one goes to."""
    return row(
        name_cell(rx.el.span(one.client, dir="auto"), _category(one), href=f"/clients/{one.client_id}"),
        *_rest(one),
        key=one.client_id,
    )


def _category(one: Any) -> rx.Component:
    return rx.cond(one.category != "", rx.el.span("Category ", one.category), rx.el.span("No category"))


def _rest(one: Any) -> list[rx.Component]:
    review = rx.cond(
        ReviewList.view == "silent",
        rx.cond(
            one.id != "",
            rx.el.span("Review to come", class_name="cm-quiet"),
            rx.el.span("In no cycle", class_name="cm-quiet"),
        ),
        stands_tag(one.stands),
    )
    narrow = rx.el.div(stands_tag(one.stands), class_name="cm-below-560")
    ready = rx.cond(one.ready != "", rx.el.span(segments(one.segments), class_name="cm-review-meter"))
    return [
        cell(rx.fragment(rx.el.span(one.when), narrow), one.since),
        cell(review, shown="from-560"),
        rx.cond(ReviewList.view != "held", cell(ready, one.ready, shown="from-1024")),
        cell(
            rx.cond(one.adviser != "", person(one.adviser, one.initials), rx.el.span("Nobody", class_name="cm-quiet")),
            shown="from-560",
        ),
    ]


def _foot() -> rx.Component:
    return rx.cond(
        ReviewList.has_previous | ReviewList.has_next,
        pager(
            "",
            "",
            rx.cond(ReviewList.has_previous, text_button("Previous", on_click=ReviewList.previous_page)),
            rx.cond(ReviewList.has_next, text_button("Next", on_click=ReviewList.next_page)),
        ),
    )


def _nothing() -> rx.Component:
    return rx.cond(
        ReviewList.narrowed,
        nothing_found(
            "Nobody fits these filters",
            "Take one off to see more.",
            text_button("Show all", on_click=ReviewList.clear),
        ),
        rx.match(
            ReviewList.view,
            ("booked", empty("calendar-check", "Nothing is booked", "Open a review that is due, and agree a day.")),
            (
                "held",
                empty("calendar-check", "No review was held yet", "What came of each stands here, the latest first."),
            ),
            ("silent", empty("phone", "Everybody was spoken to", "Whoever is not for so long will stand here.")),
            empty(
                "calendar-check",
                "No review is due",
                "Say how often the clients of a category are reviewed, and each gets one, on its day.",
                may("shape reviews", link("Say how often", href="/settings/reviews", class_name="cm-button")),
            ),
        ),
    )
