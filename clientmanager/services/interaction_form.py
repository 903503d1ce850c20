"""What a new or changed interaction may hold: read kindly, refused in a sentence where it cannot be kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from clientmanager.clock import SOUTH_AFRICA, now
from clientmanager.db import ScopedSession
from clientmanager.errors import Invalid
from clientmanager.models.client import Client
from clientmanager.models.interaction import InteractionKind as Kind
from clientmanager.models.user import User
from clientmanager.services import identity
from clientmanager.services.client_form import clean
from clientmanager.services.task_form import read_time

TYPED = (Kind.CALL, Kind.MEETING, Kind.NOTE, Kind.LETTER, Kind.EMAIL, Kind.MESSAGE, Kind.DOCUMENT)
"""What people write down by hand, in the order in which it is offered."""
SPOKEN = frozenset({Kind.CALL, Kind.MEETING, Kind.EMAIL, Kind.MESSAGE, Kind.LETTER, Kind.REVIEW})
"""Somebody spoke to the client: it counts as a contact."""
WORDS = {
    Kind.CALL: "Call",
    Kind.MEETING: "Meeting",
    Kind.EMAIL: "E-mail",
    Kind.MESSAGE: "Message",
    Kind.NOTE: "Note",
    Kind.LETTER: "Letter",
    Kind.DOCUMENT: "Document",
    Kind.REVIEW: "Review",
    Kind.ADVICE: "Advice",
    Kind.CHANGE: "Change",
}
LONGEST = {"title": 300, "words": 100_000, "amendment": 20_000, "because": 500, "name": 200}
LONGEST_MINUTES = 24 * 60
MOST_PEOPLE = 50
MOST_FOLLOW_UPS = 20
DIRECTIONS = ("", "in", "out")
AHEAD = timedelta(minutes=5)
"""How far a tablet's clock may be before ours."""


@dataclass(frozen=True)
class Written:
    """An interaction as it was typed, read."""

    kind: str
    title: str
    words: str
    at: datetime
    minutes: int | None
    direction: str
    clients: tuple[UUID, ...]
    """Whom it is about first."""
    users: tuple[UUID, ...]
    names: tuple[str, ...]
    """Of who is neither a client nor of the practice."""


def read(db: ScopedSession, form: object) -> Written:
    """Read a form.

    Args:
        form: `kind`; `on` ("2026-03-09") and `time` ("10:42"), this moment where neither is said; `title`; `words`;
            `minutes`; `direction` (in, out); `clients`, `users` (ids) and `names`, lists.

    Raises:
        Invalid: all that is wrong at once, with the fields' names.
        NotFound: a client or user of no concern to this practice.
    """
    said: Mapping[str, Any] = form if isinstance(form, dict) else {}
    wrong: dict[str, str] = {}

    def tried(field: str, reading: Any) -> Any:
        try:
            return reading()
        except Invalid as refusal:
            wrong[field] = str(refusal)

    kind = said.get("kind")
    if kind not in TYPED:
        wrong["kind"] = "Choose what it was: a call, a meeting, a note, a letter, an e-mail or a message."
    title = tried("title", lambda: text_of(said.get("title", ""), "title"))
    words = tried("words", lambda: text_of(said.get("words", ""), "words"))
    if title == "" and words == "" and kind not in (Kind.CALL, Kind.MEETING):
        wrong["words"] = "Write what was said, or what it was about."
    at = tried("on", lambda: _moment(said.get("on"), said.get("time")))
    minutes = tried("minutes", lambda: _minutes(said.get("minutes")))
    direction = said.get("direction", "")
    names = tuple(
        dict.fromkeys(
            name for one in several(said.get("names")) if (name := tried("names", lambda one=one: text_of(one, "name")))
        )
    )
    clients = tuple(dict.fromkeys(db.fetch(Client, one).id for one in several(said.get("clients"))))
    users = tuple(dict.fromkeys(db.fetch(User, one).id for one in several(said.get("users"))))
    if not clients:
        wrong["clients"] = "Say with which client it was."
    if len(clients) + len(users) + len(names) > MOST_PEOPLE:
        wrong["clients"] = f"At most {MOST_PEOPLE} people can have taken part."
    if wrong:
        raise Invalid.of(wrong)
    return Written(
        str(kind), title, words, at, minutes, direction if direction in DIRECTIONS else "", clients, users, names
    )


def text_of(value: object, field: str) -> str:
    """One line, or several where it is words, an amendment or a reason.

    Raises:
        Invalid: it is no text, or longer than fits.
    """
    try:
        text = clean(value)
    except ValueError:
        raise Invalid("This must be text.", field=field) from None
    text = text if field in ("words", "amendment", "because") else " ".join(text.split())
    if len(text) > LONGEST[field]:
        raise Invalid(f"This is longer than the {LONGEST[field]} characters that fit here.", field=field)
    return text


def several(value: object) -> list[Any]:
    """A list that a form sent, without what is empty; anything else is an empty one."""
    return [one for one in value if one not in ("", None)][: MOST_PEOPLE + 1] if isinstance(value, list) else []


def _moment(on: object, time: object) -> datetime:
    moment = now()
    if on in (None, "") and time in (None, ""):
        return moment.replace(microsecond=0)
    local = moment.astimezone(SOUTH_AFRICA)
    day = identity.read_date(clean(on)[:40] if isinstance(on, str) else "", "on") or local.date()
    if day.year < 1900:
        raise Invalid("Write the year in full, such as 2026.", field="on")
    hour = read_time(time)
    at = datetime.combine(day, hour, SOUTH_AFRICA) if hour else datetime.combine(day, local.time(), SOUTH_AFRICA)
    if day == local.date() and not hour:
        at = moment
    if at > moment + AHEAD:
        raise Invalid("This is still to come. Make a task of it, and write down what was said after it.", field="on")
    return at.replace(second=0, microsecond=0) if hour else at.replace(microsecond=0)


def _minutes(value: object) -> int | None:
    if isinstance(value, int):
        value = str(value) if 0 <= value <= LONGEST_MINUTES else "too many"
    said = clean(value)[:20] if isinstance(value, str) else ""
    said = said.removesuffix("minutes").removesuffix("min").strip()
    if not said:
        return None
    if not said.isascii() or not said.isdecimal() or not 0 < int(said) <= LONGEST_MINUTES:
        raise Invalid("Write how many minutes it took, such as 14.", field="minutes")
    return int(said)
