"""The board of the practice's opportunities: /opportunities."""

from typing import Any

import reflex as rx

from clientmanager.components.board import Board
from clientmanager.components.waiting import skeleton_rows
from clientmanager.pages.opportunity_frame import opportunity_frame, sums_words
from clientmanager.state.base import AppState
from clientmanager.state.new_opportunity import NewOpportunity
from clientmanager.state.opportunity_board import OpportunityBoard
from clientmanager.state.opportunity_filters import OpportunityFilters
from clientmanager.state.opportunity_sheet import OpportunitySheet

NONE = "No opportunities yet. The + above adds the first."


def opportunities() -> rx.Component:
    permissions: Any = AppState.who.may
    return opportunity_frame(
        Board.create(
            of={
                "one": "an opportunity",
                "path": "/opportunities?opportunity=",
                "none": rx.cond(OpportunityFilters.narrowed, "Nothing fits these filters", NONE),
            },
            columns=OpportunityBoard.columns,
            answered=OpportunityBoard.answered,
            may=permissions.contains("edit opportunities"),
            on_move=OpportunityBoard.move,
            on_more=OpportunityBoard.show_more,
            on_open=OpportunitySheet.open,
            on_add=NewOpportunity.start,
            id="board",
        ),
        view="/opportunities",
        state=OpportunityBoard,
        count=_count(),
        waiting=skeleton_rows(8),
    )


def _count() -> rx.Component:
    sums: Any = OpportunityBoard.open
    return rx.fragment(sums.number, " open", rx.el.span(*sums_words(sums), class_name="cm-count-sums"))
