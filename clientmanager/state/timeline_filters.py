"""What of a timeline is looked at, as its chips and its address say it."""

from datetime import date

import reflex as rx

from clientmanager.services import timeline_filter
from clientmanager.services.client_list import grouped
from clientmanager.services.days import written
from clientmanager.services.timeline import KIND_WORDS
from clientmanager.services.timeline_filter import EVERYTHING, TimelineFilter
from clientmanager.state import address
from clientmanager.state.base import AppState


class TimelineFilters(AppState, mixin=True):
    """The part of a timeline that narrows it."""

    count: int = -1
    people: list[tuple[str, str]] = []
    kinds: list[tuple[str, str]] = KIND_WORDS
    chosen_kinds: list[str] = []
    who_chosen: str = ""
    since: str = ""
    until: str = ""
    at: str = ""
    """The day to which it is turned."""
    only_pinned: bool = False
    thread: str = ""
    """An entry of whose conversation it is."""
    _chosen: TimelineFilter = EVERYTHING

    @rx.var
    def count_words(self) -> str:
        return f"{grouped(self.count)} {'entry' if self.count == 1 else 'entries'}" if self.count >= 0 else ""

    @rx.var
    def kind_words(self) -> str:
        return " or ".join(words for kind, words in KIND_WORDS if kind in self.chosen_kinds)

    @rx.var
    def who_words(self) -> str:
        return dict(self.people).get(self.who_chosen, "Someone who left") if self.who_chosen else ""

    @rx.var
    def since_words(self) -> str:
        return _day_words(self.since)

    @rx.var
    def until_words(self) -> str:
        return _day_words(self.until)

    @rx.var
    def at_words(self) -> str:
        return _day_words(self.at)

    @rx.var
    def narrowed(self) -> bool:
        return bool(self.chosen_kinds or self.who_chosen or self.since or self.until or self.only_pinned or self.thread)

    def _filter(self, chosen: TimelineFilter) -> None:
        self._chosen = chosen
        self._change(
            chosen_kinds=list(chosen.kinds), who_chosen=chosen.who, only_pinned=chosen.pinned,
            thread=chosen.thread,
            since=chosen.since.isoformat() if chosen.since else "",
            until=chosen.until.isoformat() if chosen.until else "",
        )  # fmt: skip

    def _read_address(self) -> None:
        asked = self.router.url
        self._filter(timeline_filter.read_filter(asked.query))
        day = timeline_filter.read_day(asked.query_parameters.get("at", ""))
        self._change(at=day.isoformat() if day else "")

    def _say(self) -> rx.event.EventSpec:
        query = timeline_filter.as_query(self._chosen, self._day)
        return address.say_only(timeline_filter.NAMES, query)

    @property
    def _day(self) -> date | None:
        return timeline_filter.read_day(self.at)


def _day_words(said: str) -> str:
    day = timeline_filter.read_day(said)
    return written(day) if day else ""
