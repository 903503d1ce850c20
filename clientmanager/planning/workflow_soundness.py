"""What every workflow must hold, so that whoever starts it comes to its end: names that exist, and no dead ends."""

from collections.abc import Sequence
from graphlib import CycleError, TopologicalSorter

from clientmanager.errors import Invalid
from clientmanager.planning.workflow import Definition, FormField, Milestone, Outcome, Step, WorkflowRole


def require_sound(definition: Definition) -> None:
    """Nothing where all holds.

    Raises:
        Invalid: names what is wrong, with its place such as "steps.2.role" as the field.
    """
    _require_unique(definition.milestones, "milestones")
    _require_unique(definition.roles, "roles")
    _require_unique(definition.steps, "steps")
    if not definition.first():
        raise Invalid("A workflow needs at least one step that starts at once.", field="steps")
    milestones = {one.key for one in definition.milestones}
    roles = {one.key for one in definition.roles}
    keys = {one.key for one in definition.steps}
    for place, step in enumerate(definition.steps):
        here = f"steps.{place}"
        if step.role not in roles:
            raise Invalid(f"Choose who does “{step.title}”.", field=f"{here}.role")
        if step.due.milestone not in milestones:
            raise Invalid(f"Choose the milestone from which “{step.title}” is due.", field=f"{here}.due.milestone")
        _require_unique(step.fields, f"{here}.fields")
        _require_unique(step.outcomes, f"{here}.outcomes")
        for number, outcome in enumerate(step.outcomes):
            there = f"{here}.outcomes.{number}"
            if missing := sorted(set(outcome.activates) - keys):
                raise Invalid(f"“{outcome.words}” calls a step that is not there: {missing[0][:40]}.", field=there)
            if outcome.sets and outcome.sets not in milestones:
                raise Invalid(f"“{outcome.words}” sets a milestone that is not there.", field=there)
            if outcome.ends and outcome.activates:
                raise Invalid(f"“{outcome.words}” cannot end the workflow and call a step.", field=there)
    _require_ways(definition)


def _require_unique(parts: Sequence[Milestone | WorkflowRole | Step | FormField | Outcome], path: str) -> None:
    seen: set[str] = set()
    for place, part in enumerate(parts):
        if part.key in seen:
            raise Invalid(f"The key “{part.key}” is used twice. Give each its own.", field=f"{path}.{place}.key")
        seen.add(part.key)


def _require_ways(definition: Definition) -> None:
    """Every step is come to from the beginning, and none leads back to itself."""
    ways = {step.key: _ways(definition, step) for step in definition.steps}
    reached: set[str] = set()
    ahead = definition.first()
    while ahead:
        key = ahead.pop()
        if key not in reached:
            reached.add(key)
            ahead += ways[key]
    for place, step in enumerate(definition.steps):
        if step.key not in reached:
            raise Invalid(
                f"Nothing leads to “{step.title}”. Let it start at once, or let an outcome call it.",
                field=f"steps.{place}.starts",
            )
    try:
        TopologicalSorter(ways).prepare()
    except CycleError as round_about:
        circle: list[str] = round_about.args[1]
        place = min(definition.number(key) for key in circle) - 1
        raise Invalid(
            f"“{definition.steps[place].title}” leads back to itself. Let no outcome call an earlier step.",
            field=f"steps.{place}",
        ) from None


def _ways(definition: Definition, step: Step) -> list[str]:
    outcomes = [outcome.key for outcome in step.outcomes] or [""]
    return [key for outcome in outcomes for key in definition.opened_by(step, outcome)]
