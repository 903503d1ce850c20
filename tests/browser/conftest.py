"""Screens in a real Chromium, on a real web process with the built frontend.

Whatever a test does, its pages may ask nobody but the product, no script may fail on them, and no console complain.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, expect, sync_playwright
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
        arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@dataclass
class Windows:
    """Opens browser windows, and remembers what went wrong in any of them."""

    web: Running
    chromium: Browser
    wrong: list[str] = field(default_factory=list)
    provoked: list[str] = field(default_factory=list)
    """Words of complaints that the test itself provokes."""
    _closing: list[Callable[[], object]] = field(default_factory=list)

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
        context = self.chromium.new_context(
            base_url=self.web.url,
            viewport=ViewportSize(width=size[0], height=size[1]),
            color_scheme="dark" if dark else "light",
            has_touch=touched,
            is_mobile=touched,
            java_script_enabled=scripts,
            reduced_motion="reduce",
            timezone_id="Africa/Johannesburg",
        )
        self._closing.append(context.close)
        if world and user:
            context.add_cookies([{"name": "session", "value": world.sign_in(user), "url": self.web.url}])
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MILLISECONDS)
        page.on("request", lambda request: self._must_be_ours(request.url))
        page.on("websocket", lambda socket: self._must_be_ours(socket.url.replace("ws", "http", 1)))
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.wrong.append(f"a script failed: {error}"))
        page.goto(path)
        return page

    def close(self) -> None:
        for close in self._closing:
            close()

    def _hear(self, message: ConsoleMessage) -> None:
        expected = any(words in message.text for words in [LEFT, *self.provoked])
        if message.type in {"error", "warning"} and not expected:
            self.wrong.append(f"the console complained: {message.text}")

    def _must_be_ours(self, url: str) -> None:
        if not url.startswith((self.web.url, "data:", "blob:")):
            self.wrong.append(f"asked somebody else: {url}")


@pytest.fixture
def windows(web: Running, chromium: Browser) -> Iterator[Windows]:
    opened = Windows(web, chromium)
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
