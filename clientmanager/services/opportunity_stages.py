"""The stages of the practice's opportunities: what they are called, in what order."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from clientmanager.db import ScopedSession
from clientmanager.errors import Invalid, NotFound
from clientmanager.models.folding import alike
from clientmanager.models.opportunity import STAGES, OpportunityStage, StageKind
from clientmanager.models.permission import Permission
from clientmanager.services.client_form import clean

MOST_STAGES = 12
LONGEST_NAME = 40
KINDS = [(StageKind.OPEN.value, "Open"), (StageKind.WON.value, "Won"), (StageKind.LOST.value, "Lost")]


@dataclass(frozen=True)
class StageRow:
    """A stage as the settings show it."""

    id: str = ""
    name: str = ""
    kind: str = StageKind.OPEN.value
    what: str = ""
    """The kind in words."""
    there: int = 0
    """Opportunities in it that are not deleted."""


def begin(db: ScopedSession) -> None:
    """The stages that a new practice has; nothing where there are some."""
    if db.execute(text("select 1 from opportunity_stage where practice_id = :practice limit 1"), _ours(db)).first():
        return
    db.add_all(
        OpportunityStage(practice_id=db.viewer.practice_id, name=name, kind=kind, position=place)
        for place, (name, kind) in enumerate(STAGES)
    )
    db.flush()


def listed(db: ScopedSession) -> list[StageRow]:
    """From left to right."""
    db.viewer.require(Permission.SEE_OPPORTUNITIES)
    rows = db.execute(
        text(
            "select s.*, (select count(*) from opportunity o where o.practice_id = s.practice_id and o.stage_id = s.id"
            " and o.deleted_at is null) as there"
            " from opportunity_stage s where s.practice_id = :practice order by s.position, s.id"
        ),
        _ours(db),
    )
    return [StageRow(str(row.id), row.name, row.kind, dict(KINDS)[row.kind], row.there) for row in rows]


def first_of(db: ScopedSession, kind: StageKind) -> OpportunityStage:
    """The leftmost stage of a kind."""
    found = db.execute(
        text(
            "select id from opportunity_stage where practice_id = :practice and kind = :kind"
            " order by position, id limit 1"
        ),
        {**_ours(db), "kind": kind},
    ).scalar_one()
    return db.fetch(OpportunityStage, found)


def add(db: ScopedSession, values: object) -> str:
    """A new stage, left of those that are won or lost; returns its id.

    Args:
        values: name and kind, as the form sent them.
    """
    db.viewer.require(Permission.SHAPE_BOARD)
    given = values if isinstance(values, dict) else {}
    _lock(db)
    present = listed(db)
    if len(present) >= MOST_STAGES:
        raise Invalid(f"There are at most {MOST_STAGES} stages.")
    kind = _kind(given.get("kind", StageKind.OPEN))
    stage = OpportunityStage(practice_id=db.viewer.practice_id, name=_name(db, given.get("name")), kind=kind)
    db.add(stage)
    db.flush()
    before = sum(one.kind == StageKind.OPEN for one in present) if kind == StageKind.OPEN else len(present)
    ids = [one.id for one in present]
    _order(db, [*ids[:before], str(stage.id), *ids[before:]])
    return str(stage.id)


def rename(db: ScopedSession, stage_id: object, name: object) -> None:
    """Give a stage another name.

    Raises:
        Invalid: with the field's name.
    """
    stage = _held(db, stage_id)
    stage.name = _name(db, name, stage)


def remove(db: ScopedSession, stage_id: object) -> str:
    """Take an empty stage away; returns its name."""
    stage = _held(db, stage_id)
    ours = {**_ours(db), "kind": stage.kind, "id": stage.id}
    others = text(
        "select 1 from opportunity_stage where practice_id = :practice and kind = :kind and id <> :id limit 1"
    )
    if not db.execute(others, ours).first():
        raise Invalid(f"There is always one stage of the kind {dict(KINDS)[stage.kind].lower()}. Rename it instead.")
    there = text("select 1 from opportunity where practice_id = :practice and stage_id = :id limit 1")
    if db.execute(there, ours).first():
        raise Invalid("There are opportunities in it, perhaps deleted ones. Move them first, or rename it.")
    db.delete(stage)
    return stage.name


def move(db: ScopedSession, stage_id: object, by: object) -> None:
    """Put a stage one place further left (-1) or right (1)."""
    stage = _held(db, stage_id)
    if not isinstance(by, int) or isinstance(by, bool) or by not in (-1, 1):
        raise Invalid("A stage moves one place at a time.")
    order = [one.id for one in listed(db)]
    here = order.index(str(stage.id))
    order.insert(min(max(here + by, 0), len(order) - 1), order.pop(here))
    _order(db, order)


def _order(db: ScopedSession, ids: list[str]) -> None:
    db.execute(
        text(
            "update opportunity_stage s set position = said.place - 1"
            " from unnest(cast(:ids as uuid[])) with ordinality as said (id, place)"
            " where s.practice_id = :practice and s.id = said.id and s.position <> said.place - 1"
        ),
        {**_ours(db), "ids": ids},
    )


def _held(db: ScopedSession, stage_id: object) -> OpportunityStage:
    """The stage as it is once nobody else shapes them."""
    stage = db.fetch(OpportunityStage, stage_id)
    db.viewer.require(Permission.SHAPE_BOARD)
    _lock(db)
    found = db.get(OpportunityStage, (stage.practice_id, stage.id), populate_existing=True)
    if found is None:
        raise NotFound("This stage is not here any more.")
    return found


def _lock(db: ScopedSession) -> None:
    db.execute(text("select id from opportunity_stage where practice_id = :practice order by id for update"), _ours(db))


def _name(db: ScopedSession, value: object, stage: OpportunityStage | None = None) -> str:
    name = " ".join(clean(value).split()) if isinstance(value, str) else ""
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise Invalid(f"Give the stage a name of at most {LONGEST_NAME} letters.", field="name")
    others = [one.name for one in listed(db) if stage is None or one.id != str(stage.id)]
    if same := [one for one in others if alike(one) == alike(name)]:
        raise Invalid(f"There is a stage {same[0]} already.", field="name")
    return name


def _kind(value: object) -> str:
    if not isinstance(value, str) or value not in set(StageKind):
        raise Invalid("Say whether an opportunity in this stage is open, won or lost.", field="kind")
    return str(value)


def _ours(db: ScopedSession) -> dict[str, Any]:
    return {"practice": db.viewer.practice_id}
