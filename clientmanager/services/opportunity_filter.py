"""Which opportunities a board or list shows: the same words in the address and in a query."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from clientmanager.clock import today
from clientmanager.db import ScopedSession, as_id
from clientmanager.models.folding import words
from clientmanager.services.filters import NOBODY, Said, is_id

ME = "me"
WHEN = {
    "past": "before today",
    "30": "next 30 days",
    "90": "next 90 days",
    "365": "next 12 months",
    "none": "no date",
}


@dataclass(frozen=True)
class OpportunityFilter:
    """What is looked for. Each of `whose` and `stage` lets any one of its values through."""

    search: str = ""
    whose: tuple[str, ...] = ()
    """ "me", ids of users, or "none"; empty: the whole practice."""
    stage: tuple[str, ...] = ()
    """Ids of stages."""
    when: str = ""
    """A key of WHEN."""
    client: str = ""
    """The id of one client."""

    @property
    def narrows(self) -> bool:
        return self != OpportunityFilter()


def read_filter(query: object) -> OpportunityFilter:
    """The filter that an address's query names ("whose=me&when=90"); what makes no sense is left out."""
    said = Said(query)
    when, client = said.first("when"), said.first("client")
    return OpportunityFilter(
        search=said.first("q"),
        whose=tuple(one for one in said.values("whose") if one in (ME, NOBODY) or is_id(one)),
        stage=tuple(one for one in said.values("stage") if is_id(one)),
        when=when if when in WHEN else "",
        client=client if is_id(client) else "",
    )


def as_query(chosen: OpportunityFilter) -> str:
    """The text after the question mark of an address; empty for all of them."""
    said: dict[str, Any] = {
        "q": chosen.search,
        "whose": chosen.whose,
        "stage": chosen.stage,
        "when": chosen.when,
        "client": chosen.client,
    }
    return urlencode({name: value for name, value in said.items() if value}, doseq=True)


def without(chosen: OpportunityFilter, name: str, value: str) -> OpportunityFilter:
    """The filter with one value of one field taken off."""
    present = getattr(chosen, name)
    if isinstance(present, str):
        return replace(chosen, **{name: "" if present == value else present})
    return replace(chosen, **{name: tuple(one for one in present if one != value)})


def condition(db: ScopedSession, chosen: OpportunityFilter) -> tuple[str, dict[str, Any]]:
    """The SQL condition on `opportunity o` and its `client c`, and its values; nothing of whether it is open."""
    found = "o.practice_id = :practice and o.deleted_at is null"
    values: dict[str, Any] = {"practice": db.viewer.practice_id}
    if chosen.whose:
        people = [db.viewer.user_id if one == ME else as_id(one) for one in chosen.whose if one != NOBODY]
        nobody = " or o.adviser_id is null" if NOBODY in chosen.whose else ""
        found += f" and (o.adviser_id = any(:people){nobody})"
        values["people"] = people
    if chosen.stage:
        found += " and o.stage_id = any(:stages)"
        values["stages"] = [as_id(one) for one in chosen.stage]
    if chosen.when == "none":
        found += " and o.expected_on is null"
    elif chosen.when == "past":
        found += " and o.expected_on < :today"
        values["today"] = today()
    elif chosen.when:
        found += " and o.expected_on between :today and :until"
        values |= {"today": today(), "until": today() + timedelta(days=int(chosen.when))}
    if chosen.client:
        found += " and o.client_id = :client"
        values["client"] = as_id(chosen.client)
    for place, word in enumerate(words(chosen.search)[:10]):
        # Every word typed begins a word of the title, of the product or of the client's name.
        found += f" and (strpos(' ' || o.folded, :word_{place}) > 0 or strpos(' ' || c.sort_name, :word_{place}) > 0)"
        values[f"word_{place}"] = f" {word}"
    return found, values
