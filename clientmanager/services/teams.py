"""The teams of the practice: who works together, so that their tasks can be looked at together."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text

from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import Invalid
from clientmanager.models.folding import alike, folded
from clientmanager.models.permission import Permission
from clientmanager.models.team import Team, TeamMember
from clientmanager.models.user import User
from clientmanager.services.client_form import clean

MOST_TEAMS = 50
LONGEST_NAME = 60


@dataclass(frozen=True)
class Member:
    id: str
    name: str


@dataclass(frozen=True)
class TeamRow:
    """A team as the settings show it."""

    id: str
    name: str
    members: tuple[Member, ...]
    """By their names; those who left the practice are not counted, and are in it again when they come back."""
    words: str
    """ "Ayesha Patel and Thandi Mokoena"; empty without any."""


def listed(db: ScopedSession) -> list[TeamRow]:
    """By their names."""
    db.viewer.require(Permission.SEE_USERS)
    db.viewer.require(Permission.SEE_TASKS)
    rows = db.execute(
        text(
            "select t.id, t.name, u.id as user_id, u.name as user_name from team t"
            " left join team_member m on m.practice_id = t.practice_id and m.team_id = t.id"
            " left join practice_user u on u.practice_id = m.practice_id and u.id = m.user_id"
            "   and u.deactivated_at is null"
            " where t.practice_id = :practice"
        ),
        _ours(db),
    )
    found: dict[tuple[str, str], list[Member]] = {}
    for row in rows:
        members = found.setdefault((row.name, str(row.id)), [])
        if row.user_id:
            members.append(Member(str(row.user_id), row.user_name))
    return [
        _row(team, name, sorted(members, key=lambda one: (folded(one.name), one.id)))
        for (name, team), members in sorted(found.items(), key=lambda one: (folded(one[0][0]), one[0]))
    ]


def _row(team: str, name: str, members: list[Member]) -> TeamRow:
    names = [one.name for one in members]
    return TeamRow(team, name, tuple(members), " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]])))


def people(db: ScopedSession) -> list[Member]:
    """Who can be in a team: everybody who works here."""
    db.viewer.require(Permission.SEE_USERS)
    rows = db.execute(
        text("select id, name from practice_user where practice_id = :practice and deactivated_at is null"), _ours(db)
    )
    return sorted((Member(str(row.id), row.name) for row in rows), key=lambda one: (folded(one.name), one.id))


def add(db: ScopedSession, name: object) -> str:
    """A team without anybody in it; returns its id."""
    db.viewer.require(Permission.MANAGE_USERS)
    present = _held(db)
    if len(present) >= MOST_TEAMS:
        raise Invalid(f"A practice has at most {MOST_TEAMS} teams.")
    team = Team(practice_id=db.viewer.practice_id, name=_name(present, name))
    db.add(team)
    db.flush()
    return str(team.id)


def rename(db: ScopedSession, team_id: object, name: object) -> None:
    team = _changing(db, team_id)
    present = _held(db)
    del present[str(team.id)]
    team.name = _name(present, name)


def remove(db: ScopedSession, team_id: object) -> str:
    """Who was in it stays, and so do their tasks; returns its name."""
    team = _changing(db, team_id)
    db.delete(team)
    return team.name


def put(db: ScopedSession, team_id: object, user_id: object) -> None:
    """Let somebody be in a team; who is in it already stays.

    Raises:
        Invalid: they left the practice.
    """
    team, user = _changing(db, team_id), db.fetch(User, user_id)
    if user.deactivated_at:
        raise Invalid(f"{user.name} has left. Reactivate them first.")
    if _membership(db, team, user) is None:
        db.add(TeamMember(practice_id=team.practice_id, team_id=team.id, user_id=user.id))


def take(db: ScopedSession, team_id: object, user_id: object) -> None:
    """Let somebody be in a team no longer."""
    team, user = _changing(db, team_id), db.fetch(User, user_id)
    if (membership := _membership(db, team, user)) is not None:
        db.delete(db.fetch(TeamMember, membership))


def keep(db: ScopedSession, team_id: object, name: object, members: object) -> str:
    """A team as its sheet shows it, made where there is no id yet; returns its id.

    Args:
        members: the ids of all who shall be in it. Who left the practice stays as they were.
    """
    team = str(team_id) if team_id else add(db, name)
    if team_id:
        rename(db, team_id, name)
    wanted = {str(as_id(one)) for one in members} if isinstance(members, list) else set[str]()
    present = {one.id for row in listed(db) if row.id == str(as_id(team)) for one in row.members}
    for user_id in sorted(wanted - present):
        put(db, team, user_id)
    for user_id in sorted(present - wanted):
        take(db, team, user_id)
    return team


def _changing(db: ScopedSession, team_id: object) -> Team:
    """A team, until the commit: two who change it do it one after the other."""
    team = db.fetch(Team, team_id)
    db.viewer.require(Permission.MANAGE_USERS)
    _held(db)
    db.expire(team)
    return db.fetch(Team, team_id)


def _held(db: ScopedSession) -> dict[str, str]:
    """All teams, id to name, until the commit. The practice's own row is held: there may be no team yet."""
    db.execute(text("select id from practice where id = :practice for no key update"), _ours(db))
    rows = db.execute(text("select id, name from team where practice_id = :practice"), _ours(db))
    return {str(row.id): row.name for row in rows}


def _name(others: dict[str, str], value: object) -> str:
    name = " ".join(clean(value).split()) if isinstance(value, str) else ""
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise Invalid(f"Give the team a name of at most {LONGEST_NAME} letters.", field="name")
    if same := [one for one in others.values() if alike(one) == alike(name)]:
        raise Invalid(f"There is a team {same[0]} already.", field="name")
    return name


def _membership(db: ScopedSession, team: Team, user: User) -> UUID | None:
    return db.execute(
        text("select id from team_member where practice_id = :practice and team_id = :team and user_id = :user"),
        {**_ours(db), "team": team.id, "user": user.id},
    ).scalar()


def _ours(db: ScopedSession) -> dict[str, Any]:
    return {"practice": db.viewer.practice_id}
