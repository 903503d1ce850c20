"""The orders of the lists of reviews: their keys for paging."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text

from clientmanager.db import ScopedSession
from clientmanager.services.review_filter import BOOKED, DUE, HELD, SILENT, ReviewFilter, source
from clientmanager.services.task_order import Key

_DUE = Key("coalesce(r.due_on, date '2000-01-01')")
_WHEN = {
    DUE: (_DUE,),
    BOOKED: (Key("coalesce(r.booked_at, r.created_at)"),),
    HELD: (Key("coalesce(r.held_on, cast(r.closed_at at time zone 'Africa/Johannesburg' as date))"),),
    SILENT: (Key("(c.last_contact_on is null)", turns=False), Key("coalesce(c.last_contact_on, date '2000-01-01')")),
}
_CLIENT = (Key("c.sort_name"),)
_ADVISER = (Key("(u.id is null)", turns=False), Key("coalesce(lower(u.name), '') collate \"C\""))


@dataclass(frozen=True)
class Order:
    """The keys in which one list is sorted, never null, and the id that ends them."""

    keys: tuple[Key, ...]
    backwards: bool
    never_first: bool = False
    """The first key, whether nobody ever spoke to them, falls."""

    def by(self, *, reversed_: bool = False) -> str:
        return ", ".join(f"{key.sql}{' desc' if self._falls(key) != reversed_ else ''}" for key in self.keys)

    def beyond(self, values: Sequence[Any], *, reversed_: bool = False) -> tuple[str, dict[str, Any]]:
        """The condition that a row stands after the one with these keys, or before it; and its values."""
        condition = "false"
        for place, key in reversed(list(enumerate(self.keys))):
            sign = "<" if self._falls(key) != reversed_ else ">"
            condition = f"({key.sql} {sign} :key_{place} or ({key.sql} = :key_{place} and {condition}))"
        return condition, {f"key_{place}": value for place, value in enumerate(values)}

    def _falls(self, key: Key) -> bool:
        if self.never_first and key is self.keys[0]:
            return True
        return self.backwards and key.turns


def order_of(chosen: ReviewFilter) -> Order:
    """By when they are due, booked, were held last, or were spoken to longest ago; unless another order is chosen."""
    name, backwards = chosen.sort.removeprefix("-") or "when", chosen.sort.startswith("-")
    last = Key("c.id" if chosen.view == SILENT else "r.id")
    if name == "client":
        return Order((*_CLIENT, last), backwards)
    when = _WHEN[chosen.view]
    if name == "adviser":
        return Order((*_ADVISER, *(Key(key.sql, turns=False) for key in when), last), backwards)
    # what was held last stands first, unless it is turned round
    return Order(
        (*when, last), backwards != (chosen.view == HELD), never_first=chosen.view == SILENT and not chosen.never_last
    )


def keys_of(db: ScopedSession, chosen: ReviewFilter, order: Order, row_id: UUID) -> tuple[Any, ...] | None:
    """The keys of a row, also of one that is not in the list any more; None where the practice has none such."""
    columns, of = ", ".join(key.sql for key in order.keys), "c" if chosen.view == SILENT else "r"
    found = db.execute(
        text(f"select {columns} from {source(chosen)} where {of}.practice_id = :practice and {of}.id = :id"),
        {"practice": db.viewer.practice_id, "id": row_id},
    ).first()
    return tuple(found) if found else None
