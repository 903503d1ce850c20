"""What someone typed and has not saved yet: kept here, so that a sleeping tablet or a restart loses nothing."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from clientmanager.models.base import SORTED_TEXT, TEXT, PracticeRow, belongs_to, moment


class Draft(PracticeRow, table=True):
    """Seen by its writer only, and in no backup; the field it is for either takes it or drops it."""

    __table_args__ = (
        belongs_to("practice_user", "user_id", ondelete="CASCADE"),
        belongs_to("client", "client_id", ondelete="CASCADE"),
        belongs_to("task", "task_id", ondelete="CASCADE"),
        UniqueConstraint("practice_id", "user_id", "place"),
        Index("ix_draft_client", "practice_id", "client_id"),
        Index("ix_draft_task", "practice_id", "task_id"),
    )

    user_id: UUID
    client_id: UUID | None = None
    task_id: UUID | None = None
    place: str = Field(sa_type=SORTED_TEXT)
    """Where it is typed, such as "client 0198…/note", "task 0198…/title" or "new client/form"."""
    value: str = Field(sa_type=TEXT)
    was: str = Field(default="", sa_type=TEXT)
    """What its writer saw there before."""
    kept_at: datetime = moment()
