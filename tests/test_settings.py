"""What an operator sets: unsafe and malformed values are refused in a sentence."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from clientmanager.config import ROOT, Settings


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def refusal(**values: str) -> str:
    with pytest.raises(ValidationError) as problem:
        Settings(**values)  # pyright: ignore[reportArgumentType]
    (error,) = problem.value.errors()
    return error["msg"]


def test_nothing_set_serves_this_machine_only():
    found = Settings()
    assert (found.host, found.port, found.public_origin) == ("127.0.0.1", 8000, "http://localhost:8000")
    assert found.origins == ["http://127.0.0.1:8000", "http://localhost:8000"]
    assert not found.secure


@pytest.mark.parametrize("host", ["192.168.1.5", "clients.local", "10.0.0.1", "fe80::1"])
def test_plain_http_beyond_this_machine_is_refused_unless_insisted_on(host: str):
    assert "plain HTTP" in refusal(host=host)
    insisted = Settings(host=host, plain_http_is_my_decision=True)
    assert insisted.origins == [insisted.public_origin]


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_every_address_needs_the_address_that_browsers_use(host: str):
    assert "PUBLIC_ORIGIN" in refusal(host=host)
    assert "PUBLIC_ORIGIN" in refusal(host=host, plain_http_is_my_decision="1")
    assert "plain HTTP" in refusal(host=host, public_origin="http://192.168.1.5:8000")
    assert Settings(host=host, public_origin="https://x.co.za").origins == ["https://x.co.za"]


def test_a_plain_origin_elsewhere_is_refused_on_loopback_too():
    assert "plain HTTP" in refusal(public_origin="http://clients.example.co.za")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://clients.example.co.za", "https://clients.example.co.za"),
        ("https://clients.example.co.za/", "https://clients.example.co.za"),
        ("HTTPS://Clients.Example.CO.ZA:443", "https://clients.example.co.za"),
        ("https://clients.example.co.za:8443", "https://clients.example.co.za:8443"),
        ("http://localhost:80", "http://localhost"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_an_origin_is_kept_as_browsers_write_it(given: str, kept: str):
    found = Settings(public_origin=given)
    assert (found.public_origin, found.secure) == (kept, kept.startswith("https"))


@pytest.mark.parametrize(
    "origin",
    [
        "clients.example.co.za", "ftp://x.co.za", "https://", "https://x.co.za/path", "https://x.co.za?a=b",
        "https://x.co.za#a", "https://user:pass@x.co.za", "https://x.co.za:99999", "https://x.co.za:0", "https://x y",
        "javascript:alert(1)", "https://x.co.za\nhttps://y.co.za", "*", "null",
    ],
)  # fmt: skip
def test_what_is_no_origin_is_refused(origin: str):
    assert "must look like https://" in refusal(public_origin=origin)


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "8000.5"])
def test_what_is_no_port_is_refused(port: str):
    assert refusal(port=port)


@pytest.mark.parametrize("proxies", ["everyone", "10.0.0.1 10.0.0.2", "10.0.0.0/99", "*"])
def test_what_is_no_network_is_refused(proxies: str):
    assert "TRUSTED_PROXIES" in refusal(trusted_proxies=proxies)


def test_networks_with_spaces_and_commas_are_read():
    assert Settings(trusted_proxies=" 10.0.0.1, 10.1.0.0/16 ,::1").trusted_proxies


@pytest.mark.parametrize("url", ["mysql://u:secret@h/d", "secret", "postgresql://host", "http://u:secret@h/d"])
def test_another_database_is_refused_without_repeating_its_password(url: str):
    with pytest.raises(ValidationError) as problem:
        Settings(database_url=url)
    assert "must look like postgresql://" in str(problem.value)
    assert "secret" not in str(problem.value)


@pytest.mark.parametrize("key", ["short", "g" * 64, "a" * 63])
def test_what_is_no_key_is_refused_without_repeating_it(key: str):
    with pytest.raises(ValidationError) as problem:
        Settings(master_key=key)
    assert "64 hex digits" in str(problem.value)
    assert key not in str(problem.value)


def test_a_dot_env_file_is_read_and_the_environment_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file = tmp_path / ".env"
    file.write_text("PORT=8123\nHOST=localhost\nUNKNOWN=1\nREDIS_URL=\n")
    found = Settings(_env_file=file)  # pyright: ignore[reportCallIssue]
    assert (found.port, found.host, found.redis_url) == (8123, "localhost", "")
    monkeypatch.setenv("PORT", "8124")
    assert Settings(_env_file=file).port == 8124  # pyright: ignore[reportCallIssue]


def test_folders_are_absolute_whatever_is_given(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/someone")
    found = Settings(data_dir=Path("data"), key_dir=Path("~/keys"))
    assert (found.data_dir, found.key_dir) == (ROOT / "data", Path("/home/someone/keys"))
