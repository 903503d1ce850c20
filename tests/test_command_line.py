"""The command line: one JSON document and nothing else, honest exit codes, with and without a running server."""

import io
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import structlog

from clientmanager import cli
from tests.world import Database, PracticeWorld

HOUSE = Path(__file__).resolve().parent.parent
CSV = b"First name,Surname,Cell number,Shoe size\nAnna,Nkosi,082 555 0101,6\n,,082 555 0102,\n"
CARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Botha;Jan;;;\r\nFN:Jan Botha\r\nEND:VCARD\r\n"


@dataclass
class Ran:
    code: int
    out: str
    err: str


class CommandLine:
    """Commands in this process: starting a Python for each of them would take most of this file's time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def run(self, *words: str, typed: str = "") -> Ran:
        self._monkeypatch.setattr(sys, "argv", ["clientmanager", *words])
        self._monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as ending:
            cli.main()
        said = self._capsys.readouterr()
        return Ran(int(ending.value.code or 0), said.out, said.err)

    def answer(self, *words: str, code: int = 0, typed: str = "") -> Any:
        """What a command with `--json` prints: exactly one document."""
        return document(self.run(*words, "--json", typed=typed), code)


def document(ran: Ran, code: int = 0) -> Any:
    assert ran.code == code, ran.err
    assert "Traceback" not in ran.err
    return json.loads(ran.out)


@pytest.fixture
def console(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[CommandLine]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    yield CommandLine(monkeypatch, capsys)
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


def process(*words: str, **settings: str) -> Ran:
    """A command as an operator starts it."""
    ran = subprocess.run(
        [sys.executable, "-m", "clientmanager", *words],
        capture_output=True, text=True, cwd=HOUSE, env=os.environ | settings, check=False, timeout=100,
    )  # fmt: skip
    return Ran(ran.returncode, ran.stdout, ran.stderr)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "clients.csv").write_bytes(CSV)
    (tmp_path / "card.vcf").write_bytes(CARD)
    return tmp_path / "clients.csv"


def test_an_import_answers_in_the_promised_shape(
    console: CommandLine, acacia: PracticeWorld, database: Database, file: Path
):
    said = console.answer("import", str(file), "--practice", "acacia", "--dry-run")
    assert database.one("select count(*) from client") == len(acacia.clients)
    done = console.answer("import", str(file), "--practice", "acacia", "--adviser", "pieter@acacia.example")
    for report in (said, done):
        counts = {name: report[name] for name in ("rows", "created", "updated", "unchanged", "rejected")}
        assert counts == {"rows": 2, "created": 1, "updated": 0, "unchanged": 0, "rejected": 1}
        assert [(r["row"], bool(r["reason"])) for r in report["rejections"]] == [(3, True)]
        assert set(report["rejections"][0]) == {"row", "reason"}
        assert report["kind"] == "csv"
        assert report["recognised_as"]
        (client,) = report["clients"]
        assert client["fields"]["Shoe size"] == "6"
        assert client["fields"]["Surname"] == "Nkosi"
    both = console.answer("import", str(file), str(file.with_name("card.vcf")), "--practice", "acacia")
    assert {name: both[name] for name in both if name != "files"} == {
        "rows": 3, "created": 1, "updated": 0, "unchanged": 1, "rejected": 1,
    }  # fmt: skip
    assert [one["kind"] for one in both["files"]] == ["csv", "vcard"]


def test_backups_are_taken_listed_downloaded_restored_and_expired(
    console: CommandLine, acacia: PracticeWorld, tmp_path: Path
):
    taken = console.answer("backup", "take", "--practice", "acacia")
    assert list(taken) == ["id", "practice", "taken_at", "expires_at", "rows", "bytes", "state"]
    assert console.answer("backup", "list") == console.answer("backup", "list", "--practice", "acacia") == [taken]
    for form in ("xlsx", "csv"):
        to = tmp_path / f"backup.{form}"
        got = console.answer("backup", "download", taken["id"], "--format", form, "-o", str(to))
        assert got["bytes"] == to.stat().st_size > 1_000
    proof = console.answer("backup", "restore", taken["id"], "--into", "acacia-again")
    assert (proof["different"], proof["rows"]) == (0, proof["equal"])
    assert console.answer("backup", "expire") == {"expired": 0}


def test_a_practice_is_made_and_its_owners_lost_password_mended(console: CommandLine, database: Database):
    made = console.answer(
        "create-practice", "--name", "Cedar", "--short-name", "cedar", "--owner", "Zanele Zulu",
        "--email", "z@cedar.example", typed="violet-harbour-31-kudu\n",
    )  # fmt: skip
    assert made["practice"] == "cedar"
    said = console.answer("set-password", "z@cedar.example", "--practice", "cedar", typed="umber-lantern-77-kite\n")
    assert said == {"practice": "cedar", "email": "z@cedar.example"}


def test_the_demonstration_and_migrating_answer(console: CommandLine, database: Database):
    assert console.answer("demo", "--clients", "5")["clients"] == 5
    assert console.answer("migrate") == {"migrated": False}


@pytest.mark.parametrize(
    "words",
    [
        ["import", "missing.csv", "--practice", "acacia"],
        ["import", "README.md", "--practice", "cedar"],
        ["backup", "take", "--practice", "cedar"],
        ["backup", "list", "--practice", "cedar"],
        ["backup", "download", "nonsense", "-o", "x"],
        ["backup", "restore", "nonsense", "--into", "cedar"],
        ["set-password", "nobody@acacia.example", "--practice", "acacia"],
        ["create-practice", "--name", "A", "--short-name", "Not Good", "--owner", "B", "--email", "c@d.example"],
    ],
)
def test_a_refusal_is_one_document_with_its_sentence_and_exit_code_one(
    console: CommandLine, words: list[str], acacia: PracticeWorld
):
    said = console.answer(*words, code=1, typed="umber-lantern-77-kite\n")
    assert list(said) == ["error"]
    assert said["error"].endswith((".", ".co.za"))
    plain = console.run(*words, typed="umber-lantern-77-kite\n")
    assert (plain.code, plain.out) == (1, "")
    assert said["error"] in plain.err


@pytest.mark.parametrize(
    "words",
    [
        ["import"],
        ["backup", "lost"],
        ["nonsense"],
        ["demo", "--clients", "-1"],
        ["demo", "--clients", "many"],
        ["import", "x"],
    ],
)
def test_a_command_called_wrongly_exits_with_two(console: CommandLine, words: list[str]):
    assert console.run(*words).code == 2
    assert list(console.answer(*words, code=2)) == ["error"]


@pytest.mark.parametrize(
    ("setting", "value", "says"),
    [
        ("PORT", "99999", "PORT"),
        ("DATABASE_URL", "postgresql://u:kept-secret@127.0.0.1:1/none", "DATABASE_URL"),
    ],
)
def test_an_unsafe_or_wrong_setting_is_refused_by_its_name(setting: str, value: str, says: str):
    run = process("backup", "list", "--json", **{setting: value})
    assert run.code == 1
    assert says in json.loads(run.out)["error"]
    assert "kept-secret" not in run.out + run.err


def test_bytes_that_are_no_text_are_refused_in_a_sentence(console: CommandLine, acacia: PracticeWorld, tmp_path: Path):
    odd = os.fsencode(tmp_path) + b"/odd\xff.csv"
    Path(os.fsdecode(odd)).write_bytes(CSV)
    assert console.answer("import", os.fsdecode(odd), "--practice", "acacia")["file"] == "odd.csv"
    assert (
        "short name" in console.answer("import", os.fsdecode(odd), "--practice", os.fsdecode(b"\xff"), code=1)["error"]
    )


@pytest.mark.timeout(240)
def test_without_a_server_and_beside_one_on_the_same_embedded_postgres(tmp_path: Path, file: Path):
    """`make run` holds the data directory's Postgres; commands start it for themselves where nobody does."""
    own = {"DATABASE_URL": "", "DATA_DIR": str(tmp_path / "data"), "KEY_DIR": str(tmp_path / "keys")}
    assert document(process("demo", "--clients", "3", "--json", **own))["clients"] == 3
    with subprocess.Popen(
        [sys.executable, "-c", "import sys; from pathlib import Path; from clientmanager.embedded_postgres import"
         " postgres_for\nwith postgres_for(Path(sys.argv[1])): print('up', flush=True); sys.stdin.read()",
         own["DATA_DIR"]],
        cwd=HOUSE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ | own,
    ) as server:  # fmt: skip
        assert server.stdout
        assert server.stdin
        assert server.stdout.readline() == b"up\n"
        assert document(process("import", str(file), "--practice", "demo", "--json", **own))["created"] == 1
        assert document(process("backup", "list", "--json", **own)) == []
        server.stdin.close()
    assert document(process("demo", "--json", **own))["clients"] == 4
