"""Make the virtual environment from the hashed lock files; needs nothing but Python's standard library.

    python3 scripts/bootstrap.py [--test]

It does nothing when the environment is already that of the lock file, and starts over after an interrupted run. The
syntax is kept to what an old Python reads too, so that it can say that it is too old.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
NEEDED_MEGABYTES = 1500
RUN, TEST = "requirements.lock", "requirements-test.lock"
MARK = VENV / "made-from.json"
UNFINISHED = VENV / "unfinished"


class Stop(Exception):
    """The environment cannot be made; the message says what to do."""


def main() -> int:
    lock = TEST if "--test" in sys.argv[1:] else RUN
    try:
        use_new_enough_python()
        (ROOT / "build").mkdir(exist_ok=True)
        with (ROOT / "build" / "bootstrap.lock").open("w") as alone:
            fcntl.flock(alone, fcntl.LOCK_EX)
            make_environment(lock)
    except Stop as stop:
        sys.stderr.write(f"{stop}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        sys.stderr.write(f"The environment could not be made in {VENV}: {error}\n")
        return 1
    return 0


def use_new_enough_python() -> None:
    """Go on with a newer Python of this machine, if the one that was called is too old."""
    if sys.version_info[:2] >= OLDEST:
        return
    for minor in (13, 12, 11):
        newer = shutil.which(f"python3.{minor}")
        if newer and subprocess.run([newer, "-c", "import ensurepip"], stderr=subprocess.DEVNULL).returncode == 0:
            os.execv(newer, [newer, *sys.argv])  # noqa: S606
    raise Stop(
        f"This is Python {sys.version.split()[0]}; ClientManager needs 3.11 or newer. Install one, and name it if it "
        "is not called python3: make run PYTHON=/path/to/python3.12"
    )


def make_environment(lock: str) -> None:
    wanted = {name: fingerprint(ROOT / name) for name in ((RUN, TEST) if lock == TEST else (RUN,))}
    if not UNFINISHED.exists() and made_from().items() >= wanted.items() and works():
        return
    say("Making the Python environment in .venv, which takes a minute or two …")
    require_space()
    if UNFINISHED.exists() or not works():
        create()
    UNFINISHED.touch()
    install(lock)
    give_the_command()
    MARK.write_text(json.dumps(wanted))
    UNFINISHED.unlink()


def fingerprint(file: Path) -> str:
    content = file.read_bytes() + ".".join(map(str, sys.version_info[:2])).encode()
    return hashlib.sha256(content).hexdigest()


def made_from() -> dict:
    try:
        return json.loads(MARK.read_text())
    except (OSError, ValueError):
        return {}


def works() -> bool:
    """Whether there is an environment of this Python's version that can install."""
    code = "import sys; sys.exit(sys.version_info[:2] != ({}, {}))".format(*sys.version_info[:2])
    try:
        return subprocess.run([str(PYTHON), "-c", code], stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def create() -> None:
    try:
        import ensurepip  # noqa: F401
        import venv
    except ImportError:
        version = "{}.{}".format(*sys.version_info[:2])
        raise Stop(
            f"This Python has no venv module. Install it, then try again: `apt install python{version}-venv` on "
            "Debian and Ubuntu; elsewhere it comes with Python itself."
        ) from None
    shutil.rmtree(VENV, ignore_errors=True)
    VENV.mkdir()
    UNFINISHED.touch()
    venv.create(VENV, with_pip=True, symlinks=True)


def give_the_command() -> None:
    """`.venv/bin/clientmanager`: the checkout's own command line, from any folder."""
    command = VENV / "bin" / "clientmanager"
    command.write_text(
        '#!/bin/sh\nhere=$(dirname "$(readlink -f "$0")")\n'
        'PYTHONPATH="$here/../..${PYTHONPATH:+:$PYTHONPATH}" exec "$here/python" -m clientmanager "$@"\n'
    )
    command.chmod(0o755)


def install(lock: str) -> None:
    if subprocess.run([str(PYTHON), "-m", "pip", "--version"], capture_output=True).returncode:
        subprocess.run([str(PYTHON), "-m", "ensurepip"], check=True, capture_output=True)
    # The lock file is the whole answer, nothing is left to resolve: older pips took the newest release for an extra of
    # a locked package (granian[reload]), and then refused it for having no hash.
    options = ["--quiet", "--no-input", "--disable-pip-version-check", "--no-deps", "--require-hashes"]
    options += ["--only-binary", ":all:"]
    command = [str(PYTHON), "-m", "pip", "install", *options, "--requirement", str(ROOT / lock)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode == 0:
        return
    said = done.stdout
    if "No space left" in said:
        raise Stop(full())
    if "DO NOT MATCH THE HASHES" in said:
        raise Stop("A package is not the one that the lock file names, so nothing was installed:\n" + tail(said))
    signs = ("onnection", "Max retries", "resolution", "imed out", "SSL", "Proxy", "(from versions: none)")
    if any(sign in said for sign in signs):
        raise Stop(
            "The Python package registry did not answer. Check the connection, or point pip at a registry within "
            "reach (PIP_INDEX_URL, PIP_CERT, PIP_PROXY). pip said:\n" + tail(said)
        )
    if "No matching distribution" in said or "Could not find a version" in said:
        raise Stop(
            "The registry has no build of a package for Python {}.{} on this machine; 3.11, 3.12 and 3.13 are known "
            "to work (make run PYTHON=python3.12). pip said:\n".format(*sys.version_info[:2])
            + tail(said)
        )
    raise Stop("The packages could not be installed. pip said:\n" + tail(said))


def tail(said: str) -> str:
    return "\n".join("    " + line for line in said.strip().splitlines()[-6:])


def require_space() -> None:
    if shutil.disk_usage(ROOT).free < NEEDED_MEGABYTES * 1_000_000:
        raise Stop(full())


def full() -> str:
    free = shutil.disk_usage(ROOT).free // 1_000_000
    return f"The disk that holds {ROOT} has {free} MB left; the environment needs {NEEDED_MEGABYTES} MB. Free some."


def say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
