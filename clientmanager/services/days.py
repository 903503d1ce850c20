"""Days as people read them: "12 Mar 2026", "3 days ago"."""

from datetime import date
from functools import lru_cache

from clientmanager.clock import today


@lru_cache(maxsize=4096)  # a page of the list writes a hundred, and the same ones again and again
def written(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def ago(day: date, now: date | None = None) -> str:
    """How long ago, in the words of the list and the page; a day to come is written out.

    Args:
        now: today, where the caller asked already: a page of the list does once, not a hundred times.
    """
    return _ago(day, now or today())


@lru_cache(maxsize=4096)
def _ago(day: date, now: date) -> str:
    days = (now - day).days
    if days < 0:
        return written(day)
    if days < 2:
        return ("Today", "Yesterday")[days]
    for most, length, unit in ((14, 1, "day"), (61, 7, "week"), (730, 30, "month")):
        if days < most:
            many = days // length
            return f"{many} {unit}{'' if many == 1 else 's'} ago"
    return f"{days // 365} years ago"
