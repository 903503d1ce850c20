"""The board of the practice's tasks. All that it shows is in the address; everyone sees a change within a second."""

import time
from contextlib import suppress
from dataclasses import replace

import reflex as rx

from clientmanager.errors import DomainError
from clientmanager.services import changes, task_board, task_moves, tasks
from clientmanager.services.changes import MANY
from clientmanager.services.task_board import SHOWN, Column
from clientmanager.services.task_filter import TaskFilter, as_query, read_filter
from clientmanager.state import address
from clientmanager.state.base import AppState, plain
from clientmanager.state.looking import BOARDS
from clientmanager.state.presence import PRESENCE, Person
from clientmanager.state.task_sheet import TaskSheet

PATH = "/tasks"


class TaskBoard(AppState):
    columns: list[Column] = []
    open: int = 0
    late: int = 0
    loaded: bool = False
    search: str = ""
    narrowed: bool = False
    query: str = ""
    answered: int = 0
    """The number of the last move that was decided on, of those that this tab counts."""
    here: list[Person] = []
    """Who else looks at the board."""
    writing: dict[str, str] = {}
    """Task to who else is writing in it."""
    _chosen: TaskFilter = TaskFilter()
    _shown: dict[str, int] = {}
    """Column to how many of its cards are on show, where that is more than the first ones."""
    _practice: str = ""

    @rx.var
    def here_words(self) -> str:
        return f"{len(self.here) + 1} here now" if self.here else ""

    @rx.event
    async def load(self):
        began = time.monotonic()
        self._shown = {}
        chosen = read_filter(self.router.url.query)
        board, self._practice = await self._arrive(changes.placed, task_board.board, chosen)
        self._show(chosen, board)
        self.loaded = True
        BOARDS.enter(self._token, self._practice, MANY, since=began)
        PRESENCE.enter(self._token, self._practice, Person(self.who.name, self.who.initials))
        self._see_others()
        return address.fill_in("search", self.search)

    @rx.event
    async def moved(self):
        """Back, forward, or a link to the board while it is shown."""
        await self._choose(read_filter(self.router.url.query))
        return address.fill_in("search", self.search, even_so=True)

    @rx.event(supersedes=True, debounce=40)
    async def search_for(self, words: str):
        said = {"q": words} if isinstance(words, str) else {}
        await self._choose(replace(self._chosen, search=read_filter(said).search))
        return address.say(PATH, self.query, step=False)

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
        undo = {"label": "Undo", "on_click": TaskBoard.reopen(task_id)}
        return rx.toast(plain(f"Done: {done.title}"), action=undo)  # pyright: ignore[reportArgumentType]

    @rx.event
    async def reopen(self, task_id: str):
        title = await self._run(tasks.reopen, task_id)
        await self._reload()
        return rx.toast(plain(f"Open again: {title}"))

    @rx.event
    async def catch_up(self):
        """Others changed something. Nobody asked, so nobody is answered where it cannot be read any more."""
        if self.router.url.path.rstrip("/") != PATH:
            BOARDS.leave(self._token)
            return
        with suppress(DomainError):
            self._show(self._chosen, await self._run(changes.glanced, task_board.board, self._chosen, self._shown))
            self._see_others()
            await (await self.get_state(TaskSheet))._catch_up()

    async def _choose(self, chosen: TaskFilter) -> None:
        self._show(chosen, await self._run(task_board.board, chosen, self._shown))

    async def _reload(self) -> None:
        await self._choose(self._chosen)

    def _show(self, chosen: TaskFilter, board: task_board.Board) -> None:
        self._chosen = chosen
        self._change(
            columns=list(board.columns),
            open=board.open,
            late=board.late,
            search=chosen.search,
            narrowed=chosen.narrows,
            query=as_query(chosen),
        )

    def _see_others(self) -> None:
        self._change(
            here=PRESENCE.others(self._token, self._practice), writing=PRESENCE.writing(self._token, self._practice)
        )

    @property
    def _token(self) -> str:
        return self.router.session.client_token
