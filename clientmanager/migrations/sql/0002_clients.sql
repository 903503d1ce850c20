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
