"""Every event handler, called over a real websocket of a real web process by those who should get nothing.

`on_load` guards nothing and any browser can call any handler by name: what holds is the cookie's session, the gate,
the use case's permission and the database.
"""

from contextlib import ExitStack
from typing import Any

import pytest

from clientmanager.state.client_list import ClientList
from tests.isolation.handlers import handlers, is_ours
from tests.isolation.target import FORGED, Target
from tests.isolation.traces import digest, leaked, strike_from_the_audit
from tests.isolation.wire import Tab
from tests.isolation.wire import tab as open_tab
from tests.isolation.worth_taking import target
from tests.running import Running
from tests.world import Database, PracticeWorld

HYDRATE = "reflex___state____state.hydrate"
CLIENT_LIST = ClientList.get_full_name()
# Reading leaves these traces, and is allowed to.
TRACES = ("audit_entry", "audit_payload", "audit_head", "client_view", "user_session")
# Whoever may see a task may be reminded of it, and keep a view of them: that is their own, and changes nothing of
# anybody's.
OWN = ("reminder", "saved_view")


@pytest.fixture
def theirs(baobab: PracticeWorld) -> Target:
    return target(baobab, "Baobab contacts")


def try_everything(tab: Tab, wanted: Target, **also: object) -> str:
    """Call every handler with this practice's ids; everything that was answered.

    One that is told nothing goes by its page, and is called on each; the others on those of which the address names
    something, and on one more.
    """
    for number, page in enumerate(wanted.pages):
        for handler in handlers():
            if number == 0 or not handler.parameters or page in wanted.pages_of_something:
                tab.send(handler.name, wanted.payload(handler), page=page, **also)
        tab.listen()
    tab.ask(HYDRATE)
    return "\n".join(tab.heard)


def test_the_owner_gets_and_changes_what_the_others_are_refused(web: Running, ours: Target, database: Database):
    """The control: the calls below are the ones that work for those who may."""
    before, secrets = digest(database), ours.secrets(database)
    with open_tab(web, ours.world.sign_in(ours.world.owner)) as tab:
        answers = try_everything(tab, ours)
    told = {"9602290001084", "The O'Brien Family Trust", "Ayesha Patel", "Acacia contacts 2026.csv"}
    assert told | {"Acacia contacts, about the endowment"} <= leaked(answers, secrets)
    assert digest(database)["client"] != before["client"]


def test_signed_out_nobody_gets_or_changes_anything(web: Running, ours: Target, database: Database):
    before, secrets = digest(database), ours.secrets(database)
    with open_tab(web) as tab:
        answers = try_everything(tab, ours)
    assert leaked(answers, secrets) == set()
    assert digest(database) == before


def test_an_invented_session_gets_and_changes_nothing(web: Running, ours: Target, database: Database):
    before, secrets = digest(database), ours.secrets(database)
    with open_tab(web, "A" * 43) as tab:
        answers = try_everything(tab, ours)
    assert leaked(answers, secrets) == set()
    assert digest(database) == before


def test_a_user_of_another_practice_gets_and_changes_nothing(
    web: Running, ours: Target, theirs: Target, database: Database
):
    session = ours.world.sign_in(ours.world.owner)
    before, secrets = digest(database, of=ours.world), ours.secrets(database)
    with open_tab(web, theirs.world.sign_in(theirs.world.owner)) as tab:
        lies = {"headers": {"cookie": f"session={session}"}, "ip": "127.0.0.1", "sid": "x"}
        answers = try_everything(tab, ours, **lies)
    assert leaked(answers, secrets) == set()
    assert digest(database, of=ours.world) == before


@pytest.mark.parametrize("still_open", [True, False], ids=["while it is open", "after it was closed"])
@pytest.mark.parametrize("thief", ["another practice", "nobody", "a colleague who may less"])
def test_a_stolen_tab_token_gets_and_changes_nothing(
    thief: str, still_open: bool, web: Running, ours: Target, theirs: Target, database: Database
):
    sessions = {
        "another practice": theirs.world.sign_in(theirs.world.owner),
        "nobody": "",
        "a colleague who may less": ours.world.sign_in(ours.world.compliance),
    }
    session = ours.world.sign_in(ours.world.owner)
    strike_from_the_audit(database, "import_run")
    # what a colleague may see anyway is no loss; the imports are the owner's
    secrets = ours.secrets(database, *(("import_run",) if thief.startswith("a colleague") else ()))
    assert secrets
    with ExitStack() as closing:
        victim = closing.enter_context(open_tab(web, session))
        for page in ours.pages:
            for handler in handlers():
                if handler.name.endswith(".load"):
                    victim.send(handler.name, page=page)
            victim.listen()
        assert leaked("".join(victim.heard), secrets)
        if not still_open:
            closing.close()
        before = digest(database, of=ours.world, but=TRACES + OWN)
        with open_tab(web, sessions[thief], token=victim.token) as tab:
            tab.ask(HYDRATE)
            answers = try_everything(tab, ours)
        assert leaked(answers, secrets) == set()
        assert digest(database, of=ours.world, but=TRACES + OWN) == before
        if thief == "another practice":
            with open_tab(web, session, token=victim.token) as tab:
                assert leaked(tab.ask(HYDRATE), theirs.secrets(database)) == set()


