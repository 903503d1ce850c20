"""A workflow while it is written: JSON as `workflow.to_json` makes it, but half said. `workflow_reading` judges it.

Its parts are named by their keys and never by their places, so that what was typed into one meets it wherever it was
moved meanwhile. In a form a key stands without spaces: see `slug`.
"""

import json
from collections.abc import Mapping
from typing import Any

from clientmanager.errors import Invalid, NotFound
from clientmanager.models.task import Priority
from clientmanager.planning.workflow import START, Definition, FieldKind, Starts, Unit, to_json
from clientmanager.planning.workflow_reading import LONGEST, MOST

LONGEST_TYPED = 20_000
"""Of one field: far more than any of them takes, so that what is too long can still be made shorter."""
AFTER, BEFORE = "after", "before"
PARTS = {
    "milestones": ("day", {"words": ""}),
    "roles": ("role", {"words": ""}),
    "steps": ("step", {"title": "", "role": "", "starts": Starts.FOLLOWS}),
    "fields": ("field", {"words": "", "kind": FieldKind.TEXT, "required": False, "options": []}),
    "outcomes": ("outcome", {"words": "", "activates": [], "sets": "", "ends": False}),
}
"""What can be added and removed: how its key begins, and what it holds to begin with."""
_INSIDE = ("fields", "outcomes")
"""Those that belong to a step."""

Draft = dict[str, Any]


def blank() -> Draft:
    """What a new workflow begins with."""
    milestones = [{"key": START, "words": "Day of the start"}]
    return {"name": "", "about": "", "for_client": True, "milestones": milestones, "roles": [], "steps": []}


def of(definition: Definition) -> Draft:
    """What is written on in: the same JSON, changeable."""
    return json.loads(json.dumps(to_json(definition)))


def copy_of(definition: Definition) -> Draft:
    """A workflow of its own that begins like this one."""
    return of(definition) | {"name": f"Copy of {definition.name}"[: LONGEST["name"]]}


def slug(key: str) -> str:
    """A key as the name of a field and its id hold it."""
    return key.replace(" ", ".")


def name_of(what: str, key: str) -> str:
    """Under which name a form holds a part."""
    return f"{what}:{slug(key)}"


def found(draft: Draft, what: object, key: object, step: object = "") -> Draft:
    """One part.

    Raises:
        NotFound: it is not there, or no more.
    """
    for one in parts(draft, what, step):
        if one["key"] == key:
            return one
    raise NotFound("This part of the workflow is not here any more.")


def parts(draft: Draft, what: object, step: object = "") -> list[Draft]:
    """All of one kind, in order; of a step, where they belong to one."""
    if not isinstance(what, str) or what not in PARTS:
        raise NotFound("A workflow has no such part.")
    return (found(draft, "steps", step) if what in _INSIDE else draft).setdefault(what, [])


def add(draft: Draft, what: object, step: object = "") -> str:
    """Another part at the end. Returns its key.

    Raises:
        Invalid: there are as many as there may be.
    """
    there = parts(draft, what, step)
    if len(there) >= MOST[str(what)]:
        raise Invalid(f"There may be {MOST[str(what)]} of these at most.")
    key = _free_key(there, str(what))
    part = {"key": key, **json.loads(json.dumps(PARTS[str(what)][1]))}
    if what == "steps" and not there:
        part["starts"] = Starts.AT_ONCE
    there.append(part)
    return key


def remove(draft: Draft, what: object, key: object, step: object = "") -> tuple[int, Draft]:
    """Take a part out. Returns its place and what it held, to be put back by `insert`.

    Raises:
        Invalid: another part refers to it; says which.
    """
    part = found(draft, what, key, step)
    if what == "milestones" and key == START:
        raise Invalid("Every workflow has the day of its start. Give it other words instead.")
    if by := referring(draft, str(what), str(key)):
        more = f" and {len(by) - 2} more" if len(by) > 2 else ""
        raise Invalid(f"“{_name(part)}” is needed by {', '.join(by[:2])}{more}. Change that first.")
    there = parts(draft, what, step)
    place = there.index(part)
    del there[place]
    return place, part


def insert(draft: Draft, what: object, place: int, part: Draft, step: object = "") -> None:
    """Undo of `remove`; nothing where it is back already.

    Another part that was given its key meanwhile keeps it: nothing refers to the removed one.
    """
    there = parts(draft, what, step)
    namesake = next((one for one in there if one["key"] == part["key"]), None)
    if namesake is None or namesake != part:
        there.insert(place, part if namesake is None else part | {"key": _free_key(there, str(what))})


def move(draft: Draft, what: object, key: object, by: object, step: object = "") -> None:
    """One place up (-1) or down (1); nothing at the end of the list."""
    there = parts(draft, what, step)
    place = there.index(found(draft, what, key, step))
    to = place + (1 if by == 1 else -1 if by == -1 else 0)
    if 0 <= to < len(there):
        there.insert(to, there.pop(place))


