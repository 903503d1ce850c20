"""The rooms of the house, who may enter which, and the rules that a glance at the source can hold."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent / "clientmanager"

# What everybody may use: it knows no practice. `__version__` is the package's own.
GROUND = {"config", "errors", "clock", "keys", "logs", "clientmanager"}

MAY_IMPORT: dict[str, set[str]] = {
    "pages": {"components", "state"},
    "components": set(),
    "state": {"services", "errors"},
    "state/base.py": {"services", "errors", "db", "logs", "http"},
    "services": {
        *("models", "db", "errors", "config", "backup", "imports", "correspondence", "planning", "clock", "keys"),
        "clientmanager",
    },
    "backup": {"models", "db", "errors", "config", "clock", "keys", "clientmanager"},
    "imports": {"models", "db", "errors", "config", "clock", "keys", "clientmanager"},
    "correspondence": {"models", "errors", "clock"},
    "planning": {"models", "errors"},
    "models": {"errors"},
    "http": {"services", "db"} | GROUND,
    "worker": {"services", "db"} | GROUND,
    "cli": {"services", "db", "worker", "machine", "saying"} | GROUND,
    "saying": GROUND,
    # the Reflex app, which hangs every other room together
    "clientmanager": {"pages", "components", "state", "http", "wire"},
    "wire": set(),
    "db": {"models", "machine"} | GROUND,
    "keys": {"models", "config", "errors"},
    "clock": set(),
    "errors": set(),
    "config": set(),
    "logs": {"config"},
    "migrations": {"models", "migrations"},
    # starting, stopping, building and preparing: everything that runs before there is anybody to serve
    "machine": {"db", "cli", "services"} | GROUND,
}
MACHINE = {
    "embedded_postgres", "postgres_home", "processes", "parts", "supervisor", "web", "own_origin", "frontend",
    "migrating", "examination", "__main__",
}  # fmt: skip

# Who makes a session, and why that is not the use case's caller.
MAKE_SESSIONS = {
    "db.py": "defines them",
    "state/base.py": "the one road from screens",
    "http/": "the one road from plain requests",
    "worker.py": "asks which practices there are, and what work waits",
    "services/work.py": "progress is seen at once, outside the work's own transaction",
    "services/sign_in.py": "finds whose e-mail it is before anybody is signed in",
    "services/users.py": "set-password is the operator's, without anybody signed in",
    "services/credentials.py": "handed-over links come before a practice is known",
    "services/viewers.py": "finds the practice that the command line names",
    "services/practices.py": "makes a practice before anybody belongs to it",
    "services/demo.py": "makes a practice in many short transactions",
    "services/health.py": "answers without a practice",
    "services/audit.py": "seals and verifies in many short transactions",
    "services/capture_work.py": "runs in the worker: reading a file holds no transaction",
    "services/client_bulk_work.py": "runs in the worker, some clients in each transaction",
    "services/client_export.py": "is sent after its use case is over",
    "services/task_export.py": "is sent after its use case is over",
    "services/advice_file.py": "is sent after its use case is over",
    "services/imports.py": "runs in the worker, in transactions of its own",
    "services/import_operations.py": "the command line's road to imports",
    "services/backups.py": "runs in the worker, in transactions of its own",
    "services/backup_operations.py": "the command line's road to backups",
    "examination.py": "looks at every part, before anybody signs in",
}
OUTWARD = {
    "aiohttp", "ftplib", "http.client", "httpx", "imaplib", "poplib", "requests", "smtplib", "socket", "telnetlib",
    "urllib.request", "urllib3", "websockets", "xmlrpc",
}  # fmt: skip
# The supervisor looks at its own port and its own health on loopback.
OPENS_SOCKETS = {"supervisor.py", "parts.py"}


@dataclass(frozen=True)
class Source:
    path: str
    text: str

    @property
    def room(self) -> str:
        first, slash, _ = self.path.partition("/")
        name = first if slash else first.removesuffix(".py")
        return "machine" if name in MACHINE else name

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def imported(self) -> list[tuple[str, str]]:
        """Every import, wherever it stands: the module, and the name taken from it ("" for the module itself)."""
        found: list[tuple[str, str]] = []
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found += [(alias.name, "") for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                here = ["clientmanager", *Path(self.path).parts[: -node.level]] if node.level else []
                module = ".".join([*here, *filter(None, [node.module])])
                found += [(module, alias.name) for alias in node.names]
        return found

    @property
    def rooms_entered(self) -> Iterator[str]:
        for module, name in self.imported:
            if module == "clientmanager" and not (HOUSE / name).exists() and not (HOUSE / f"{name}.py").exists():
                continue  # a name of the package itself, such as __version__
            path = module if name == "" or module != "clientmanager" else f"clientmanager.{name}"
            if path.startswith("clientmanager."):
                room = path.split(".")[1]
                yield "machine" if room in MACHINE else room


@cache
def sources() -> list[Source]:
    return [Source(str(p.relative_to(HOUSE)), p.read_text()) for p in sorted(HOUSE.rglob("*.py"))]


def calls(source: Source) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def test_every_room_imports_only_what_its_place_in_the_house_allows():
    broken = [
        f"{source.path} may not import {room}"
        for source in sources()
        for room in sorted(set(source.rooms_entered))
        if room != source.room and room not in MAY_IMPORT.get(source.path, MAY_IMPORT.get(source.room, GROUND))
        if source.path != "__init__.py"
    ]
    assert not broken, "\n".join(broken)


def test_every_module_has_its_place_in_the_table():
    assert {source.room for source in sources()} - MAY_IMPORT.keys() <= {"__init__"}


def test_only_the_roads_to_the_use_cases_make_sessions():
    makers = {
        source.path
        for source in sources()
        for module, name in source.imported
        if module == "clientmanager.db" and name in {"session_for", "before_practice", "engine"}
    } | {source.path for source in sources() if any(".session_for" in name for name, _ in calls(source))}
    assert {path for path in makers if path not in MAKE_SESSIONS and f"{path.split('/')[0]}/" not in MAKE_SESSIONS} == (
        set()
    )


def test_nobody_but_the_session_and_the_migrations_commits():
    committing = {source.path for source in sources() if any(name.endswith(".commit") for name, _ in calls(source))}
    assert committing <= {"db.py", "migrating.py"}


def test_nobody_but_the_session_and_the_migrations_connects():
    makers = {"create_engine", "Session", "sessionmaker", "psycopg.connect"}
    connecting = {source.path for source in sources() if any(name in makers for name, _ in calls(source))}
    # the embedded server asks itself whether it answers
    assert connecting <= {"db.py", "migrating.py", "embedded_postgres.py"}


def test_nobody_but_the_error_boundary_catches_everything():
    broken = [
        f"{source.path}:{node.lineno}"
        for source in sources()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or {"Exception", "BaseException"} & set(ast.unparse(node.type).strip("()").split(", ")))
        and not (isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None)
    ]
    assert not broken


def test_nothing_reaches_out_of_the_machine():
    reaching = {
        source.path
        for source in sources()
        for module, name in source.imported
        if {module, module.split(".")[0], f"{module}.{name}"} & OUTWARD
    }
    assert reaching <= OPENS_SOCKETS


def test_no_file_is_two_things():
    long = [f"{s.path}: {lines}" for s in sources() if (lines := s.text.count("\n")) > 300 and s.room != "migrations"]
    tests = Path(__file__).parent
    long += [str(p.relative_to(tests)) for p in tests.rglob("*.py") if p.read_text().count("\n") > 300]
    assert not long


def states() -> Iterator[tuple[Source, ast.ClassDef]]:
    for source in sources():
        if source.room == "state":
            yield from ((source, node) for node in source.tree.body if isinstance(node, ast.ClassDef))


def test_no_state_is_two_screens():
    long = [
        f"{s.path}: {node.name}" for s, node in states() if (node.end_lineno or node.lineno) - node.lineno + 1 > 120
    ]
    assert not long


def test_what_a_browser_may_call_in_a_state_is_marked_as_an_event():
    """Every public method of a state can be called by any browser, decorated or not: helpers begin with `_`."""
    open_doors = [
        f"{source.path}: {method.name}"
        for source, node in states()
        if any(ast.unparse(base) in {"AppState", "rx.State"} for base in node.bases)
        for method in node.body
        if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef) and not method.name.startswith("_")
        if not any(ast.unparse(mark).startswith(("rx.event", "rx.var")) for mark in method.decorator_list)
    ]
    assert not open_doors


def test_no_handler_but_the_road_and_the_gate_catches_errors_itself():
    catching = {
        source.path
        for source in sources()
        if source.room == "state" and any(isinstance(node, ast.Try) for node in ast.walk(source.tree))
    }
    assert catching <= {"state/base.py"}


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("state/audit.py", "from clientmanager.db import session_for"),
        ("models/task.py", "from clientmanager import clock"),
        ("components/badge.py", "from clientmanager.state.audit import Audit"),
        ("services/tasks.py", "import clientmanager.state.audit"),
    ],
)
def test_a_wrong_import_is_noticed(path: str, line: str):
    source = Source(path, line)
    (room,) = source.rooms_entered
    assert room not in MAY_IMPORT[source.room]
