-- Word to whoever looks at the practice's work, with the commit: "practice *". What it was, whoever is told reads for
-- themselves. Only ids, for listening passes row level security by.
create function tell_of_tasks() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    perform pg_notify('task_changed', practice_id || ' *') from (select distinct practice_id from changed_rows) as told;
    return null;
end
$$;
