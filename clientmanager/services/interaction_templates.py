"""Words that the practice begins an interaction with: what to ask in an annual review, what to note of a claim."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from clientmanager.db import ScopedSession
from clientmanager.errors import Invalid, NotFound
from clientmanager.models.folding import alike
from clientmanager.models.interaction import SHIPPED_TEMPLATES, InteractionTemplate
from clientmanager.models.permission import Permission
from clientmanager.services.client_form import clean
from clientmanager.services.interaction_form import TYPED, WORDS

MOST_TEMPLATES = 60
LONGEST_NAME = 60
LONGEST_WORDS = 10_000
KINDS = [(kind.value, WORDS[kind]) for kind in TYPED]


@dataclass(frozen=True)
class TemplateRow:
    id: str
    name: str
    kind: str
    what: str
    """The kind in words: "Meeting"."""
    words: str


def begin(db: ScopedSession) -> None:
    """The templates that a new practice has; nothing where there are some."""
    if db.execute(text("select 1 from interaction_template where practice_id = :practice limit 1"), _ours(db)).first():
        return
    db.add_all(
        InteractionTemplate(practice_id=db.viewer.practice_id, kind=kind, name=name, words=words, position=place)
        for place, (kind, name, words) in enumerate(SHIPPED_TEMPLATES)
    )
    db.flush()


def listed(db: ScopedSession) -> list[TemplateRow]:
    """In the practice's own order."""
    db.viewer.require(Permission.SEE_INTERACTIONS)
    rows = db.execute(
        text(
            "select id, name, kind, words from interaction_template where practice_id = :practice order by position, id"
        ),
        _ours(db),
    )
    words: dict[str, str] = dict(KINDS)
    return [TemplateRow(str(row.id), row.name, row.kind, words.get(row.kind, ""), row.words) for row in rows]


def add(db: ScopedSession, values: object) -> str:
    """A new template, below the others; returns its id.

    Args:
        values: kind, name and words, as the form sent them.

    Raises:
        Invalid: all that is wrong at once, with the fields' names.
    """
    db.viewer.require(Permission.SHAPE_TEMPLATES)
    _lock(db)
    present = listed(db)
    if len(present) >= MOST_TEMPLATES:
        raise Invalid(f"A practice has at most {MOST_TEMPLATES} templates. Remove one first.")
    kind, name, words = _read(values, present)
    template = InteractionTemplate(
        practice_id=db.viewer.practice_id, kind=kind, name=name, words=words, position=len(present)
    )
    db.add(template)
    db.flush()
    _order(db, [*(one.id for one in present), str(template.id)])
    return str(template.id)


def change(db: ScopedSession, template_id: object, values: object) -> None:
    """Give a template another kind, name or words; what is not said stays."""
    template = _held(db, template_id)
    given = values if isinstance(values, dict) else {}
    before = {"kind": template.kind, "name": template.name, "words": template.words}
    others = [one for one in listed(db) if one.id != str(template.id)]
    template.kind, template.name, template.words = _read(before | given, others)
    db.flush()


def remove(db: ScopedSession, template_id: object) -> TemplateRow:
    """Offer it no more; what was begun with it stays. Returns what it was, for `put_back`."""
    template = _held(db, template_id)
    db.delete(template)
    db.flush()
    return TemplateRow(str(template.id), template.name, template.kind, "", template.words)


def put_back(db: ScopedSession, template: TemplateRow) -> None:
    """As it was before it was removed, below the others."""
    add(db, {"kind": template.kind, "name": template.name, "words": template.words})


def move(db: ScopedSession, template_id: object, by: object) -> None:
    """Put a template one place further up (-1) or down (1)."""
    template = _held(db, template_id)
    if not isinstance(by, int) or isinstance(by, bool) or by not in (-1, 1):
        raise Invalid("A template moves one place at a time.")
    order = [one.id for one in listed(db)]
    here = order.index(str(template.id))
    order.insert(min(max(here + by, 0), len(order) - 1), order.pop(here))
    _order(db, order)


def _order(db: ScopedSession, ids: list[str]) -> None:
    db.execute(
        text(
            "update interaction_template t set position = said.place - 1"
            " from unnest(cast(:ids as uuid[])) with ordinality as said (id, place)"
            " where t.practice_id = :practice and t.id = said.id and t.position <> said.place - 1"
        ),
        {**_ours(db), "ids": ids},
    )


def _held(db: ScopedSession, template_id: object) -> InteractionTemplate:
    """The template as it is once nobody else shapes them."""
    template = db.fetch(InteractionTemplate, template_id)
    db.viewer.require(Permission.SHAPE_TEMPLATES)
    _lock(db)
    found = db.get(InteractionTemplate, (template.practice_id, template.id), populate_existing=True)
    if found is None:
        raise NotFound("This template is not here any more.")
    return found


def _lock(db: ScopedSession) -> None:
    """Two who shape the templates do it one after the other."""
    db.execute(
        text("select id from interaction_template where practice_id = :practice order by id for update"), _ours(db)
    )


def _read(values: object, others: Iterable[TemplateRow]) -> tuple[str, str, str]:
    given: dict[str, Any] = values if isinstance(values, dict) else {}
    wrong: dict[str, str] = {}
    kind, name, words = (_text(given.get(field)) for field in ("kind", "name", "words"))
    name = " ".join(name.split())
    if kind not in dict(KINDS):
        wrong["kind"] = "Choose what it is for: a call, a meeting, a note."
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        wrong["name"] = f"Give the template a name of at most {LONGEST_NAME} letters."
    elif any(one.kind == kind and alike(one.name) == alike(name) for one in others):
        wrong["name"] = "There is a template of this name and kind already."
    if not words:
        wrong["words"] = "Write the words that it begins with."
    elif len(words) > LONGEST_WORDS:
        wrong["words"] = f"This is longer than the {LONGEST_WORDS} characters that fit here."
    if wrong:
        raise Invalid.of(wrong)
    return kind, name, words


def _text(value: object) -> str:
    return clean(value) if isinstance(value, str) else ""


def _ours(db: ScopedSession) -> dict[str, Any]:
    return {"practice": db.viewer.practice_id}
