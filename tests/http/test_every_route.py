"""Every plain route, called by those who should get nothing: a new one is tried without being named here."""

import io
import re
import zipfile
from collections.abc import Iterator

import httpx
import pytest
from starlette.routing import Route

from clientmanager.http import ROUTES
from tests import advice, pdf_text
from tests.http.conftest import Browser
from tests.isolation.target import Target
from tests.isolation.traces import digest, leaked
from tests.isolation.worth_taking import target
from tests.world import Database, PracticeWorld

# What a path may ask for; the absence of a name is said.
IN_THE_PATH = {"form": ("csv", "xlsx", "pdf", "zip"), "token": ("A" * 43,)}
TRACES = ("audit_entry", "audit_payload", "audit_head", "client_view", "user_session")


@pytest.fixture
def ours(acacia: PracticeWorld) -> Target:
    return target(acacia, "Acacia contacts")


def addresses(wanted: Target) -> Iterator[tuple[str, str]]:
    """Method and address of each, filled with what belongs to this practice."""
    values = IN_THE_PATH | {
        "id": (wanted.ids["backup_id"],),
        "file_id": (wanted.file,),
        "entry_file_id": (wanted.entry_file,),
        "version_id": (wanted.version,),
        "signature_id": (wanted.signature,),
        "client_id": (wanted.ids["client_id"],),
    }
    for route in ROUTES:
        assert isinstance(route, Route)
        for name in re.findall(r"\{(\w+)\}", route.path):
            if name not in values:
                pytest.fail(f"Say in tests/http/test_every_route.py what a stranger would send as “{name}”.")
        paths = [route.path]
        for name, choices in values.items():
            paths = [path.replace(f"{{{name}}}", choice) for path in paths for choice in choices]
        for method in sorted((route.methods or {"GET"}) - {"HEAD"}):
            yield from ((method, path) for path in dict.fromkeys(paths))


def everything(browser: Browser, wanted: Target) -> str:
    """All that the routes answer."""
    heard: list[str] = []
    query = f"q=O'Brien&client={wanted.world.client.id}&ids={wanted.world.client.id}&task={wanted.task}"
    for method, path in addresses(wanted):
        if path.startswith("/sign-out"):
            continue  # the others would be called by nobody then
        for said in ("", query):
            answer = browser.get(f"{path}?{said}") if method == "GET" else browser.post(path, _form(said))
            assert answer.status_code != 500, path
            heard.append(words(answer))
    return "\n".join(heard)


def _form(said: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in said.split("&")) if said else {}


def words(answer: httpx.Response) -> str:
    """What can be read in it, also in a workbook, a zip or a PDF."""
    if answer.content.startswith(b"%PDF-"):
        # what is no PDF but for its first letters stands in it as it is
        return pdf_text.words(answer.content) or answer.text
    if not answer.content.startswith(b"PK"):
        return answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
        return "\n".join(parts.read(name).decode(errors="replace") for name in parts.namelist())


def signed_in(world: PracticeWorld, role: str) -> Browser:
    browser = Browser()
    browser.client.cookies.set("session", world.sign_in(getattr(world, role)))
    return browser


def test_the_owner_gets_what_the_others_are_refused(ours: Target, database: Database):
    """The control: clients, tasks and their files come out of these routes for those who may."""
    heard = everything(signed_in(ours.world, "owner"), ours)
    assert "renee.obrien@example.co.za" in heard
    assert "O'Brien is to be phoned" in heard.replace("&#x27;", "'").replace("&apos;", "'")
    assert "Acacia contacts, about the endowment" in heard
    assert "Acacia contacts, about the quote" in heard
    assert leaked(heard, ours.secrets(database))


@pytest.mark.parametrize("stranger", ["nobody", "an invented session", "another practice"])
def test_a_stranger_gets_and_changes_nothing(stranger: str, ours: Target, baobab: PracticeWorld, database: Database):
    browser = Browser() if stranger != "another practice" else signed_in(baobab, "owner")
    if stranger == "an invented session":
        browser.client.cookies.set("session", "A" * 43)
    before = digest(database, of=ours.world, but=TRACES)
    heard = everything(browser, ours)
    assert leaked(heard, ours.secrets(database)) == set()
    assert digest(database, of=ours.world, but=TRACES) == before


@pytest.mark.parametrize("role", ["owner", "adviser", "assistant", "compliance"])
def test_no_role_changes_locked_advice(role: str, ours: Target, database: Database):
    """Whatever is asked of whichever route: more may be given or signed, and nothing of what is there changes."""
    before = advice.locked_rows(database)
    browser = signed_in(ours.world, role)
    for path in dict.fromkeys(path for _, path in addresses(ours) if not path.startswith("/sign-out")):
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            assert browser.ask(method, path, {"version": ours.version, "signed_by": "Forged"}).status_code != 500, path
    form = {"version": ours.version, "signed_by": "Forged"}
    answer = browser.upload("/clients/advice/signatures", form, "forged.pdf", b"%PDF-1.7 forged")
    assert answer.status_code == (403 if role == "compliance" else 201)
    after = advice.locked_rows(database)
    assert before <= after
    assert {line.split()[0] for line in after - before} <= {"advice_signature", "advice_signature_content"}


@pytest.mark.parametrize("role", ["assistant", "compliance"])
def test_who_may_not_take_anything_out_gets_no_file(role: str, ours: Target):
    browser = signed_in(ours.world, role)
    for method, path in addresses(ours):
        if "export" in path or path.startswith("/backups/"):
            answer = browser.get(path) if method == "GET" else browser.post(path)
            assert answer.status_code == 403, path
