"""Teams: who works together, so that their work can be looked at together."""

from uuid import UUID

from sqlalchemy import UniqueConstraint

from clientmanager.models.base import PracticeRow, belongs_to, of_practice


class Team(PracticeRow, table=True):
    __table_args__ = (of_practice(), UniqueConstraint("practice_id", "name"))

    name: str


class TeamMember(PracticeRow, table=True):
    __table_args__ = (
        belongs_to("team", "team_id", ondelete="CASCADE"),
        belongs_to("practice_user", "user_id", ondelete="CASCADE"),
        UniqueConstraint("practice_id", "team_id", "user_id"),
    )

    team_id: UUID
    user_id: UUID
