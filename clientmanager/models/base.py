"""What every table shares: keys made by the application, and columns with one meaning each."""

import re
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKeyConstraint, Numeric, String, Text
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel
from uuid_utils.compat import uuid7

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMES

MOMENT: Any = DateTime(timezone=True)
"""A moment, `timestamptz`."""
TEXT: Any = Text()
SORTED_TEXT: Any = String(collation="C")
"""Text compared byte by byte: the order is the same on every server and its indexes work under row level security."""
NUMBER: Any = Numeric()
"""A number as exact as it was given."""


def new_id() -> UUID:
    """A uuid7: unique, and in the order of making."""
    return uuid7()


class PracticeRow(SQLModel):
    """A row that belongs to one practice; Postgres confines it by `practice_id`.

    Its table has the class's name: `BoardColumn` is `board_column`.
    """

    # As SQLModel itself declares it, which neither checker follows.
    @declared_attr  # pyright: ignore[reportArgumentType]
    def __tablename__(cls) -> str:  # noqa: N805  # pyright: ignore[reportIncompatibleVariableOverride]
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    practice_id: UUID = Field(primary_key=True)
    id: UUID = Field(default_factory=new_id, primary_key=True)


def belongs_to(table: str, column: str, *, ondelete: str | None = None) -> ForeignKeyConstraint:
    """A reference that cannot leave the practice: row level security does not guard foreign keys."""
    return ForeignKeyConstraint(["practice_id", column], [f"{table}.practice_id", f"{table}.id"], ondelete=ondelete)


def of_practice() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["practice_id"], ["practice.id"])


def moment(**options: Any) -> Any:
    return Field(sa_type=MOMENT, **options)
