"""How often clients are reviewed: by their category, or one client by their own cycle."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from clientmanager.db import ScopedSession
from clientmanager.errors import Invalid
from clientmanager.models.base import new_id
from clientmanager.models.client import Client
from clientmanager.models.permission import Permission
from clientmanager.planning.reviews import AGENDA, MOST_AHEAD_DAYS, MOST_MONTHS, cycle_words
from clientmanager.services import review_work
from clientmanager.services.client_form import LONGEST, clean
from clientmanager.services.client_list import grouped

LONGEST_AGENDA = 4_000
AHEAD_DAYS = 30
"""How long before a review is prepared, where nobody said."""


@dataclass(frozen=True)
class CycleRow:
    """One category, as the settings show it."""

    category: str
    words: str
    """ "Category A", "Without a category"."""
    clients: str
    """How many are active: "12 clients"."""
    every_months: str
    """Empty: they are not reviewed."""
    ahead_days: str
    agenda: str
    cycle: str
    """ "Every year, prepared 30 days ahead"."""


def listed(db: ScopedSession) -> list[CycleRow]:
    """Every category that the practice uses or has a cycle for; those without one stand last."""
    db.viewer.require(Permission.SEE_CLIENTS)
    rows = db.execute(
        text(
            "select category, max(many) as many, max(every_months) as every_months, max(ahead_days) as ahead_days,"
            f" max(agenda) as agenda from ("
            " select c.category, count(*) as many, null as every_months, null as ahead_days, null as agenda"
            f" from client c where c.practice_id = :practice and {review_work.REVIEWED} group by c.category"
            " union all select y.category, 0, y.every_months, y.ahead_days, y.agenda from review_cycle y"
            " where y.practice_id = :practice and y.client_id is null) said"
            " group by category order by category = '', lower(category), category"
        ),
        {"practice": db.viewer.practice_id},
    ).all()
    found = [_row(row) for row in rows]
    return found if any(not row.category for row in found) else [*found, _row(None)]


def set_for_category(db: ScopedSession, category: object, values: object) -> str:
    """How often the clients of a category are reviewed from now on; empty months: not at all. Says what came of it.

    Args:
        values: every_months, ahead_days and agenda (a line each) as texts.

    Raises:
        Invalid: with the field's name.
    """
    db.viewer.require(Permission.SHAPE_REVIEWS)
    name = " ".join(clean(category).split()) if isinstance(category, str) else ""
    if len(name) > LONGEST["category"]:
        raise Invalid(f"Keep a category under {LONGEST['category']} characters.", field="category")
    given = values if isinstance(values, dict) else {}
    db.execute(
        text("delete from review_cycle where practice_id = :practice and client_id is null and category = :category"),
        {"practice": db.viewer.practice_id, "category": name},
    )
    if _said(given, "every_months"):
        _put(db, given, category=name)
    return _words(review_work.keep_open(db))


def set_for_client(db: ScopedSession, client_id: object, every_months: object, ahead_days: object = "") -> str:
    """A client's own cycle, which wins over their category's; empty months: as their category. Says what came of it."""
    client = db.fetch(Client, client_id)
    db.viewer.require(Permission.EDIT_CLIENTS)
    db.execute(
        text("delete from review_cycle where practice_id = :practice and client_id = :client"),
        {"practice": db.viewer.practice_id, "client": client.id},
    )
    given: dict[str, object] = {"every_months": every_months, "ahead_days": ahead_days}
    if _said(given, "every_months"):
        _put(db, given, client_id=client.id)
    return _words(review_work.keep_open(db, client.id))


def _put(db: ScopedSession, given: dict[Any, Any], *, category: str = "", client_id: Any = None) -> None:
    agenda = clean(given.get("agenda")) if isinstance(given.get("agenda"), str) else ""
    if len(agenda) > LONGEST_AGENDA:
        raise Invalid(f"Keep the agenda under {LONGEST_AGENDA} characters.", field="agenda")
    db.execute(
        text(
            "insert into review_cycle (practice_id, id, client_id, category, every_months, ahead_days, agenda)"
            " values (:practice, :id, :client, :category, :months, :ahead, :agenda)"
        ),
        {
            "practice": db.viewer.practice_id,
            "id": new_id(),
            "client": client_id,
            "category": category,
            "months": _number(given, "every_months", 1, MOST_MONTHS, f"Say every how many months, 1 to {MOST_MONTHS}."),
            "ahead": _number(given, "ahead_days", 0, MOST_AHEAD_DAYS, f"Say how many days, 0 to {MOST_AHEAD_DAYS}.")
            if _said(given, "ahead_days")
            else AHEAD_DAYS,
            "agenda": "\n".join(filter(None, (line.strip() for line in agenda.split("\n")))),
        },
    )


def _said(given: dict[Any, Any], name: str) -> str:
    value = given.get(name)
    return clean(value) if isinstance(value, str) else ""


def _number(given: dict[Any, Any], name: str, least: int, most: int, sentence: str) -> int:
    said = _said(given, name)
    if not (said.isascii() and said.isdecimal() and len(said) < 5 and least <= int(said) <= most):
        raise Invalid(sentence, field=name)
    return int(said)


def _words(kept: review_work.Kept) -> str:
    parts = [
        f"{grouped(many)} {'review' if many == 1 else 'reviews'} {what}"
        for many, what in ((kept.made, "made"), (kept.dated, "moved"), (kept.closed, "closed"))
        if many
    ]
    return f"Kept. {', '.join(parts).capitalize()}." if parts else "Kept. No review changed."


def _row(row: Any) -> CycleRow:
    category, many = (row.category, row.many) if row else ("", 0)
    months, ahead, agenda = (row.every_months, row.ahead_days, row.agenda) if row else (None, None, None)
    return CycleRow(
        category=category,
        words=f"Category {category}" if category else "Without a category",
        clients=f"{grouped(many)} active client{'' if many == 1 else 's'}",
        every_months=str(months or ""),
        ahead_days=str(AHEAD_DAYS if ahead is None else ahead),
        agenda=agenda or "\n".join(AGENDA),
        cycle=f"{cycle_words(months)}, prepared {ahead} days ahead" if months else "Not reviewed",
    )
