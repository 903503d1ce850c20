-- What runs keeps the version that it was started with; nobody changes that under it, whoever they are.
create function keep_workflow_version() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp
as $$
begin
    raise exception 'A version of a workflow is never changed; save a new one.' using errcode = 'restrict_violation';
end
$$;
create trigger keep_workflow_version before update of number, definition, made_by, made_at on workflow_version
    for each row execute function keep_workflow_version();
