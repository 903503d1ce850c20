"""Teams: made and changed by those who look after the people, seen by everybody who sees the tasks."""

import threading
from typing import Any

import pytest

from clientmanager.errors import DomainError, Invalid, NotAllowed, NotFound
from clientmanager.models.permission import MAY, Permission
from clientmanager.models.user import Role
from clientmanager.services import audit_list, task_list, teams, users
from clientmanager.services.task_filter import read_filter
from tests.services.some_tasks import add as add_task
from tests.world import Database, PracticeWorld


def listed(world: PracticeWorld) -> dict[str, list[str]]:
    with world.as_(world.compliance) as db:
        return {team.name: [one.name for one in team.members] for team in teams.listed(db)}


def add(world: PracticeWorld, name: Any, *members: Any) -> str:
    with world.as_(world.owner) as db:
        team = teams.add(db, name)
        for user in members:
            teams.put(db, team, str(user.id))
    return team


def do(world: PracticeWorld, use_case: Any, *arguments: object) -> Any:
    with world.as_(world.owner) as db:
        return use_case(db, *arguments)


def test_teams_are_listed_by_name_with_who_works_here(acacia: PracticeWorld, baobab: PracticeWorld):
    add(acacia, "south", acacia.owner, acacia.adviser)
    add(acacia, " Élan   North ")
    add(baobab, "South", baobab.owner)
    assert listed(acacia) == {"Élan North": [], "south": ["Pieter van der Merwe", "Thandi Mokoena"]}
    with acacia.as_(acacia.owner) as db:
        users.deactivate(db, str(acacia.adviser.id), hand_over_to=str(acacia.owner.id))
        assert [one.name for one in teams.people(db)] == ["Ayesha Patel", "Sipho Dlamini", "Thandi Mokoena"]
    assert listed(acacia)["south"] == ["Thandi Mokoena"]
    do(acacia, users.reactivate, str(acacia.adviser.id))
    assert listed(acacia)["south"] == ["Pieter van der Merwe", "Thandi Mokoena"]


def test_people_are_put_into_a_team_and_taken_out_as_often_as_one_likes(acacia: PracticeWorld, database: Database):
    team = add(acacia, "North", acacia.owner, acacia.owner)
    task = add_task(acacia, "a", assignee_id=acacia.owner)
    for _ in range(2):
        do(acacia, teams.take, team, str(acacia.assistant.id))
    assert listed(acacia) == {"North": ["Thandi Mokoena"]}
    with acacia.as_(acacia.adviser) as db:
        found = task_list.listed(db, read_filter(f"whose=team {team}"))
    assert [row.card.id for row in found.rows] == [task]
    for _ in range(2):
        do(acacia, teams.take, team, str(acacia.owner.id))
    assert listed(acacia) == {"North": []}
    do(acacia, teams.put, team, str(acacia.owner.id))
    assert do(acacia, teams.remove, team) == "North"
    assert (listed(acacia), database.one("select count(*) from team_member")) == ({}, 0)


def test_who_left_is_put_into_no_team(acacia: PracticeWorld):
    team = add(acacia, "North")
    do(acacia, users.deactivate, str(acacia.assistant.id))
    with pytest.raises(Invalid, match="Ayesha Patel has left"):
        do(acacia, teams.put, team, str(acacia.assistant.id))


@pytest.mark.parametrize("junk", [None, 1, True, [], {}, "", " \x00 ", "x" * 61, "a\u200bb", "NÓRTH", " north! "])
def test_no_team_is_called_that(junk: object, acacia: PracticeWorld):
    add(acacia, "North")
    south = add(acacia, "South")
    for use_case, before in ((teams.add, ()), (teams.rename, (south,))):
        with pytest.raises(Invalid) as refused:
            do(acacia, use_case, *before, junk)
        assert refused.value.field == "name"
    assert list(listed(acacia)) == ["North", "South"]


def test_a_team_may_be_written_otherwise(acacia: PracticeWorld):
    team = add(acacia, "North")
    do(acacia, teams.rename, team, "NORTH")
    assert list(listed(acacia)) == ["NORTH"]
    do(acacia, teams.rename, team, "x" * 60)
    add(acacia, "!!")
    add(acacia, "??")
    assert sorted(listed(acacia)) == ["!!", "??", "x" * 60]


