"""The board: its columns, and of each the first cards and the true count."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import text

from clientmanager.clock import SOUTH_AFRICA, today
from clientmanager.db import ScopedSession
from clientmanager.models.permission import Permission
from clientmanager.models.task import ColumnKind
from clientmanager.services.task_filter import ME, TaskFilter, condition
from clientmanager.services.task_words import CLIENT_NAME, LATE, due_words, initials, is_late, late_values, moment_words
from clientmanager.services.workflow_progress import StepOf

SHOWN = 25
"""Cards of a column to begin with."""
MOST_SHOWN = 500
DONE_DAYS = 7
"""How long what was done stays on the board: today and the six days before."""


@dataclass(frozen=True)
class Card:
    """One task, as a board or list shows it."""

    id: str
    title: str
    client: str
    due: str
    late: bool
    priority: str
    who: str
    initials: str
    done: str
    """When it was done; empty while it is open."""
    steps: int
    """Lines of its checklist."""
    steps_done: int
    step: str
    """ "FICA refresh · step 2 of 6", where it is a step of a workflow."""
    step_number: int
    steps_of: int
    comments: int
    files: int
    labels: tuple[str, ...]
    moves: int


@dataclass(frozen=True)
class Column:
    id: str
    name: str
    kind: str
    most: int
    """0: any number."""
    there: int
    """Open tasks in it, whatever the filter."""
    found: int
    """Those that the filter finds."""
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Board:
    columns: tuple[Column, ...]
    open: int
    late: int


CARD = (
    f"t.id, t.title, {CLIENT_NAME} as client, t.due_on, t.due_time, t.priority, u.name as who, t.done_at, t.moves,"
    " (select json_build_array(count(*), count(*) filter (where i.done)) from task_item i"
    "   where i.practice_id = t.practice_id and i.task_id = t.id) as steps,"
    " (select json_build_array(f.name, s.position + 1, (select count(*) from workflow_step o"
    "     where o.practice_id = s.practice_id and o.workflow_id = s.workflow_id))"
    "   from workflow_step s join workflow f on f.practice_id = s.practice_id and f.id = s.workflow_id"
    "   where s.practice_id = t.practice_id and s.task_id = t.id) as step_of,"
    " (select count(*) from task_comment m where m.practice_id = t.practice_id and m.task_id = t.id) as comments,"
    " (select count(*) from task_file x where x.practice_id = t.practice_id and x.task_id = t.id"
    "   and x.removed_at is null) as files,"
    " (select array_agg(l.label order by l.folded) from task_label l"
    "   where l.practice_id = t.practice_id and l.task_id = t.id) as labels"
)
"""The columns that make a card."""
JOINED = (
    " left join client c on c.practice_id = t.practice_id and c.id = t.client_id"
    " left join practice_user u on u.practice_id = t.practice_id and u.id = t.assignee_id"
)


def board(db: ScopedSession, chosen: TaskFilter, shown: dict[str, int] | None = None) -> Board:
    """All columns with their first cards.

    Args:
        shown: column to how many cards of it are on show already, where that is more than the first 25.
    """
    db.viewer.require(Permission.SEE_TASKS)
    found, values = condition(db, chosen)
    values |= {"since": done_since(), **late_values()}
    open_ = f"{found} and t.done_at is null"
    columns = db.execute(
        text(
            "select b.id, b.name, b.kind, b.most, k.found, k.late, k.there from board_column b left join lateral"
            f" (select count(*) filter (where {open_}) as found, count(*) filter (where {open_} and {LATE}) as late,"
            "   count(*) as there from task t"
            f"  {JOINED if chosen.search else ''} where t.practice_id = :practice and t.column_id = b.id"
            "   and t.done_at is null and t.deleted_at is null) k on b.kind <> 'done'"
            " where b.practice_id = :practice order by b.position, b.id"
        ),
        values,
    ).all()
    cards = _cards(db, found, values, columns, shown or {})
    done = _done(db, found, values, chosen) if any(row.kind == ColumnKind.DONE for row in columns) else 0
    return Board(
        tuple(
            Column(
                str(row.id), row.name, row.kind, row.most or 0, row.there or 0,
                done if row.kind == ColumnKind.DONE else row.found, tuple(cards.get(row.id, ())),
            )
            for row in columns
        ),
        sum(row.found or 0 for row in columns),
        sum(row.late or 0 for row in columns),
    )  # fmt: skip


def same(db: ScopedSession, chosen: TaskFilter, shown: dict[str, int]) -> Hashable:
    """Equal for those who see the same board: within a practice the filter decides, and who asks where it says "me"."""
    db.viewer.require(Permission.SEE_TASKS)
    asker = db.viewer.user_id if ME in chosen.whose else None
    return db.viewer.practice_id, asker, chosen, tuple(sorted(shown.items()))


def _cards(
    db: ScopedSession, found: str, values: dict[str, Any], columns: Any, shown: dict[str, int]
) -> dict[Any, list[Card]]:
    """Each column's own first cards, in one query."""
    many = {str(row.id): min(max(SHOWN, shown.get(str(row.id), 0)), MOST_SHOWN) for row in columns}
    ids = {"columns": [row.id for row in columns], "many": [many[str(row.id)] for row in columns]}
    is_done = "w.column_id = any(:finished)"
    ids["finished"] = [row.id for row in columns if row.kind == ColumnKind.DONE]
    rows = db.execute(
        text(
            f"select w.column_id, {CARD} from unnest(cast(:columns as uuid[]), cast(:many as int[]))"
            " with ordinality as w (column_id, many, number), lateral ("
            f" (select t.* from task t{_client_of(found)} where {found} and t.column_id = w.column_id"
            f"   and t.done_at is null and not {is_done} order by t.place, t.id limit w.many)"
            f" union all (select t.* from task t{_client_of(found)} where {found} and t.column_id = w.column_id"
            f"   and t.done_at >= :since and {is_done} order by t.done_at desc, t.id limit w.many)) t"
            f"{JOINED} order by w.number, t.done_at desc nulls last, t.place, t.id"
        ),
        {**values, **ids},
    )
    cards: dict[Any, list[Card]] = {}
    for row in rows:
        cards.setdefault(row.column_id, []).append(card(row))
    return cards


