"""Writing a template on screen: every change is kept as the writer's own draft until it is saved as a version.

`since` is the number of the version that the page shows: what is changed first begins from it, and not from another
that somebody else saved meanwhile. 0 is the newest.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from clientmanager.db import ScopedSession
from clientmanager.models.permission import Permission
from clientmanager.planning import workflow_draft, workflow_reading
from clientmanager.planning.workflow_draft import Draft
from clientmanager.services import drafts, workflow_templates
from clientmanager.services.drafts import NEW_WORKFLOW
from clientmanager.services.workflow_editor_view import Editor, StepForm, step_form, view
from clientmanager.services.workflow_templates import Template

Done = TypeVar("Done")


@dataclass(frozen=True)
class Seen:
    """What the page shows after each change."""

    editor: Editor
    step: StepForm
    """The one that is opened; empty where none is, or it is gone."""
    wrong: dict[str, str]
    """All that stands in the way of saving, place to sentence; "form" where it is the whole."""


@dataclass(frozen=True)
class Removed:
    """What is needed to put a part back."""

    what: str
    step: str
    """Whose it was, where it belongs to a step."""
    place: int
    part: str
    """As JSON."""
    name: str


@dataclass(frozen=True)
class Saved:
    id: str
    words: str


@dataclass
class _Writing:
    """A draft, and what it was begun from."""

    template: Template | None
    draft: Draft
    was: int
    kept: str
    """When something was typed last; empty where nothing was."""

    @property
    def place(self) -> str:
        return self.template.id if self.template else NEW_WORKFLOW


def opened(db: ScopedSession, template_id: object, step: object = "", *, since: int = 0) -> Seen:
    """As the viewer left it; else as it is.

    Args:
        template_id: NEW_WORKFLOW for one that is not there yet.

    Raises:
        NotFound: there is no such template.
        NotAllowed: the viewer does not shape workflows.
    """
    return _seen(db, _begin(db, template_id, since), step)


def offered(db: ScopedSession) -> list[tuple[str, str]]:
    """What a new one can begin with, as (id, words)."""
    db.viewer.require(Permission.SHAPE_WORKFLOWS)
    copies = [(one.id, f"A copy of {one.name}") for one in workflow_templates.listed(db)]
    return [("", "An empty one"), *copies]


def begin_with(db: ScopedSession, source: object) -> Seen:
    """Let the new one begin as a copy; empty: with nothing. One that was begun in another window meanwhile is shown."""
    writing = _begin(db, NEW_WORKFLOW)
    if writing.kept:
        return _seen(db, writing, "")
    if source:
        writing.draft = workflow_draft.copy_of(workflow_templates.read(db, source).definition)
        _keep(db, writing)
    else:
        drafts.drop_workflow(db, NEW_WORKFLOW)
    return opened(db, NEW_WORKFLOW)


def start_afresh(db: ScopedSession, template_id: object) -> Seen:
    """Drop what was typed."""
    drafts.drop_workflow(db, _begin(db, template_id).place)
    return opened(db, template_id)


def fill(db: ScopedSession, template_id: object, form: object, step: object = "", *, since: int = 0) -> Seen:
    """Keep what is typed into the head of the page; or into the form of a step, by its key."""
    if step:
        return _change(db, template_id, lambda draft: workflow_draft.fill_step(draft, step, form), step, since)[1]
    return _change(db, template_id, lambda draft: workflow_draft.fill(draft, form), "", since)[1]


def add(db: ScopedSession, template_id: object, what: object, step: object = "", *, since: int = 0) -> tuple[str, Seen]:
    """Another part at the end; returns the id of its field. A step is opened at once.

    Raises:
        Invalid: there are as many as there may be.
    """
    key, seen = _change(db, template_id, lambda draft: workflow_draft.add(draft, what, step), step, since)
    if what == "steps":
        return "", opened(db, template_id, key)
    name = workflow_draft.name_of(str(what), key)
    return f"{name}:words" if step else name, seen


def remove(
    db: ScopedSession, template_id: object, what: object, key: object, step: object = "", *, since: int = 0
) -> tuple[Removed, Seen]:
    """
    Raises:
        Invalid: another part refers to it; says which.
    """
    (place, part), seen = _change(
        db, template_id, lambda draft: workflow_draft.remove(draft, what, key, step), step, since
    )
    name = part.get("title") or part.get("words") or "without a name"
    return Removed(str(what), str(step), place, json.dumps(part), str(name)), seen


def put_back(db: ScopedSession, template_id: object, removed: Removed, *, since: int = 0) -> Seen:
    """Undo of removing."""
    part = json.loads(removed.part)
    return _change(
        db,
        template_id,
        lambda draft: workflow_draft.insert(draft, removed.what, removed.place, part, removed.step),
        removed.step,
        since,
    )[1]


def move(
    db: ScopedSession, template_id: object, what: object, key: object, by: object, step: object = "", *, since: int = 0
) -> Seen:
    """One place up (-1) or down (1)."""
    return _change(db, template_id, lambda draft: workflow_draft.move(draft, what, key, by, step), step, since)[1]


def save(db: ScopedSession, template_id: object, *, over: bool = False, since: int = 0) -> Saved:
    """Make a version of the draft; what runs keeps the one it was started with.

    Args:
        over: although somebody else saved another version since it was begun.

    Raises:
        Invalid: with every place that is wrong as fields.
        Conflict: someone else saved another version since; the draft stays.
    """
    writing = _begin(db, template_id, since)
    before = writing.template
    was = before.version if before and over else writing.was
    made = workflow_templates.save(db, before.id if before else "", writing.draft, was if before else None)
    drafts.drop_workflow(db, writing.place)
    now = next(one for one in workflow_templates.listed(db) if one.id == made)
    if before and now.version == before.version:
        return Saved(made, f"Nothing was changed: this is version {now.version} still.")
    return Saved(made, f"Saved as version {now.version}{_keeping(now.running)}.")


def of_steps(wrong: Mapping[str, str]) -> dict[str, str]:
    """Place of a step to all that is wrong with it, as one text."""
    steps: dict[str, list[str]] = {}
    for place, words in wrong.items():
        if place.startswith("steps."):
            steps.setdefault(".".join(place.split(".")[:2]), []).append(words)
    return {at: " ".join(dict.fromkeys(all_)) for at, all_ in steps.items()}


def _keeping(running: int) -> str:
    if not running:
        return ""
    return f"; {running} running workflow{' keeps its own' if running == 1 else 's keep theirs'}"


def _begin(db: ScopedSession, template_id: object, since: int = 0) -> _Writing:
    template = None if template_id == NEW_WORKFLOW else workflow_templates.read(db, template_id)
    db.viewer.require(Permission.SHAPE_WORKFLOWS)
    kept = drafts.workflow(db, template.id if template else NEW_WORKFLOW)
    if kept:
        return _Writing(template, json.loads(kept.value), int(kept.was or 0), kept.time)
    if template is None:
        return _Writing(None, workflow_draft.blank(), 0, "")
    # what a page shows that was opened before somebody else saved
    shown = workflow_templates.read(db, template.id, since) if since else template
    return _Writing(template, workflow_draft.of(shown.definition), shown.version, "")


def _change(
    db: ScopedSession, template_id: object, change: Callable[[Draft], Done], step: object, since: int
) -> tuple[Done, Seen]:
    writing = _begin(db, template_id, since)
    before = json.dumps(writing.draft)
    done = change(writing.draft)
    if json.dumps(writing.draft) != before:
        _keep(db, writing)
        writing = _begin(db, template_id)
    return done, _seen(db, writing, step)


def _keep(db: ScopedSession, writing: _Writing) -> None:
    drafts.keep_workflow(db, writing.place, json.dumps(writing.draft), str(writing.was or ""))


def _seen(db: ScopedSession, writing: _Writing, step: object) -> Seen:
    definition, wrong = workflow_reading.tried(writing.draft)
    shown: list[Any] = workflow_templates.versions(db, writing.template.id) if writing.template else []
    return Seen(
        view(writing.draft, definition, writing.place, writing.was, writing.kept, shown),
        step_form(writing.draft, step),
        wrong,
    )
