-- An interaction's words are its author's for a day; after it, amendments are added and the words stay. No role of the
-- application gets past this, whatever it sends. What comes from a backup is inserted, not changed.
create function interaction_stays() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if old.removed_at is not null and row(new.removed_at, new.removed_by, new.removed_because)
        is distinct from row(old.removed_at, old.removed_by, old.removed_because) then
        raise exception 'what was removed stays removed' using errcode = 'check_violation';
    end if;
    if row(new.client_id, new.kind, new.title, new.words, new.at, new.minutes, new.direction, new.author_id,
            new.recorded_at, new.origin, new.fingerprint)
        is distinct from row(old.client_id, old.kind, old.title, old.words, old.at, old.minutes, old.direction,
            old.author_id, old.recorded_at, old.origin, old.fingerprint)
        and (old.removed_at is not null or old.origin <> 'typed' or old.author_id is null
            or old.author_id is distinct from nullif(current_setting('app.user_id', true), '')::uuid
            or new.recorded_at <> old.recorded_at or new.author_id is distinct from old.author_id
            or new.origin <> old.origin
            or this_moment() > old.recorded_at + interval '24 hours') then
        raise exception 'an interaction stays as it was written' using errcode = 'check_violation';
    end if;
    return null;
end
$$;
-- After the row: a reference into another practice is refused as one first.
create trigger stays after update on interaction for each row execute function interaction_stays();

-- A client's timeline is read from its participants alone, which carry when and what it was.
create function participants_follow() returns trigger language plpgsql
set search_path = pg_catalog, public, pg_temp as $$
begin
    update interaction_participant set at = new.at, kind = new.kind
    where practice_id = new.practice_id and interaction_id = new.id;
    return null;
end
$$;
create trigger participants_follow after update on interaction for each row
when (old.at is distinct from new.at or old.kind is distinct from new.kind) execute function participants_follow();

-- Word to whoever looks at the practice's timeline; who looks at a client's hears of the client (0003_tasks.sql).
create function tell_of_interactions() returns trigger language plpgsql
set search_path = pg_catalog, public, pg_temp as $$
begin
    perform pg_notify('interaction_changed', practice_id || ' *')
    from (select distinct practice_id from changed_rows) as told;
    return null;
end
$$;

-- Of what belongs to an interaction, whoever looks at one of its clients hears, too.
create function tell_of_parts_of_interactions() returns trigger language plpgsql
set search_path = pg_catalog, public, pg_temp as $$
begin
    perform pg_notify('client_changed', practice_id || ' ' || client_id)
    from (select distinct p.practice_id, p.client_id from changed_rows c join interaction_participant p
        on p.practice_id = c.practice_id and p.interaction_id = c.interaction_id
        where p.client_id is not null limit 100) as told;
    return null;
end
$$;

-- What changes of a client is worth knowing beside what was said to it: its status, its adviser, its archiving.
create function client_change_is_told() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare
    moment timestamptz := this_moment();
begin
    with changed as materialized (
        select n.practice_id, n.id as client_id, gen_random_uuid() as id, said.title, said.words
        from old_rows o
        join new_rows n on n.practice_id = o.practice_id and n.id = o.id
        left join practice_user was on was.practice_id = o.practice_id and was.id = o.adviser_id
        left join practice_user now_is on now_is.practice_id = n.practice_id and now_is.id = n.adviser_id
        cross join lateral (values
            (n.status is distinct from o.status, 'Status: ' || n.status, 'Was ' || o.status || '.'),
            (n.adviser_id is distinct from o.adviser_id, 'Adviser: ' || coalesce(now_is.name, 'nobody'),
                'Was ' || coalesce(was.name, 'nobody') || '.'),
            ((n.archived_at is null) <> (o.archived_at is null),
                case when n.archived_at is null then 'Back from the archive' else 'Archived' end,
                coalesce(n.archive_reason, ''))
        ) as said (so, title, words)
        where said.so
    ), entries as (
        insert into interaction (practice_id, id, client_id, kind, title, words, folded, at, direction, author_id,
            recorded_at, removed_because, origin, fingerprint, thread)
        select practice_id, id, client_id, 'change', title, words, lower(title || ' ' || words), moment, '',
            nullif(current_setting('app.user_id', true), '')::uuid, moment, '', 'product', '', ''
        from changed
    )
    insert into interaction_participant (practice_id, id, interaction_id, client_id, name, kind, at)
    select practice_id, gen_random_uuid(), id, client_id, '', 'change', moment from changed;
    return null;
