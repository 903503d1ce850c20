"""The application's role: it owns nothing, bypasses nothing, and cannot touch what watches it."""

import psycopg.errors
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from clientmanager.db import before_practice, session_for
from tests.world import Database, PracticeWorld

# What runs with the owner's rights and may be called by the application. A new one is thought over here.
MAY_CALL = {
    "claim_work", "credential_for", "enter", "last_snapshot", "link_for", "practices", "record_event", "record_view",
    "seal_audit", "find_interactions", "fold_client_totals", "give_notice",
}  # fmt: skip
WRITTEN_BY_TRIGGERS = ("audit_entry", "audit_payload", "audit_head", "client_view", "client_total")


def test_the_role_has_no_special_rights(database: Database):
    rights = database.all(
        "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication from pg_roles"
        " where rolname = current_database() || '_app'"
    )
    assert [tuple(row) for row in rights] == [(False,) * 5]
    joined = "select count(*) from pg_auth_members where member = (current_database() || '_app')::regrole"
    assert database.one(joined) == 0


def test_the_role_owns_nothing(database: Database):
    for catalogue, column in {
        "pg_class": "relowner",
        "pg_proc": "proowner",
        "pg_namespace": "nspowner",
        "pg_type": "typowner",
        "pg_database": "datdba",
    }.items():
        owned = f"select count(*) from {catalogue} where {column} = (current_database() || '_app')::regrole"
        assert database.one(owned) == 0, catalogue


@pytest.mark.parametrize(
    "attempt",
    [
        "alter table client disable trigger all",
        "alter table client disable row level security",
        "alter table client no force row level security",
        "drop policy own_practice on client",
        "create policy mine on client using (true)",
        "set session_replication_role = replica",
        "create table mine (x int)",
        "create function mine() returns int language sql as 'select 1'",
        "truncate client cascade",
        "set role owner",
        "select pg_read_file('/etc/passwd')",
        "copy client to program 'cat'",
        "insert into practice (id, name, short_name, sealed_key, created_at)"
        " values (gen_random_uuid(), 'x', 'x', 'x', now())",
        "delete from practice",
        "delete from installation",
        "select password_hash from pg_authid, credential",
        *(
            attempt.format(table=table)
            for table in WRITTEN_BY_TRIGGERS
            for attempt in (
                "insert into {table} (practice_id) values (gen_random_uuid())",
                "update {table} set practice_id = practice_id",
                "delete from {table}",
                "truncate {table}",
            )
        ),
        "select write_audit('x', 'x', array[]::uuid[], array[]::uuid[], array[]::uuid[], array[]::jsonb[])",
        "select setval('audit_entry_id_seq', 1)",
    ],
)
def test_the_role_is_refused(attempt: str, acacia: PracticeWorld):
    with pytest.raises(DBAPIError) as problem, acacia.as_(acacia.owner) as db:
        db.execute(sa.text(attempt))
    assert isinstance(problem.value.orig, psycopg.errors.InsufficientPrivilege)


def test_what_runs_with_the_owners_rights_is_a_short_list(database: Database):
    """Each has a fixed search path, and nobody but the application may call it."""
    definers = database.all(
        "select proname, proconfig, has_function_privilege(current_database() || '_app', oid, 'execute') as callable,"
        " coalesce((select bool_or(grantee = 0) from aclexplode(proacl)), true) as public"
        " from pg_proc where pronamespace = 'public'::regnamespace and prosecdef"
    )
    assert {row.proname for row in definers if row.callable} == MAY_CALL
    for row in definers:
        assert not row.public, f"{row.proname} may be called by everybody"
        assert row.proconfig, f"{row.proname} has no search path of its own"
        assert row.proconfig[0].startswith("search_path=pg_catalog"), row.proname


def test_the_names_of_the_triggers_actions_cannot_be_forged(acacia: PracticeWorld):
    for action in ("insert", "update", "delete", "view"):
        with pytest.raises(DBAPIError, match="triggers only"), acacia.as_(acacia.owner) as db:
            db.execute(sa.text("select record_event(:action, 'client', null, '{}')"), {"action": action})


def test_nothing_is_recorded_for_a_practice_that_is_not_known():
    with pytest.raises(DBAPIError), before_practice() as db:
        db.execute(sa.text("select record_event('sign in', 'practice_user', null, '{}')"))


def test_an_unknown_token_enters_nowhere(acacia: PracticeWorld):
    acacia.sign_in(acacia.owner)
    with before_practice() as db:
        found = db.execute(sa.text("select * from enter(:token, now(), 'x')"), {"token": b"guessed"}).all()
    assert found == []


def test_a_token_confines_its_transaction_to_its_practice(acacia: PracticeWorld, baobab: PracticeWorld):
    with session_for(acacia.token(acacia.assistant)) as db:
        assert (db.viewer.practice_id, db.viewer.user_id) == (acacia.practice_id, acacia.assistant.id)
        names = db.execute(sa.text("select distinct practice_id from client")).scalars().all()
    assert names == [acacia.practice_id]


def test_a_temporary_table_of_the_same_name_catches_no_entry(acacia: PracticeWorld, database: Database):
    with acacia.as_(acacia.owner) as db:
        for table in ("audit_entry", "audit_payload"):
            db.execute(
                sa.text(f"create temporary table {table} (like public.{table} including defaults) on commit drop")
            )
            db.execute(sa.text(f"grant all on pg_temp.{table} to public"))
        before = db.execute(sa.text("select count(*) from public.audit_entry")).scalar_one()
        db.execute(sa.text("update client set note = 'in secret' where id = :id"), {"id": acacia.client.id})
        assert db.execute(sa.text("select count(*) from public.audit_entry")).scalar_one() == before + 1


def test_whatever_runs_with_the_owners_rights_looks_into_temporary_tables_last(database: Database):
    found = database.all(
        "select proname, proconfig::text from pg_proc where prosecdef and pronamespace = 'public'::regnamespace"
    )
    assert found
    assert {name for name, how in found if not how.endswith('pg_temp"}')} == set()
