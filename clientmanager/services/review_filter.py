"""Which reviews a list shows, or whom nobody spoke to: the same words in the address and in a query."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from clientmanager.clock import today
from clientmanager.db import ScopedSession, as_id
from clientmanager.models.folding import words
from clientmanager.planning.reviews import Stands, months_after
from clientmanager.services.client_form import LONGEST
from clientmanager.services.filters import NOBODY, Said
from clientmanager.services.review_work import AHEAD, CYCLE, REVIEWED

DUE, BOOKED, HELD, SILENT = "due", "booked", "held", "silent"
VIEWS = {DUE: "Due", BOOKED: "Booked", HELD: "Held", SILENT: "Not spoken to"}
SORTS = ("when", "client", "adviser")
SILENT_MONTHS = (3, 6, 12, 24)
USUAL_MONTHS = 6
STANDS = (Stands.OVERDUE, Stands.PREPARE, Stands.LATER)
"""How one that is due may stand."""

_OF_REVIEW = (
    f"review r join client c on c.practice_id = r.practice_id and c.id = r.client_id{CYCLE}"
    " left join practice_user u on u.practice_id = c.practice_id and u.id = coalesce(r.adviser_id, c.adviser_id)"
)
_OF_CLIENT = (
    "client c left join review r on r.practice_id = c.practice_id and r.client_id = c.id and r.closed_at is null"
    f"{CYCLE} left join practice_user u on u.practice_id = c.practice_id and u.id = c.adviser_id"
)
_VIEW = {
    DUE: f"r.practice_id = :practice and r.closed_at is null and r.booked_at is null and {REVIEWED}",
    BOOKED: f"r.practice_id = :practice and r.closed_at is null and r.booked_at is not null and {REVIEWED}",
    HELD: "r.practice_id = :practice and r.outcome <> ''",
    SILENT: f"c.practice_id = :practice and {REVIEWED}"
    " and (c.last_contact_on is null or c.last_contact_on < :silent_since)",
}
_STANDS = {
    Stands.OVERDUE: "r.due_on < :today",
    Stands.PREPARE: f"(r.due_on >= :today and r.due_on - {AHEAD} <= :today)",
    Stands.LATER: f"r.due_on - {AHEAD} > :today",
}


@dataclass(frozen=True)
class ReviewFilter:
    view: str = DUE
    search: str = ""
    adviser: tuple[str, ...] = ()
    """Ids, or "none"."""
    stands: tuple[str, ...] = ()
    """Of those that are due."""
    category: tuple[str, ...] = ()
    months: int = USUAL_MONTHS
    """For how long nobody spoke to them."""
    never_last: bool = False
    """Whom nobody ever spoke to stands at the end of that list."""
    sort: str = ""
    """One of SORTS, with "-" before it for the other direction; empty: as the view does."""

    @property
    def narrows(self) -> bool:
        return bool(self.search or self.adviser or self.stands or self.category)

    @property
    def widest(self) -> "ReviewFilter":
        """The same view, unfiltered."""
        return ReviewFilter(self.view, months=self.months, never_last=self.never_last, sort=self.sort)


def read_filter(query: object) -> ReviewFilter:
    """What an address names ("view=booked&adviser=none"); what makes no sense is left out."""
    said = Said(query)
    view, sort, months = said.first("view"), said.first("sort"), said.first("months")
    view = view if view in VIEWS else DUE
    return ReviewFilter(
        view=view,
        search=said.first("q"),
        adviser=said.people("adviser"),
        stands=tuple(one for one in said.values("stands") if view == DUE and one in STANDS),
        category=tuple(one for one in said.values("category") if len(one) <= LONGEST["category"]),
        months=next((one for one in SILENT_MONTHS if str(one) == months), USUAL_MONTHS),
        never_last=said.first("never") == "last",
        sort=sort if sort.removeprefix("-") in SORTS else "",
    )


def as_query(chosen: ReviewFilter) -> str:
    said: dict[str, Any] = {
        "view": "" if chosen.view == DUE else chosen.view,
        "q": chosen.search,
        "adviser": chosen.adviser,
        "stands": chosen.stands,
        "months": "" if chosen.months == USUAL_MONTHS else str(chosen.months),
        "never": "last" if chosen.never_last else "",
        "sort": chosen.sort,
    }
    # a client without a category is in the category "", that an address says as well
    return urlencode({name: value for name, value in said.items() if value} | {"category": chosen.category}, doseq=True)


def without(chosen: ReviewFilter, name: str, value: str) -> ReviewFilter:
    """The filter with one value of one field taken off."""
    return replace(chosen, **{name: tuple(one for one in getattr(chosen, name) if one != value)})


def silent_since(months: int, today: date) -> date:
    """Whoever was spoken to before this day is on the list."""
    return months_after(today, -months)


def source(chosen: ReviewFilter) -> str:
    """Of what the condition speaks: `review r`, its `client c`, and who holds it, `practice_user u`."""
    return _OF_CLIENT if chosen.view == SILENT else _OF_REVIEW


def condition(db: ScopedSession, chosen: ReviewFilter) -> tuple[str, dict[str, Any]]:
    day = today()
    found = _VIEW[chosen.view]
    values: dict[str, Any] = {
        "practice": db.viewer.practice_id,
        "today": day,
        "silent_since": silent_since(chosen.months, day),
    }
    if chosen.adviser:
        values["advisers"] = [as_id(one) for one in chosen.adviser if one != NOBODY]
        nobody = " or u.id is null" if NOBODY in chosen.adviser else ""
        found += f" and (u.id = any(:advisers){nobody})"
    if chosen.stands:
        found += f" and ({' or '.join(_STANDS[Stands(one)] for one in chosen.stands)})"
    if chosen.category:
        found += " and c.category = any(:categories)"
        values["categories"] = list(chosen.category)
    for place, word in enumerate(words(chosen.search)[:10]):
        found += f" and strpos(' ' || c.sort_name, :word_{place}) > 0"
        values[f"word_{place}"] = f" {word}"
    return found, values
