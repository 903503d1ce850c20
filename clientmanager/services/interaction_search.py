"""Search over everything that was written: found while one types, what was typed first, and marked where it stands."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import text

from clientmanager.clock import SOUTH_AFRICA
from clientmanager.db import ScopedSession, as_id
from clientmanager.models.client import Client
from clientmanager.models.folding import folded
from clientmanager.models.permission import Permission
from clientmanager.planning.search_words import Wanted, read
from clientmanager.services.client_history import names
from clientmanager.services.client_match import pieces
from clientmanager.services.filters import LONGEST_SEARCH, Said, is_id
from clientmanager.services.interaction_form import WORDS
from clientmanager.services.task_words import CLIENT_NAME, moment_words

SHOWN = 50
RANKED = 200
"""The newest that are compared with each other: of a word that is everywhere, older ones are found by one more word."""
AROUND = 90
"""Characters that are shown before and after what was found."""
_YEARS = range(1900, 2200)
"""Of days that an address may name: after the last one of all there is no next."""
_WORD = re.compile(r"\S+")
_FOUND = (
    f"select i.id, i.kind, i.title, i.words, i.at, i.client_id, {CLIENT_NAME} as client, u.name as who,"
    " (select string_agg(a.words, E'\\n' order by a.id) from interaction_amendment a"
    "   where a.practice_id = :practice and a.interaction_id = i.id) as amendments, count(*) over () as many,"
    " i.found_by @@ cast(:exact as tsquery) as exact, ts_rank_cd(i.found_by, cast(:wanted as tsquery), 1) as rank"
    " from find_interactions(cast(:wanted as tsquery), cast(:rare as tsquery), cast(:client as uuid),"
    "   cast(:author as uuid), cast(:kinds as text[]), cast(:since as timestamptz), cast(:until as timestamptz),"
    "   :most) f join interaction i on i.practice_id = :practice and i.id = f.interaction_id"
    " join client c on c.practice_id = :practice and c.id = i.client_id"
    " left join practice_user u on u.practice_id = :practice and u.id = i.author_id"
)
_BEST = "exact desc, rank desc, i.at desc, i.id"
_NEWEST = "i.at desc, i.id"


@dataclass(frozen=True)
class Search:
    """What is looked for, and where."""

    words: str = ""
    client: str = ""
    author: str = ""
    """Who wrote it or took part in it, of the practice."""
    kinds: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    newest: bool = False
    """By when it was, rather than what fits best."""


@dataclass(frozen=True)
class FoundEntry:
    """One entry in which it was found."""

    id: str
    kind: str
    client_id: str
    client: str
    title: str
    title_marks: tuple[str, ...]
    words: str
    """Some of them, around what was found."""
    marks: tuple[str, ...]
    who: str
    at: str
    on: str
    """The day, as an address says it: there its client's timeline is opened."""
    amended: bool
    """What was found stands in an amendment."""


@dataclass(frozen=True)
class Result:
    rows: tuple[FoundEntry, ...] = ()
    many: str = ""
    """ "12", "200 or more"; empty where nothing was looked for."""


def read_search(query: object) -> Search:
    """What an address says; what makes no sense in it is left out."""
    said = Said(query)
    client, author = said.first("client"), said.first("who")
    return Search(
        words=said.first("q"),
        client=client if is_id(client) else "",
        author=author if is_id(author) else "",
        kinds=tuple(kind for kind in said.values("kind") if kind in WORDS),
        since=_day(said.first("since")),
        until=_day(said.first("until")),
        newest=said.first("sort") == "newest",
    )


def people_and_client(db: ScopedSession, search: Search) -> tuple[dict[str, str], str]:
    """Who may have written something, id to name; and the name of the client it is looked for with, empty for none."""
    db.viewer.require(Permission.SEE_INTERACTIONS)
    client = db.get(Client, (db.viewer.practice_id, as_id(search.client))) if search.client else None
    return names(db), client.full_name if client else ""


def found(db: ScopedSession, search: Search) -> Result:
    """The entries that meet every word of the search, at most 50."""
    db.viewer.require(Permission.SEE_INTERACTIONS)
    wanted = read(search.words[:LONGEST_SEARCH])
    if not wanted.query:
        return Result()
    values = {
        "practice": db.viewer.practice_id,
        "wanted": wanted.query,
        "exact": wanted.exact,
        "rare": wanted.rare,
        "client": search.client or None,
        "author": search.author or None,
        "kinds": list(search.kinds) or None,
        "since": _midnight(search.since) if search.since else None,
        "until": _midnight(search.until + timedelta(days=1)) if search.until else None,
        "most": RANKED,
        "shown": SHOWN,
    }
    order = _NEWEST if search.newest else _BEST
    rows = db.execute(text(f"{_FOUND} order by {order} limit :shown"), values).all()
    many = rows[0].many if rows else 0
    return Result(tuple(_entry(row, wanted) for row in rows), f"{many} or more" if many == RANKED else str(many))


def _entry(row: Any, wanted: Wanted) -> FoundEntry:
    title = row.title or WORDS[row.kind]
    in_title, in_words = _spans(row.title, wanted), _spans(row.words, wanted)
    amended = not in_title and not in_words and bool(row.amendments)
    whole = row.amendments if amended else row.words
    shown, spans = _around(whole, _spans(whole, wanted) if amended else in_words)
    return FoundEntry(
        id=str(row.id),
        kind=row.kind,
        client_id=str(row.client_id),
        client=row.client,
        title=title,
        title_marks=pieces(title, in_title) if row.title else (),
        words=shown,
        marks=pieces(shown, spans),
        who=row.who or "",
        at=moment_words(row.at),
        on=f"{row.at.astimezone(SOUTH_AFRICA):%Y-%m-%d}",
        amended=amended,
    )


def _spans(words: str, wanted: Wanted) -> list[tuple[int, int]]:
    """Where something that was looked for stands: whole words, as a reader sees them."""
    beginnings = wanted.beginnings
    return [
        found.span()
        for found in _WORD.finditer(words)
        if any(part.startswith(beginnings) for part in folded(found[0]).split())
    ]


def _around(words: str, spans: list[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """As much of it as fits two lines, with what was found first in it; and where that then stands."""
    first = spans[0][0] if spans else 0
    begin = 0 if first <= AROUND else words.rfind(" ", 0, first - AROUND // 2) + 1
    end = min(len(words), begin + 2 * AROUND)
    before, after = ("… " if begin else ""), (" …" if end < len(words) else "")
    shown = " ".join(f"{before}{words[begin:end]}{after}".split("\n"))
    by = len(before) - begin
    return shown, [(start + by, stop + by) for start, stop in spans if start >= begin and stop <= end]


def _day(said: str) -> date | None:
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return None
    return day if day.year in _YEARS else None


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), SOUTH_AFRICA)
