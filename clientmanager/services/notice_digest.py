"""The digest of a day: what is late, due today and waiting of one's own, and what one was told since yesterday."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from clientmanager.clock import SOUTH_AFRICA, today
from clientmanager.db import ScopedSession
from clientmanager.services import notice_list, task_day
from clientmanager.services.notice_list import NoticeRow
from clientmanager.services.task_day import Section
from clientmanager.services.task_filter import ME, TaskFilter


@dataclass(frozen=True)
class DigestTask:
    id: str
    title: str
    client: str
    when: str
    """ "4 days late", "Today 16:00", "waiting 6 days"."""
    late: bool


@dataclass(frozen=True)
class DigestSection:
    name: str = ""
    many: int = 0
    tasks: tuple[DigestTask, ...] = ()


@dataclass(frozen=True)
class Digest:
    day: str = ""
    """Thursday 12 March 2026"""
    sections: tuple[DigestSection, ...] = ()
    """Those that hold something."""
    notices: tuple[NoticeRow, ...] = ()
    unread: int = 0


def digest(db: ScopedSession) -> Digest:
    """The viewer's own, as it is now."""
    mine = task_day.day(db, TaskFilter(whose=(ME,)))
    yesterday = datetime.combine(today() - timedelta(days=1), time(), SOUTH_AFRICA)
    named = (("Late", mine.late), ("Due today", mine.today), ("Waiting on others", mine.waiting))
    return Digest(
        day=f"{today():%A} {today().day} {today():%B %Y}",
        sections=tuple(_section(name, section) for name, section in named if section.many),
        notices=notice_list.since(db, yesterday),
        unread=notice_list.unread(db),
    )


def _section(name: str, section: Section) -> DigestSection:
    tasks = (
        DigestTask(
            entry.card.id,
            entry.card.title,
            entry.card.client,
            ", ".join(filter(None, [entry.card.due, entry.waiting])),
            entry.card.late,
        )
        for entry in section.entries
    )
    return DigestSection(name, section.many, tuple(tasks))
