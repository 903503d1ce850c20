"""Screens in a real Chromium, on a real web process with the built frontend.

Whatever a test does, its pages may ask nobody but the product, no script may fail on them, and no console complain.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, expect, sync_playwright
from sqlalchemy import URL

from clientmanager.frontend import ensure_built
from clientmanager.models.user import User
from tests import running
from tests.running import Running
from tests.world import PracticeWorld

DESKTOP, LANDSCAPE, PORTRAIT, PHONE = (1440, 900), (1024, 768), (820, 1180), (390, 844)
SIZES = {"desktop": DESKTOP, "landscape": LANDSCAPE, "portrait": PORTRAIT, "phone": PHONE}
PATIENCE_MILLISECONDS = 15_000
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    # Chromium still asks its maker for updates, accounts and ways to fill in forms: no name leads anywhere.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
)
"""What keeps Chromium itself quiet, so that whatever is heard is the product."""
LEFT = "WebSocket is closed before the connection is established"
"""What Chromium says where a page is left at once."""


@pytest.fixture(scope="session")
def web(_migrated: URL, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The web process; the frontend is built first, if its sources changed."""
    folder = tmp_path_factory.mktemp("web")
    ensure_built(folder / "build.log")
    with running.web(folder) as process:
        yield process


@pytest.fixture(scope="module")
def worker(_migrated: URL, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A module's own: other tests do the worker's work themselves."""
    with running.worker(tmp_path_factory.mktemp("worker")) as process:
        yield process


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A module's own: while Playwright runs, no other event loop may run in this process."""
    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        # Without its sandbox only where the system refuses it: to root, as in a container.
        arguments = [*QUIET, "--process-per-site", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


class Kind(NamedTuple):
    """What a browser context is made with."""

    url: str
    size: tuple[int, int]
    dark: bool
    touched: bool
    scripts: bool


@pytest.fixture(scope="module")
def unused(chromium: Browser) -> dict[Kind, list[BrowserContext]]:
    return {}


@dataclass
class Windows:
    """Opens browser windows, and remembers what went wrong in any of them."""

    web: Running
    chromium: Browser
    wrong: list[str] = field(default_factory=list)
    provoked: list[str] = field(default_factory=list)
    """Words of complaints that the test itself provokes."""
    unused: dict[Kind, list[BrowserContext]] = field(default_factory=dict)
    """What tests before have opened and closed: a page in a new one takes three times as long."""
    _opened: list[tuple[Kind, BrowserContext]] = field(default_factory=list)

    def open(
        self,
        path: str,
        world: PracticeWorld | None = None,
        user: User | None = None,
        *,
        size: tuple[int, int] = DESKTOP,
        dark: bool = False,
        touch: bool | None = None,
        scripts: bool = True,
    ) -> Page:
        """A window of its own at this path; of `user`, if given, else of nobody. Narrow ones are touched."""
        touched = size[0] < LANDSCAPE[0] if touch is None else touch
        kind = Kind(self.web.url, size, dark, touched, scripts)
        context = self._unused_of(kind) or self._new(kind)
        self._opened.append((kind, context))
        page = context.new_page()
        self._forget(page)
        if world and user:
            context.add_cookies([{"name": "session", "value": world.sign_in(user), "url": self.web.url}])
        page.set_default_timeout(PATIENCE_MILLISECONDS)
        page.on("request", lambda request: self._must_be_ours(request.url))
        page.on("websocket", lambda socket: self._must_be_ours(socket.url.replace("ws", "http", 1)))
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.wrong.append(f"a script failed: {error}"))
        page.goto(path)
        return page

    def close(self) -> None:
        """Every page of these windows; the next test may have the contexts."""
        for kind, context in self._opened:
            for page in context.pages[1:]:
                page.close()
            self.unused.setdefault(kind, []).append(context)
        self._opened.clear()

    def _unused_of(self, kind: Kind) -> BrowserContext | None:
        contexts = self.unused.get(kind)
        return contexts.pop() if contexts else None

    def _new(self, kind: Kind) -> BrowserContext:
        context = self.chromium.new_context(
            base_url=kind.url,
            viewport=ViewportSize(width=kind.size[0], height=kind.size[1]),
            color_scheme="dark" if kind.dark else "light",
            has_touch=kind.touched,
            is_mobile=kind.touched,
            java_script_enabled=kind.scripts,
            reduced_motion="reduce",
            timezone_id="Africa/Johannesburg",
        )
        # It stays, and with it the process of this context's pages, where the scripts lie compiled.
        context.new_page().goto("/favicon.svg")
        return context

    def _forget(self, page: Page) -> None:
        """Of whoever had this context before, nothing is left but the scripts that everybody is sent."""
        page.context.clear_cookies()
        page.context.clear_permissions()
        tools = page.context.new_cdp_session(page)
        tools.send("Storage.clearDataForOrigin", {"origin": self.web.url, "storageTypes": "all"})
        tools.detach()

    def _hear(self, message: ConsoleMessage) -> None:
        expected = any(words in message.text for words in [LEFT, *self.provoked])
        if message.type in {"error", "warning"} and not expected:
            self.wrong.append(f"the console complained: {message.text}")

    def _must_be_ours(self, url: str) -> None:
        if not url.startswith((self.web.url, "data:", "blob:")):
            self.wrong.append(f"asked somebody else: {url}")


@pytest.fixture
def windows(web: Running, chromium: Browser, unused: dict[Kind, list[BrowserContext]]) -> Iterator[Windows]:
    opened = Windows(web, chromium, unused=unused)
    yield opened
    opened.close()
    assert opened.wrong == []


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """Fails with axe's report when it finds anything on the page."""

    def look(page: Page) -> None:
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()

    return look
