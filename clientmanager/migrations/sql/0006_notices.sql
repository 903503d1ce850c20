-- One person is told something of another's task: whoever does it cannot see the other's notices, so the owner's rights
-- look whether one of the same kind stands there unread since a short while, and fold both into one. Who gives it is
-- whoever is signed in. Whoever has left is told nothing, nor is anybody of what they did themselves.
create function give_notice(
    given uuid, to_user uuid, of_task uuid, of_kind text, of_what text, how_many integer, folded_since timestamptz
) returns void language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    practice uuid := nullif(current_setting('app.practice_id', true), '')::uuid;
    by_user uuid := nullif(current_setting('app.user_id', true), '')::uuid;
begin
    if to_user is not distinct from by_user or not exists (
        select from practice_user where practice_id = practice and id = to_user and deactivated_at is null
    ) then
        return;
    end if;
    update notice set many = many + how_many, given_by = by_user, at = this_moment()
    where practice_id = practice and id = (
        select id from notice where practice_id = practice and user_id = to_user and read_at is null
            and snoozed_until is null and task_id is not distinct from of_task and kind = of_kind and what = of_what
            and at >= folded_since
        order by at desc limit 1 for update
    );
    if not found then
        insert into notice (practice_id, id, user_id, task_id, kind, what, many, given_by, at)
        values (practice, given, to_user, of_task, of_kind, of_what, how_many, by_user, this_moment());
    end if;
end
$$;
revoke execute on function give_notice from public;
grant execute on function give_notice to {app_role};

-- Word to the tabs of whoever has other notices now, with the commit: "practice user".
create function tell_of_notices() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    perform pg_notify('notice_given', practice_id || ' ' || user_id)
    from (select distinct practice_id, user_id from changed_rows) as told;
    return null;
end
$$;
