"""Browser tabs reduced to what they are on the wire: a load that is bounded and stays on this machine."""

import asyncio
import ipaddress
import json
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TypeVar
from uuid import uuid4

from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, Request, TextMessage

from bench.events import EVENTS, OTHER_BOARD, PAGES, Ask, Side

Times = dict[str, list[float]]
"""Name of an event to the seconds that each took, from asking until it was there."""
Result = TypeVar("Result")

MOST_TABS = 500
MOST_SECONDS = 60
PAUSE_SECONDS = 2.0
"""Between two events of one person, in the scenarios that have people in them."""
TABS_OPENED_A_SECOND = 30
"""A practice's people do not all come in the same moment; measured is how they work, not how they arrive."""
_PATIENCE_SECONDS = 60
_CHUNK = 1 << 16


class Tab:
    """A websocket, opened and spoken as the browser's half of Reflex does it."""

    def __init__(self, side: Side, cookie: str, client_id: str) -> None:
        self._side = side
        self._cookie = cookie
        self._client_id = client_id
        self._turns: dict[str, int] = {}
        self._socket = WSConnection(ConnectionType.CLIENT)

    async def open(self, behind: Sequence[str] = ("open the list", "open a client")) -> None:
        """Connect, and go once to the list and to a client: what a person has behind them who works on."""
        side = self._side
        if not ipaddress.ip_address(side.host).is_loopback:
            raise ValueError(f"{side.host} is another machine; the bench loads only the one that it runs on.")
        self._reader, self._writer = await asyncio.open_connection(side.host, side.port)
        address = f"{side.host}:{side.port}"
        headers = [(b"Origin", f"http://{address}".encode()), (b"Cookie", f"session={self._cookie}".encode())]
        target = f"/_event/?EIO=4&transport=websocket&token={uuid4()}"
        self._writer.write(self._socket.send(Request(address, target, extra_headers=headers)))
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while not any(isinstance(event, AcceptConnection) for event in self._socket.events()):
                await self._take_in()
            await self._hear("0{")
            self._say("40/_event,")
            await self._hear("40/_event,")
        for what in behind:
            await self.do(what)

    async def do(self, what: str) -> float:
        """One event; returns the seconds until what it brings was there. Whatever follows on it is awaited, too."""
        turn = self._turns.get(what, 0)
        self._turns[what] = turn + 1
        if what == "next page" and turn % PAGES == PAGES - 1:
            await self.do("open the list")
        if what == "open the board":
            await self.do(OTHER_BOARD)
        ask = self._side.ask(what, self._client_id, turn)
        async with asyncio.timeout(_PATIENCE_SECONDS):
            started = time.perf_counter()
            self.ask(ask)
            said = await self.hear(ask.shows)
            took = time.perf_counter() - started
            if _mark(ask.settles) not in said:
                await self.hear(ask.settles)
        return took

    def ask(self, ask: Ask) -> None:
        self._say(_words(ask))

    async def hear(self, variable: str) -> str:
        """The next message that brings this variable."""
        return await self._hear(_mark(variable))

    @property
    def asked(self) -> int:
        """How many events it has asked for."""
        return sum(self._turns.values())

    def close(self) -> None:
        self._writer.close()

    def _say(self, words: str) -> None:
        self._writer.write(self._socket.send(TextMessage(words)))

    async def _hear(self, wanted: str) -> str:
        """The next message with this in it."""
        parts: list[str] = []
        while True:
            for event in self._socket.events():
                if not isinstance(event, TextMessage):
                    continue
                parts.append(event.data)
                if not event.message_finished:
                    continue
                said, parts = "".join(parts), []
                if said == "2":  # are you there?
                    self._say("3")
                elif wanted in said:
                    return said
            await self._take_in()

    async def _take_in(self) -> None:
        data = await self._reader.read(_CHUNK)
        if not data:
            raise ConnectionError(f"{self._side.name} closed a connection.")
        self._socket.receive_data(data)


async def flat_out(tabs: list[Tab], seconds: float) -> Times:
    """Each event by itself, from all tabs at once, each asking again as soon as it has been answered."""
    _require_bounds(tabs, seconds)
    await _all(tabs, Tab.open)
    times: Times = {what: [] for what in EVENTS}
    for what in EVENTS:
        await _all(tabs, partial(Tab.do, what="open the list"))  # its first page, without a search
        until = time.perf_counter() + seconds
        for each in await _all(tabs, partial(_again, what=what, until=until)):
            times[what] += each
    _close(tabs)
    return times


async def _again(tab: Tab, what: str, until: float) -> list[float]:
    times: list[float] = []
    while time.perf_counter() < until or not times:
        times.append(await tab.do(what))
    return times


async def at_work(tabs: list[Tab], seconds: float) -> Times:
    """People who open, turn over, search and save, one event every two seconds each, none in step with another.

    They come one after the other; when all are there and have been at work for a while, their events count.
    """
    _require_bounds(tabs, seconds)
    times: Times = defaultdict(list)
    begun = time.perf_counter()
    all_there = begun + len(tabs) / TABS_OPENED_A_SECOND
    counting = all_there + 2 * PAUSE_SECONDS

    async def work(number: int) -> None:
        tab = tabs[number]
        await asyncio.sleep(number / TABS_OPENED_A_SECOND)
        await tab.open()
        due = all_there + PAUSE_SECONDS * number / len(tabs)
        await asyncio.sleep(due - time.perf_counter())
        step = number
        while due < counting + seconds:
            await asyncio.sleep(due - time.perf_counter())
            what = EVENTS[step % len(EVENTS)]
            took = await tab.do(what)
            if due >= counting:
                times[what].append(took)
            # Whoever waited longer than the pause goes on at once.
            due, step = max(due + PAUSE_SECONDS, time.perf_counter()), step + 1

    await asyncio.gather(*(work(number) for number in range(len(tabs))))
    _close(tabs)
    return times


async def _all(tabs: list[Tab], do: Callable[[Tab], Awaitable[Result]]) -> list[Result]:
    return await asyncio.gather(*(do(tab) for tab in tabs))


def _require_bounds(tabs: list[Tab], seconds: float) -> None:
    if len(tabs) > MOST_TABS or seconds > MOST_SECONDS:
        raise ValueError(f"The driver opens at most {MOST_TABS} connections for at most {MOST_SECONDS} s.")


def _close(tabs: list[Tab]) -> None:
    for tab in tabs:
        tab.close()


def _words(ask: Ask) -> str:
    router = {"pathname": ask.page, "asPath": ask.page, "query": {}}
    return "42/_event," + json.dumps(["event", {"name": ask.event, "payload": ask.payload, "router_data": router}])


def _mark(variable: str) -> str:
    return f'"{variable}_rx_state_"'
