"""In the head of a client's page: when their next review is, and how much of it is ready."""

from typing import Any

import reflex as rx

from clientmanager.components.record import fact
from clientmanager.state.client_page import ClientRecord
from clientmanager.state.client_review import ClientReview
from clientmanager.state.review_sheet import ReviewSheet


def client_review() -> rx.Component:
    """It opens the review; where none is to come there is nothing."""
    review: Any = ClientReview.review
    client_id: Any = ClientReview.client_id
    opens = rx.el.button(
        review.when,
        type="button",
        class_name="cm-review-fact",
        on_click=ReviewSheet.open(review.id),
        aria_label=f"{review.title} {review.when}: open the review",
        data_action="open review",
    )
    return rx.cond(
        (review.id != "") & (client_id == ClientRecord.client.id), fact(review.title, opens, review.note)
    )  # fmt: skip
