-- Word to whoever looks at the practice's opportunities, with the commit: "practice *". Only ids, for listening passes
-- row level security by; whoever is told reads for themselves.
create function tell_of_opportunities() returns trigger language plpgsql
set search_path = pg_catalog, public, pg_temp as $$
begin
    perform pg_notify('opportunity_changed', practice_id || ' *')
    from (select distinct practice_id from changed_rows) as told;
    return null;
end
$$;
