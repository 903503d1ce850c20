"""The columns and tables that migrations make, each with one meaning; names as `models/base.py` gives them.

What they did must not change afterwards, so give one a new name when it has to.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB


def create(table: str, *columns: sa.Column[Any], refer: dict[str, str], unique: list[str] | None = None) -> None:
    """A table of practices.

    Args:
        refer: column to the table of the same practice that it leads to, "task CASCADE" where the row goes with what it
            belongs to; where there is none, the table leads to its practice.
    """
    keys: list[sa.Constraint] = []
    for column, target in refer.items():
        other, _, ondelete = target.partition(" ")
        keys.append(
            sa.ForeignKeyConstraint(
                ["practice_id", column],
                [f"{other}.practice_id", f"{other}.id"],
                name=f"fk_{table}_practice_id_{column}",
                ondelete=ondelete or None,
            )
        )
    if not keys:
        keys.append(sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=f"fk_{table}_practice_id"))
    if unique:
        name = f"uq_{table}_practice_id_{'_'.join(unique)}"
        keys.append(sa.UniqueConstraint("practice_id", *unique, name=name))
    key = sa.PrimaryKeyConstraint("practice_id", "id", name=f"pk_{table}")
    op.create_table(table, row_id("practice_id"), row_id("id"), *columns, *keys, key)


def tell(table: str, function: str, prefix: str = "tell") -> None:
    """Each change of the table calls a trigger function that sends word of it."""
    for event, rows in (("insert", "new"), ("update", "new"), ("delete", "old")):
        op.execute(
            f"create trigger {prefix}_{event} after {event} on {table} referencing {rows} table as changed_rows"
            f" for each statement execute function {function}()"
        )


def row_id(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def words(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.String(), nullable=False)


def sorted_words(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.String(collation="C"), nullable=False)


def long_words(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=False)


def whole(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def day(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Date(), nullable=nullable)


def moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def json(name: str) -> sa.Column[Any]:
    return sa.Column(name, JSONB(astext_type=sa.Text()), nullable=False)
