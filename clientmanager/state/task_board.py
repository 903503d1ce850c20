"""The board of the practice's tasks. All that it shows is in the address; everyone sees a change within a second."""

import time

import reflex as rx

from clientmanager.services import task_board, task_moves
from clientmanager.services.task_board import SHOWN, Board, Column
from clientmanager.services.task_filter import TaskFilter
from clientmanager.state.base import AppState, ScopedSession, plain, undoable
from clientmanager.state.looking import BOARDS
from clientmanager.state.readings import Readings
from clientmanager.state.task_view import TaskView

READ = Readings[Board]()


class TaskBoard(TaskView, AppState):
    columns: list[Column] = []
    open: int = 0
    late: int = 0
    answered: int = 0
    """The number of the last move that was decided on, of those that this tab counts."""
    _looked: float = 0.0
    """When this tab last read for itself (of `time.monotonic`): what others read before has not what it did."""
    _shown: dict[str, int] = {}
    """Column to how many of its cards are on show, where that is more than the first ones."""

    @rx.event
    async def show_more(self, column_id: str):
        """Twice as many cards of a column."""
        column = next((one for one in self.columns if one.id == column_id), None)
        if column:
            self._shown = self._shown | {column.id: 2 * max(SHOWN, len(column.cards))}
            await self._reload()

    @rx.event
    async def move(self, task_id: str, column_id: str, above: str, below: str, moves: int, number: int):
        """Put a card elsewhere; where that is refused, the board shows it where it was, and why."""
        done = await self._submit(task_moves.move, task_id, column_id, above, below, moves)
        self.answered = number if isinstance(number, int) and abs(number) < 2**53 else 0
        await self._reload()
        if done is None:
            return rx.toast.error(plain(" ".join(self.form_errors.values())))
        if not done.finished:
            return None
        return undoable(f"Done: {done.title}", TaskBoard.reopen(task_id))

    async def _reload(self) -> None:
        self._looked = time.monotonic()
        await super()._reload()

    def _look(self, db: ScopedSession, chosen: TaskFilter) -> Board:
        return task_board.board(db, chosen, self._shown)

    def _look_again(self, db: ScopedSession, chosen: TaskFilter) -> Board:
        same = task_board.same(db, chosen, self._shown)
        since = max(BOARDS.last_heard(self._practice), self._looked)
        return READ.after(since, same, lambda: self._look(db, chosen))

    def _show(self, seen: Board) -> None:
        self._change(columns=list(seen.columns), open=seen.open, late=seen.late)

    def _begin_again(self) -> None:
        self._shown = {}