def _client_of(found: str) -> str:
    """The client is looked at only where the search asks for its name."""
    return (
        " left join client c on c.practice_id = t.practice_id and c.id = t.client_id" if "c.sort_name" in found else ""
    )


def _done(db: ScopedSession, found: str, values: dict[str, Any], chosen: TaskFilter) -> int:
    joined = JOINED if chosen.search else ""
    return db.execute(
        text(f"select count(*) from task t {joined} where {found} and t.done_at >= :since"), values
    ).scalar_one()


def card(row: Any) -> Card:
    """Of a row with the columns of CARD."""
    steps, steps_done = row.steps
    step = StepOf(*row.step_of) if row.step_of else None
    late = row.done_at is None and is_late(row.due_on, row.due_time)
    return Card(
        id=str(row.id),
        title=row.title,
        client=row.client,
        due=due_words(row.due_on, row.due_time),
        late=late,
        priority=row.priority,
        who=row.who or "",
        initials=initials(row.who),
        done=moment_words(row.done_at),
        steps=steps,
        steps_done=steps_done,
        step=step.words if step else "",
        step_number=step.number if step else 0,
        steps_of=step.of if step else 0,
        comments=row.comments,
        files=row.files,
        labels=tuple(row.labels or ()),
        moves=row.moves,
    )


def done_since() -> datetime:
    """From when on what was done is on the board."""
    return datetime.combine(today() - timedelta(days=DONE_DAYS - 1), time(), SOUTH_AFRICA)
