"""How often one may try: slows whoever guesses, and never shuts out a browser that its owner has used before.

A stranger's attempts count for the address, for the account at that address, and for the account altogether. A browser
that has signed in to the account before shows it by its device cookie and has an allowance of its own, which nobody
else can use up.
"""

import hmac
import ipaddress
import secrets
import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from math import ceil

from limits import RateLimitItem, parse, parse_many
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter

from clientmanager import keys
from clientmanager.config import settings
from clientmanager.db import SessionToken
from clientmanager.errors import DomainError, Unavailable

OF_ADDRESS = parse("60/minute")
OF_ACCOUNT_AT_ADDRESS = parse_many("5/minute;15/15 minutes")
OF_ACCOUNT = parse("20/15 minutes")
"""More than one address may use up by itself."""
OF_DEVICE = parse("10/15 minutes")
OF_WELCOME_CODE = parse("10/minute")

_MOST_ACCOUNTS_OF_DEVICE = 8


class TooManyAttempts(DomainError):
    """`seconds` until the next attempt is looked at."""

    def __init__(self, seconds: int) -> None:
        wait = f"{seconds} seconds" if seconds < 90 else f"{ceil(seconds / 60)} minutes"
        super().__init__(f"Too many attempts. Wait {wait}, then try again.")
        self.seconds = seconds


@dataclass(frozen=True)
class Caller:
    """Where an attempt comes from."""

    address: str
    device: str = field(default="", repr=False)
    """The browser's device cookie."""
    session: SessionToken | None = field(default=None, repr=False)
    """The session that the browser brought; a new one takes its place."""

    @property
    def network(self) -> str:
        """An IPv6 customer holds a whole /64."""
        try:
            address = ipaddress.ip_address(self.address)
        except ValueError:
            return self.address
        return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else self.address


def count_sign_in(email: str, caller: Caller) -> None:
    """Raises TooManyAttempts: this one will not be looked at."""
    account = _account(email)
    if device := _known_device(email, caller.device):
        _count(OF_DEVICE, "device", account, device)
        return
    _count(OF_ADDRESS, "address", caller.network)
    for item in OF_ACCOUNT_AT_ADDRESS:
        _count(item, "account at address", account, caller.network)
    _count(OF_ACCOUNT, "account", account)


def forgive(email: str, caller: Caller) -> None:
    """Signing in shows that the attempts before were the person's own slips."""
    account = _account(email)
    if device := _known_device(email, caller.device):
        _limiter().clear(OF_DEVICE, "device", account, device)
    for item in OF_ACCOUNT_AT_ADDRESS:
        _limiter().clear(item, "account at address", account, caller.network)


def count_welcome_code(caller: Caller) -> None:
    _count(OF_WELCOME_CODE, "welcome code", caller.network)


def remembering(email: str, device: str) -> str:
    """The device cookie of a browser that has now signed in to this account as well."""
    device_id, *proofs = device.split(".")
    if len(device_id) != 22:
        device_id, proofs = secrets.token_urlsafe(16), []
    proof = _proof(device_id, email)
    return ".".join([device_id, proof, *(other for other in proofs if other != proof)][: _MOST_ACCOUNTS_OF_DEVICE + 1])


def _known_device(email: str, device: str) -> str:
    device_id, *proofs = device.split(".")
    expected = _proof(device_id, email)
    known = [hmac.compare_digest(proof.encode(), expected.encode()) for proof in proofs[:_MOST_ACCOUNTS_OF_DEVICE]]
    return device_id if any(known) else ""


def _proof(device_id: str, email: str) -> str:
    """Only this installation can make it, so it needs no table."""
    key = hmac.digest(keys.master_key(settings()), b"device cookie", "sha256")
    return urlsafe_b64encode(hmac.digest(key, f"{device_id} {email}".encode(), "sha256")[:18]).decode()


def _account(email: str) -> str:
    """The store of attempts holds no addresses of people."""
    return sha256(email.encode()).hexdigest()[:32]


def _count(item: RateLimitItem, *of: str) -> None:
    limiter = _limiter()
    try:
        if limiter.hit(item, *of):
            return
        wait = limiter.get_window_stats(item, *of).reset_time - time.time()
    except StorageError as error:
        raise Unavailable("Redis cannot be reached just now. Try again in a moment.") from error
    raise TooManyAttempts(max(1, ceil(wait)))


@cache
def _limiter() -> MovingWindowRateLimiter:
    """Counts in this process, or in Redis for all of them."""
    url = settings().redis_url
    return MovingWindowRateLimiter(RedisStorage(url, wrap_exceptions=True) if url else MemoryStorage())
