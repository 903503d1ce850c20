"""Which tables and columns a backup holds: asked of the database itself, so that an older schema is backed up as it is.

A new table of a practice is in the backup unless it is named here.
"""

from dataclasses import dataclass
from graphlib import TopologicalSorter

from psycopg.sql import SQL, Composable, Composed, Identifier
from sqlalchemy import text

from clientmanager.db import ScopedSession

PRACTICE = "practice"
"""The practice's own row, kept like a table of one row."""

LEFT_OUT = {
    "audit_entry": "the record of who did what belongs to this installation; the manifest names the end of its chain",
    "audit_head": "as audit_entry",
    "audit_payload": "as audit_entry",
    "capture_content": "a dropped e-mail or chat on its way; what was taken of it is in the timeline",
    "capture_entry": "as capture_content",
    "capture_file": "as capture_content",
    "client_token": "made from the clients again",
    "client_total": "counted from the clients again",
    "client_view": "counts looks at pages, for the audit only",
    "credential": "lets a user in; whoever holds a backup must not be let in",
    "draft": "typed and not saved yet; nobody but its writer sees it",
    "import_file": "an upload on its way; what it brought is in the clients",
    "notice": "told to one person for a while; what it is about is in the tasks",
    "snapshot": "the backups themselves",
    "user_link": "lets a user in",
    "user_session": "lets a user in",
    "work": "what the worker has to do now",
}
LEFT_OUT_COLUMNS = {(PRACTICE, "sealed_key"): "opens the practice's other backups"}

OWN_PRACTICE = SQL("(select nullif(current_setting('app.practice_id', true), '')::uuid)")

_COLUMNS = text("""
select c.relname as "table", a.attname as "column", format_type(a.atttypid, a.atttypmod) as type,
    a.attcollation <> 0 as collated, array_position(i.indkey::smallint[], a.attnum) as place_in_key
from pg_class c
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
left join pg_index i on i.indrelid = c.oid and i.indisprimary
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and (c.relname = 'practice' or exists (
    select from pg_attribute p where p.attrelid = c.oid and p.attname = 'practice_id' and not p.attisdropped))
order by c.relname, a.attnum
""")
_REFERENCES = text("""
select c.relname as "table", t.relname as "to"
from pg_constraint f join pg_class c on c.oid = f.conrelid join pg_class t on t.oid = f.confrelid
where f.contype = 'f' and f.connamespace = 'public'::regnamespace and c.oid <> t.oid
""")


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    """As Postgres writes it: text, numeric(14,2), timestamp with time zone."""
    collated: bool = False


@dataclass(frozen=True)
class Table:
    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def own_rows(self) -> Composed:
        return SQL("public.{} where {} = {}").format(Identifier(self.name), Identifier(self.owner), OWN_PRACTICE)

    @property
    def owner(self) -> str:
        """The column that says whose the row is."""
        return "id" if self.name == PRACTICE else "practice_id"

    def rows(self, *, written_as: dict[str, Composable] | None = None) -> Composed:
        """The query for the viewer's rows in the order of their key, the same on every server.

        Args:
            written_as: columns to column expressions that stand in for them.
        """
        instead = written_as or {}
        columns = SQL(", ").join(
            SQL("{} as {}").format(instead.get(c.name, Identifier(c.name)), Identifier(c.name)) for c in self.columns
        )
        collated = {c.name for c in self.columns if c.collated}
        order = SQL(", ").join(
            SQL('{}.{} collate "C"' if name in collated else "{}.{}").format(Identifier(self.name), Identifier(name))
            for name in self.key
        )
        return SQL("select {} from {} order by {}").format(columns, self.own_rows, order)


def tables(db: ScopedSession) -> list[Table]:
    """Every table that a backup holds, each after those it refers to."""
    columns: dict[str, list[Column]] = {}
    keys: dict[str, dict[int, str]] = {}
    for row in db.execute(_COLUMNS).mappings():
        name, column = row["table"], row["column"]
        if name in LEFT_OUT or (name, column) in LEFT_OUT_COLUMNS:
            continue
        columns.setdefault(name, []).append(Column(column, row["type"], row["collated"]))
        if row["place_in_key"] is not None:
            keys.setdefault(name, {})[row["place_in_key"]] = column
    order = TopologicalSorter[str]({name: [] for name in sorted(columns)})
    for row in db.execute(_REFERENCES).mappings():
        if row["table"] in columns and row["to"] in columns:
            order.add(row["table"], row["to"])
    return [
        Table(name, tuple(columns[name]), tuple(column for _, column in sorted(keys[name].items())))
        for name in order.static_order()
    ]
