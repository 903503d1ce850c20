"""What a backup says about itself; the file `manifest.json` of every archive and every CSV download."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

FORMAT = 1


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ColumnSaid(_Said):
    name: str
    type: str
    """As Postgres writes it."""


class TableSaid(_Said):
    name: str
    columns: tuple[ColumnSaid, ...]
    key: tuple[str, ...]
    """The rows stand in this order, text byte by byte."""
    rows: int
    sha256: str
    """Of the table's CSV, with its head line, as COPY wrote it: UTF-8, lines ending in LF, NULL without quotes."""
    bytes: int
    longest_row: int
    """In bytes."""

    @property
    def file_name(self) -> str:
        return f"{self.name}.csv"


class PracticeSaid(_Said):
    id: UUID
    name: str
    short_name: str


class AuditSaid(_Said):
    """The end of the practice's audit chain when the backup was taken."""

    seq: int
    chain: str


class Manifest(_Said):
    format: int = FORMAT
    app_version: str
    schema_revision: str
    snapshot_id: UUID
    taken_at: datetime
    practice: PracticeSaid
    audit: AuditSaid
    tables: tuple[TableSaid, ...]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)
