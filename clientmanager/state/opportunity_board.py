"""The board of the practice's opportunities. All that it shows is in the address."""

import reflex as rx

from clientmanager.services import opportunity_board, opportunity_moves
from clientmanager.services.opportunity_board import SHOWN, Board, Column
from clientmanager.services.opportunity_filter import OpportunityFilter
from clientmanager.services.opportunity_words import Sums
from clientmanager.state.base import AppState, ScopedSession, plain
from clientmanager.state.opportunity_sheet import OpportunitySheet, said_of
from clientmanager.state.opportunity_view import OpportunityView


class OpportunityBoard(OpportunityView, AppState):
    columns: list[Column] = []
    open: Sums = Sums()
    answered: int = 0
    """The number of the last move that was decided on, of those that this tab counts."""
    _shown: dict[str, int] = {}
    """Stage to how many of its cards are on show, where that is more than the first ones."""

    @rx.event
    async def show_more(self, stage_id: str):
        """Twice as many cards of a stage."""
        column = next((one for one in self.columns if one.id == stage_id), None)
        if column:
            self._shown = self._shown | {column.id: 2 * max(SHOWN, len(column.cards))}
            await self._reload()

    @rx.event
    async def move(self, opportunity_id: str, stage_id: str, above: str, below: str, moves: int, number: int):
        """Put a card elsewhere; where that is refused, the board shows it where it was, and why. Where it would be
        lost, the sheet asks for the reason.
        """
        done = await self._submit(opportunity_moves.move, opportunity_id, stage_id, above, below, moves)
        refused = self.form_errors
        self.answered = number if isinstance(number, int) and abs(number) < 2**53 else 0
        await self._reload()
        if done is not None:
            return said_of(done, opportunity_id)
        if "reason_lost" in refused:
            return OpportunitySheet.ask_why(opportunity_id, stage_id)
        return rx.toast.error(plain(" ".join(refused.values())))

    def _look(self, db: ScopedSession, chosen: OpportunityFilter) -> Board:
        return opportunity_board.board(db, chosen, self._shown)

    def _show(self, seen: Board) -> None:
        self._change(columns=list(seen.columns), open=seen.open)

    def _begin_again(self) -> None:
        self._shown = {}
