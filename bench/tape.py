"""What the product asks Postgres at each measured event, and what it then shows: recorded for the floor to replay.

It is taken from the use cases as they run, so the floor cannot drift from the product's SQL.
"""

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import event, text

from bench.events import DAYS, NOTES, PAGES, WORDS
from bench.generator import Prepared
from clientmanager.db import ScopedSession, engine, owner_url, session_for
from clientmanager.services import changes, client_list, client_page, task_board, timeline, viewers
from clientmanager.services.client_filter import ClientFilter
from clientmanager.services.task_board import Board
from clientmanager.services.task_filter import TaskFilter
from clientmanager.services.timeline_filter import EVERYTHING

UseCase = Callable[[ScopedSession], Any]
Statements = list[tuple[str, Any]]
Events = dict[tuple[str, str], tuple[Statements, dict[str, Any]]]
"""Event and argument to the statements, and to what they bring onto the screen."""


def record(practice: Prepared, client_ids: list[str], file: Path, timeline_of: str = "") -> Events:
    """Write the tape for these clients, and for the timeline of one.

    What it takes to record it is done as `other`, for whom the floor stands.
    """
    events: Events = {}

    def take(name: str, argument: str, step: UseCase, show: Callable[[Any], dict[str, Any]]) -> None:
        statements: Statements = []
        with session_for(practice.other) as db, _listening(statements):
            done = step(db)
        events[name, argument] = statements, {variable: _plain(value) for variable, value in show(done).items()}

    take("load", "", lambda db: viewers.arriving(db, client_list.listed), _arrived)
    after = ""
    for number in range(1, PAGES + 1):
        with session_for(practice.other) as db:
            after = client_list.listed(db, after=after).last
        take("next_page", str(number), partial(client_list.listed, after=after), _rows)
    take("recount", "", client_list.counted, _count)
    for words in WORDS:
        chosen = ClientFilter(search=words)
        take("search_for", words, partial(client_list.listed, chosen=chosen), _rows)
        take("recount", words, partial(client_list.counted, chosen=chosen, everyone=0), _count)
    take("open_board", "", lambda db: viewers.arriving(db, changes.placed, task_board.board, TaskFilter()), _board)
    for client_id in client_ids:
        take("open", client_id, lambda db, of=client_id: viewers.arriving(db, client_page.opened, of), _opened)
        for note in NOTES:
            values = {"field": "note", "value": note, "was": None}
            take("save", client_id + note, partial(client_page.save_field, client_id=client_id, **values), _saved)
    for day in DAYS if timeline_of else ():
        at = date.fromisoformat(day)
        take("open_timeline", timeline_of + day, lambda db, at=at: _seen(db, timeline_of, at), _entries)
    if timeline_of:
        take("count_entries", "", partial(timeline.numbered, client_id=timeline_of, chosen=EVERYTHING), _numbered)
    file.touch(mode=0o600)
    file.write_bytes(pickle.dumps({"url": _owner(), "viewer": _viewer(practice), "events": events}))
    return events


def some_clients(practice: Prepared, many: int) -> list[str]:
    """Clients from everywhere in the list, each the one that one tab opens and changes."""
    with session_for(practice.user) as db:
        found = db.execute(
            text(
                "select id from (select id, row_number() over (order by sort_name) - 1 as place,"
                "   count(*) over () as everyone from client where practice_id = :practice) numbered"
                " where place % greatest(1, everyone / :many) = 0 order by place limit :many"
            ),
            {"practice": practice.practice_id, "many": many},
        )
        return [str(row.id) for row in found]


def _rows(page: client_list.ClientPageOfList) -> dict[str, Any]:
    return {"rows": page.rows}


def _arrived(found: tuple[viewers.Who, client_list.ClientPageOfList]) -> dict[str, Any]:
    return {"who": found[0], "rows": found[1].rows}


def _count(count: client_list.Count) -> dict[str, Any]:
    return {"count": count}


def _board(found: tuple[viewers.Who, tuple[Board, str]]) -> dict[str, Any]:
    who, (board, _) = found
    return {"who": who, "columns": board.columns, "totals": [board.open, board.late]}


def _opened(found: tuple[viewers.Who, client_page.Opened]) -> dict[str, Any]:
    who, opened = found
    return {"who": who, "client": opened.page.client, "advisers": opened.advisers}


def _seen(db: ScopedSession, client_id: str, at: date) -> timeline.Seen:
    return timeline.seen(db, client_id, EVERYTHING, at)


def _entries(seen: timeline.Seen) -> dict[str, Any]:
    return {"entries": seen.page.rows, "year": seen.year}


def _numbered(found: tuple[int, list[tuple[str, str]]]) -> dict[str, Any]:
    return {"entry_count": found[0]}


def _saved(answer: client_page.Answer) -> dict[str, Any]:
    return {"client": answer.page.client, "marks": {"note": answer.saved}}


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


@contextmanager
def _listening(statements: Statements) -> Iterator[None]:
    def heard(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool) -> None:
        statements.append((statement, values))

    event.listen(engine(), "before_cursor_execute", heard)
    try:
        yield
    finally:
        event.remove(engine(), "before_cursor_execute", heard)


def _owner() -> str:
    return owner_url().set(drivername="postgresql").render_as_string(hide_password=False)


def _viewer(practice: Prepared) -> tuple[str, dict[str, str]]:
    """Triggers and `record_view` write down who it was: here once for a connection, not at each transaction."""
    settings = {"practice_id": practice.practice_id, "user_id": practice.other.user_id, "actor": "user", "scope": "all"}
    named = ", ".join(f"set_config('app.{name}', %({name})s, false)" for name in settings)
    return f"select {named}", {name: str(value) for name, value in settings.items()}
