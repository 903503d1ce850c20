"""What workflows a practice can start: those that came with the product, and its own; each in versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from clientmanager.clock import now
from clientmanager.db import ScopedSession
from clientmanager.errors import Conflict, Invalid, NotFound
from clientmanager.models.permission import Permission
from clientmanager.models.workflow import WorkflowTemplate, WorkflowVersion
from clientmanager.planning import workflow_reading
from clientmanager.planning.shipped import SHIPPED
from clientmanager.planning.workflow import Definition, to_json
from clientmanager.services.task_words import moment_words

MOST_TEMPLATES = 200
MOST_VERSIONS = 200
"""That are listed."""

_LISTED = text(
    "select t.id, t.name, t.shipped, t.retired_at, v.number, v.definition ->> 'about' as about,"
    " (v.definition ->> 'for_client')::boolean as for_client, jsonb_array_length(v.definition -> 'steps') as steps,"
    " (select count(*) from workflow w where w.practice_id = t.practice_id and w.template_id = t.id"
    "   and w.ended_at is null) as running"
    " from workflow_template t join lateral (select number, definition from workflow_version n"
    "   where n.practice_id = t.practice_id and n.template_id = t.id order by n.number desc limit 1) v on true"
    " where t.practice_id = :practice order by t.retired_at is not null, lower(t.name), t.id"
)


@dataclass(frozen=True)
class TemplateRow:
    """A template as a list shows it."""

    id: str
    name: str
    about: str
    steps: int
    version: int
    for_client: bool
    shipped: bool
    """Whether it came with the product."""
    running: int
    retired: bool


@dataclass(frozen=True)
class Template:
    """The newest version of a template, with all that it holds."""

    id: str
    version: int
    """Say it when saving: who saves over another's change is told."""
    definition: Definition
    retired: bool


def begin(db: ScopedSession) -> None:
    """Put the templates that came with the product into the practice; one that is there already stays as it is."""
    there = set(
        db.execute(text("select shipped from workflow_template where practice_id = :practice"), _ours(db)).scalars()
    )
    for key, definition in SHIPPED.items():
        if key in there:
            continue
        template = WorkflowTemplate(practice_id=db.viewer.practice_id, name=definition.name, shipped=key)
        added = db.execute(
            text(
                "insert into workflow_template (practice_id, id, name, shipped)"
                " values (:practice, :id, :name, :shipped)"
                " on conflict (practice_id, shipped) where shipped <> '' do nothing returning id"
            ),
            {**_ours(db), "id": template.id, "name": template.name, "shipped": key},
        )
        if added.first():
            _add_version(db, template, 1, definition)
    db.flush()


def listed(db: ScopedSession) -> list[TemplateRow]:
    """By name, those that were retired last; a practice from before there were workflows is given the shipped ones."""
    db.viewer.require(Permission.SEE_TASKS)
    rows = db.execute(_LISTED, _ours(db)).all()
    if not rows:
        begin(db)
        rows = db.execute(_LISTED, _ours(db)).all()
    return [
        TemplateRow(
            id=str(row.id),
            name=row.name,
            about=row.about,
            steps=row.steps,
            version=row.number,
            for_client=row.for_client,
            shipped=row.shipped != "",
            running=row.running,
            retired=row.retired_at is not None,
        )
        for row in rows
    ]


@dataclass(frozen=True)
class VersionRow:
    number: int
    when: str
    """ "Today 09:12", "Mon 9 Mar"."""
    who: str
    """Empty where it came with the product."""
    running: int


def read(db: ScopedSession, template_id: object, number: object = None) -> Template:
    """A template's newest version, or the one with this number.

    Raises:
        NotFound: no such template, or it has no such version.
    """
    template = db.fetch(WorkflowTemplate, template_id)
    db.viewer.require(Permission.SEE_TASKS)
    version = newest(db, template) if number is None else _numbered(db, template, number)
    definition = workflow_reading.kept(version.definition)
    return Template(str(template.id), version.number, definition, template.retired_at is not None)


