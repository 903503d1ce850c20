"""The list of tasks, in any order, under headings. All that it shows is in the address."""

from dataclasses import dataclass
from itertools import groupby

import reflex as rx

from clientmanager.services import task_list
from clientmanager.services.client_list import grouped
from clientmanager.services.task_export import read_listed
from clientmanager.services.task_filter import TaskFilter
from clientmanager.services.task_list import Count, Page, Row
from clientmanager.services.task_order import SORTS
from clientmanager.state.base import AppState, ScopedSession
from clientmanager.state.task_view import TaskView


@dataclass(frozen=True)
class Group:
    """Tasks under one heading."""

    words: str
    rows: tuple[Row, ...]


class TaskList(TaskView, AppState):
    groups: list[Group] = []
    count: Count = Count(0, 0)
    sort: str = ""
    """A key of SORTS, with "-" before it for the other direction; empty: by when they are due."""
    done: bool = False
    has_next: bool = False
    has_previous: bool = False
    _first: str = ""
    _last: str = ""
    _key: dict[str, str] = {}
    """Which page: after or before which task."""

    @rx.var
    def count_words(self) -> str:
        found, everyone = grouped(self.count.found), grouped(self.count.everyone)
        kind = "done" if self.done else "open"
        return f"{found} {kind}" if found == everyone else f"{found} of {everyone} {kind}"

    @rx.event
    async def sort_by(self, field: str):
        """By this field; by it the other way round, where it is so already."""
        field = field if isinstance(field, str) and field in SORTS else "due"
        before = self.sort or "due"
        self.sort = f"-{field}" if before == field else field
        self._key = {}
        await self._reload()
        return await self._say(step=True)

    @rx.event
    async def show_done(self, done: bool):
        self.done, self._key, self.sort = done is True, {}, ""
        await self._reload()
        return await self._say(step=True)

    @rx.event
    async def next_page(self):
        if self._last:
            self._key = {"after": self._last}
            await self._reload()

    @rx.event
    async def previous_page(self):
        if self._first:
            self._key = {"before": self._first}
            await self._reload()

    def _arriving(self) -> None:
        said = read_listed(self.router.url.query)
        self.sort = said.sort if said.sort.removeprefix("-") in SORTS else ""
        self.done, self._key = said.done, {}

    def _begin_again(self) -> None:
        self._key = {}

    def _besides(self) -> str:
        return "&".join([*([f"sort={self.sort}"] if self.sort else []), *(["done=1"] if self.done else [])])

    def _look(self, db: ScopedSession, chosen: TaskFilter) -> tuple[Page, Count]:
        return task_list.page_and_count(db, chosen, sort=self.sort, done=self.done, **self._key)

    def _show(self, seen: tuple[Page, Count]) -> None:
        page, count = seen
        self._first, self._last = page.first, page.last
        groups = [Group(words, tuple(rows)) for words, rows in groupby(page.rows, key=lambda row: row.group)]
        self._change(groups=groups, count=count, has_next=bool(page.last), has_previous=bool(page.first))
