"""A template's steps as one reads them: who, by when, what is asked and what follows."""

from dataclasses import dataclass

from clientmanager.db import ScopedSession
from clientmanager.planning.workflow import Definition, Outcome, Starts, Step, Unit
from clientmanager.services import workflow_templates


@dataclass(frozen=True)
class StepWords:
    number: int
    title: str
    about: str
    """ "Assistant · 2 working days after: Day of the start"."""
    begins: str
    """When its turn comes."""
    asks: str
    """What its form asks, in one line; empty where it asks nothing."""
    outcomes: tuple[str, ...]
    """ "Everything is here → Verify the documents"."""


@dataclass(frozen=True)
class TemplateWords:
    id: str = ""
    name: str = ""
    about: str = ""
    version: int = 0
    retired: bool = False
    steps: tuple[StepWords, ...] = ()


NO_TEMPLATE = TemplateWords()


def read(db: ScopedSession, template_id: object, number: object = None) -> TemplateWords:
    """A version of a template in words: the one with this number, or the newest."""
    template = workflow_templates.read(db, template_id, number)
    definition = template.definition
    return TemplateWords(
        id=template.id,
        name=definition.name,
        about=definition.about,
        version=template.version,
        retired=template.retired,
        steps=steps(definition),
    )


def steps(definition: Definition) -> tuple[StepWords, ...]:
    """Also of one that is half written."""
    return tuple(_step(definition, number, step) for number, step in enumerate(definition.steps, 1))


def _step(definition: Definition, number: int, step: Step) -> StepWords:
    role = next((one.words for one in definition.roles if one.key == step.role), "")
    return StepWords(
        number=number,
        title=step.title,
        about=" · ".join(filter(None, [role, _due(definition, step)])),
        begins=_begins(definition, step, number),
        asks=", ".join(f"{one.words} (required)" if one.required else one.words for one in step.fields),
        outcomes=tuple(f"{one.words} → {_follows(definition, one)}" for one in step.outcomes),
    )


def _due(definition: Definition, step: Step) -> str:
    milestone = next((one.words for one in definition.milestones if one.key == step.due.milestone), "")
    if not milestone:
        return ""
    many = abs(step.due.offset)
    if not many:
        return f"due on: {milestone}"
    unit = "working day" if step.due.unit == Unit.WORKING else "calendar day"
    side = "after" if step.due.offset > 0 else "before"
    return f"due {many} {unit}{'' if many == 1 else 's'} {side}: {milestone}"


def _begins(definition: Definition, step: Step, number: int) -> str:
    if step.starts == Starts.AT_ONCE:
        return "From the start"
    if step.starts == Starts.CALLED:
        return "Only when an answer calls it"
    above = definition.steps[number - 2] if number > 1 else None
    return "" if above is None or above.outcomes else "After the step before"


def _follows(definition: Definition, outcome: Outcome) -> str:
    if outcome.ends:
        return "the workflow is over"
    called = [step.title for key in outcome.activates if (step := definition.step(key))]
    return ", ".join(called) or "nothing more"
