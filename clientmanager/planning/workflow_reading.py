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
from clientmanager.planning.workflow_soundness import unsound

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
        Invalid: with every place in the value that is wrong, such as "steps.2.title", as fields.
    """
    definition, wrong = tried(value)
    if wrong:
        raise Invalid.of(wrong)
    return definition


def tried(value: object) -> tuple[Definition, dict[str, str]]:
    """A definition that may be half written, as far as it can be read, and what is wrong with it: place to sentence."""
    wrong: dict[str, str] = {}
    definition = _definition(_Reader.of(value, "", wrong))
    # what cannot be read is said once, and not for what it then lacks too
    return definition, {**wrong, **{place: words for place, words in unsound(definition) if place not in wrong}}


def kept(value: object) -> Definition:
    """A definition that was read before and kept: what is demanded of new ones since does not stop one that runs."""
    wrong: dict[str, str] = {}
    definition = _definition(_Reader.of(value, "", wrong))
    if wrong:
        raise Invalid.of(wrong)
    return definition


def printable(text: str, *, lines: bool = False) -> str:
    """Without what cannot be seen or kept; one line, or the lines it has."""
    rows = [" ".join("".join(c if c.isprintable() else " " for c in row).split()) for row in text.split("\n")]
    return "\n".join(rows).strip() if lines else " ".join(filter(None, rows))


@dataclass(frozen=True)
class _Reader:
    """One object of the JSON, and where in it that is. What cannot be read is said in `wrong`, and left as it would be
    if nobody had said it.
    """

    values: dict[Any, Any]
    path: str
    wrong: dict[str, str]

    @classmethod
    def of(cls, value: object, path: str, wrong: dict[str, str]) -> "_Reader":
        if not isinstance(value, dict):
            wrong.setdefault(path, "This is no workflow. Begin with a new one.")
            return cls({}, path, {})
        return cls(value, path, wrong)

    def at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def refuse(self, name: str, words: str) -> None:
        self.wrong.setdefault(self.at(name), words)

    def text(self, name: str, kind: str, *, lines: bool = True) -> str:
        said = self.values.get(name, "")
        if not isinstance(said, str):
            self.refuse(name, "This must be text.")
            return ""
        return self.bounded(printable(said, lines=lines), kind, name)

    def line(self, name: str, kind: str) -> str:
        """Text on one line; never empty."""
        found = self.text(name, kind, lines=False)
        if not found:
            self.refuse(name, "Write something here.")
        return found

    def bounded(self, text: str, kind: str, name: str) -> str:
        if len(text) > LONGEST[kind]:
            self.refuse(name, f"This is longer than the {LONGEST[kind]} characters that fit here.")
        return text

    def key(self, name: str = "key") -> str:
        said = self.values.get(name)
        if not isinstance(said, str) or not _KEY.fullmatch(said):
            self.refuse(name, "A key is at most 40 small letters, digits and hyphens, and begins with a letter.")
            return ""
        return said

    def chosen(self, name: str) -> str:
        """The key of another part; empty where none is chosen yet."""
        return self.key(name) if self.values.get(name, "") != "" else ""

    def flag(self, name: str, *, absent: bool = False) -> bool:
        said = self.values.get(name, absent)
        if not isinstance(said, bool):
            self.refuse(name, "Say yes or no.")
            return absent
        return said

    def one_of(self, name: str, kind: type[_Said], absent: _Said) -> _Said:
        said = self.values.get(name, absent)
        if not isinstance(said, str) or said not in set(kind):
            self.refuse(name, f"Choose one of: {', '.join(kind)}.")
            return absent
        return kind(said)

    def list_of(self, name: str) -> Sequence[object]:
        said = self.values.get(name, ())
        if not isinstance(said, list | tuple):
            self.refuse(name, "This must be a list.")
            return ()
        if len(said) > MOST[name]:
            self.refuse(name, f"There may be {MOST[name]} of these at most.")
        return said[: MOST[name]]

    def lines(self, name: str) -> tuple[str, ...]:
        found: list[str] = []
        for place, said in enumerate(self.list_of(name)):
            if isinstance(said, str):
                found.append(self.bounded(printable(said), "line", f"{name}.{place}"))
            else:
                self.refuse(f"{name}.{place}", "This must be text.")
        return tuple(filter(None, found))

    def part(self, name: str, value: object) -> "_Reader":
        return _Reader.of(value, self.at(name), self.wrong)

    def parts(self, name: str, make: "Callable[[_Reader], _Part]") -> tuple[_Part, ...]:
        return tuple(make(self.part(f"{name}.{place}", one)) for place, one in enumerate(self.list_of(name)))


def _definition(said: _Reader) -> Definition:
    milestones = said.parts("milestones", lambda one: Milestone(one.key(), one.line("words", "words")))
    return Definition(
        name=said.line("name", "name"),
        about=said.text("about", "about"),
        milestones=milestones if any(one.key == START for one in milestones) else (_START, *milestones),
        roles=said.parts("roles", lambda one: WorkflowRole(one.key(), one.line("words", "words"))),
        steps=said.parts("steps", _step),
        for_client=said.flag("for_client", absent=True),
    )


def _step(said: _Reader) -> Step:
    return Step(
        key=said.key(),
        title=said.line("title", "title"),
        role=said.chosen("role"),
        description=said.text("description", "description"),
        due=_due(said.part("due", said.values.get("due", {}))),
        priority=said.one_of("priority", Priority, Priority.NORMAL),
        checklist=said.lines("checklist"),
        fields=said.parts("fields", _field),
        starts=said.one_of("starts", Starts, Starts.FOLLOWS),
        outcomes=said.parts("outcomes", _outcome),
    )


def _due(said: _Reader) -> Due:
    offset = said.values.get("offset", 0)
    if not isinstance(offset, int) or isinstance(offset, bool) or abs(offset) > MOST_DAYS:
        said.refuse("offset", f"Write a whole number of days, at most {MOST_DAYS} before or after.")
        offset = 0
    milestone = said.key("milestone") if "milestone" in said.values else START
    return Due(milestone, offset, said.one_of("unit", Unit, Unit.WORKING))


def _field(said: _Reader) -> FormField:
    kind = said.one_of("kind", FieldKind, FieldKind.TEXT)
    options = said.lines("options")
    if kind == FieldKind.CHOICE and (len(options) < 2 or len(set(options)) < len(options)):
        said.refuse("options", "Write at least two things to choose from, each once.")
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
        said.refuse("activates", "Name the steps that this outcome calls.")
        activates = ()
    return Outcome(
        said.key(),
        said.line("words", "words"),
        tuple(dict.fromkeys(activates)),
        said.chosen("sets"),
        said.flag("ends"),
    )
