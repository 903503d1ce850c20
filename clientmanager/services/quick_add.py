"""A task out of one line: what it says, shown before it is kept, and asked about where it could mean two things."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import text

from clientmanager.clock import SOUTH_AFRICA, now, today
from clientmanager.db import ScopedSession
from clientmanager.errors import Invalid
from clientmanager.models.permission import Permission
from clientmanager.planning import task_line
from clientmanager.planning.task_line import NONE, Person, Understood
from clientmanager.services import palette, task_labels, tasks
from clientmanager.services.palette import Hit
from clientmanager.services.task_filter import ME
from clientmanager.services.task_form import LONGEST

CLIENT = "client"
"""The key of the question whom the task is for."""
MOST_CLIENTS = 6
_KINDS = {
    "due": "Due",
    "time": "At",
    "assignee": "Who",
    "priority": "Priority",
    "label": "Label",
    CLIENT: "Client",
}


@dataclass(frozen=True)
class Said:
    """One thing that was understood: "Due" "Fri 27 Nov 2026"."""

    kind: str
    words: str


@dataclass(frozen=True)
class Asked:
    """One thing that could mean two."""

    key: str
    sentence: str
    choices: tuple[tuple[str, str], ...]
    """Key and words of each answer."""


@dataclass(frozen=True)
class Line:
    """A line as it is understood so far."""

    title: str = ""
    said: tuple[Said, ...] = ()
    asked: tuple[Asked, ...] = ()


def read(db: ScopedSession, line: object, answers: object = None, values: object = None) -> Line:
    """What the line would make, and what it leaves open.

    Args:
        answers: question's key to the key of the choice.
        values: as of `add`.

    Raises:
        Invalid: it is longer than a line.
    """
    found, given = _understood(db, line, answers, values)
    who, clients = _client(db, found, given, values)
    said = [Said(_KINDS[piece.kind], piece.words) for piece in found.pieces if piece.kind in _KINDS]
    if found.assignee and _names_no(found, "assignee"):
        said.insert(0, Said(_KINDS["assignee"], found.assignee.name))
    if found.due_on and _day(values) and _names_no(found, "due"):
        said.insert(0, Said(_KINDS["due"], f"{found.due_on:%a} {found.due_on.day} {found.due_on:%b %Y}"))
    asked = [
        Asked(question.key, question.sentence, tuple((choice.key, choice.words) for choice in question.choices))
        for question in found.questions
    ]
    if who:
        said.append(Said(_KINDS[CLIENT], who.name))
    elif clients:
        choices = (*((one.id, f"{one.name}, {one.about}") for one in clients), (NONE.key, "None of them"))
        asked.append(Asked(CLIENT, "Which client is it for?", choices))
    return Line(found.title, tuple(said), tuple(asked))


def add(db: ScopedSession, line: object, answers: object = None, values: object = None) -> str:
    """Add the task that the line means; returns its id. What was asked and not answered stays in its title.

    Args:
        values: what the form says besides: column_id, description, client_id; due_on ("2026-03-12") where the line
            names no day, and assignee_id ("me") where it names nobody.

    Raises:
        Invalid: nothing says what to do, or a value cannot be kept.
    """
    more = values if isinstance(values, dict) else {}
    found, given = _understood(db, line, answers, more)
    who, _ = _client(db, found, given, more)
    if not found.title:
        raise Invalid("Say what is to be done, too.", field="line")
    if len(found.title) > LONGEST["title"]:
        raise Invalid(f"A task's title holds {LONGEST['title']} characters. Put the rest below.", field="line")
    return tasks.create(
        db,
        {
            "title": found.title,
            "due_on": found.due_on,
            "due_time": found.due_time,
            "assignee_id": found.assignee.id if found.assignee else "",
            "priority": found.priority,
            "labels": list(found.labels),
            "client_id": more.get("client_id") or (who.id if who else ""),
            "description": more.get("description", ""),
            "column_id": more.get("column_id", ""),
        },
    )


def _understood(db: ScopedSession, line: object, answers: object, values: object) -> tuple[Understood, dict[str, str]]:
    db.viewer.require(Permission.EDIT_TASKS)
    given = {
        key: value
        for key, value in (answers.items() if isinstance(answers, dict) else ())
        if isinstance(key, str) and isinstance(value, str)
    }
    day, me = _day(values), Person(str(db.viewer.user_id), db.viewer.name)
    rows = db.execute(
        text(
            "select id, name from practice_user where practice_id = :practice and deactivated_at is null order by name"
        ),
        {"practice": db.viewer.practice_id},
    )
    found = task_line.read(
        line if isinstance(line, str) else "",
        today=today(),
        # Of a day that is known, no hour has passed that would have to be asked about.
        now=None if day else now().astimezone(SOUTH_AFRICA).time(),
        me=me,
        people=[Person(str(row.id), row.name) for row in rows],
        labels=task_labels.offered(db),
        answers=given,
    )
    if day and _names_no(found, "due"):
        # A time alone was read as today's.
        pieces = (
            replace(piece, words=f"{found.due_time:%H:%M}") if piece.kind == "time" else piece for piece in found.pieces
        )
        found = replace(found, due_on=day, pieces=tuple(pieces))
    if isinstance(values, dict) and values.get("assignee_id") == ME and _names_no(found, "assignee"):
        found = replace(found, assignee=me)
    return found, given


def _names_no(found: Understood, kind: str) -> bool:
    return all(piece.kind != kind for piece in found.pieces)


def _day(values: object) -> date | None:
    """The one that is meant where the line names none; what is no day means none."""
    said = values.get("due_on") if isinstance(values, dict) else None
    try:
        return date.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None


def _client(
    db: ScopedSession, found: Understood, answers: dict[str, str], values: object
) -> tuple[Hit | None, list[Hit]]:
    """The one client whom the line names, or those whom it may mean; the longest of its names decides.

    Where it is known whom the task is for, the line is not asked.
    """
    known = isinstance(values, dict) and values.get("client_id")
    if known or answers.get(CLIENT) == NONE.key:
        return None, []
    for words in found.client_words:
        hits = [hit for hit in palette.found(db, words).clients if not hit.archived]
        chosen = next((hit for hit in hits if hit.id == answers.get(CLIENT)), None)
        if chosen or len(hits) == 1:
            return chosen or hits[0], []
        if hits:
            return None, hits[:MOST_CLIENTS]
    return None, []
