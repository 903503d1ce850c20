"""Keys: made once, kept private, and never silently another one."""

from pathlib import Path

import pytest

from clientmanager import keys
from clientmanager.config import Settings
from clientmanager.errors import Unavailable


@pytest.fixture
def config(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", key_dir=tmp_path / "keys")


def test_what_is_sealed_opens_with_its_key_and_purpose_only():
    key = keys.new_key()
    sealed = keys.seal(key, b"Renee O'Brien", "note")
    assert b"Renee" not in sealed
    assert keys.unseal(key, sealed, "note") == b"Renee O'Brien"
    for other_key, value, purpose in (
        (keys.new_key(), sealed, "note"),
        (key, sealed, "another purpose"),
        (key, sealed[:-1], "note"),
        (key, sealed[:-1] + bytes([sealed[-1] ^ 1]), "note"),
        (key, b"", "note"),
        (b"short", sealed, "note"),
    ):
        with pytest.raises(Unavailable) as refusal:
            keys.unseal(other_key, value, purpose)
        assert "Renee" not in str(refusal.value)


def test_the_same_value_is_never_sealed_alike():
    key = keys.new_key()
    assert keys.seal(key, b"x", "note") != keys.seal(key, b"x", "note")


def test_a_new_installations_key_lies_apart_from_its_data_and_is_private(config: Settings):
    shown = keys.make_master_key(config)
    file = keys.key_file(config)
    assert shown == file.read_text().strip()
    assert file.stat().st_mode & 0o777 == 0o600
    assert not file.is_relative_to(config.data_dir)
    assert keys.make_master_key(config) is None
    assert keys.master_key(config).hex() == shown


def test_a_missing_or_broken_key_says_what_to_do(config: Settings):
    with pytest.raises(Unavailable, match=r"missing.*Put the printed key back"):
        keys.master_key(config)
    keys.make_master_key(config)
    for broken in (b"", b"not hex", b"\xff\xfe\x00", b"ab" * 31):
        keys.key_file(config).write_bytes(broken)
        with pytest.raises(Unavailable, match="64 hex digits"):
            keys.master_key(config)
    keys.key_file(config).unlink()
    keys.key_file(config).mkdir()
    with pytest.raises(Unavailable, match="cannot be read"):
        keys.master_key(config)


def test_another_key_is_noticed(config: Settings):
    keys.make_master_key(config)
    check = keys.key_check(keys.master_key(config))
    keys.confirm_key(keys.master_key(config), check)
    with pytest.raises(Unavailable, match="another one"):
        keys.confirm_key(keys.new_key(), check)


def test_a_key_in_the_environment_is_used_and_no_file_is_made(config: Settings):
    given = keys.new_key().hex()
    config.master_key = given
    assert keys.make_master_key(config) is None
    assert keys.master_key(config).hex() == given
    assert not config.key_dir.exists()
