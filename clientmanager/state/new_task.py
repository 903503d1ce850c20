"""Adding a task by one line; what the line says is shown while it is typed."""

from typing import Any

import reflex as rx

from clientmanager.services import drafts, quick_add, task_drafts
from clientmanager.services.quick_add import Line
from clientmanager.services.task_filter import ME
from clientmanager.state.base import AppState


class NewTask(AppState):
    opened: bool = False
    line: Line = Line()
    round: int = 0
    """Counts the openings, so that each begins with what was kept."""
    typed: dict[str, str] = {}
    """What was typed before the sheet was closed."""
    typed_at: str = ""
    _values: dict[str, str] = {}
    """What the place says where it was begun: its column, its day, or whose it is."""
    _added: int = -1
    """The opening whose task was added."""
    _typed: str = ""
    _answers: dict[str, str] = {}
    """Question to the answer that was chosen."""

    @rx.event
    async def start(self, column_id: str):
        """Into a column, or where tasks begin."""
        await self._start(column_id=column_id)

    @rx.event
    async def start_for(self, client_id: str):
        """For a client, where tasks begin."""
        await self._start(client_id=client_id)

    @rx.event
    async def start_on(self, day: str):
        """Due on a day, unless the line names another."""
        await self._start(due_on=day)

    @rx.event
    async def start_mine(self):
        """The viewer's own, unless the line names somebody."""
        await self._start(assignee_id=ME)

    @rx.event
    async def keep_form(self, form: dict[str, Any]):
        """What is being typed, while it is typed. After the task was added there is nothing to keep."""
        if self._added != self.round:
            await self._run(drafts.keep_new_task, self._values.get("client_id"), form)

    @rx.event
    async def start_afresh(self):
        await self._run(drafts.drop, drafts.place_of_new_task(self._values.get("client_id")))
        await self._start(**self._values)

    @rx.event
    def show(self, opened: bool):
        self.opened = opened is True

    @rx.event(supersedes=True, debounce=120)
    async def read(self, words: str):
        typed = words if isinstance(words, str) else ""
        if typed != self._typed:  # else it was sent meanwhile, and what was refused of it stays to be read
            self._typed = typed
            await self._read()

    @rx.event
    async def answer(self, name: str, value: str):
        if isinstance(name, str) and isinstance(value, str):
            self._answers = dict([*self._answers.items(), (name, value)][-20:])
            await self._read()

    @rx.event
    async def create(self, form: dict[str, Any]):
        typed = form if isinstance(form, dict) else {}
        line, values = typed.get("line", ""), self._values | {"description": typed.get("description", "")}
        made = await self._submit(task_drafts.add, line, self._answers, values)
        if made is None:
            self._typed, refused = line if isinstance(line, str) else "", self.form_errors
            await self._read()
            self.form_errors = refused | self.form_errors
            return None
        self.opened, self._added = False, self.round
        return rx.toast("Added.")

    async def _start(self, **values: object) -> None:
        self._values = {name: value for name, value in values.items() if isinstance(value, str)}
        self.typed, self.typed_at = await self._run(drafts.new_task, self._values.get("client_id"))
        self._typed, self._answers, self.line, self.form_errors = self.typed.get("line", ""), {}, Line(), {}
        self.opened = True
        self.round += 1
        await self._read()

    async def _read(self) -> None:
        line = await self._submit(quick_add.read, self._typed, self._answers, self._values)
        if line is not None:
            self._change(line=line)
