-- What runs with the owner's rights: the audit's writers, and the few look-ups that come before a practice is known.
-- Each returns only what is needed. Settings come from session_for(), in clientmanager/db.py.
-- Every search_path ends with pg_temp: unnamed, it comes first, and a caller's temporary table audit_entry would take
-- the entries.

create function this_moment() returns timestamptz language sql stable set search_path = pg_catalog, pg_temp as $$
    select coalesce(nullif(current_setting('app.now', true), '')::timestamptz, clock_timestamp())
$$;

-- Entries and their payloads, all in one statement: row by row, an import spent most of its time here. Each digest is
-- salted, so that an erased payload cannot be guessed back from it.
create function write_audit(
    what text, of_table text, practices uuid[], of_rows uuid[], of_clients uuid[], contents jsonb[]
) returns void language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    moment timestamptz := this_moment();
    by_user uuid := nullif(current_setting('app.user_id', true), '')::uuid;
    by_actor text := coalesce(nullif(current_setting('app.actor', true), ''), 'operator');
    request text := coalesce(current_setting('app.request_id', true), '');
begin
    with fresh as materialized (
        select nextval('audit_entry_id_seq') as id, practice, of_row, of_client, content::text as body,
            uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
        from unnest(practices, of_rows, of_clients, contents) as changed (practice, of_row, of_client, content)
    ), entries as (
        insert into audit_entry
            (practice_id, id, at, user_id, actor, request_id, action, table_name, row_id, client_id, digest)
        overriding system value
        select practice, id, moment, by_user, by_actor, request, what, of_table, of_row, of_client,
            sha256(salt || convert_to(body, 'UTF8'))
        from fresh
    )
    insert into audit_payload (practice_id, entry_id, salt, payload) select practice, id, salt, body from fresh;
end
$$;
revoke execute on function write_audit from public;

-- Changed rows as json, and what is to be said of each. A practice is its own practice, a client its own client.
create function audit_changes(what text, of_table text, lines jsonb[], contents jsonb[])
returns void language sql set search_path = pg_catalog, public, pg_temp as $$
    select write_audit(
        what, of_table,
        array_agg(coalesce(line ->> 'practice_id', line ->> 'id')::uuid),
        array_agg((line ->> 'id')::uuid),
        array_agg((case when of_table = 'client' then line ->> 'id' else line ->> 'client_id' end)::uuid),
        array_agg(content)
    )
    from unnest(lines, contents) as changed (line, content)
$$;
revoke execute on function audit_changes from public;

create function audit_insert() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    secret text[] := coalesce(tg_argv[0:], '{}');
begin
    perform audit_changes('insert', tg_table_name, array_agg(line), array_agg(jsonb_build_object('after', line - secret)))
    from (select to_jsonb(n) as line from new_rows n) as changed;
    return null;
end
$$;

create function audit_delete() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    secret text[] := coalesce(tg_argv[0:], '{}');
begin
    perform audit_changes('delete', tg_table_name, array_agg(line), array_agg(jsonb_build_object('before', line - secret)))
    from (select to_jsonb(o) as line from old_rows o) as changed;
    return null;
end
$$;

-- Only what changed. An update of nothing but columns that stay out of the audit is written with their names alone.
create function audit_update() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    secret text[] := coalesce(tg_argv[0:], '{}');
begin
    perform audit_changes('update', tg_table_name, array_agg(newer), array_agg(content))
    from (select to_jsonb(n) as newer, to_jsonb(o) as older
        from new_rows n join old_rows o on o.id = n.id) as changed
    cross join lateral (select jsonb_build_object(
        'before', coalesce(jsonb_object_agg(key, older -> key) filter (where key <> all (secret)), '{}'),
        'after', coalesce(jsonb_object_agg(key, value) filter (where key <> all (secret)), '{}'),
        'kept out', coalesce(jsonb_agg(key) filter (where key = any (secret)), '[]')) as content
        from jsonb_each(newer) where value is distinct from older -> key) as said
    where newer is distinct from older and newer -> 'practice_id' is not distinct from older -> 'practice_id';
    return null;
end
$$;

-- Something that happened without a row changing: a sign-in, a download, an export.
create function record_event(what text, of_table text, of_row uuid, detail jsonb)
returns void language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if what in ('insert', 'update', 'delete', 'view') then
        raise exception 'that action is written by triggers only';
    end if;
    perform write_audit(what, of_table, array[nullif(current_setting('app.practice_id', true), '')::uuid],
        array[of_row], array[case when of_table = 'client' then of_row end], array[detail]);
end
$$;

-- A look at a client's page: once per user, client and hour.
create function record_view(of_client uuid)
returns void language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    practice uuid := nullif(current_setting('app.practice_id', true), '')::uuid;
begin
    insert into client_view (practice_id, user_id, client_id, hour)
    values (practice, nullif(current_setting('app.user_id', true), '')::uuid, of_client, date_trunc('hour', this_moment()))
    on conflict do nothing;
    if found then
        perform write_audit('view', 'client', array[practice], array[of_client], array[of_client], array['{}'::jsonb]);
    end if;
