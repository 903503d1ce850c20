"""What people do with an opportunity: add, change, delete, bring back."""

from clientmanager.clock import SOUTH_AFRICA, now
from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import Conflict, Invalid, NotFound
from clientmanager.models.opportunity import Opportunity, OpportunityStage, StageKind
from clientmanager.models.permission import Permission
from clientmanager.services import opportunity_places, opportunity_stages, opportunity_told
from clientmanager.services.client_form import clean
from clientmanager.services.opportunity_form import client_of, read_reason, set_value, shown
from clientmanager.services.tasks import Saved

FIELDS = ("title", "client_id", "product", "adviser_id", "how_often", "value", "chance", "expected_on", "note")


def create(db: ScopedSession, values: object) -> str:
    """Add an opportunity on top of its stage; returns its id. Where no adviser is said, it is the client's.

    Args:
        values: fields to text, and `stage_id` (the first stage where none is said).

    Raises:
        Invalid: with the field's name, of all that is wrong; nothing was added.
    """
    db.viewer.require(Permission.EDIT_OPPORTUNITIES)
    given = values if isinstance(values, dict) else {}
    stage = opportunity_places.held(db, given.get("stage_id") or opportunity_stages.first_of(db, StageKind.OPEN).id)
    client = client_of(db, given.get("client_id"))
    moment = now()
    one = Opportunity(
        practice_id=db.viewer.practice_id,
        title="",
        client_id=client.id,
        adviser_id=client.adviser_id,
        stage_id=stage.id,
        place=opportunity_places.PLACES.top(db, stage.id),
        stage_since=moment,
        made_by=db.viewer.user_id,
        created_at=moment,
        changed_at=moment,
    )
    wrong: dict[str, str] = {}
    for field in FIELDS:
        if field != "client_id" and (given.get(field) or field == "title"):
            _set_or_say(db, one, field, given.get(field, ""), wrong)
    if wrong:
        raise Invalid.of(wrong)
    close(one, stage, given.get("reason_lost"))
    db.add(one)
    db.flush()
    if stage.kind != StageKind.OPEN:
        opportunity_told.tell(db, one, stage.kind)
    return str(one.id)


def set_field(db: ScopedSession, opportunity_id: object, field: object, value: object, was: object = None) -> Saved:
    """Change one field.

    Args:
        was: what the writer saw before; None does not ask.

    Raises:
        Conflict: someone else changed it since, to something else; says to what.
        Invalid: the value cannot be kept.
    """
    one = changing(db, opportunity_id)
    name = field if isinstance(field, str) and field in (*FIELDS, "reason_lost") else ""
    if not name or (name == "reason_lost" and not one.reason_lost):
        raise Invalid("An opportunity has no such field.")
    before = shown(one, name)
    set_value(db, one, name, value)
    after = shown(one, name)
    if isinstance(was, str) and _alike(was) != _alike(before) and after != before:
        db.expunge(one)
        raise Conflict(f"Someone else changed this meanwhile, to “{before[:80]}”. Save again to replace it.")
    return saved(db, one)


def changing(db: ScopedSession, opportunity_id: object) -> Opportunity:
    """The opportunity, for this transaction alone: two who change the same one come one after the other.

    Raises:
        NotFound: there is none, or it was deleted.
    """
    key = (db.viewer.practice_id, as_id(opportunity_id))
    one = db.get(Opportunity, key, with_for_update={"key_share": True}, populate_existing=True)
    if one is None or one.deleted_at:
        raise NotFound("This opportunity is not here any more.")
    db.viewer.require(Permission.EDIT_OPPORTUNITIES)
    return one


def saved(db: ScopedSession, one: Opportunity) -> Saved:
    """Date the change, and say when that was."""
    one.changed_at = now()
    db.flush()
    return Saved(one.changed_at.astimezone(SOUTH_AFRICA).strftime("%H:%M"))


def delete(db: ScopedSession, opportunity_id: object) -> str:
    """Take it away; it can be brought back. Returns its title."""
    one = changing(db, opportunity_id)
    one.deleted_at = now()
    return one.title


def bring_back(db: ScopedSession, opportunity_id: object) -> str:
    """Undo of deleting. Returns its title."""
    one = db.fetch(Opportunity, opportunity_id)
    db.viewer.require(Permission.EDIT_OPPORTUNITIES)
    one.deleted_at = None
    return one.title


def close(one: Opportunity, stage: OpportunityStage, reason: object = None) -> None:
    """Let it be what its stage says: open, won, or lost for a reason.

    Raises:
        Invalid: it is lost, and nobody says why.
    """
    if stage.kind == StageKind.LOST:
        one.reason_lost = one.reason_lost if reason in (None, "") and one.reason_lost else read_reason(reason)
    else:
        one.reason_lost = ""
    one.closed_at = None if stage.kind == StageKind.OPEN else one.closed_at or now()


def _set_or_say(db: ScopedSession, one: Opportunity, field: str, value: object, wrong: dict[str, str]) -> None:
    """Set a field, or note what is wrong with it."""
    try:
        set_value(db, one, field, value)
    except Invalid as refusal:
        wrong[field] = str(refusal)


def _alike(shown: str) -> str:
    """Without the difference between kinds of spaces."""
    return " ".join(clean(shown).split())
