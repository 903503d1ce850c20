"""The workflows of the whole practice: what runs, what is open of it and with whom, and what is over."""

from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from sqlalchemy import text

from clientmanager.clock import SOUTH_AFRICA, now
from clientmanager.db import ScopedSession, as_id
from clientmanager.models.folding import words
from clientmanager.models.permission import Permission
from clientmanager.models.workflow import Ended, StepState
from clientmanager.services.filters import Said, is_id
from clientmanager.services.task_filter import TaskFilter, condition
from clientmanager.services.task_words import CLIENT_NAME, days_words, due_words, is_late, moment_words
from clientmanager.services.workflow_progress import SEGMENTS

PAGE = 50
MOST = 500
"""Shown at once, however often one asks for more."""
MOST_OPEN = 3
"""Open steps that a line names."""
_NEXT = "coalesce(o.next_at, 'infinity'::timestamp)"
_OPEN = (
    "select min(t.due_on + coalesce(t.due_time, time '24:00')) as next_at,"
    " json_agg(json_build_array(t.title, coalesce(u.name, ''), t.due_on, t.due_time)"
    "   order by t.due_on, t.due_time, s.position) as steps"
    " from workflow_step s join task t on t.practice_id = s.practice_id and t.id = s.task_id and t.deleted_at is null"
    " left join practice_user u on u.practice_id = t.practice_id and u.id = t.assignee_id"
    " where s.practice_id = w.practice_id and s.workflow_id = w.id and s.state = 'open'"
)
_FROM = (
    "workflow w left join client c on c.practice_id = w.practice_id and c.id = w.client_id"
    f" left join lateral ({_OPEN}) o on w.ended_at is null"
)
_TASKS = (
    "select from workflow_step s join task t on t.practice_id = s.practice_id and t.id = s.task_id"
    " left join client c on c.practice_id = t.practice_id and c.id = t.client_id"
    " where s.practice_id = w.practice_id and s.workflow_id = w.id"
)


@dataclass(frozen=True)
class Which:
    """Which workflows are looked for, besides what the filter of the tasks says."""

    ended: bool = False
    template: str = ""
    """The id of one; empty: any."""


@dataclass(frozen=True)
class OpenStep:
    title: str
    who: str
    due: str
    """ "Fri 13 Mar", "4 days late"; empty without a day."""
    late: bool


@dataclass(frozen=True)
class FlowRow:
    """One workflow, as a line of the list."""

    id: str
    name: str
    client: str
    """Empty where it is about nobody."""
    place: str
    """ "Step 3 of 9", "Finished Mon 9 Mar", "Stopped Yesterday 14:02"."""
    segments: tuple[str, ...]
    """Of each step: done, now, to come or skipped."""
    open: tuple[OpenStep, ...]
    more_open: int
    """Besides those that are named."""
    due: str
    """The next day on which something of it is due."""
    late: bool
    started: str
    took: str
    """ "12 days"; empty while it runs."""


@dataclass(frozen=True)
class FlowPage:
    rows: tuple[FlowRow, ...]
    after: tuple[str, str]
    """The keys of the last row, to hand to `listed` for more; empty when there is none."""


@dataclass(frozen=True)
class FlowCount:
    found: int
    late: int
    everyone: int
    """Whatever the filter."""


@dataclass(frozen=True)
class Flows:
    """What the view shows."""

    page: FlowPage
    count: FlowCount
    templates: tuple[tuple[str, str], ...]
    """Those of which some were ever started, as (id, name)."""


NO_KEYS = ("", "")


def read_which(query: object) -> Which:
    """What an address says ("template=0198…&ended=1"); what makes no sense is left out."""
    said = Said(query)
    template = said.first("template")
    return Which(said.first("ended") == "1", template if is_id(template) else "")


def seen(db: ScopedSession, chosen: TaskFilter, which: Which, many: int = PAGE) -> Flows:
    """All that the view shows, in one transaction."""
    db.viewer.require(Permission.SEE_TASKS)
    return Flows(listed(db, chosen, which, many=many), _counted(db, chosen, which), _templates(db))


