"""Reading a workflow's definition from JSON: kindly where it can be, refused in a sentence where it cannot be kept."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from clientmanager.errors import Invalid
from clientmanager.models.task import Priority
from clientmanager.planning.workflow import (
    START,
    Definition,
    Due,
    FieldKind,
    FormField,
    Milestone,
    Outcome,
    Starts,
    Step,
    Unit,
    WorkflowRole,
)
from clientmanager.planning.workflow_soundness import require_sound

MOST_DAYS = 1000
"""Between a milestone and the due day of a step."""
LONGEST = {"name": 80, "words": 120, "title": 200, "line": 300, "about": 1000, "description": 4000}
MOST = {"milestones": 10, "roles": 10, "steps": 40, "checklist": 40, "fields": 20, "options": 30, "outcomes": 8}
_KEY = re.compile(r"[a-z][a-z0-9 _-]{0,39}")
_START = Milestone(START, "Day of the start")
_Said = TypeVar("_Said", bound=StrEnum)
_Part = TypeVar("_Part")


def read(value: object) -> Definition:
    """A definition that somebody wrote, from JSON as `to_json` makes it.

    Raises:
        Invalid: with the place in the value, such as "steps.2.title", as the field.
    """
    definition = kept(value)
    require_sound(definition)
    return definition


def kept(value: object) -> Definition:
    """A definition that was read before and kept: what is demanded of new ones since does not stop one that runs."""
    said = _Reader.of(value, "")
    milestones = said.parts("milestones", lambda one: Milestone(one.key(), one.line("words", "words")))
    return Definition(
        name=said.line("name", "name"),
        about=said.text("about", "about"),
        milestones=milestones if any(one.key == START for one in milestones) else (_START, *milestones),
        roles=said.parts("roles", lambda one: WorkflowRole(one.key(), one.line("words", "words"))),
        steps=said.parts("steps", _step),
        for_client=said.flag("for_client", absent=True),
    )


def printable(text: str, *, lines: bool = False) -> str:
    """Without what cannot be seen or kept; one line, or the lines it has."""
    rows = [" ".join("".join(c if c.isprintable() else " " for c in row).split()) for row in text.split("\n")]
    return "\n".join(rows).strip() if lines else " ".join(filter(None, rows))


@dataclass(frozen=True)
class _Reader:
    """One object of the JSON, and where in it that is."""

    values: dict[Any, Any]
    path: str

    @classmethod
    def of(cls, value: object, path: str) -> "_Reader":
        if not isinstance(value, dict):
            raise Invalid("This is no workflow. Begin with a new one.", field=path)
        return cls(value, path)

    def at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def text(self, name: str, kind: str, *, lines: bool = True) -> str:
        said = self.values.get(name, "")
        if not isinstance(said, str):
            raise Invalid("This must be text.", field=self.at(name))
        return _bounded(printable(said[: LONGEST[kind] + 1], lines=lines), kind, self.at(name))

    def line(self, name: str, kind: str) -> str:
        """Text on one line; never empty."""
        found = self.text(name, kind, lines=False)
        if not found:
            raise Invalid("Write something here.", field=self.at(name))
        return found

    def key(self, name: str = "key") -> str:
        said = self.values.get(name)
        if not isinstance(said, str) or not _KEY.fullmatch(said):
            raise Invalid(
                "A key is at most 40 small letters, digits and hyphens, and begins with a letter.", field=self.at(name)
            )
        return said

    def flag(self, name: str, *, absent: bool = False) -> bool:
        said = self.values.get(name, absent)
        if not isinstance(said, bool):
            raise Invalid("Say yes or no.", field=self.at(name))
        return said

    def one_of(self, name: str, kind: type[_Said], absent: _Said) -> _Said:
        said = self.values.get(name, absent)
        if not isinstance(said, str) or said not in set(kind):
            raise Invalid(f"Choose one of: {', '.join(kind)}.", field=self.at(name))
        return kind(said)

    def list_of(self, name: str) -> Sequence[object]:
        said = self.values.get(name, ())
        if not isinstance(said, list | tuple):
            raise Invalid("This must be a list.", field=self.at(name))
        if len(said) > MOST[name]:
            raise Invalid(f"There may be {MOST[name]} of these at most.", field=self.at(name))
        return said

    def lines(self, name: str) -> tuple[str, ...]:
        found: list[str] = []
        for place, said in enumerate(self.list_of(name)):
            if not isinstance(said, str):
                raise Invalid("This must be text.", field=f"{self.at(name)}.{place}")
            found.append(_bounded(printable(said[: LONGEST["line"] + 1]), "line", f"{self.at(name)}.{place}"))
        return tuple(filter(None, found))

    def parts(self, name: str, make: "Callable[[_Reader], _Part]") -> tuple[_Part, ...]:
        said = self.list_of(name)
        return tuple(make(_Reader.of(one, f"{self.at(name)}.{place}")) for place, one in enumerate(said))


def _bounded(text: str, kind: str, path: str) -> str:
    if len(text) > LONGEST[kind]:
        raise Invalid(f"This is longer than the {LONGEST[kind]} characters that fit here.", field=path)
    return text


def _step(said: _Reader) -> Step:
    return Step(
        key=said.key(),
        title=said.line("title", "title"),
        role=said.key("role"),
        description=said.text("description", "description"),
        due=_due(_Reader.of(said.values.get("due", {}), said.at("due"))),
        priority=said.one_of("priority", Priority, Priority.NORMAL),
        checklist=said.lines("checklist"),
        fields=said.parts("fields", _field),
        starts=said.one_of("starts", Starts, Starts.FOLLOWS),
        outcomes=said.parts("outcomes", _outcome),
    )


def _due(said: _Reader) -> Due:
    offset = said.values.get("offset", 0)
    if not isinstance(offset, int) or isinstance(offset, bool) or abs(offset) > MOST_DAYS:
        raise Invalid(f"Write a whole number of days, at most {MOST_DAYS} before or after.", field=said.at("offset"))
    milestone = said.key("milestone") if "milestone" in said.values else START
    return Due(milestone, offset, said.one_of("unit", Unit, Unit.WORKING))


def _field(said: _Reader) -> FormField:
    kind = said.one_of("kind", FieldKind, FieldKind.TEXT)
    options = said.lines("options")
    if kind == FieldKind.CHOICE and (len(options) < 2 or len(set(options)) < len(options)):
        raise Invalid("Write at least two things to choose from, each once.", field=said.at("options"))
    return FormField(
        said.key(),
        said.line("words", "words"),
        kind,
        said.flag("required"),
        options if kind == FieldKind.CHOICE else (),
    )


def _outcome(said: _Reader) -> Outcome:
    activates = said.values.get("activates", ())
    if not isinstance(activates, list | tuple) or not all(isinstance(one, str) for one in activates):
        raise Invalid("Name the steps that this outcome calls.", field=said.at("activates"))
    sets = said.key("sets") if said.values.get("sets", "") != "" else ""
    return Outcome(said.key(), said.line("words", "words"), tuple(dict.fromkeys(activates)), sets, said.flag("ends"))