def versions(db: ScopedSession, template_id: object) -> list[VersionRow]:
    """All that there ever were, the newest first."""
    template = db.fetch(WorkflowTemplate, template_id)
    db.viewer.require(Permission.SEE_TASKS)
    rows = db.execute(
        text(
            "select v.number, v.made_at, u.name as who, (select count(*) from workflow w"
            "   where w.practice_id = v.practice_id and w.version_id = v.id and w.ended_at is null) as running"
            " from workflow_version v left join practice_user u on u.practice_id = v.practice_id and u.id = v.made_by"
            " where v.practice_id = :practice and v.template_id = :template order by v.number desc limit :most"
        ),
        {**_ours(db), "template": template.id, "most": MOST_VERSIONS},
    )
    return [VersionRow(row.number, moment_words(row.made_at), row.who or "", row.running) for row in rows]


def _numbered(db: ScopedSession, template: WorkflowTemplate, number: object) -> WorkflowVersion:
    found = None
    if isinstance(number, int) and 0 < number < 2**31:
        found = db.execute(
            text(
                "select id from workflow_version where practice_id = :practice and template_id = :template"
                " and number = :number"
            ),
            {**_ours(db), "template": template.id, "number": number},
        ).scalar()
    if found is None:
        raise NotFound("This workflow has no such version.")
    return db.fetch(WorkflowVersion, found)


def newest(db: ScopedSession, template: WorkflowTemplate) -> WorkflowVersion:
    """The version that is started now."""
    found = db.execute(
        text(
            "select id from workflow_version where practice_id = :practice and template_id = :template"
            " order by number desc limit 1"
        ),
        {**_ours(db), "template": template.id},
    ).scalar_one()
    return db.fetch(WorkflowVersion, found)


def save(db: ScopedSession, template_id: object, value: object, was: object = None) -> str:
    """Keep a new version; what runs already goes on with the version it was started with. Returns the template's id.

    Args:
        template_id: empty for a template that is not there yet.
        value: the definition as `to_json` writes it; see `planning.workflow_reading`.
        was: the number of the version that the writer began from; None does not ask.

    Raises:
        Invalid: with the place in the definition as the field.
        Conflict: someone else saved another version since.
    """
    if not template_id:
        db.viewer.require(Permission.SHAPE_WORKFLOWS)
        return _add(db, workflow_reading.read(value))
    template = _changing(db, template_id)
    definition = workflow_reading.read(value)
    before = newest(db, template)
    if was is not None and was != before.number:
        raise Conflict("Someone else changed this template meanwhile. Open it again to see their version.")
    if workflow_reading.kept(before.definition) != definition:
        template.name = definition.name
        _add_version(db, template, before.number + 1, definition)
        db.flush()
    return str(template.id)


def retire(db: ScopedSession, template_id: object) -> str:
    """Offer it no more; what runs goes on. Returns its name."""
    template = _changing(db, template_id)
    template.retired_at = template.retired_at or now()
    return template.name


def bring_back(db: ScopedSession, template_id: object) -> str:
    """Offer it again. Returns its name."""
    template = _changing(db, template_id)
    template.retired_at = None
    return template.name


def _add(db: ScopedSession, definition: Definition) -> str:
    there = db.execute(text("select count(*) from workflow_template where practice_id = :practice"), _ours(db))
    if there.scalar_one() >= MOST_TEMPLATES:
        raise Invalid(f"A practice has {MOST_TEMPLATES} templates at most. Change one that is no longer used.")
    template = WorkflowTemplate(practice_id=db.viewer.practice_id, name=definition.name)
    db.add(template)
    db.flush()
    _add_version(db, template, 1, definition)
    db.flush()
    return str(template.id)


def _changing(db: ScopedSession, template_id: object) -> WorkflowTemplate:
    """The template, for this transaction alone: two who save it come one after the other."""
    template = db.fetch(WorkflowTemplate, template_id)
    db.viewer.require(Permission.SHAPE_WORKFLOWS)
    db.refresh(template, with_for_update={"key_share": True})
    return template


def _add_version(db: ScopedSession, template: WorkflowTemplate, number: int, definition: Definition) -> None:
    db.add(
        WorkflowVersion(
            practice_id=template.practice_id,
            template_id=template.id,
            number=number,
            definition=to_json(definition),
            made_by=db.viewer.user_id,
            made_at=now(),
        )
    )


def _ours(db: ScopedSession) -> Mapping[str, Any]:
    return {"practice": db.viewer.practice_id}
