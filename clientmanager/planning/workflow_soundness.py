"""What every workflow must hold, so that whoever starts it comes to its end: names that exist, and no dead ends."""

from collections.abc import Iterator, Sequence
from graphlib import CycleError, TopologicalSorter

from clientmanager.planning.workflow import Definition, FormField, Milestone, Outcome, Step, WorkflowRole


def unsound(definition: Definition) -> Iterator[tuple[str, str]]:
    """All that does not hold: its place, such as "steps.2.role", and a sentence."""
    for name in ("milestones", "roles", "steps"):
        yield from _repeated(getattr(definition, name), name)
    if not definition.first():
        yield "steps", "A workflow needs at least one step that starts at once."
    for place, step in enumerate(definition.steps):
        yield from _step(definition, step, f"steps.{place}")
    yield from _ways_through(definition)


def _step(definition: Definition, step: Step, here: str) -> Iterator[tuple[str, str]]:
    milestones, name = {one.key for one in definition.milestones}, f"“{step.title}”" if step.title else "this step"
    if step.role not in {one.key for one in definition.roles}:
        yield f"{here}.role", f"Choose who does {name}."
    if step.due.milestone not in milestones:
        yield f"{here}.due.milestone", f"Choose the milestone from which {name} is due."
    yield from _repeated(step.fields, f"{here}.fields")
    yield from _repeated(step.outcomes, f"{here}.outcomes")
    for number, outcome in enumerate(step.outcomes):
        there = f"{here}.outcomes.{number}"
        if missing := sorted(set(outcome.activates) - {one.key for one in definition.steps}):
            yield there, f"“{outcome.words}” calls a step that is not there: {missing[0][:40]}."
        if outcome.sets and outcome.sets not in milestones:
            yield there, f"“{outcome.words}” sets a milestone that is not there."
        if outcome.ends and outcome.activates:
            yield there, f"“{outcome.words}” cannot end the workflow and call a step."


def _repeated(
    parts: Sequence[Milestone | WorkflowRole | Step | FormField | Outcome], path: str
) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for place, part in enumerate(parts):
        if part.key in seen:
            yield f"{path}.{place}.key", f"The key “{part.key}” is used twice. Give each its own."
        seen.add(part.key)


def _ways_through(definition: Definition) -> Iterator[tuple[str, str]]:
    """Every step is come to from the beginning, and none leads back to itself."""
    ways = {step.key: _ways(definition, step) for step in definition.steps}
    reached: set[str] = set()
    ahead = definition.first()
    while ahead:
        key = ahead.pop()
        if key not in reached:
            reached.add(key)
            ahead += ways.get(key, [])
    for place, step in enumerate(definition.steps):
        if step.key not in reached:
            name = f"“{step.title}”" if step.title else "this step"
            yield f"steps.{place}.starts", f"Nothing leads to {name}. Let it start at once, or let an outcome call it."
    try:
        TopologicalSorter(ways).prepare()
    except CycleError as round_about:
        circle: list[str] = round_about.args[1]
        place = min(definition.number(key) for key in circle if definition.step(key)) - 1
        words = f"“{definition.steps[place].title}” leads back to itself. Let no outcome call an earlier step."
        yield f"steps.{place}", words


def _ways(definition: Definition, step: Step) -> list[str]:
    outcomes = [outcome.key for outcome in step.outcomes] or [""]
    return [key for outcome in outcomes for key in definition.opened_by(step, outcome)]