def listed(
    db: ScopedSession, chosen: TaskFilter, which: Which, *, after: tuple[str, str] = NO_KEYS, many: int = PAGE
) -> FlowPage:
    """Those that run, what is late longest first; or those that are over, the last one first.

    Args:
        chosen: lets through a workflow with a task that it lets through: an open one while the workflow runs.
        after: the keys of the row that the part before ended with.
    """
    db.viewer.require(Permission.SEE_TASKS)
    found, values = _found(db, chosen, which)
    key, way = ("w.ended_at", "desc") if which.ended else (_NEXT, "asc")
    if after != NO_KEYS:
        kind = "timestamptz" if which.ended else "timestamp"
        found += f" and ({key}, w.id) {'<' if way == 'desc' else '>'} (cast(:key as {kind}), cast(:id as uuid))"
        values |= {"key": after[0], "id": after[1]}
    many = min(max(many, PAGE), MOST)
    rows = db.execute(
        text(
            f"select w.id, w.name, w.started_at, w.ended_at, w.ended_how, {CLIENT_NAME} as client, o.steps,"
            f" cast({key} as text) as key, (select array_agg(s.state order by s.position) from workflow_step s"
            "   where s.practice_id = w.practice_id and s.workflow_id = w.id) as states"
            f" from {_FROM} where {found} order by {key} {way}, w.id {way} limit :many"
        ),
        {**values, "many": many + 1},
    ).all()
    shown = rows[:many]
    return FlowPage(
        tuple(_row(one) for one in shown), (shown[-1].key, str(shown[-1].id)) if len(rows) > many else NO_KEYS
    )


def _found(db: ScopedSession, chosen: TaskFilter, which: Which) -> tuple[str, dict[str, Any]]:
    """The condition on `workflow w` and its `client c`, and its values."""
    found = f"w.practice_id = :practice and w.ended_at is {'not ' if which.ended else ''}null"
    values: dict[str, Any] = {"practice": db.viewer.practice_id}
    if which.template:
        found += " and w.template_id = :template"
        values["template"] = as_id(which.template)
    of_filter = replace(chosen, search="")
    of_tasks, more = condition(db, of_filter)
    if of_filter.narrows:
        running = "" if which.ended else " and s.state = 'open'"
        found += f" and exists ({_TASKS} and {of_tasks}{running})"
        values |= more
    for place, word in enumerate(words(chosen.search)[:10]):
        # Every word typed begins a word of the workflow's name, of the client's, or of what is open of it.
        found += (
            f" and (strpos(' ' || lower(w.name), :said_{place}) > 0 or strpos(' ' || c.sort_name, :said_{place}) > 0"
            f" or exists ({_TASKS} and t.deleted_at is null and s.state = 'open'"
            f"   and strpos(' ' || t.folded, :said_{place}) > 0))"
        )
        values[f"said_{place}"] = f" {word}"
    return found, values


def _counted(db: ScopedSession, chosen: TaskFilter, which: Which) -> FlowCount:
    found, values = _found(db, chosen, which)
    row = db.execute(
        text(f"select count(*) as many, count(*) filter (where o.next_at < :now) as late from {_FROM} where {found}"),
        {**values, "now": now().astimezone(SOUTH_AFRICA).replace(tzinfo=None)},
    ).one()
    everyone = row.many
    if chosen.narrows or which.template:
        found, values = _found(db, TaskFilter(), Which(which.ended))
        everyone = db.execute(text(f"select count(*) from workflow w where {found}"), values).scalar_one()
    return FlowCount(row.many, row.late, everyone)


def _templates(db: ScopedSession) -> tuple[tuple[str, str], ...]:
    rows = db.execute(
        text(
            "select t.id, t.name from workflow_template t where t.practice_id = :practice and exists (select"
            " from workflow w where w.practice_id = t.practice_id and w.template_id = t.id)"
            " order by lower(t.name), t.id"
        ),
        {"practice": db.viewer.practice_id},
    )
    return tuple((str(row.id), row.name) for row in rows)


def _row(row: Any) -> FlowRow:
    states = [StepState(one) for one in row.states or ()]
    steps = [_open(*one) for one in row.steps or ()]
    stands = next((place for place, one in enumerate(states, 1) if one == StepState.OPEN), len(states))
    how = "Stopped" if row.ended_how == Ended.STOPPED else "Finished"
    return FlowRow(
        id=str(row.id),
        name=row.name,
        client=row.client,
        place=f"{how} {moment_words(row.ended_at)}" if row.ended_at else f"Step {stands} of {len(states)}",
        segments=tuple(SEGMENTS[one] for one in states),
        open=tuple(steps[:MOST_OPEN]),
        more_open=max(0, len(steps) - MOST_OPEN),
        due=steps[0].due if steps else "",
        late=bool(steps) and steps[0].late,
        started=moment_words(row.started_at),
        took=days_words((row.ended_at - row.started_at).total_seconds()) if row.ended_at else "",
    )


def _open(title: str, who: str, on: str | None, at: str | None) -> OpenStep:
    day = date.fromisoformat(on) if on else None
    moment = time.fromisoformat(at) if at else None
    return OpenStep(title, who, due_words(day, moment), is_late(day, moment))
