"""A workflow as a practice defines it: its steps, who does them, when each is due and what follows it.

A definition is read once and never changed: a practice that wants another one keeps a new version of it. How it is read
from JSON, and what is refused, is in `workflow_reading`.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from clientmanager.models.task import Priority
from clientmanager.planning.working_days import WorkingDays

START = "start"
"""The milestone that every workflow has: the day on which it was started."""


class Unit(StrEnum):
    WORKING = "working days"
    CALENDAR = "calendar days"


class Starts(StrEnum):
    """When a step is put before people."""

    AT_ONCE = "at once"
    FOLLOWS = "after the step before"
    """When the step above it in the list is done, where that one has no outcomes."""
    CALLED = "when an outcome calls it"


class FieldKind(StrEnum):
    """What a form inside a step asks for."""

    TEXT = "text"
    LINES = "lines"
    DATE = "date"
    YES_NO = "yes or no"
    CHOICE = "choice"
    RAND = "amount in rand"


@dataclass(frozen=True)
class Milestone:
    """A day on which the due days of steps hang, such as the day of the review meeting."""

    key: str
    words: str


@dataclass(frozen=True)
class WorkflowRole:
    """A part that somebody plays; who that is, is asked for when a workflow is started."""

    key: str
    words: str


@dataclass(frozen=True)
class Due:
    """So many days after a milestone; before it when negative."""

    milestone: str = START
    offset: int = 0
    unit: Unit = Unit.WORKING


@dataclass(frozen=True)
class FormField:
    key: str
    words: str
    kind: FieldKind = FieldKind.TEXT
    required: bool = False
    options: tuple[str, ...] = ()
    """Of a choice."""


@dataclass(frozen=True)
class Outcome:
    """One way in which a step can end."""

    key: str
    words: str
    activates: tuple[str, ...] = ()
    """The keys of the steps that it calls."""
    sets: str = ""
    """The milestone that is dated on the day on which this outcome is said."""
    ends: bool = False
    """The whole workflow is over then, whatever is still open."""


@dataclass(frozen=True)
class Step:
    key: str
    title: str
    role: str
    description: str = ""
    due: Due = Due()
    priority: Priority = Priority.NORMAL
    checklist: tuple[str, ...] = ()
    fields: tuple[FormField, ...] = ()
    starts: Starts = Starts.FOLLOWS
    outcomes: tuple[Outcome, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether it cannot be done without something being said first."""
        return bool(self.outcomes) or any(field.required for field in self.fields)

    def outcome(self, key: str) -> Outcome | None:
        return next((one for one in self.outcomes if one.key == key), None)


@dataclass(frozen=True)
class Definition:
    name: str
    about: str
    milestones: tuple[Milestone, ...]
    roles: tuple[WorkflowRole, ...]
    steps: tuple[Step, ...]
    for_client: bool = True
    """Whether it is about one client, who is asked for when it is started."""

    def step(self, key: str) -> Step | None:
        return next((one for one in self.steps if one.key == key), None)

    def number(self, key: str) -> int:
        """Which step it is, from 1 on."""
        return [one.key for one in self.steps].index(key) + 1

    def first(self) -> list[str]:
        """The keys of the steps that a workflow begins with."""
        return [one.key for one in self.steps if one.starts == Starts.AT_ONCE]

    def opened_by(self, step: Step, outcome: str = "") -> list[str]:
        """The keys of the steps that are put before people when a step is done.

        Args:
            outcome: how it ended, where it has outcomes; what it calls is opened then, and nothing else.
        """
        if step.outcomes:
            said = step.outcome(outcome)
            return list(said.activates) if said else []
        following = self.steps[self.number(step.key) :][:1]
        return [one.key for one in following if one.starts == Starts.FOLLOWS]


def due_of(step: Step, milestones: Mapping[str, date], days: WorkingDays) -> date | None:
    """The day by which a step is to be done; None while its milestone has no date.

    Working days are counted by the practice's calendar; 0 is the first working day on or after the milestone. So many
    calendar days that end on a day off are due on the last working day before, so that a period which the law counts is
    never missed; 0 calendar days is the milestone's own day, whatever day that is.
    """
    day = milestones.get(step.due.milestone)
    if day is None:
        return None
    if step.due.unit == Unit.WORKING:
        return days.add(day, step.due.offset)
    return days.on_or_before(day + timedelta(days=step.due.offset)) if step.due.offset else day


def to_json(definition: Definition) -> dict[str, Any]:
    """As it is kept; `workflow_reading.read` makes the same definition of it again."""
    return asdict(definition)
