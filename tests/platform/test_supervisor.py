"""`clientmanager up`: one address, no process left behind, and a sentence for whatever stands in the way."""

import os
import signal
import socket
import stat
import subprocess
import time
import urllib.request

import pytest

from clientmanager.processes import trim_log
from tests.platform.conftest import Installation, eventually


def said_by(process: subprocess.Popen[str]) -> str:
    return process.communicate(timeout=20)[0]


def answers(installation: Installation) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{installation.port}/health", timeout=2) as response:
            return response.status == 200
    except OSError:
        return False


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_every_process_within_ten_seconds(installation: Installation, sign: signal.Signals) -> None:
    process = installation.serving()
    assert answers(installation)
    process.send_signal(sign)
    before = time.monotonic()
    assert "Everything has ended." in said_by(process)
    assert time.monotonic() - before < 10
    assert process.returncode == 0
    assert installation.left() == []


def test_even_one_that_does_not_listen(installation: Installation) -> None:
    process = installation.serving(WORKER_IS_DEAF="1")
    before = time.monotonic()
    process.terminate()
    process.wait(10)
    assert time.monotonic() - before < 10
    assert installation.left() == []


def test_nothing_stays_behind_when_the_supervisor_is_killed_and_the_next_start_works(
    installation: Installation,
) -> None:
    process = installation.serving()
    process.kill()
    process.wait()
    eventually(lambda: installation.left() == [], seconds=5)
    installation.serving()
    assert answers(installation)


@pytest.mark.parametrize("part", ["web", "worker"])
def test_a_part_that_is_killed_comes_back(installation: Installation, part: str) -> None:
    installation.serving()
    killed = installation.pid_of(part)
    os.kill(killed, signal.SIGKILL)
    eventually(lambda: installation.pid_of(part) != killed)
    eventually(lambda: answers(installation))


def test_a_postgres_that_is_killed_comes_back(installation: Installation) -> None:
    installation.serving()
    killed = installation.postmaster
    assert killed
    os.kill(killed, signal.SIGKILL)
    eventually(lambda: installation.postmaster not in {None, killed})


def test_a_part_that_keeps_dying_is_started_less_and_less_often(installation: Installation) -> None:
    process = installation.serving()
    (installation.data_dir / "worker-is-ill").touch()
    os.kill(installation.pid_of("worker"), signal.SIGKILL)
    assert process.stdout
    told = [line for line, _ in zip(process.stdout, range(8), strict=False)]
    pauses = [
        float(line.split(" in ")[1].split(" s.")[0]) for line in told if line.startswith("The worker process ended")
    ]
    assert pauses == sorted(set(pauses))
    assert len(pauses) >= 3
    assert any("the worker is ill" in line for line in told)


def test_a_second_one_on_the_same_data_says_so(installation: Installation) -> None:
    installation.serving()
    second = installation.up()
    assert "already runs on" in said_by(second)
    assert second.returncode == 1
    assert answers(installation)


def test_a_taken_port_is_said_before_anything_starts(new_installation: Installation) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", new_installation.port))
        other.listen()
        process = new_installation.up()
        said = said_by(process)
    assert f"Port {new_installation.port} is taken" in said
    assert "PORT=" in said
    assert process.returncode == 1
    assert not (new_installation.data_dir / "postgres").exists()


def test_a_migration_that_fails_ends_the_start(installation: Installation) -> None:
    process = installation.up(MIGRATE_ENDS_WITH="1")
    assert "`clientmanager migrate` did not finish" in said_by(process)
    assert process.returncode == 1
    assert installation.left() == []


def test_a_part_that_cannot_start_is_quoted(installation: Installation) -> None:
    (installation.data_dir / "worker-is-ill").touch()
    process = installation.up()
    said = said_by(process)
    assert "The worker process did not start" in said
    assert "the worker is ill" in said
    assert process.returncode == 1


def test_a_full_disk_is_said_in_a_sentence(installation: Installation) -> None:
    process = installation.up(DISK_IS_FULL="1")
    assert "Free at least" in said_by(process)
    assert process.returncode == 1


def test_what_it_writes_is_its_owners_alone(installation: Installation) -> None:
    installation.serving()
    for path in [*installation.data_dir.glob("*.lock"), *(installation.data_dir / "logs").iterdir()]:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


def test_a_log_stays_small_and_keeps_its_writer(installation: Installation) -> None:
    log = installation.data_dir / "some.log"
    with log.open("ab", buffering=0) as writer:
        writer.write(b"before\n" * 100)
        trim_log(log, limit=500)
        writer.write(b"after\n")
    assert log.read_text() == "after\n"
    assert log.with_suffix(".log.1").read_text() == "before\n" * 100
