-- What follows a client by itself. Triggers, so that no use case, import or restore can forget it.

-- A client's tokens carry its place in the list, so that a search is answered by their index alone.
create function client_token_follows() returns trigger language plpgsql
set search_path = pg_catalog, public, pg_temp as $$
begin
    update client_token set sort_name = new.sort_name, archived = new.archived_at is not null
    where practice_id = new.practice_id and client_id = new.id;
    return null;
end
$$;
create trigger tokens_follow after update on client for each row
when (old.sort_name is distinct from new.sort_name or (old.archived_at is null) <> (new.archived_at is null))
execute function client_token_follows();

-- Word to whoever is looking, with the commit: "practice client", or "practice *" where many changed at once. Only
-- ids, for listening passes row level security by.
create function tell_of_clients() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
    changed record;
begin
    for changed in
        execute 'select practice_id, case when count(*) > 100 then ''{}'' else array_agg(distinct '
            || quote_ident(tg_argv[0]) || ') end as ids from changed_rows group by practice_id'
    loop
        if changed.ids = '{}' then
            perform pg_notify('client_changed', changed.practice_id || ' *');
        else
            perform pg_notify('client_changed', changed.practice_id || ' ' || id) from unnest(changed.ids) as id;
        end if;
    end loop;
    return null;
end
$$;

-- How many clients a practice has, so that the true count of a long list is a sum of a few rows. Each change of it is a
-- row of its own: one row for all would make everybody who adds a client wait for an import's last commit.
create function client_total_counts() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
begin
    insert into client_total (practice_id, id, archived, many)
    select practice_id, gen_random_uuid(), archived_at is not null,
        case tg_op when 'INSERT' then count(*) else -count(*) end
    from changed_rows group by practice_id, archived_at is not null;
    return null;
end
$$;
create trigger total_insert after insert on client referencing new table as changed_rows
for each statement execute function client_total_counts();
create trigger total_delete after delete on client referencing old table as changed_rows
for each statement execute function client_total_counts();

create function client_total_moves() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
begin
    insert into client_total (practice_id, id, archived, many) values
        (old.practice_id, gen_random_uuid(), old.archived_at is not null, -1),
        (new.practice_id, gen_random_uuid(), new.archived_at is not null, 1);
    return null;
end
$$;
create trigger total_moves after update on client for each row
when ((old.archived_at is null) <> (new.archived_at is null)) execute function client_total_moves();

-- The worker's: few rows again.
create function fold_client_totals() returns void language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare
    practice uuid := nullif(current_setting('app.practice_id', true), '')::uuid;
begin
    perform pg_advisory_xact_lock(hashtext('fold ' || practice::text));
    with gone as (delete from client_total where practice_id = practice returning archived, many)
    insert into client_total (practice_id, id, archived, many)
    select practice, gen_random_uuid(), archived, sum(many) from gone group by archived;
end
$$;
revoke execute on function client_total_counts, client_total_moves, fold_client_totals from public;
grant execute on function fold_client_totals to {app_role};
