-- Word to whoever looks at the practice's work, with the commit: "practice *". What it was, whoever is told reads for
-- themselves. Only ids, for listening passes row level security by.
create function tell_of_tasks() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    perform pg_notify('task_changed', practice_id || ' *') from (select distinct practice_id from changed_rows) as told;
    return null;
end
$$;

-- A client's page shows what belongs to it, such as its tasks: word of that is word of the client.
create function tell_of_their_clients() returns trigger language plpgsql
set search_path = pg_catalog, public, pg_temp as $$
begin
    perform pg_notify('client_changed', practice_id || ' ' || unnest(case when count(*) > 100 then array['*']
        else array_agg(client_id::text) end))
    from (select distinct practice_id, client_id from changed_rows where client_id is not null) as told
    group by practice_id;
    return null;
end
$$;
