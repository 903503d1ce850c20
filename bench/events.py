"""The measured events, as each side is asked for them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

PAGES = 20
NOTES = ("Prefers to be phoned in the morning.", "Prefers to be phoned in the afternoon.")
WORDS = ("t", "th", "tha", "thand", "mokoena", "van der", "zulu", "dlamini t", "o'b", "082 1", "0821234", "renée")
"""Searches as they are while somebody types them."""

EVENTS = ("open the list", "next page", "count", "search", "open a client", "save a field", "open the board")
TIMELINE = "open a timeline"
DAYS = ("2026-11-01", "2021-03-01")
"""To which a timeline is turned in turn: near its newest entry, and in its middle."""
OTHER_BOARD = "a narrower board"
"""Goes before each opening: what a screen shows already is not sent to it again."""

_STATE = "reflex___state____state."
_APP = f"{_STATE}clientmanager___state___base____app_state."
_LIST = f"{_APP}clientmanager___state___client_list____client_list."
_BOARD = f"{_APP}clientmanager___state___task_board____task_board."
_TIMELINE = f"{_APP}clientmanager___state___timelines____client_timeline."
_CLIENT = f"{_APP}clientmanager___state___client_page____client_record."
_FLOOR = f"{_STATE}floor____floor."


@dataclass(frozen=True)
class Ask:
    """One event as a browser sends it, and the variables by which one sees what came of it."""

    event: str
    shows: str
    """Whose arrival ends the measurement."""
    settles: str
    """Who arrives last; nothing more is asked before."""
    payload: dict[str, Any] = field(default_factory=dict)
    page: str = "/clients"


@dataclass(frozen=True)
class Side:
    """Who is measured: the product or its floor."""

    name: str
    port: int
    ask: Callable[[str, str, int], Ask]
    """From an event of EVENTS, the tab's client and how often this tab has asked before."""
    host: str = "127.0.0.1"


def of_product(what: str, client_id: str, turn: int) -> Ask:
    page = f"/clients/{client_id}"
    edit = {"client_id": client_id, "field": "note", "value": NOTES[turn % 2], "was": NOTES[1 - turn % 2]}
    return {
        "open the list": Ask(f"{_LIST}load", "rows", "count"),
        "next page": Ask(f"{_LIST}next_page", "rows", "rows"),
        "count": Ask(f"{_LIST}recount", "count", "count"),
        "search": Ask(f"{_LIST}search_for", "rows", "count", {"words": WORDS[turn % len(WORDS)]}),
        "open a client": Ask(f"{_CLIENT}load", "client", "client", page=page),
        "save a field": Ask(f"{_CLIENT}save", "marks", "marks", edit, page),
        "open the board": Ask(f"{_BOARD}load", "columns", "chips", page="/tasks"),
        TIMELINE: Ask(f"{_TIMELINE}load", "rows", "rows", page=f"{page}?at={DAYS[turn % 2]}"),
        OTHER_BOARD: Ask(f"{_BOARD}load", "columns", "chips", page="/tasks?priority=high"),
    }[what]


def of_floor(what: str, client_id: str, turn: int) -> Ask:
    return {
        "open the list": Ask(f"{_FLOOR}load", "rows", "count"),
        "next page": Ask(f"{_FLOOR}next_page", "rows", "rows"),
        "count": Ask(f"{_FLOOR}recount", "count", "count"),
        "search": Ask(f"{_FLOOR}search_for", "rows", "count", {"words": WORDS[turn % len(WORDS)]}),
        "open a client": Ask(f"{_FLOOR}open", "client", "client", {"client_id": client_id}),
        "save a field": Ask(f"{_FLOOR}save", "marks", "marks", {"client_id": client_id, "value": NOTES[turn % 2]}),
        "open the board": Ask(f"{_FLOOR}open_board", "columns", "columns"),
        TIMELINE: Ask(f"{_FLOOR}open_timeline", "entries", "entries", {"at": client_id + DAYS[turn % 2]}),
        OTHER_BOARD: Ask(f"{_FLOOR}open_other_board", "columns", "columns"),
    }[what]


def a_move(task_id: str, column_id: str, number: int) -> Ask:
    """Onto the top of a column of the product's board."""
    places = {"task_id": task_id, "column_id": column_id, "above": "", "below": ""}
    return Ask(f"{_BOARD}move", "answered", "answered", {**places, "moves": None, "number": number}, "/tasks")
