"""Which tasks a board, list or calendar shows: the same words in the address, in a query and in an export."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from clientmanager.clock import today
from clientmanager.db import ScopedSession, as_id
from clientmanager.models.folding import folded, words
from clientmanager.models.task import Priority
from clientmanager.services.filters import NOBODY, Said, is_id
from clientmanager.services.task_words import LATE, late_values

ME = "me"
TEAM = "team "
"""Before a team's id: everyone who is in it."""
DUE = {
    "late": "late",
    "today": "today or late",
    "7": "next 7 days",
    "14": "next 14 days",
    "30": "next 30 days",
    "none": "no date",
}
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class TaskFilter:
    """What is looked for. Each of `whose`, `priority` and `label` lets any one of its values through."""

    search: str = ""
    whose: tuple[str, ...] = ()
    """ "me", ids of users, "team" and an id, or "none"; empty: the whole practice."""
    due: str = ""
    """A key of DUE, or the one day, 2026-03-12."""
    priority: tuple[str, ...] = ()
    label: tuple[str, ...] = ()
    """Folded."""
    client: str = ""
    """The id of one client."""

    @property
    def narrows(self) -> bool:
        return self != TaskFilter()


def read_filter(query: object) -> TaskFilter:
    """The filter that an address's query names ("whose=me&due=14"); what makes no sense is left out."""
    said = Said(query)
    due, client = said.first("due"), said.first("client")
    return TaskFilter(
        search=said.first("q"),
        whose=tuple(one for one in said.values("whose") if _is_somebody(one)),
        due=due if due in DUE or day_of(due) else "",
        priority=tuple(one for one in said.values("priority") if one in set(Priority)),
        label=tuple(filter(None, (folded(one) for one in said.values("label")))),
        client=client if is_id(client) else "",
    )


def day_of(due: str) -> date | None:
    """The one day that a filter's `due` means; none where it is a key of DUE, or nothing."""
    if not _DAY.fullmatch(due):
        return None
    try:
        return date.fromisoformat(due)
    except ValueError:
        return None


def says_whose(query: object) -> bool:
    """Whether an address names somebody, or everybody ("whose=all")."""
    return bool(Said(query).values("whose"))


def as_query(chosen: TaskFilter) -> str:
    """The text after the question mark of an address; empty for everything open."""
    said: dict[str, Any] = {
        "q": chosen.search,
        "whose": chosen.whose,
        "due": chosen.due,
        "priority": chosen.priority,
        "label": chosen.label,
        "client": chosen.client,
    }
    return urlencode({name: value for name, value in said.items() if value}, doseq=True)


def without(chosen: TaskFilter, name: str, value: str) -> TaskFilter:
    """The filter with one value of one field taken off."""
    present = getattr(chosen, name)
    if isinstance(present, str):
        return replace(chosen, **{name: "" if present == value else present})
    return replace(chosen, **{name: tuple(one for one in present if one != value)})


def condition(db: ScopedSession, chosen: TaskFilter) -> tuple[str, dict[str, Any]]:
    """The SQL condition on `task t` and its `client c`, and its values; nothing of whether it is done."""
    found = "t.practice_id = :practice and t.deleted_at is null"
    values: dict[str, Any] = {"practice": db.viewer.practice_id}
    if chosen.whose:
        found += f" and ({' or '.join(_of_people(db, chosen, values))})"
    if chosen.due == "none":
        found += " and t.due_on is null"
    elif chosen.due == "late":
        found += f" and {LATE}"
        values |= late_values()
    elif day := day_of(chosen.due):
        found += " and t.due_on = :day"
        values["day"] = day
    elif chosen.due:
        values["until"] = today() + timedelta(days=0 if chosen.due == "today" else int(chosen.due))
        found += " and t.due_on <= :until"
    if chosen.priority:
        found += " and t.priority = any(:priority)"
        values["priority"] = list(chosen.priority)
    if chosen.label:
        found += (
            " and exists (select from task_label l where l.practice_id = t.practice_id and l.task_id = t.id"
            " and l.folded = any(:label))"
        )
        values["label"] = list(chosen.label)
    if chosen.client:
        found += " and t.client_id = :client"
        values["client"] = as_id(chosen.client)
    for place, word in enumerate(words(chosen.search)[:10]):
        # Every word typed begins a word of the title, of the client's name or of a label.
        found += (
            f" and (strpos(' ' || t.folded, :word_{place}) > 0 or strpos(' ' || c.sort_name, :word_{place}) > 0"
            " or exists (select from task_label l where l.practice_id = t.practice_id and l.task_id = t.id"
            f" and strpos(' ' || l.folded, :word_{place}) > 0))"
        )
        values[f"word_{place}"] = f" {word}"
    return found, values


def _of_people(db: ScopedSession, chosen: TaskFilter, values: dict[str, Any]) -> list[str]:
    people = [db.viewer.user_id if one == ME else as_id(one) for one in chosen.whose if one == ME or is_id(one)]
    teams = [as_id(one.removeprefix(TEAM)) for one in chosen.whose if one.startswith(TEAM)]
    values |= {"people": people, "teams": teams}
    some = ["t.assignee_id = any(:people)"] if people else []
    if teams:
        some.append(
            "t.assignee_id in (select m.user_id from team_member m"
            " where m.practice_id = :practice and m.team_id = any(:teams))"
        )
    return [*some, *(["t.assignee_id is null"] if NOBODY in chosen.whose else [])]


def _is_somebody(one: str) -> bool:
    return one in (ME, NOBODY) or is_id(one.removeprefix(TEAM))
