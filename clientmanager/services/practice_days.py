"""The days on which the practice works."""

from clientmanager.db import ScopedSession
from clientmanager.planning.working_days import WorkingDays


def working_days(_db: ScopedSession) -> WorkingDays:
    """Monday to Friday, without South Africa's public holidays."""
    return WorkingDays()
