"""What tells whether anything got out or was changed: the words of one practice alone, and fingerprints of tables."""

import re
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

from tests.isolation.filled import kind_of
from tests.world import Database, PracticeWorld


def digest(database: Database, *, of: PracticeWorld | None = None, but: tuple[str, ...] = ()) -> dict[str, str]:
    """A fingerprint of every table, to see that nothing changed."""
    found: dict[str, str] = {}
    for table in SQLModel.metadata.sorted_tables:
        if table.name in but:
            continue
        which = sa.true() if of is None or table.name == "installation" else _whose(table) == of.practice_id
        lines = sa.select(sa.cast(sa.literal_column(f'"{table.name}"'), sa.Text)).select_from(table).where(which)
        found[table.name] = str(sorted(database.owner.execute(lines).scalars()))
    return found


_ESCAPED = re.compile(r'\\u([0-9a-fA-F]{4})|\\(["\\/nt])')


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else {"n": "\n", "t": "\t"}.get(found[2], found[2])


def marks(database: Database, world: PracticeWorld, tables: tuple[str, ...] = ()) -> set[str]:
    """Names, addresses, numbers, notes, file names."""

    def texts(of: sa.Table) -> set[tuple[UUID, str]]:
        columns = [column for column in of.columns if isinstance(kind_of(column), sa.String)]
        rows = database.owner.execute(sa.select(*columns, _whose(of).label("whose"))) if columns else []
        return {(row.whose, text) for row in rows for text in row[:-1] if text}

    found = [
        pair
        for table in SQLModel.metadata.sorted_tables
        if table.name not in {"installation", "work", "client_token", "credential", "audit_entry", "audit_payload"}
        and (not tables or table.name in tables)
        for pair in texts(table)
    ]
    theirs = {text for whose, text in found if whose != world.practice_id}
    ours = {text for whose, text in found if whose == world.practice_id} - theirs
    return {text for text in ours if len(text) >= 5 and not re.fullmatch(r"[a-z ]+|0+", text)}


def strike_from_the_audit(database: Database, *tables: str) -> None:
    """Whoever may read the audit reads there how files are called, and rightly so; here it is not asked about."""
    database.owner.execute(sa.text("set session_replication_role = replica"))
    database.owner.execute(sa.text("delete from audit_entry where table_name = any(:tables)"), {"tables": list(tables)})
    database.owner.execute(sa.text("set session_replication_role = origin"))


def _whose(table: sa.Table) -> sa.Column[UUID]:
    return table.columns["id" if table.name == "practice" else "practice_id"]


def leaked(words: str, secrets: set[str]) -> set[str]:
    """Which of them can be read in an answer, as it is or as JSON writes it."""
    heard = _ESCAPED.sub(_unescaped, words).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return {secret for secret in secrets if secret in words or secret in heard}