end
$$;
create trigger change_is_told after update on client referencing old table as old_rows new table as new_rows
for each statement execute function client_change_is_told();
revoke execute on function interaction_stays, participants_follow, tell_of_interactions, tell_of_parts_of_interactions,
    client_change_is_told from public;

-- The newest entries in which something was written. Row level security lets no search use the index of words (`@@` is
-- not leakproof), so this runs with the owner's rights and names the practice itself. What is common, as the newest
-- three thousand entries tell, is soon found by walking back from the newest one; what is rare by the index, in which
-- only words of some length are looked up: all that begins with two letters is half of it.
create function find_interactions(
    wanted tsquery, rare tsquery, of_client uuid, by_user uuid, of_kinds text[], since timestamptz, until timestamptz,
    most integer
) returns table (interaction_id uuid)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    practice uuid := nullif(current_setting('app.practice_id', true), '')::uuid;
    at_most integer := least(most, 1000);
    seen integer;
    found_ids uuid[];
    fits text := 'ts_match_vq(i.found_by, $1) and i.removed_at is null'
        || case when of_kinds is null then '' else ' and i.kind = any($6)' end
        || case when by_user is null then '' else ' and (i.author_id = $5 or exists (select from'
            ' interaction_participant u where u.practice_id = $3 and u.interaction_id = i.id and u.user_id = $5))' end;
    when_it_was text := case when since is null then '' else ' and at >= $7' end
        || case when until is null then '' else ' and at < $8' end;
    of_this_client text :=
        'select i.id from (select interaction_id as id, at from interaction_participant where practice_id = $3'
        ' and client_id = $4' || when_it_was || ' order by at desc, interaction_id desc) p'
        ' join interaction i on i.practice_id = $3 and i.id = p.id where ' || fits
        || ' order by p.at desc, p.id desc limit $9';
    newest text := '(select * from interaction where practice_id = $3' || when_it_was
        || ' order by at desc, id desc limit ';
    walking text := 'select i.id from ' || newest || '60000) i where ' || fits
        || ' order by i.at desc, i.id desc limit $9';
    by_index text :=
        'select i.id from interaction i where i.practice_id = $3 and i.found_by @@ $2' || when_it_was || ' and ' || fits
        || ' order by (i.at + interval ''0'') desc, i.id desc limit $9';
    way text;
begin
    if of_client is null then
        execute 'select count(*) from ' || newest || '3000) i where ts_match_vq(i.found_by, $1)' into seen
            using wanted, rare, practice, of_client, by_user, of_kinds, since, until;
    end if;
    foreach way in array case when of_client is not null then array[of_this_client]
        when seen >= 12 then array[walking, by_index] else array[by_index] end loop
        execute 'select array_agg(id) from (' || way || ') found' into found_ids
            using wanted, rare, practice, of_client, by_user, of_kinds, since, until, at_most;
        exit when cardinality(found_ids) = at_most;
    end loop;
    return query select unnest(found_ids);
end
$$;
revoke execute on function find_interactions from public;
grant execute on function find_interactions to {app_role};

-- What the product itself writes into a timeline follows from changes that are in the audit already: once is enough.
create function audit_insert_unless() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare
    secret text[] := coalesce(tg_argv[2:], '{}');
begin
    perform audit_changes('insert', tg_table_name, array_agg(line), array_agg(jsonb_build_object('after', line - secret)))
    from (select to_jsonb(n) as line from new_rows n) as changed where line ->> tg_argv[0] <> tg_argv[1];
    return null;
end
$$;
revoke execute on function audit_insert_unless from public;
