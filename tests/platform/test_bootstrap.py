"""The first command on a bare machine: it says in a sentence what is missing, and never trusts an unfinished run."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOWHERE = {
    "PIP_CONFIG_FILE": os.devnull,
    "PIP_FIND_LINKS": "",
    "PIP_EXTRA_INDEX_URL": "",
    "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
    "PIP_NO_CACHE_DIR": "1",
    "PIP_RETRIES": "0",
}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "bootstrap.py", tmp_path / "scripts")
    (tmp_path / "requirements.lock").write_text("")
    (tmp_path / "requirements-test.lock").write_text("")
    return tmp_path


def bootstrap(checkout: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", checkout / "scripts" / "bootstrap.py", *options]
    return subprocess.run(command, env=os.environ | NOWHERE | environment, capture_output=True, text=True)


def test_an_environment_is_made_once_and_again_only_when_its_lock_changed(checkout: Path) -> None:
    first = bootstrap(checkout)
    assert first.returncode == 0, first.stderr
    assert "Making the Python environment" in first.stdout
    assert bootstrap(checkout).stdout == ""
    assert "Making" in bootstrap(checkout, "--test").stdout
    assert bootstrap(checkout).stdout == "", "the test environment holds all of the other"

    (checkout / ".venv" / "unfinished").touch()
    (checkout / ".venv" / "bin" / "half").touch()
    assert "Making" in bootstrap(checkout).stdout
    assert not (checkout / ".venv" / "bin" / "half").exists(), "an interrupted run is started over"

    (checkout / "requirements.lock").write_text(f"anything==1.0 --hash=sha256:{'0' * 64}\n")
    refused = bootstrap(checkout)
    assert refused.returncode == 1
    assert "registry did not answer" in refused.stderr
    assert (checkout / ".venv" / "unfinished").exists()
    assert set(json.loads((checkout / ".venv" / "made-from.json").read_text())) == {"requirements.lock"}


def test_a_newer_release_of_a_locked_package_changes_nothing(checkout: Path) -> None:
    """Released after the lock was compiled, and asked for with an extra, it once kept new machines from starting."""
    wheels = checkout / "wheels"
    wheels.mkdir()
    locked = [wheel(wheels, "web", "1.0", needs="server[reload]>=1"), wheel(wheels, "server", "1.0")]
    wheel(wheels, "server", "2.0")
    (checkout / "requirements.lock").write_text("".join(locked))
    done = bootstrap(checkout, PIP_NO_INDEX="1", PIP_FIND_LINKS=str(wheels))
    assert done.returncode == 0, done.stderr
    assert list((checkout / ".venv").glob("lib/*/site-packages/server-1.0.dist-info"))


def wheel(folder: Path, name: str, version: str, *, needs: str = "") -> str:
    """Make the smallest wheel there is; returns its line of a lock file."""
    file, about = folder / f"{name}-{version}-py3-none-any.whl", f"{name}-{version}.dist-info"
    requires = f"Requires-Dist: {needs}\n" if needs else ""
    with zipfile.ZipFile(file, "w") as content:
        content.writestr(
            f"{about}/METADATA",
            f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nProvides-Extra: reload\n{requires}",
        )
        content.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        content.writestr(f"{about}/RECORD", "")
    return f"{name}=={version} --hash=sha256:{sha256(file.read_bytes()).hexdigest()}\n"


def test_a_python_without_venv_is_told_which_package_to_install(checkout: Path) -> None:
    script = (checkout / "scripts" / "bootstrap.py").read_text()
    (checkout / "scripts" / "bootstrap.py").write_text("import sys\nsys.modules['ensurepip'] = None\n" + script)
    refused = bootstrap(checkout)
    assert refused.returncode == 1
    assert "apt install python3" in refused.stderr


def test_a_python_that_is_too_old_is_told_so(checkout: Path) -> None:
    script = (checkout / "scripts" / "bootstrap.py").read_text()
    (checkout / "scripts" / "bootstrap.py").write_text(script.replace("OLDEST = (3, 11)", "OLDEST = (9, 0)"))
    refused = bootstrap(checkout, PATH="/nowhere")
    assert refused.returncode == 1
    assert "needs 3.11 or newer" in refused.stderr
