"""Passwords: bcrypt in two threads of their own, and how hard one is to guess."""

import asyncio
import base64
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from hashlib import sha256
from typing import ParamSpec, TypeVar

import bcrypt
from zxcvbn import zxcvbn

from clientmanager.config import settings
from clientmanager.errors import Invalid, Unavailable

P = ParamSpec("P")
Result = TypeVar("Result")

COST = 12
"""About 250 ms a check."""
COST_IN_TESTS = 4
SHORTEST, LONG, LONGEST = 8, 12, 1000
_JUDGED = 72
"""zxcvbn takes no more characters than this."""
_MOST_WAITING = 40
"""About five seconds of checks: who comes later is asked to try again rather than kept waiting."""

_checks = ThreadPoolExecutor(max_workers=2, thread_name_prefix="passwords")
_waiting = 0


def hash_password(password: str) -> str:
    """Takes a quarter of a second: on the event loop, use `hashed`."""
    return bcrypt.hashpw(_digest(password), bcrypt.gensalt(_cost())).decode()


async def hashed(password: str) -> str:
    return await _in_turn(hash_password, password)


async def check(password: str, password_hash: str) -> bool:
    """Whether this is the password; where there is none (""), the answer takes as long and is no."""
    return await _in_turn(_matches, password, password_hash)


def require_strong(password: str, *about: str) -> None:
    """Raises Invalid: too short, or easily guessed.

    Args:
        about: what a guesser would try first: the person's name, e-mail address, practice.
    """
    if len(password) < SHORTEST:
        raise Invalid(f"Use at least {SHORTEST} characters; {LONG} or more are better.", field="password")
    if len(password) > LONGEST:
        raise Invalid(f"Use at most {LONGEST} characters.", field="password")
    score = zxcvbn(password[:_JUDGED], user_inputs=[part[:_JUDGED] for part in about if part])["score"]
    if score < 3 and not (score == 2 and len(password) >= LONG):
        raise Invalid("This is easy to guess. Four words that have nothing in common are hard.", field="password")


async def _in_turn(work: Callable[P, Result], *args: P.args, **kwargs: P.kwargs) -> Result:
    global _waiting
    if _waiting >= _MOST_WAITING:
        raise Unavailable("Many people are signing in just now. Try again in a few seconds.")
    _waiting += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(_checks, partial(work, *args, **kwargs))
    finally:
        _waiting -= 1


def _matches(password: str, password_hash: str) -> bool:
    right = bcrypt.checkpw(_digest(password), (password_hash or _nobodys_hash()).encode())
    return right and bool(password_hash)


def _nobodys_hash() -> str:
    """Costs as much as a real one, and nothing is known to match it."""
    return f"$2b${_cost():02d}${'.' * 53}"


def _digest(password: str) -> bytes:
    """bcrypt reads 72 bytes; so that long passphrases count whole, it is given their digest."""
    return base64.b64encode(sha256(unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")).digest())


def _cost() -> int:
    # An installation whose clock may be moved is a test's, never one with real clients.
    return COST_IN_TESTS if settings().clock_may_move else COST
