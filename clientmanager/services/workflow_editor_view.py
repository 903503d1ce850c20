"""A workflow that is being written, as its page shows it. Each part tells its place: by it is said what is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass

from clientmanager.planning import workflow_draft
from clientmanager.planning.workflow import START, Definition, FieldKind, Starts, Unit
from clientmanager.planning.workflow_draft import CHOICES as CHOICES
from clientmanager.planning.workflow_draft import Draft, name_of, slug
from clientmanager.services import workflow_words
from clientmanager.services.workflow_templates import VersionRow
from clientmanager.services.workflow_words import StepWords

NO_NAME = "Without a name"


@dataclass(frozen=True)
class PartLine:
    """A milestone or a role."""

    key: str
    name: str
    """In the form."""
    at: str
    words: str
    fixed: bool
    """Whether it cannot go."""


@dataclass(frozen=True)
class StepLine:
    key: str
    at: str
    words: StepWords


@dataclass(frozen=True)
class Editor:
    """The page but for the step that is opened."""

    id: str = ""
    """Of the template, or "new"."""
    version: int = 0
    """From which the writer began; 0 of a new one."""
    newest: int = 0
    kept: str = ""
    """14:02: when something was typed that is not saved; empty where nothing was."""
    name: str = ""
    about: str = ""
    for_client: str = "yes"
    milestones: tuple[PartLine, ...] = ()
    roles: tuple[PartLine, ...] = ()
    steps: tuple[StepLine, ...] = ()
    versions: tuple[VersionRow, ...] = ()
    """The newest first."""


@dataclass(frozen=True)
class FieldForm:
    key: str
    name: str
    at: str
    words: str
    kind: str
    required: bool
    options: str
    """One on each line."""


@dataclass(frozen=True)
class Called:
    """A step that an outcome can call."""

    name: str
    words: str
    chosen: bool


@dataclass(frozen=True)
class OutcomeForm:
    key: str
    name: str
    at: str
    words: str
    sets: str
    ends: bool
    calls: tuple[Called, ...]


@dataclass(frozen=True)
class StepForm:
    """One step, as its sheet shows it."""

    key: str = ""
    at: str = ""
    number: int = 0
    title: str = ""
    description: str = ""
    role: str = ""
    days: str = ""
    unit: str = ""
    side: str = ""
    milestone: str = ""
    starts: str = ""
    priority: str = ""
    checklist: str = ""
    """One on each line."""
    fields: tuple[FieldForm, ...] = ()
    outcomes: tuple[OutcomeForm, ...] = ()
    roles: tuple[tuple[str, str], ...] = ()
    milestones: tuple[tuple[str, str], ...] = ()
    dates: tuple[tuple[str, str], ...] = ()
    """The milestones that an outcome can date, after "none of them"."""


NO_EDITOR, NO_STEP = Editor(), StepForm()


def view(
    draft: Draft, definition: Definition, place: str, was: int, kept: str, versions: Sequence[VersionRow]
) -> Editor:
    lines = zip(workflow_draft.parts(draft, "steps"), workflow_words.steps(definition), strict=False)
    return Editor(
        id=place,
        version=was,
        newest=versions[0].number if versions else 0,
        kept=kept,
        name=_text(draft, "name"),
        about=_text(draft, "about"),
        for_client="yes" if draft.get("for_client", True) else "no",
        milestones=_lines(draft, "milestones"),
        roles=_lines(draft, "roles"),
        steps=tuple(StepLine(one["key"], f"steps.{n}", words) for n, (one, words) in enumerate(lines)),
        versions=tuple(versions),
    )


def step_form(draft: Draft, key: object) -> StepForm:
    """Empty where there is no such step."""
    steps = workflow_draft.parts(draft, "steps")
    place = next((n for n, one in enumerate(steps) if one["key"] == key), None)
    if place is None:
        return NO_STEP
    step, at = steps[place], f"steps.{place}"
    days, side = workflow_draft.days_of(step)
    due = step.get("due") or {}
    milestones = tuple((one["key"], _name(one)) for one in workflow_draft.parts(draft, "milestones"))
    return StepForm(
        key=step["key"],
        at=at,
        number=place + 1,
        title=_text(step, "title"),
        description=_text(step, "description"),
        role=_text(step, "role"),
        days=days,
        unit=due.get("unit", Unit.WORKING),
        side=side,
        milestone=due.get("milestone", START),
        starts=step.get("starts", Starts.FOLLOWS),
        priority=step.get("priority", "normal"),
        checklist="\n".join(step.get("checklist", ())),
        fields=tuple(_field(one, f"{at}.fields.{n}") for n, one in enumerate(step.get("fields", ()))),
        outcomes=tuple(
            _outcome(steps, place, one, f"{at}.outcomes.{n}") for n, one in enumerate(step.get("outcomes", ()))
        ),
        roles=(("", "Choose who"), *((one["key"], _name(one)) for one in workflow_draft.parts(draft, "roles"))),
        milestones=milestones,
        dates=(("", "No day"), *milestones),
    )


def _lines(draft: Draft, what: str) -> tuple[PartLine, ...]:
    return tuple(
        PartLine(
            one["key"], name_of(what, one["key"]), f"{what}.{n}", _text(one, "words"),
            fixed=what == "milestones" and one["key"] == START,
        )
        for n, one in enumerate(workflow_draft.parts(draft, what))
    )  # fmt: skip


def _field(one: Draft, at: str) -> FieldForm:
    return FieldForm(
        key=one["key"],
        name=name_of("fields", one["key"]),
        at=at,
        words=_text(one, "words"),
        kind=one.get("kind", FieldKind.TEXT),
        required=one.get("required") is True,
        options="\n".join(one.get("options", ())),
    )


def _outcome(steps: Sequence[Draft], place: int, one: Draft, at: str) -> OutcomeForm:
    """It calls later steps; an earlier one is shown only where it is called already."""
    name, called = name_of("outcomes", one["key"]), one.get("activates", ())
    return OutcomeForm(
        key=one["key"],
        name=name,
        at=at,
        words=_text(one, "words"),
        sets=_text(one, "sets"),
        ends=one.get("ends") is True,
        calls=tuple(
            Called(f"{name}:calls:{slug(each['key'])}", f"{n + 1}. {_name(each)}", each["key"] in called)
            for n, each in enumerate(steps)
            if n > place or each["key"] in called
        ),
    )


def _text(part: Draft, field: str) -> str:
    return str(part.get(field, ""))


def _name(part: Draft) -> str:
    return _text(part, "title") or _text(part, "words") or NO_NAME
