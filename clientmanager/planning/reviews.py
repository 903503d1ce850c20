"""When a client's next review is due, and how it stands: rules without a database or a clock."""

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum

from clientmanager.planning.working_days import WorkingDays

MOST_MONTHS = 60
MOST_AHEAD_DAYS = 180
MOST_WEEKS = 52
AGENDA = (
    "What has changed in your life since we spoke",
    "Whether the plan still suits you",
    "Income, debts and what is put away",
    "Cover for life, disability and illness",
    "Will, beneficiaries and who is to be called",
    "Fees, and what we promised last time",
)
"""What an agenda begins with where the practice has no lines of its own."""


class Stands(StrEnum):
    """Of a review that is to come."""

    OVERDUE = "overdue"
    PREPARE = "to prepare"
    LATER = "later"
    BOOKED = "booked"
    PASSED = "passed"
    """It was booked for a moment that is over, and nobody said yet what came of it."""


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def next_due(every_months: int, *, held_on: date | None, added_on: date) -> date:
    """Counted from the last review that was held; where none was, from when the client was added."""
    return months_after(held_on or added_on, every_months)


def proposed(due_on: date, today: date, days: WorkingDays) -> date:
    """The working day to offer for the meeting: on the day itself or after it, and never one that is over."""
    return days.on_or_after(max(due_on, today))


def again_in(weeks: int, today: date, days: WorkingDays) -> date:
    """When to try once more: a working day, so many weeks from today."""
    return days.on_or_after(today + timedelta(weeks=weeks))


def prepared_from(due_on: date, ahead_days: int) -> date:
    return due_on - timedelta(days=ahead_days)


def stands(due_on: date, ahead_days: int, today: date, *, booked_on: date | None = None) -> Stands:
    """How a review stands that was not held yet. One that is booked is not overdue, however late it will be held."""
    if booked_on:
        return Stands.PASSED if booked_on < today else Stands.BOOKED
    if due_on < today:
        return Stands.OVERDUE
    return Stands.PREPARE if prepared_from(due_on, ahead_days) <= today else Stands.LATER


def cycle_words(every_months: int) -> str:
    """ "Every year", "Every 18 months"."""
    if every_months % 12 == 0:
        years = every_months // 12
        return "Every year" if years == 1 else f"Every {years} years"
    return "Every month" if every_months == 1 else f"Every {every_months} months"


def due_in(due_on: date, today: date) -> str:
    """ "in 21 days", "today", "12 days ago", "in 5 months"."""
    days = (due_on - today).days
    if days == 0:
        return "today"
    length, unit = (1, "day") if abs(days) < 61 else (30, "month") if abs(days) < 730 else (365, "year")
    many = abs(days) // length
    words = f"{many} {unit}{'' if many == 1 else 's'}"
    return f"in {words}" if days > 0 else f"{words} ago"
