"""A list or board as someone wants to find it again: the filters of an address under a name."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint

from clientmanager.models.base import PracticeRow, belongs_to, moment


class SavedView(PracticeRow, table=True):
    """Its maker's own."""

    __table_args__ = (
        belongs_to("practice_user", "user_id", ondelete="CASCADE"),
        UniqueConstraint("practice_id", "user_id", "place", "name"),
    )

    user_id: UUID
    place: str
    """The page it is of, such as "tasks"."""
    name: str
    query: str
    """The text after the question mark of its address; of tasks, `view` says in which of their views."""
    made_at: datetime = moment()
