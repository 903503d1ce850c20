"""What every screen stands on: the one road to use cases, the form beside it, the boundary, the gate before events."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
import reflex as rx
import structlog
from reflex.event import Event
from reflex.istate.data import RouterData
from reflex.state import State

from clientmanager.db import ScopedSession
from clientmanager.errors import Conflict, Invalid, NotAllowed, NotFound, SignInRequired
from clientmanager.http.viewer import cookie_name
from clientmanager.services import client_page, clients
from clientmanager.state import base
from clientmanager.state.base import AppState, Gate, said
from clientmanager.state.client_list import ClientList
from clientmanager.state.client_page import ClientRecord
from tests.world import Database, PracticeWorld

pytestmark = pytest.mark.anyio
CLIENT = "Renée O'Brien 9602290001084"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def tab() -> State:
    """A browser's tab, as Reflex keeps it."""
    return State(_reflex_internal_init=True)  # pyright: ignore[reportCallIssue]


async def state_of(tab: State, kind: type[AppState], token: str = "") -> Any:
    headers = {"cookie": f"{cookie_name('session')}={token}"} if token else {}
    tab.router = RouterData.from_router_data({"headers": headers, "token": "a-tab"})
    return await tab.get_state(kind)


async def event(tab: State, name: str) -> None:
    await Gate().preprocess(None, tab, Event(name=name, payload={}))  # pyright: ignore[reportArgumentType]


async def test_a_use_case_runs_as_whoever_holds_the_cookie(tab: State, acacia: PracticeWorld):
    state = await state_of(tab, AppState, acacia.sign_in(acacia.assistant))
    assert (await state._run(lambda db: db.viewer)) == acacia.viewer(acacia.assistant)
    with pytest.raises(NotAllowed):
        await state._run(clients.archive, str(acacia.client.id))


async def test_without_a_living_session_nothing_runs(tab: State, acacia: PracticeWorld, database: Database):
    ran: list[object] = []
    for token in ("", "guessed"):
        state = await state_of(tab, AppState, token)
        with pytest.raises(SignInRequired):
            await state._run(ran.append)
    state = await state_of(tab, AppState, acacia.sign_in(acacia.owner))
    await state._run(ran.append)
    database.owner.exec_driver_sql("delete from user_session")
    with pytest.raises(SignInRequired):
        await state._run(ran.append)
    assert len(ran) == 1


async def test_who_arrives_is_known_and_gets_what_they_came_for_or_neither(
    tab: State, acacia: PracticeWorld, baobab: PracticeWorld, database: Database
):
    state = await state_of(tab, AppState, acacia.sign_in(acacia.assistant))
    found = await state._arrive(client_page.view, str(acacia.client.id))
    assert (found.id, state.who.name, state.who.practice) == (
        str(acacia.client.id),
        acacia.assistant.name,
        "Acacia Wealth (Pty) Ltd",
    )
    state = await state_of(tab, AppState, baobab.sign_in(baobab.assistant))
    with pytest.raises(NotFound):
        await state._arrive(client_page.view, str(acacia.client.id))
    database.owner.exec_driver_sql("delete from user_session")
    ran: list[object] = []
    with pytest.raises(SignInRequired):
        await state._arrive(ran.append)
    assert (ran, state.who.practice) == ([], "Acacia Wealth (Pty) Ltd")


async def test_what_breaks_off_leaves_nothing(tab: State, acacia: PracticeWorld, database: Database):
    def half(db: ScopedSession) -> None:
        clients.set_field(db, acacia.client.id, "category", "C")
        raise KeyError(CLIENT)

    state = await state_of(tab, AppState, acacia.sign_in(acacia.owner))
    with pytest.raises(KeyError):
        await state._run(half)
    assert database.one("select category from client where id = :id", id=acacia.client.id) == "A"


