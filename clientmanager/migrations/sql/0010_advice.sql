-- Advice that is locked is evidence: nobody changes it, and only whoever owns the tables, whose road is erasure at the end
-- of its retention, takes it out. A cascade runs with the owner's rights, so it is asked who signed in to Postgres.
-- After the rows: references are checked first, and say in their own words what is wrong.
create function keep_locked_advice() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if tg_op = 'DELETE' and session_user = (select pg_get_userbyid(relowner) from pg_class where oid = tg_relid) then
        return null;
    end if;
    raise exception 'A locked record of advice is never changed; write a new version.'
        using errcode = 'restrict_violation';
end
$$;

create trigger keep_locked_version after update or delete on advice_version
    for each row when (old.locked_at is not null) execute function keep_locked_advice();

create function keep_advice_with_locked_versions() returns trigger language plpgsql
set search_path = pg_catalog, public, pg_temp as $$
begin
    if exists (select from advice_version v
        where v.practice_id = old.practice_id and v.advice_id = old.id and v.locked_at is not null) then
        raise exception 'A record of advice with a locked version is never changed; write a new version.'
            using errcode = 'restrict_violation';
    end if;
    return null;
end
$$;
create trigger keep_advice after update on advice
    for each row execute function keep_advice_with_locked_versions();
-- What was given, signed and printed: no grant changes them; a cascade takes them with their version alone.
create trigger keep_pdf after update or delete on advice_pdf for each row execute function keep_locked_advice();
create trigger keep_delivery after update or delete on advice_delivery for each row execute function keep_locked_advice();
create trigger keep_signature after update or delete on advice_signature
    for each row execute function keep_locked_advice();
create trigger keep_signature_content after update or delete on advice_signature_content
    for each row execute function keep_locked_advice();
