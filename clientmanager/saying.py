"""What a command says: its result, or why not. With `--json` that is one document on standard output, and nothing else.

Exit codes: 0 done, 1 refused with a sentence, 2 called wrongly.
"""

import dataclasses
import json
import secrets
import sys
from collections.abc import Callable
from datetime import date
from types import TracebackType
from typing import Any, NoReturn

import pydantic
import typer

from clientmanager import logs
from clientmanager.errors import DomainError

WRONGLY_CALLED = 2


def run(app: typer.Typer) -> NoReturn:
    """Run a command; a refusal is its sentence on standard error (or `{"error": …}`), never a traceback."""
    as_json = "--json" in sys.argv
    logs.configure()
    sys.excepthook = lambda kind, _problem, trace: _mistake(kind, trace, as_json)
    command = typer.main.get_command(app)  # called directly: the app itself would print tracebacks its own way
    try:
        command()
    except DomainError as problem:
        _refuse(str(problem), as_json)
    except pydantic.ValidationError as problem:
        _refuse("; ".join(map(_setting, problem.errors())), as_json)
    except SystemExit as ending:
        if as_json and ending.code == WRONGLY_CALLED:
            _print_error("This command was called wrongly. Look it up with --help.")
        raise
    sys.exit(0)


def say(result: Any, as_json: bool, words: Callable[[Any], str]) -> None:
    """Print a result: as JSON, or in words."""
    said = json.dumps(result, default=_plain, ensure_ascii=False, indent=2) if as_json else words(result)
    if said:
        print(said)


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _refuse(sentence: str, as_json: bool) -> NoReturn:
    if as_json:
        _print_error(sentence)
    else:
        print(sentence, file=sys.stderr)
    sys.exit(1)


def _print_error(sentence: str) -> None:
    print(json.dumps({"error": sentence}, ensure_ascii=False))


def _setting(error: Any) -> str:
    """What is wrong with a setting, after the name by which the operator set it; never its value."""
    sentence = error["msg"].removeprefix("Value error, ")
    name = "_".join(map(str, error["loc"])).upper()
    return f"{name}: {sentence}" if name and name not in sentence else sentence


def _mistake(kind: type[BaseException], trace: TracebackType | None, as_json: bool) -> None:
    """A mistake of ours: its text may quote a client's data, so only its kind and places are said."""
    if issubclass(kind, KeyboardInterrupt):
        return
    incident = secrets.token_hex(3).upper()
    print(f"{incident}: {kind.__name__} in {'; '.join(logs.places(trace))}", file=sys.stderr)
    sentence = f"Something went wrong here that should not; the lines on standard error say where ({incident})."
    if as_json:
        _print_error(sentence)
    else:
        print(sentence, file=sys.stderr)