def test_a_session_that_ended_gets_nothing_more_out_of_its_tab(web: Running, ours: Target, database: Database):
    session, secrets = ours.world.sign_in(ours.world.owner), ours.secrets(database)
    with open_tab(web, session) as tab:
        assert leaked(try_everything(tab, ours), secrets)
    database.owner.exec_driver_sql("delete from user_session")
    before = digest(database)
    with open_tab(web, session, token=tab.token) as again:
        answers = again.ask(HYDRATE) + try_everything(again, ours)
    assert leaked(answers, secrets) == set()
    assert digest(database) == before


def test_compliance_reads_and_changes_nothing(web: Running, ours: Target, database: Database):
    """But for their own: a view under a name is nobody else's, and everybody else's stay as they were."""
    views = "select id, name, query from saved_view where user_id <> :who order by id"
    before, kept = digest(database, but=TRACES + OWN), database.all(views, who=ours.world.compliance.id)
    secrets = ours.secrets(database, "import_run", "snapshot")
    strike_from_the_audit(database, "import_run", "snapshot")
    with open_tab(web, ours.world.sign_in(ours.world.compliance)) as tab:
        answers = try_everything(tab, ours)
    assert leaked(answers, secrets) == set()
    assert digest(database, but=TRACES + OWN) == before
    assert database.all(views, who=ours.world.compliance.id) == kept != []


def test_an_assistant_changes_neither_people_nor_practice_nor_archive(web: Running, ours: Target, database: Database):
    closed = ("practice", "practice_user", "credential", "user_link", "import_run", "import_file", "snapshot", "work")
    before = {table: rows for table, rows in digest(database).items() if table in closed}
    with open_tab(web, ours.world.sign_in(ours.world.assistant)) as tab:
        answers = try_everything(tab, ours)
    assert leaked(answers, ours.secrets(database, "import_run", "snapshot")) == set()
    assert {table: rows for table, rows in digest(database).items() if table in closed} == before
    assert database.one("select count(*) from client where archived_at is not null") == 0


def test_no_variable_is_set_from_outside(web: Running, ours: Target):
    with open_tab(web, ours.world.sign_in(ours.world.owner)) as tab:
        for handler in handlers():
            if handler.name.endswith((".setvar", ".update_vars_internal", ".hydrate_and_load")):
                tab.send(handler.name, ours.payload(handler))
            if handler.name.endswith(".setvar"):
                # the one variable that has a setter, in Reflex itself
                tab.send(handler.name, {"var_name": "is_hydrated", "value": FORGED})
        assert FORGED not in tab.listen()
        assert FORGED not in tab.ask(HYDRATE)


JUNK: list[Any] = [
    None, True, False, 0, -1, 10**30, 1.5, "", "junk", "\x00", "💥" * 2000, [], [[]], {}, {"a": {"b": [None]}},
    {"__class__": "x"}, "'; drop table client; --",
]  # fmt: skip


def test_junk_of_every_type_changes_nothing_and_floods_no_log(web: Running, ours: Target, database: Database):
    """As the owner, whom nothing else stops; on no client's page, so that a lucky text finds nothing to change."""
    session = ours.world.sign_in(ours.world.owner)
    before, written = digest(database, but=TRACES), web.log.stat().st_size
    sent, answers = 0, ""
    for junk in JUNK:
        with open_tab(web, session, page="/clients") as tab:
            for handler in handlers(is_ours):
                if handler.parameters:
                    tab.send(handler.name, dict.fromkeys(handler.parameters, junk))
                    tab.send(handler.name, {})
                    tab.send(handler.name, {"unexpected": junk})
                    sent += 3
            answers += tab.listen()
    with open_tab(web, session) as tab:
        assert "Acacia Wealth" in tab.ask(f"{CLIENT_LIST}.load"), "the web process still serves"
    log = web.log.read_bytes()[written:].decode()
    assert digest(database, but=TRACES) == before
    assert [secret for secret in ("Traceback", session, tab.token, "drop table") if secret in log] == [], log[-3000:]
    assert "Traceback" not in answers
    assert len(log) < 200 * sent


@pytest.mark.parametrize("session", ["signed in", "signed out"])
def test_what_is_no_event_at_all_is_answered_cheaply(session: str, web: Running, ours: Target, database: Database):
    token = ours.world.sign_in(ours.world.owner) if session == "signed in" else ""
    before, written = digest(database, but=TRACES), web.log.stat().st_size
    shapes: list[Any] = [
        *(["event", junk] for junk in JUNK),
        *(["event", {"name": junk}] for junk in JUNK),
        *(["event", {"name": HYDRATE, "payload": junk, "router_data": junk}] for junk in JUNK),
        *(["event", {"name": f"{CLIENT_LIST}.search_for", "payload": junk}] for junk in JUNK),
        *(["event", {"name": name}] for name in ("nonsense", f"{CLIENT_LIST}.nonsense", f"{CLIENT_LIST}._show", "a.b")),
        *([name, "Thandi Mokoena"] for name in ("nonsense", "client_error", "ping", "connect", "disconnect")),
    ]
    for shape in shapes:
        with open_tab(web, token) as tab:
            tab.say(shape)
            tab.line.receive(0.02)
    with open_tab(web, ours.world.sign_in(ours.world.owner)) as tab:
        assert "Acacia Wealth" in tab.ask(f"{CLIENT_LIST}.load"), "the web process still serves"
    log = web.log.read_bytes()[written:].decode()
    assert digest(database, but=TRACES) == before
    secrets = ("Traceback", token or "Traceback", "Thandi Mokoena")
    assert [secret for secret in secrets if secret in log] == [], log[-3000:]
    assert len(log) < 400 * len(shapes)