def referring(draft: Draft, what: str, key: str) -> list[str]:
    """What would not know what is meant any more, in words: the steps and outcomes that name this part."""
    by: list[str] = []
    for step in parts(draft, "steps"):
        needed = {"roles": step.get("role"), "milestones": (step.get("due") or {}).get("milestone", START)}
        if needed.get(what) == key:
            by.append(f"“{_name(step)}”")
        for outcome in step.get("outcomes", ()):
            named = {"steps": outcome.get("activates", ()), "milestones": [outcome.get("sets", "")]}
            if key in named.get(what, ()) and not (what == "steps" and step["key"] == key):
                by.append(f"the outcome “{_name(outcome)}” of “{_name(step)}”")
    return by


def fill(draft: Draft, form: object) -> None:
    """What was typed into the head of the page; what the form does not hold stays."""
    said = form if isinstance(form, Mapping) else {}
    _take(draft, said, name="name", about="about")
    if said.get("for_client") in ("yes", "no"):
        draft["for_client"] = said["for_client"] == "yes"
    for what in ("milestones", "roles"):
        for one in parts(draft, what):
            _take(one, said, words=name_of(what, one["key"]))


def fill_step(draft: Draft, key: object, form: object) -> None:
    """What was typed into the form of one step; what the form does not hold stays."""
    step, said = found(draft, "steps", key), form if isinstance(form, Mapping) else {}
    _take(step, said, title="title", description="description", role="role", starts="starts", priority="priority")
    if isinstance(said.get("checklist"), str):
        step["checklist"] = _lines(said["checklist"])
    if isinstance(said.get("days"), str):
        due = step["due"] = dict(step.get("due") or {})
        _take(due, said, milestone="milestone", unit="unit", side="side")
        due["offset"] = _offset(said["days"], due.get("side"))
    for one in parts(draft, "fields", key):
        name = name_of("fields", one["key"])
        if isinstance(said.get(f"{name}:words"), str):
            _take(one, said, words=f"{name}:words", kind=f"{name}:kind")
            one["required"] = _ticked(said, f"{name}:required")
            if isinstance(said.get(f"{name}:options"), str):
                one["options"] = _lines(said[f"{name}:options"])
    for one in parts(draft, "outcomes", key):
        name = name_of("outcomes", one["key"])
        if isinstance(said.get(f"{name}:words"), str):
            _take(one, said, words=f"{name}:words", sets=f"{name}:sets")
            one["ends"] = _ticked(said, f"{name}:ends")
            keys = [each["key"] for each in parts(draft, "steps")]
            one["activates"] = [each for each in keys if _ticked(said, f"{name}:calls:{slug(each)}")]


def days_of(step: Draft) -> tuple[str, str]:
    """How many days after or before the milestone, as it was typed, and which of both."""
    due = step.get("due") or {}
    offset = due.get("offset", 0)
    if isinstance(offset, int):
        side = BEFORE if offset < 0 else due.get("side", AFTER) if offset == 0 else AFTER
        return str(abs(offset)), side if side in (AFTER, BEFORE) else AFTER
    return str(offset), BEFORE if due.get("side") == BEFORE else AFTER


def _offset(typed: str, side: object) -> int | str:
    """A number where it is one; else what was typed, which the reading refuses."""
    bare = typed.strip()
    if not bare.isdecimal() or not bare.isascii() or len(bare) > 5:
        return bare[: LONGEST["words"]] if bare else 0
    return -int(bare) if side == BEFORE else int(bare)


def _free_key(there: list[Draft], what: str) -> str:
    used, begins = {one["key"] for one in there}, PARTS[what][0]
    return next(name for number in range(1, len(there) + 2) if (name := f"{begins}-{number}") not in used)


def _take(part: Draft, said: Mapping[Any, Any], **names: str) -> None:
    """Into each field of a part what the form holds under a name."""
    for field, name in names.items():
        if isinstance(said.get(name), str):
            part[field] = said[name][:LONGEST_TYPED]


def _lines(typed: str) -> list[str]:
    return [line for line in typed[:LONGEST_TYPED].splitlines() if line.strip()]


def _ticked(said: Mapping[Any, Any], name: str) -> bool:
    return said.get(name) in ("on", True)


def _name(part: Draft) -> str:
    return " ".join(str(part.get("title") or part.get("words") or "").split())[:80] or "without a name"


CHOICES = {
    "starts": (
        (Starts.AT_ONCE, "When the workflow starts"),
        (Starts.FOLLOWS, "When the step before it is done"),
        (Starts.CALLED, "When an outcome calls it"),
    ),
    "unit": ((Unit.WORKING, "working days"), (Unit.CALENDAR, "calendar days")),
    "side": ((AFTER, "after"), (BEFORE, "before")),
    "priority": tuple((one, one.capitalize()) for one in Priority),
    "kind": (
        (FieldKind.TEXT, "Text on one line"),
        (FieldKind.LINES, "Text of many lines"),
        (FieldKind.DATE, "Date"),
        (FieldKind.YES_NO, "Yes or no"),
        (FieldKind.CHOICE, "One of several"),
        (FieldKind.RAND, "Amount in rand"),
    ),
}
"""What can be chosen: value and words."""
