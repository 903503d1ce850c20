"""Keys: a master key outside the data directory wraps one key per practice and one per snapshot.

Sealing is AES-256-GCM; a sealed value is 12 bytes of nonce, then ciphertext and tag. What it is for is authenticated
with it (`purpose`), so that a value sealed for one place does not open in another.
"""

import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from clientmanager.config import Settings
from clientmanager.errors import Unavailable
from clientmanager.models.base import new_id

KEY_BYTES = 32
_CHECK = b"ClientManager"


def new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, value: bytes, purpose: str) -> bytes:
    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, value, purpose.encode())


def unseal(key: bytes, sealed: bytes, purpose: str) -> bytes:
    """Raises Unavailable: the key is wrong, or the value was altered."""
    try:
        return AESGCM(key).decrypt(sealed[:12], sealed[12:], purpose.encode())
    except (InvalidTag, ValueError):
        raise Unavailable(
            f"The {purpose} cannot be opened: it was altered, or the master key is another one."
        ) from None


def key_file(config: Settings) -> Path:
    """Where this installation's master key lies; named after the id that the data directory holds."""
    marker = config.data_dir / "installation-id"
    if not marker.exists():
        config.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        marker.write_text(f"{new_id()}\n")
    return config.key_dir / f"{marker.read_text().strip()}.key"


def master_key(config: Settings) -> bytes:
    """Raises Unavailable: there is none, or it is not a key."""
    text = config.master_key
    if not text:
        path = key_file(config)
        if not path.exists():
            raise Unavailable(
                f"The master key is missing: {path}. Put the printed key back into that file (64 hex digits), "
                "or set MASTER_KEY. Without it the backups cannot be opened."
            )
        try:
            text = path.read_text(errors="replace")
        except OSError as problem:
            raise Unavailable(f"The master key {path} cannot be read: {problem.strerror}.") from None
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise Unavailable("The master key must be 64 hex digits. Put the printed key back.")
    return key


def make_master_key(config: Settings) -> str | None:
    """Make the key of a new installation.

    Returns: the key to show once, or None where there is one already.
    """
    if config.master_key:
        return None
    path = key_file(config)
    if path.exists():
        return None
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = new_key().hex()
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:  # noqa: PTH123  (mode at creation)
        file.write(key + "\n")
    return key


def key_check(master: bytes) -> bytes:
    return seal(master, _CHECK, "key check")


def confirm_key(master: bytes, check: bytes) -> None:
    unseal(master, check, "key check")