def test_a_practice_has_at_most_fifty(acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db:
        for number in range(50):
            teams.add(db, f"Team {number}")
    with pytest.raises(Invalid, match="at most 50"):
        add(acacia, "One too many")


def test_the_sheet_keeps_a_team_whole(acacia: PracticeWorld):
    gone = str(acacia.assistant.id)
    team = do(acacia, teams.keep, "", "North", [str(acacia.owner.id), gone, str(acacia.owner.id).upper()])
    assert listed(acacia) == {"North": ["Ayesha Patel", "Thandi Mokoena"]}
    do(acacia, users.deactivate, gone)
    assert do(acacia, teams.keep, team, "Far north", [str(acacia.compliance.id)]) == team
    assert listed(acacia) == {"Far north": ["Sipho Dlamini"]}
    do(acacia, users.reactivate, gone)
    assert listed(acacia) == {"Far north": ["Ayesha Patel", "Sipho Dlamini"]}
    for junk in (None, 1, {}, "x"):
        do(acacia, teams.keep, team, "North", junk)
        assert listed(acacia) == {"North": []}
    with pytest.raises(NotFound):
        do(acacia, teams.keep, team, "South", [gone, "x"])
    with pytest.raises(Invalid):
        do(acacia, teams.keep, "", "NORTH", [gone])
    assert listed(acacia) == {"North": []}


def test_who_may_not_manage_users_changes_no_team(acacia: PracticeWorld, monkeypatch: pytest.MonkeyPatch):
    team = add(acacia, "North", acacia.owner)
    person = str(acacia.adviser.id)
    for user in (acacia.adviser, acacia.assistant, acacia.compliance):
        with acacia.as_(user) as db:
            assert teams.listed(db)
            for use_case, arguments in (
                (teams.add, ("x",)), (teams.rename, (team, "x")), (teams.remove, (team,)),
                (teams.put, (team, person)), (teams.take, (team, person)), (teams.keep, ("", "x", [])),
                (teams.keep, (team, "x", [])),
            ):  # fmt: skip
                with pytest.raises(NotAllowed):
                    use_case(db, *arguments)
    assert listed(acacia) == {"North": ["Thandi Mokoena"]}
    for needed in (Permission.SEE_TASKS, Permission.SEE_USERS):
        monkeypatch.setitem(MAY, Role.COMPLIANCE, frozenset(set(Permission) - {needed}))
        with pytest.raises(NotAllowed):
            listed(acacia)


def test_another_practice_s_teams_and_people_are_not_here(acacia: PracticeWorld, baobab: PracticeWorld):
    ours, theirs = add(acacia, "North"), add(baobab, "South", baobab.owner)
    person, stranger = str(acacia.owner.id), str(baobab.owner.id)
    for team in (theirs, "x", 7, [], {}):
        for use_case, rest in (
            (teams.rename, ["x"]), (teams.remove, []), (teams.put, [person]), (teams.take, [person]),
        ):  # fmt: skip
            with pytest.raises(NotFound):
                do(acacia, use_case, team, *rest)
    for user in (stranger, "x", None, 7):
        for use_case in (teams.put, teams.take):
            with pytest.raises(NotFound):
                do(acacia, use_case, ours, user)
    assert listed(baobab) == {"South": ["Nomvula Khumalo"]}


def test_two_teams_of_one_name_made_at_once_are_one(acacia: PracticeWorld):
    ready, refused = threading.Barrier(4), list[str]()

    def make() -> None:
        try:
            with acacia.as_(acacia.owner) as db:
                ready.wait(10)
                teams.keep(db, "", "North", [str(acacia.owner.id)])
        except DomainError as problem:
            refused.append(str(problem))

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == ["There is a team North already."] * 3
    assert listed(acacia) == {"North": ["Thandi Mokoena"]}


def test_the_audit_knows_who_changed_a_team(acacia: PracticeWorld):
    add(acacia, "North", acacia.assistant)
    with acacia.as_(acacia.owner) as db:
        assert {row.who for row in audit_list.listed(db).rows[:2]} == {"Thandi Mokoena"}