async def test_a_refused_field_is_said_beside_it_and_forgotten_when_it_is_mended(tab: State, acacia: PracticeWorld):
    state = await state_of(tab, AppState, acacia.sign_in(acacia.owner))
    assert await state._submit(clients.create, {"last_name": "Nkosi", "email": "nobody"}) is None
    assert list(state.form_errors) == ["email"]

    def conflict(_db: ScopedSession) -> None:
        raise Conflict("Someone else changed this field meanwhile.")

    assert await state._submit(conflict) is None
    assert state.form_errors == {"form": "Someone else changed this field meanwhile."}
    assert (await state._submit(clients.create, {"last_name": "Nkosi"})).id
    assert state.form_errors == {}


async def test_a_refusal_that_belongs_to_no_field_goes_to_the_boundary(tab: State, acacia: PracticeWorld):
    state = await state_of(tab, AppState, acacia.sign_in(acacia.compliance))
    with pytest.raises(NotAllowed):
        await state._submit(clients.create, {"last_name": "Nkosi"})


# --- the boundary


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    written = io.StringIO()
    structlog.configure(
        processors=[structlog.processors.JSONRenderer(ensure_ascii=False)],
        logger_factory=structlog.PrintLoggerFactory(written),
        cache_logger_on_first_use=False,
    )
    monkeypatch.setattr(base, "log", structlog.get_logger())
    yield written
    structlog.reset_defaults()


def words(spec: rx.event.EventSpec) -> str:
    return str(spec.args)


def test_a_refusal_is_shown_in_its_own_words(log: io.StringIO):
    assert "This client is already archived." in words(said(Invalid("This client is already archived.")))
    assert "/sign-in?next=" in words(said(SignInRequired()))
    assert log.getvalue() == ""


def test_anything_else_is_an_incident_whose_log_holds_no_clients_data(log: io.StringIO):
    with pytest.raises(KeyError) as mistake:
        {}[CLIENT]
    shown = words(said(mistake.value))
    assert "O'Brien" not in shown + log.getvalue()
    assert "KeyError" in log.getvalue()
    assert "test_roads.py" in log.getvalue()
    incident = log.getvalue().split('"incident": "')[1][:6]
    assert incident in shown


# --- the gate


@pytest.mark.parametrize("name", ["client_list.load", "client_record.save", "a.b.c", "", "nonsense"])
async def test_the_signed_out_reach_nothing(name: str, tab: State, acacia: PracticeWorld):
    await state_of(tab, AppState)
    with pytest.raises(SignInRequired):
        await event(tab, name)


async def test_reflexs_own_events_pass_so_that_a_page_can_start(tab: State, acacia: PracticeWorld):
    await state_of(tab, AppState)
    for name in base.PUBLIC_EVENTS:
        await event(tab, f"reflex___state____state.{name}")


async def test_setvar_is_refused_to_everyone(tab: State, acacia: PracticeWorld):
    await state_of(tab, AppState, acacia.sign_in(acacia.owner))
    with pytest.raises(SignInRequired):
        await event(tab, "reflex___state____state.client_list.setvar")


@pytest.mark.parametrize("next_one", ["another user", "nobody", "the same user anew"])
async def test_another_sessions_tab_is_emptied_before_anything_is_sent(
    next_one: str, tab: State, acacia: PracticeWorld, baobab: PracticeWorld
):
    first = acacia.sign_in(acacia.owner)
    listed = await state_of(tab, ClientList, first)
    await event(tab, "client_list.load")
    listed.search, listed.loaded = "renee", True
    record = await tab.get_state(ClientRecord)
    record.conflicting = {"note": CLIENT}
    await event(tab, "client_list.load")
    assert (await tab.get_state(ClientList)).search == "renee", "the same session keeps its screen"
    tokens = {
        "another user": baobab.sign_in(baobab.owner),
        "nobody": "",
        "the same user anew": acacia.sign_in(acacia.owner),
    }
    await state_of(tab, AppState, tokens[next_one])
    if tokens[next_one]:
        await event(tab, "client_list.load")
    else:
        await event(tab, "hydrate")
    listed, record = await tab.get_state(ClientList), await tab.get_state(ClientRecord)
    assert (listed.search, listed.loaded, record.conflicting) == ("", False, {})