end
$$;

-- Gives up to `most` committed entries their place in the practice's chain; returns how many. Writers never wait for
-- it: only sealers wait for each other. Python repeats the arithmetic in services/audit.py to verify it.
create function seal_audit(most integer)
returns integer language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    practice uuid := nullif(current_setting('app.practice_id', true), '')::uuid;
    head audit_head;
    entry audit_entry;
    sealed integer := 0;
begin
    perform pg_advisory_xact_lock(hashtext('seal ' || practice::text));
    select * into head from audit_head where practice_id = practice;
    if not found then
        head := row(practice, 0, sha256(uuid_send(practice)));
        insert into audit_head values (head.*);
    end if;
    for entry in select * from audit_entry where practice_id = practice and seq is null order by id limit most loop
        head.seq := head.seq + 1;
        head.chain := sha256(head.chain || convert_to(jsonb_build_array(
            head.seq, entry.practice_id, entry.id,
            to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), entry.user_id, entry.actor,
            entry.request_id, entry.action, entry.table_name, entry.row_id, entry.client_id,
            encode(entry.digest, 'hex'))::text, 'UTF8'));
        update audit_entry set seq = head.seq, chain = head.chain where practice_id = practice and id = entry.id;
        sealed := sealed + 1;
    end loop;
    update audit_head set seq = head.seq, chain = head.chain where practice_id = practice;
    return sealed;
end
$$;

-- Signing in: whose e-mail this is.
create function credential_for(address text)
returns table (practice_id uuid, user_id uuid, password_hash text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select c.practice_id, c.id, c.password_hash from credential c
    join practice_user u on u.practice_id = c.practice_id and u.id = c.id
    where c.email = address and u.deactivated_at is null
$$;

-- Every request: is the session alive, whose is it? Confines the transaction to that practice in the same round trip.
create function enter(token bytea, moment timestamptz, request text)
returns table (practice_id uuid, user_id uuid, role text, name text)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    living record;
begin
    select s.practice_id, s.id as session_id, s.seen_at, u.id as user_id, u.role, u.name into living
    from user_session s join practice_user u on u.practice_id = s.practice_id and u.id = s.user_id
    where s.token_hash = token and s.expires_at > moment and s.seen_at > moment - make_interval(mins => s.idle_minutes)
        and u.deactivated_at is null;
    if not found then
        return;
    end if;
    if living.seen_at < moment - interval '1 minute' then
        update user_session s set seen_at = moment where s.practice_id = living.practice_id and s.id = living.session_id;
    end if;
    perform set_config('app.practice_id', living.practice_id::text, true),
        set_config('app.user_id', living.user_id::text, true),
        set_config('app.actor', 'user', true), set_config('app.scope', 'all', true),
        set_config('app.request_id', request, true), set_config('app.now', moment::text, true);
    return query select living.practice_id, living.user_id, living.role::text, living.name::text;
end
$$;

-- A link that was handed over: whom it is for, while it lives.
create function link_for(token bytea, moment timestamptz)
returns table (practice_id uuid, user_id uuid)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select l.practice_id, l.user_id from user_link l
    join practice_user u on u.practice_id = l.practice_id and u.id = l.user_id
    where l.token_hash = token and l.expires_at > moment and u.deactivated_at is null
$$;

-- The worker and the command line: which practices there are.
create function practices() returns table (id uuid, short_name text, name text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select p.id, p.short_name, p.name from practice p order by p.short_name
$$;

-- For /health: when any practice's last backup was taken, and nothing more about it.
create function last_snapshot() returns timestamptz
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select max(s.taken_at) from snapshot s where s.state in ('ready', 'expired')
$$;

-- The worker's next piece of work. A claim lapses, so that a killed worker's work is taken up again.
create function claim_work(moment timestamptz, lease interval)
returns table (practice_id uuid, id uuid, kind text, subject_id uuid, user_id uuid, details jsonb, attempts integer)
language sql security definer set search_path = pg_catalog, public, pg_temp as $$
    update work w set state = 'running', attempts = w.attempts + 1, available_at = moment + lease
    from (
        select n.practice_id, n.id from work n
        where n.state in ('waiting', 'running') and n.available_at <= moment
        order by n.available_at limit 1 for update skip locked
    ) next
    where w.practice_id = next.practice_id and w.id = next.id
    returning w.practice_id, w.id, w.kind, w.subject_id, w.user_id, w.details, w.attempts
$$;

revoke execute on function audit_insert, audit_update, audit_delete, record_event, record_view, seal_audit,
    credential_for, enter, link_for, practices, last_snapshot, claim_work from public;
grant execute on function record_event, record_view, seal_audit,
    credential_for, enter, link_for, practices, last_snapshot, claim_work, this_moment to {app_role};
