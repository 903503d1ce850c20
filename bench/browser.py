"""What a person waits for in Chromium: from their action to the painted result, debounce and all."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from bench import generator, report, serving
from clientmanager.config import settings
from clientmanager.db import Viewer, session_for
from clientmanager.frontend import ensure_built
from clientmanager.processes import say
from clientmanager.services import client_list
from clientmanager.services.client_filter import ClientFilter

TARGETS = {"cold list": 1000, "next page": 100, "search": 150, "opening a client": 150, "save": 100}
"""Milliseconds at p95."""
MOST_KILOBYTES = 450
COLD_STARTS, QUICK_COLD_STARTS = 10, 3
TIMES, QUICK_TIMES = 40, 8
WORDS = ("tha", "mokoena", "zulu", "dlamini t", "o'b", "renée", "082 1", "van der m", "botha", "palesa")
_KEYS_APART_MS = 90

_WATCH = """
const painted = (start, shown, done) => {
    const look = () => {
        if (!shown()) return;
        watcher.disconnect();
        requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)));
    };
    const watcher = new MutationObserver(look);
    watcher.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    look();
};
window.rows = () => [...document.querySelectorAll('main a.cm-row-link')];
window.places = () => rows().map(row => row.pathname).join(' ');
window.words = text => text.split(/[ ,]+/).filter(Boolean).sort().join(' ');
window.from = (action, shown) => {
    window.measured = new Promise(done => document.addEventListener(
        action, event => painted(event.timeStamp, shown, done), { capture: true, once: true }));
};
window.cold = new Promise(done => painted(0, () => rows().length > 0, done));
"""


@dataclass
class Start:
    """A start with an empty cache."""

    milliseconds: float = 0
    bytes: int = 0
    bytes_of_events: int = 0
    requests: int = 0


@dataclass
class Bench:
    """A signed-in browser on the product."""

    chromium: Browser
    url: str
    cookie: str
    user: Viewer
    many: int
    times: dict[str, list[float]] = field(default_factory=lambda: {what: [] for what in TARGETS})
    starts: list[Start] = field(default_factory=list)

    @contextmanager
    def window(self) -> Iterator[Page]:
        context = self.chromium.new_context(base_url=self.url, viewport={"width": 1440, "height": 900})
        context.add_cookies([{"name": "session", "value": self.cookie, "url": self.url}])
        context.add_init_script(_WATCH)
        page = context.new_page()
        page.set_default_timeout(20_000)
        yield page
        context.close()

    def take(self, page: Page, what: str, action: str, shown: str, act: Callable[[], object]) -> None:
        """Do it, and note how long it took from the browser's own event until the frame with the result."""
        page.evaluate(f"from({json.dumps(action)}, () => {shown})")
        act()
        self.times[what].append(page.evaluate("measured"))

    def cold_list(self) -> None:
        with self.window() as page:
            start = Start()
            network = page.context.new_cdp_session(page)
            network.send("Network.enable")
            network.on("Network.requestWillBeSent", lambda _: _add(start, requests=1))
            network.on("Network.loadingFinished", lambda event: _add(start, bytes=int(event["encodedDataLength"])))
            network.on(
                "Network.webSocketFrameReceived",
                lambda event: _add(start, bytes_of_events=len(event["response"]["payloadData"].encode())),
            )
            page.goto("/clients")
            start.milliseconds = page.evaluate("cold")
            page.wait_for_load_state("networkidle")
            self.starts.append(start)
            self.times["cold list"].append(start.milliseconds)

    def next_page(self, page: Page) -> None:
        page.goto("/clients")
        page.evaluate("cold")
        forward = page.get_by_role("button", name="Next 50")
        for _ in range(self.many):
            before = page.evaluate("places()")
            self.take(page, "next page", "click", f"rows().length && places() !== {json.dumps(before)}", forward.click)

    def search(self, page: Page) -> None:
        page.goto("/clients")
        page.evaluate("cold")
        box = page.get_by_role("searchbox")
        for turn in range(self.many):
            words = WORDS[turn % len(WORDS)]
            found = self._found(words)
            if found == self._found(words[:-1]):
                continue
            box.fill("")
            page.wait_for_function(f"places() === {json.dumps(self._found(''))}")
            box.press_sequentially(words[:-1], delay=_KEYS_APART_MS)
            page.wait_for_timeout(_KEYS_APART_MS)
            self.take(
                page, "search", "keydown", f"places() === {json.dumps(found)}", lambda last=words[-1]: box.press(last)
            )

    def open_and_save(self, page: Page) -> None:
        page.goto("/clients")
        page.evaluate("cold")
        for turn in range(self.many):
            row = page.locator("main a.cm-row-link").nth(turn % client_list.PAGE)
            name = row.inner_text()
            shown = f"words(document.querySelector('h1')?.textContent ?? '') === words({json.dumps(name)})"
            self.take(page, "opening a client", "click", f"document.querySelector('.cm-field') && {shown}", row.click)
            self._save(page, turn)
            page.go_back()
            page.wait_for_function("rows().length > 1")

    def _save(self, page: Page, turn: int) -> None:
        editor = page.locator("#category")
        editor.click()
        editor.fill("ABCD"[turn % 4] if editor.input_value() != "ABCD"[turn % 4] else "E")
        shown = "document.getElementById('category').closest('.cm-field').dataset.state === 'saved'"
        self.take(page, "save", "keydown", shown, lambda: editor.press("Enter"))

    def _found(self, words: str) -> str:
        """The addresses that the list shows for a search."""
        with session_for(self.user) as db:
            return " ".join(f"/clients/{row.id}" for row in client_list.listed(db, ClientFilter(search=words)).rows)


def measure(clients: int, port: int, *, quick: bool) -> None:
    ensure_built(settings().data_dir / "logs" / "frontend.log")
    with generator.prepared(clients) as practice, serving.product(port) as served, sync_playwright() as playwright:
        (cookie,) = generator.signed_in(practice.user, 1)
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        chromium = playwright.chromium.launch(executable_path=path)
        url = f"http://{served.side.host}:{port}"
        bench = Bench(chromium, url, cookie, practice.user, QUICK_TIMES if quick else TIMES)
        for _ in range(QUICK_COLD_STARTS if quick else COLD_STARTS):
            bench.cold_list()
        with bench.window() as page:
            bench.next_page(page)
            bench.search(page)
            bench.open_and_save(page)
        chromium.close()
    _print(bench)


def _add(start: Start, **more: int) -> None:
    for name, amount in more.items():
        setattr(start, name, getattr(start, name) + amount)


def _print(bench: Bench) -> None:
    say(f"\n{report.head(('in Chromium', 'p50 ms', 'p95 ms', 'target at p95', ''))}")
    for what, most in TARGETS.items():
        times = bench.times[what]
        late = report.p95(times)
        verdict = "met" if late <= most else "missed"
        say(report.row((what, f"{median(times):.0f}", f"{late:.0f}", f"≤ {most}", verdict)))
    kilobytes = median(start.bytes for start in bench.starts) / 1000
    events = median(start.bytes_of_events for start in bench.starts) / 1000
    requests = median(start.requests for start in bench.starts)
    verdict = "met" if kilobytes + events <= MOST_KILOBYTES else "missed"
    say(
        f"\nA cold start takes {kilobytes:.0f} kB in {requests:.0f} requests, and {events:.0f} kB of events by the "
        f"websocket (together ≤ {MOST_KILOBYTES} kB: {verdict})."
    )
