"""Two practices with a row in every table, made from what the tables say of themselves: a new table is covered too."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

import clientmanager.models  # noqa: F401  (makes the tables known)
from clientmanager.models.base import new_id

PRACTICE_TABLES = sorted(
    (table for table in SQLModel.metadata.sorted_tables if "practice_id" in table.columns), key=lambda table: table.name
)


@dataclass
class Filled:
    """One practice and its row in each table."""

    practice_id: UUID
    rows: dict[str, dict[str, Any]]


def fill(owner: sa.Connection) -> Filled:
    practice_id = new_id()
    filled = Filled(practice_id, {})
    for table in SQLModel.metadata.sorted_tables:
        if table.name != "installation":
            row = filled.rows[table.name] = new_row(table, filled)
            owner.execute(sa.insert(table), row)
    return filled


def new_row(table: sa.Table, of: Filled) -> dict[str, Any]:
    """A row of this practice that its table's constraints accept; references lead to the practice's other rows."""
    row = {
        column.name: _value(column)
        for column in table.columns
        if not (column.identity or isinstance(column.server_default, sa.Computed))
    }
    row |= {
        element.parent.name: of.rows[element.column.table.name][element.column.name]
        for key in table.foreign_key_constraints
        for element in key.elements
        if element.column.table is not table
    }
    if table.name == "practice":
        row["id"] = of.practice_id
    return row


def kind_of(column: sa.Column[Any]) -> Any:
    return column.type.impl if isinstance(column.type, sa.TypeDecorator) else column.type


def _value(column: sa.Column[Any]) -> Any:
    return next(make() for known, make in MAKE.items() if isinstance(kind_of(column), known))


MAKE: dict[type, Callable[[], Any]] = {
    JSONB: dict,
    sa.DateTime: lambda: datetime.now(UTC),
    sa.Date: lambda: date(2026, 1, 1),
    sa.Time: lambda: time(9, 30),
    sa.Uuid: new_id,
    sa.String: lambda: secrets.token_hex(8),
    sa.LargeBinary: lambda: secrets.token_bytes(32),
    sa.Integer: lambda: secrets.randbelow(1_000_000),
    sa.Boolean: lambda: True,
    sa.Numeric: lambda: Decimal("1.00"),
}


def references() -> Iterator[sa.ForeignKeyConstraint]:
    """Every foreign key between tables of practices."""
    for table in PRACTICE_TABLES:
        keys = sorted(table.foreign_key_constraints, key=lambda key: list(key.column_keys))
        yield from (key for key in keys if "practice_id" in key.referred_table.columns)
