"""An order that holds when many move at once, of whatever stands in columns: tasks on their board, opportunities in
their stages.

A place is a number between those of its neighbours, so that a move touches one row. Whoever moves holds the column's
row until the commit, so that two who move into one column come one after the other.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text

from clientmanager.db import ScopedSession

FINEST = 16
"""Digits behind the comma of a place; then its column is numbered anew. Decimal is exact to 28 digits in all."""


@dataclass(frozen=True)
class Places:
    """Where the rows of one table stand in the rows of another."""

    table: str
    column: str
    """Which of its columns says in what a row stands."""
    columns: str
    """The table of what they stand in."""

    @property
    def there(self) -> str:
        return f"practice_id = :practice and {self.column} = :column and deleted_at is null"

    def top(self, db: ScopedSession, column_id: UUID) -> Decimal:
        """Above everything there."""
        lowest = self._one(db, f"select min(place) from {self.table} where {self.there}", column_id)
        return Decimal(0) if lowest is None else lowest - 1

    def bottom(self, db: ScopedSession, column_id: UUID) -> Decimal:
        """Below everything there."""
        highest = self._one(db, f"select max(place) from {self.table} where {self.there}", column_id)
        return Decimal(0) if highest is None else highest + 1

    def below(self, db: ScopedSession, column_id: UUID, place: Decimal) -> Decimal:
        """Between one that stands there and the one that follows it."""
        return self._between(db, column_id, place, "> :place order by place, id", 1)

    def above(self, db: ScopedSession, column_id: UUID, place: Decimal) -> Decimal:
        """Between one that stands there and the one before it."""
        return self._between(db, column_id, place, "< :place order by place desc, id desc", -1)

    def keep_coarse(self, db: ScopedSession, column_id: UUID) -> None:
        """Whole numbers again, in the same order, where places have many digits.

        Call it before anything is locked: then it holds all columns, so that nobody who holds one waits for a row that
        this one has.
        """
        fine = f"select exists (select from {self.table} where {self.there} and scale(place) > {FINEST})"
        if not self._one(db, fine, column_id):
            return
        ours = {"practice": db.viewer.practice_id, "column": column_id}
        db.execute(text(f"select id from {self.columns} where practice_id = :practice order by id for update"), ours)
        db.execute(
            text(
                f"update {self.table} t set place = said.number"
                f" from (select id, row_number() over (order by place, id) as number"
                f"   from {self.table} where {self.there}) said"
                " where t.practice_id = :practice and t.id = said.id"
            ),
            ours,
        )

    def _between(self, db: ScopedSession, column_id: UUID, place: Decimal, beyond: str, step: int) -> Decimal:
        found = f"select place from {self.table} where {self.there} and place {beyond} limit 1"
        other = self._one(db, found, column_id, place=place)
        return place + step if other is None else (place + other) / 2

    def _one(self, db: ScopedSession, query: str, column_id: UUID, **values: Any) -> Any:
        ours = {"practice": db.viewer.practice_id, "column": column_id}
        return db.execute(text(query), {**ours, **values}).scalar()
