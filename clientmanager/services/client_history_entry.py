"""One change of a client as the audit holds it: what it says, and whether what it made still stands."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import SQLModel

from clientmanager.db import ScopedSession
from clientmanager.models.client import ClientAddress, ClientEmail, ClientPhone, ClientTag
from clientmanager.models.folding import folded
from clientmanager.models.permission import Permission
from clientmanager.services.audit_words import Entry, is_told, label_of, shortened, shown_as
from clientmanager.services.client_form import LABELS

PARTS: dict[str, tuple[str, type[SQLModel]]] = {
    "client_email": (LABELS["email"], ClientEmail),
    "client_phone": (LABELS["phone"], ClientPhone),
    "client_address": (LABELS["address"], ClientAddress),
    "client_tag": ("Tag", ClientTag),
}
"""Table to what it is called and its model."""
VALUE = {
    "client_email": ("address",),
    "client_phone": ("number",),
    "client_address": ("lines", "city", "province", "postal_code", "country"),
    "client_tag": ("tag",),
}
"""The columns that make up the value of a part."""
ARCHIVING = ("archived_at", "archive_reason")

Lines = dict[tuple[str, str], dict[str, Any]]
"""A client and its parts as the audit would write them: table and id to column to value."""


@dataclass(frozen=True)
class Told:
    """A value before and after, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ClientChange:
    id: int
    row_id: str
    before: dict[str, Any]
    after: dict[str, Any]
    entry: Entry

    @property
    def table(self) -> str:
        return self.entry.table

    @property
    def erased(self) -> bool:
        return self.entry.payload is None

    @property
    def creates(self) -> bool:
        return self.table == "client" and self.entry.action == "insert"

    @property
    def archives(self) -> bool:
        return self.table == "client" and self.entry.action == "update" and "archived_at" in self.after

    @property
    def permission(self) -> Permission:
        return Permission.ARCHIVE_CLIENTS if self.archives else Permission.EDIT_CLIENTS

    @cached_property
    def fields(self) -> list[str]:
        """The columns that say something, and their order for the preferred one."""
        columns = self.before | self.after
        return [name for name in columns if name == "position" or is_told(self.table, name)]

    @cached_property
    def told(self) -> list[Told]:
        if self.table == "client":
            return [self._told(name) for name in self.fields if name not in ARCHIVING] + self._of_archiving()
        lines = [self._of_value()]
        if self.entry.action == "update":
            lines.append(Told("Label", self._words(self.before, "label"), self._words(self.after, "label")))
        return [line for line in lines if line.before != line.after]

    @property
    def label(self) -> str:
        if self.archives and len(self.told) == 1:
            return "Archived" if self.after["archived_at"] else "Brought back"
        if self.table in PARTS:
            return PARTS[self.table][0]
        return self.told[0].label if len(self.told) == 1 else f"{len(self.told)} fields"

    @property
    def verb(self) -> str:
        if self.archives and len(self.told) == 1:
            return ""
        if self.table in PARTS and not self.told:
            return "put in another order"
        return {"insert": "added", "delete": "removed"}.get(self.entry.action, "changed")

    def overtaken(self, now: Lines) -> bool:
        """Whether what this change made is no longer so."""
        row = now.get((self.table, self.row_id))
        if self.entry.action == "delete":
            return row is not None or self._is_there_again(now)
        return row is None or any(not self._same(name, row) for name in self.fields if name != "position")

    def _same(self, name: str, row: dict[str, Any]) -> bool:
        if name == "archived_at":
            return bool(row[name]) == bool(self.after[name])
        return name not in self.after or row[name] == self.after[name]

    def _is_there_again(self, now: Lines) -> bool:
        """A client has a tag once only."""
        tag = folded(self.before.get("tag", ""))
        return bool(tag) and any(table == self.table and folded(line["tag"]) == tag for (table, _), line in now.items())

    def _told(self, name: str) -> Told:
        return Told(label_of(self.table, name), self._words(self.before, name), self._words(self.after, name))

    def _of_archiving(self) -> list[Told]:
        if not self.archives:
            return []
        reason = self._words(self.after, "archive_reason")
        return [Told("Archived", "", reason)]

    def _of_value(self) -> Told:
        return Told(PARTS[self.table][0], self._value(self.before), self._value(self.after))

    def _value(self, side: dict[str, Any]) -> str:
        """ "083 555 0142 (Work)"."""
        value = ", ".join(filter(None, (self._words(side, name) for name in VALUE[self.table])))
        label = self._words(side, "label") if self.entry.action != "update" else ""
        return f"{value} ({label})" if label else value

    def _words(self, side: dict[str, Any], name: str) -> str:
        if name not in side:
            return ""
        return shortened(shown_as(self.entry, name, side[name]).replace("\n", ", "))


def present(db: ScopedSession, client_id: UUID) -> Lines:
    """The client as it is now, in the words of the audit; empty where the practice has no such client."""
    one = (
        "select '{0}' as kind, x.id, to_jsonb(x) as line from {0} x where x.practice_id = :practice and x.{1} = :client"
    )
    query = " union all ".join([one.format("client", "id"), *(one.format(table, "client_id") for table in PARTS)])
    found = db.execute(text(query), {"practice": db.viewer.practice_id, "client": client_id})
    return {(row.kind, str(row.id)): row.line for row in found}
