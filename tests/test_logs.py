"""What is written down: that something went wrong and where, and never a client's data."""

import io
import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
import structlog

from clientmanager import logs, worker
from clientmanager.errors import Unavailable

CLIENT = "Renée O'Brien 9602290001084"


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What the processes would write, with the real configuration."""
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    root, level = logging.getLogger(), logging.getLogger().level
    handlers = root.handlers[:]
    logs.configure()
    monkeypatch.setattr(worker, "log", structlog.get_logger())
    yield written
    root.handlers, root.level = handlers, level


def choke() -> None:
    raise KeyError(CLIENT)


def test_a_librarys_exception_is_written_without_its_text(log: io.StringIO):
    try:
        choke()
    except KeyError:
        logging.getLogger("apscheduler.executors.default").exception("Job %s raised for %s", "x", CLIENT)
    line = json.loads(log.getvalue())
    assert (line["kind"], line["level"]) == ("KeyError", "ERROR")
    assert "test_logs.py" in line["where"]
    assert CLIENT not in log.getvalue()


def test_a_librarys_warning_is_written_without_its_values(log: io.StringIO):
    logging.getLogger("some.library").warning("refused value %s", CLIENT)
    assert CLIENT not in log.getvalue()
    assert json.loads(log.getvalue())["from"].startswith("some.library")


def test_a_promise_that_fails_says_its_kind_and_place_only():
    found = worker.said(caught(choke))
    assert found["kind"] == "KeyError"
    assert CLIENT not in json.dumps(found)
    assert worker.said(Unavailable("The disk is full.")) == {"why": "The disk is full."}


def caught(what: Callable[[], object]) -> BaseException:
    with pytest.raises(KeyError) as problem:
        what()
    return problem.value


def test_a_command_that_fails_unexpectedly_prints_no_clients_data():
    code = (
        "import sys; sys.argv = ['clientmanager', 'doctor', '--json']\n"
        "from clientmanager import examination, cli\n"
        f"def choke(*_, **__): raise KeyError({CLIENT!r})\n"
        "examination.examine = choke\n"
        "cli.main()"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=os.environ, check=False)
    assert run.returncode == 1
    assert "Something went wrong" in json.loads(run.stdout)["error"]
    assert "KeyError" in run.stderr
    assert "O'Brien" not in run.stdout + run.stderr
