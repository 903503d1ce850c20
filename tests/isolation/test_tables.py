"""Every table × two practices, at the database, with the application's own role."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg.errors
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from clientmanager.db import Viewer, before_practice, session_for
from tests.isolation.filled import PRACTICE_TABLES, Filled, fill, new_row, references
from tests.world import Database

# Changes of these are not written down: look-ups made from others, work in hand, what one person is told of what is
# written down itself, the bytes of files whose digest is, the marks of messages whose words are, and the audit.
NOT_AUDITED = {
    "advice_pdf", "advice_signature_content", "alembic_version", "audit_entry", "audit_head", "audit_payload",
    "capture_content", "capture_entry", "client_token", "client_total", "client_view", "draft", "import_file",
    "installation", "interaction_file_content", "interaction_message", "notice", "saved_view", "task_file_content",
    "user_session", "work",
}  # fmt: skip
OF_NO_PRACTICE = {"installation", "alembic_version"}
every_table = pytest.mark.parametrize("table", PRACTICE_TABLES, ids=lambda table: table.name)
every_reference = pytest.mark.parametrize(
    "key", list(references()), ids=lambda key: f"{key.table.name}-{'-'.join(key.column_keys)}"
)


@pytest.fixture(scope="module")
def owner(_migrated: sa.URL) -> Iterator[Database]:
    database = Database(_migrated)
    database.empty()
    yield database
    database.close()


@pytest.fixture(scope="module")
def ours(owner: Database) -> Filled:
    return fill(owner.owner)


@pytest.fixture(scope="module")
def theirs(owner: Database) -> Filled:
    return fill(owner.owner)


@contextmanager
def refused(*kinds: type[psycopg.Error]) -> Iterator[None]:
    with pytest.raises(DBAPIError) as problem:
        yield
    assert isinstance(problem.value.orig, kinds or psycopg.errors.InsufficientPrivilege)


def unless_not_granted(work: Callable[[], int]) -> int:
    """How many rows it met; none where the role may not even try."""
    try:
        return work()
    except DBAPIError as problem:
        if isinstance(problem.orig, psycopg.errors.InsufficientPrivilege):
            return 0
        raise


def counted(table: sa.Table, practice: Filled) -> sa.Select[Any]:
    return sa.select(sa.func.count()).where(table.c.practice_id == practice.practice_id).select_from(table)


@every_table
def test_a_practice_sees_its_own_rows_and_none_of_another(table: sa.Table, ours: Filled, theirs: Filled):
    with session_for(Viewer(ours.practice_id)) as db:
        assert db.execute(counted(table, ours)).scalar_one() > 0
        assert db.execute(counted(table, theirs)).scalar_one() == 0


@every_table
def test_a_practice_cannot_change_or_delete_rows_of_another(
    table: sa.Table, ours: Filled, theirs: Filled, owner: Database
):
    before = owner.owner.execute(counted(table, theirs)).scalar_one()
    touch = sa.update(table).values({column.name: column for column in table.primary_key if not column.identity})
    for statement in (touch, sa.delete(table)):

        def met(statement: sa.Update | sa.Delete = statement) -> int:
            with session_for(Viewer(ours.practice_id)) as db:
                return db.connection().execute(statement.where(table.c.practice_id == theirs.practice_id)).rowcount

        assert unless_not_granted(met) == 0
    assert owner.owner.execute(counted(table, theirs)).scalar_one() == before > 0


@every_table
def test_a_practice_cannot_write_a_row_into_another(table: sa.Table, ours: Filled, theirs: Filled):
    with refused(), session_for(Viewer(ours.practice_id)) as db:
        db.execute(sa.insert(table), new_row(table, theirs))


@every_table
def test_a_practice_cannot_hand_its_row_to_another(table: sa.Table, ours: Filled, theirs: Filled):
    with refused(), session_for(Viewer(ours.practice_id)) as db:
        db.execute(sa.update(table).values(practice_id=theirs.practice_id))


@every_table
def test_an_unscoped_session_sees_nothing_also_after_a_scoped_one(table: sa.Table, ours: Filled, theirs: Filled):
    with session_for(Viewer(ours.practice_id)):
        pass  # leaves a connection in the pool whose setting is '' rather than null
    for _ in range(2):
        with before_practice() as db:
            assert db.execute(sa.select(sa.func.count()).select_from(table)).scalar_one() == 0


def test_a_practice_sees_only_its_own_name(ours: Filled, theirs: Filled):
    with session_for(Viewer(ours.practice_id)) as db:
        assert db.execute(sa.text("select id from practice")).scalars().all() == [ours.practice_id]
    with before_practice() as db:
        assert db.execute(sa.text("select id from practice")).scalars().all() == []


@every_reference
def test_a_reference_across_practices_is_refused(
    key: sa.ForeignKeyConstraint, ours: Filled, theirs: Filled, owner: Database
):
    """Even the owner, whom no policy confines, cannot make one: the key itself holds the practice."""
    foreign = {
        element.parent.name: theirs.rows[element.column.table.name][element.column.name]
        for element in key.elements
        if element.parent.name != "practice_id"
    }
    statement = sa.update(key.table).where(key.table.c.practice_id == ours.practice_id).values(foreign)
    with refused(psycopg.errors.ForeignKeyViolation):
        owner.owner.execute(statement)


def test_every_reference_between_tables_of_practices_holds_the_practice(owner: Database):
    """Row level security does not guard foreign keys. Read from the catalogue, not from the models."""
    loose = owner.all(
        """
        select conrelid::regclass, conname from pg_constraint
        where contype = 'f' and connamespace = 'public'::regnamespace
        and confrelid <> 'practice'::regclass and not exists (
            select from unnest(conkey, confkey) as pair (ours, theirs)
            join pg_attribute o on o.attrelid = conrelid and o.attnum = pair.ours
            join pg_attribute t on t.attrelid = confrelid and t.attnum = pair.theirs
            where o.attname = 'practice_id' and t.attname = 'practice_id'
        )
        """
    )
    assert loose == []


def test_every_table_that_the_application_reaches_forces_row_level_security(owner: Database):
    open_tables = owner.all(
        """
        select relname from pg_class, current_database() as base
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f')
        and not (relkind in ('r', 'p') and relrowsecurity and relforcerowsecurity)
        and has_table_privilege(base || '_app', pg_class.oid, 'select, insert, update, delete, truncate, references')
        """
    )
    assert open_tables == []


def test_every_table_of_a_practice_is_confined_by_the_same_policy(owner: Database):
    """Reading and writing; as a sub-select, which Postgres works out once a query instead of once a row."""
    policies = owner.all(
        "select tablename, qual, with_check from pg_policies, current_database() as base"
        " where schemaname = 'public' and permissive = 'PERMISSIVE'"
        " and ((base || '_app')::name = any (roles) or 'public' = any (roles))"
    )
    of_practices = {"practice", *(table.name for table in PRACTICE_TABLES)}
    assert {row.tablename for row in policies} == of_practices | OF_NO_PRACTICE
    assert len(policies) == len(of_practices | OF_NO_PRACTICE)
    for row in policies:
        assert row.qual == row.with_check
        if row.tablename not in OF_NO_PRACTICE:
            column = "id" if row.tablename == "practice" else "practice_id"
            assert row.qual.startswith(f"({column} = ( SELECT (NULLIF(current_setting('app.practice_id'")


def test_every_change_of_every_table_is_audited_unless_it_is_named_here(owner: Database):
    watched = owner.all(
        "select relname, count(t.oid) as events from pg_class c left join pg_trigger t"
        " on t.tgrelid = c.oid and t.tgname like 'audit\\_%' and t.tgenabled = 'O' and not t.tgisinternal"
        " where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') group by relname"
    )
    assert {row.relname for row in watched if row.events != 3} == NOT_AUDITED
    assert {row.events for row in watched} == {0, 3}


def test_what_is_secret_stays_out_of_the_audit(ours: Filled, owner: Database):
    """Keys, hashes and files: every column of bytes, and every column whose name ends so."""
    secret = {
        value.hex() if isinstance(value, bytes) else value
        for row in ours.rows.values()
        for column, value in row.items()
        if isinstance(value, bytes) or column.endswith("_hash")
    }
    written = " ".join(owner.owner.execute(sa.text("select payload from audit_payload")).scalars())
    assert len(secret) > 5
    assert {value for value in secret if value in written} == set()
