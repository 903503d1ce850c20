"""Nothing leaves the machine: every connection of every process is watched while the product is used."""

import ipaddress
import json
import os
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.conftest import QUIET, Windows
from tests.running import Running
from tests.world import PASSWORD, Database, PracticeWorld

ITS_MAKER = (".google.com", ".googleapis.com")
"""Whom Chromium would ask on its own account, whatever page it shows."""


class Watch(threading.Thread):
    """Looks at the sockets of these processes and their children, again and again."""

    def __init__(self, *roots: int) -> None:
        super().__init__(daemon=True)
        self.roots, self.peers, self.looks, self.over = roots, set[str](), 0, threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.05):
            self.looks += 1
            for root in self.roots:
                try:
                    family = [psutil.Process(root), *psutil.Process(root).children(recursive=True)]
                except psutil.NoSuchProcess:
                    continue
                for process in family:
                    self._look(process)

    def _look(self, process: psutil.Process) -> None:
        try:
            for connection in process.net_connections("inet"):
                if connection.raddr:
                    self.peers.add(connection.raddr.ip)
        except psutil.Error:
            return


@pytest.fixture
def postmaster(database: Database) -> int:
    """The process of the test's own Postgres; where another was given, the connection of ours to it is watched."""
    folder = Path(database.one("show data_directory"))
    return int((folder / "postmaster.pid").read_text().splitlines()[0]) if folder.exists() else os.getpid()


@pytest.fixture
def watch(web: Running, worker: Running, postmaster: int) -> Iterator[Watch]:
    made = Watch(web.process.pid, worker.process.pid, postmaster)
    yield made
    made.over.set()


def test_no_process_of_a_run_speaks_to_another_machine(
    web: Running, watch: Watch, acacia: PracticeWorld, tmp_path: Path
):
    log = tmp_path / "net.json"
    file = tmp_path / "contacts.csv"
    file.write_text("Surname,First names,Email\nNkosi,Zanele,zanele@nkosi.example\n")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        before = set(psutil.Process().children())
        browser = playwright.chromium.launch(executable_path=path, args=[*QUIET, *sandbox, f"--log-net-log={log}"])
        watch.roots = (*watch.roots, *(child.pid for child in set(psutil.Process().children()) - before))
        watch.start()
        windows = Windows(web, browser)
        page = windows.open("/sign-in")
        page.get_by_label("E-mail").fill(acacia.owner.email)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.locator(".cm-row-link")).to_have_count(5)
        for place in ("/import", "/backups", "/audit", "/settings", f"/clients/{acacia.client.id}"):
            page.goto(place)
            expect(page.locator("h1")).to_be_visible()
        page.goto("/import")
        page.locator("#file-wide").set_input_files(file)
        page.get_by_role("button", name="Import them").click()
        expect(page.get_by_text("What it did")).to_be_visible()
        time.sleep(1)
        windows.close()
        browser.close()
    watch.over.set()
    assert windows.wrong == []
    assert watch.looks >= 5
    told = NetLog(log)
    assert {peer for peer in watch.peers | told.spoken_to if not ipaddress.ip_address(peer).is_loopback} == set()
    assert {host for host in told.wanted if host != "127.0.0.1" and not host.endswith(ITS_MAKER)} == set()


class NetLog:
    """What Chromium itself writes down of its network."""

    def __init__(self, file: Path) -> None:
        told = json.loads(file.read_text())
        kinds = {number: name for name, number in told["constants"]["logEventTypes"].items()}
        self._events = [
            (kinds[event["type"]], event["source"]["id"], event.get("params", {})) for event in told["events"]
        ]

    @property
    def wanted(self) -> set[str]:
        """The host of every address that it set out to load."""
        return {
            urlsplit(what["url"]).hostname or ""
            for kind, _, what in self._events
            if kind == "URL_REQUEST_START_JOB" and what.get("url", "").startswith(("http", "ws"))
        }

    @property
    def spoken_to(self) -> set[str]:
        """The address of every socket that was connected, or that sent something."""
        sending = {source for kind, source, _ in self._events if kind == "UDP_BYTES_SENT"}
        return {
            urlsplit(f"//{what['address']}").hostname or ""
            for kind, source, what in self._events
            if what.get("address") and (kind == "TCP_CONNECT_ATTEMPT" or (kind == "UDP_CONNECT" and source in sending))
        }
