"""What people do with a review that is to come: book it, give it another day, prepare it.

What came of it: services/review_held.py.
"""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import text

from clientmanager.clock import SOUTH_AFRICA, today
from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import Conflict, Invalid, NotFound
from clientmanager.models.client import Client
from clientmanager.models.permission import Permission
from clientmanager.models.review import Review
from clientmanager.planning.working_days import is_weekday
from clientmanager.services import audit_mark, clients
from clientmanager.services.audit_mark import Done
from clientmanager.services.client_form import clean
from clientmanager.services.days import written
from clientmanager.services.practice_days import FIRST_YEAR, LAST_YEAR, working_days
from clientmanager.services.task_form import read_day, read_time

LONGEST_WORDS = 20_000


def changing(db: ScopedSession, review_id: object) -> tuple[Review, Client]:
    """A review that is to come and its client, for this transaction alone.

    Raises:
        NotFound: there is none.
        Conflict: it is over: it was held, or the client is none any more.
    """
    key = (db.viewer.practice_id, as_id(review_id))
    review = db.get(Review, key, with_for_update={"key_share": True}, populate_existing=True)
    if review is None:
        raise NotFound("This review is not here any more.")
    db.viewer.require(Permission.EDIT_CLIENTS)
    if review.closed_at:
        raise Conflict("This review is over. Look at the client's next one.")
    return review, db.fetch(Client, review.client_id)


def book(db: ScopedSession, review_id: object, day: object, at: object, adviser_id: object = None) -> Done:
    """Agree a day and an hour, or another one than before; whoever holds it, where that is somebody else.

    Raises:
        Invalid: with the field's name: day, at or adviser_id.
    """
    review, client = changing(db, review_id)
    on, hour = _meeting_day(day), _hour(at)
    review.booked_at = datetime.combine(on, hour, SOUTH_AFRICA)
    if adviser_id is not None:
        chosen = clients.adviser_of(db, adviser_id)
        review.adviser_id = None if chosen == client.adviser_id else chosen
    return audit_mark.done(db, f"Booked with {client.full_name} for {on:%a} {written(on)}, {hour:%H:%M}.{_off(db, on)}")


def unbook(db: ScopedSession, review_id: object) -> Done:
    """Take the booking off; the review is due as before."""
    review, client = changing(db, review_id)
    if review.booked_at is None:
        raise Invalid("This review is not booked.")
    review.booked_at = None
    return audit_mark.done(db, f"The booking with {client.full_name} is taken off.")


def move(db: ScopedSession, review_id: object, day: object) -> Done:
    """Due on another day than its cycle says."""
    review, client = changing(db, review_id)
    due_on = _day(day, "due_on")
    if due_on == review.due_on:
        raise Invalid("It is due on this day already.", field="due_on")
    review.due_on, review.moved = due_on, True
    return audit_mark.done(db, f"The review with {client.full_name} is due on {written(due_on)}.")


def set_agenda(db: ScopedSession, review_id: object, words: object, was: object = None) -> None:
    """What is to be spoken of, a line each; emptied, it begins again as every agenda does.

    Args:
        was: what the writer saw; None does not ask.

    Raises:
        Conflict: someone else wrote another one since.
    """
    review, _ = changing(db, review_id)
    if isinstance(was, str) and review.agenda and clean(was) != review.agenda:
        raise Conflict("Someone else changed the agenda meanwhile. Copy your words, then open it again.")
    review.agenda = lines_of(words, "agenda")


def hand_over(db: ScopedSession, leaver: object, to: object) -> None:
    """Give the reviews to come that one person was to hold for another's clients to somebody else."""
    db.execute(
        text(
            "update review set adviser_id = :to where practice_id = :practice and adviser_id = :leaver"
            " and closed_at is null"
        ),
        {"practice": db.viewer.practice_id, "leaver": leaver, "to": to},
    )


def lines_of(words: object, field: str) -> str:
    """Text of one or more lines, none of them empty."""
    try:
        text = clean(words)
    except ValueError:
        raise Invalid("This must be text.", field=field) from None
    if len(text) > LONGEST_WORDS:
        raise Invalid(f"This is longer than the {LONGEST_WORDS} characters that fit here.", field=field)
    return "\n".join(filter(None, (line.strip() for line in text.split("\n"))))


def _meeting_day(value: object) -> date:
    on = _day(value, "day")
    if on < today():
        raise Invalid("This day is over. Choose one to come, or say below how the meeting went.", field="day")
    return on


def _day(value: object, field: str) -> date:
    try:
        day = read_day(value)
    except Invalid as wrong:
        raise Invalid(str(wrong), field=field) from None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Invalid(f"Choose a day between {FIRST_YEAR} and {LAST_YEAR}.", field=field)
    return day


def _hour(value: object) -> time:
    try:
        hour = read_time(value)
    except Invalid as wrong:
        raise Invalid(str(wrong), field="at") from None
    if hour is None:
        raise Invalid("Say at what time.", field="at")
    return hour


def _off(db: ScopedSession, on: date) -> str:
    """What is unusual about the day: it is booked all the same."""
    if not is_weekday(on):
        return f" That is a {on:%A}."
    holiday = working_days(db).holiday(on)
    return f" That day is off: {holiday}." if holiday else ""


def held_day(value: object) -> date:
    """The day on which a review was held; empty: today."""
    said: Any = today() if value in ("", None) else value
    day = _day(said, "held_on")
    if day > today():
        raise Invalid("This day is still to come. Book it instead.", field="held_on")
    return day
