"""What every screen's state stands on: the one road to use cases, the gate before every event, the error boundary."""

import asyncio
import re
import secrets
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar

import reflex as rx
import structlog
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from reflex.event import Event, EventSpec
from reflex.state import BaseState, StateUpdate
from reflex_base.constants import REFLEX_VAR_OPENING_TAG

from clientmanager import logs
from clientmanager.db import ScopedSession, session_for
from clientmanager.errors import Conflict, DomainError, Invalid, SignInRequired, Unavailable
from clientmanager.http.viewer import token_from_cookie
from clientmanager.services import viewers
from clientmanager.state.looking import NOTICES

P = ParamSpec("P")
Result = TypeVar("Result")

log = structlog.get_logger()

MISTAKES_WRITTEN = parse("20/minute")
_LIMITER = MovingWindowRateLimiter(MemoryStorage())
_KIND = re.compile(r"[A-Z][A-Za-z]{0,30}Error\b|Minified React error #\d{1,4}")

# Threads fight over the interpreter: four serve more requests a second than ten (docs/decisions/0004).
_THREADS = ThreadPoolExecutor(max_workers=4, thread_name_prefix="use-case")


@dataclass(frozen=True)
class Who:
    """The signed-in user, as every screen shows them."""

    name: str = ""
    initials: str = ""
    role: str = ""
    practice: str = ""
    may: tuple[str, ...] = ()


class AppState(rx.State):
    """Base of every screen's state."""

    who: Who = Who()
    unread: int = 0
    """Notices that wait to be read."""
    form_errors: dict[str, str] = {}
    """Field to sentence, of the form that was refused last."""
    _session: bytes = b""
    """The hash of the session whose state this is: another session's cookie never sees it."""

    async def _run(
        self, use_case: Callable[Concatenate[ScopedSession, P], Result], *args: P.args, **kwargs: P.kwargs
    ) -> Result:
        """Run a use case as whoever holds this browser's cookie, in a thread and a transaction of its own."""
        token = token_from_cookie(self.router.headers.cookie)

        def transaction() -> Result:
            with session_for(token) as db:
                return use_case(db, *args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(_THREADS, transaction)

    def _change(self, **news: Any) -> None:
        """Set the vars that have another value now: nothing else is computed anew and sent."""
        for name, value in news.items():
            if getattr(self, name) != value:
                setattr(self, name, value)

    async def _has_ended(self) -> bool:
        """Whether the session whose state this is does not live any more."""
        try:
            await self._run(viewers.who)
        except SignInRequired:
            return True
        return False

    async def _submit(
        self, use_case: Callable[Concatenate[ScopedSession, P], Result], *args: P.args, **kwargs: P.kwargs
    ) -> Result | None:
        """Run a use case for a form: a refused field's sentence goes beside that field, and what was typed stays.

        Returns: the use case's result, or None where a field was refused.
        """
        try:
            result = await self._run(use_case, *args, **kwargs)
        except (Invalid, Conflict, Unavailable) as refusal:
            wrong = refusal.fields if isinstance(refusal, Invalid) else {"": str(refusal)}
            self.form_errors = {field or "form": words for field, words in wrong.items()}
            return None
        self.form_errors = {}
        return result

    async def _enter(self) -> None:
        """Know who is looking, for the shell; called first by every page's load."""
        self.form_errors = {}
        began = time.monotonic()
        self._welcome(await self._run(viewers.who), began)

    async def _arrive(
        self, use_case: Callable[Concatenate[ScopedSession, P], Result], *args: P.args, **kwargs: P.kwargs
    ) -> Result:
        """`_enter` and what the page shows first, in one transaction."""
        self.form_errors = {}
        began = time.monotonic()
        who, result = await self._run(viewers.arriving, use_case, *args, **kwargs)
        self._welcome(who, began)
        return result

    def _welcome(self, found: viewers.Who, began: float) -> None:
        """Show who is looking; from here on the tab is told of their notices."""
        self._change(who=Who(found.name, found.initials, found.role, found.practice, found.may), unread=found.unread)
        NOTICES.enter(self.router.session.client_token, found.practice_id, found.user_id, since=began)


PUBLIC_EVENTS = frozenset(
    {
        "hydrate",
        "hydrate_and_load",
        "set_is_hydrated",
        "on_load_internal",
        "update_vars_internal",
        "handle_frontend_exception",
    }
)
"""Reflex's own events, without which no page starts; they run no code of the product."""


SHOWING_EVENTS = frozenset({"hydrate", "hydrate_and_load"})
"""Those of them that send a tab all that its state holds."""


UNASKED_EVENTS = frozenset({"catch_up"})
"""What the server asks of a tab by itself. A tab that was idle so long that its state is gone keeps what it shows: it
starts anew with the next click.
"""


class Gate(rx.Middleware):
    """Before every event: nothing for the signed-out, no `setvar`, and no state that is another session's.

    This is the outer gate, not the lock: every use case looks its session up again.
    """

    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> StateUpdate | None:
        del app
        name = event.name.rpartition(".")[2]
        if name == "setvar":
            raise SignInRequired
        root = state._get_root_state()
        ours = await root.get_state(AppState)
        session = session_in(ours.router.headers.cookie)
        if ours._session and (ours._session != session or (name in SHOWING_EVENTS and await ours._has_ended())):
            _forget(root)
        ours._session = session
        if not session and name in UNASKED_EVENTS:
            return StateUpdate()
        if not session and name not in PUBLIC_EVENTS:
            raise SignInRequired
        return None


def session_in(cookies: str) -> bytes:
    """The hash of the session that a browser brings; empty where it brings none."""
    try:
        return token_from_cookie(cookies).hash
    except SignInRequired:
        return b""


def _forget(root: Any) -> None:
    """Empty every state of the tab: a token found or guessed never shows what another session loaded."""
    for substate in root.substates.values():
        router = substate.router_data if substate.parent_state is None else None
        substate.reset()
        if router is not None:
            substate.router_data = router


def plain(words: str) -> str:
    """Words of people's for a script. Reflex takes such a mark in them for an expression of its own, and fails on it
    after the work was done.
    """
    return words.replace(REFLEX_VAR_OPENING_TAG, "<\u2060reflex.Var>")


def undoable(words: str, undo: Any, **options: Any) -> EventSpec:
    """Say what was done, with the way back."""
    return rx.toast(plain(words), **{"action": {"label": "Undo", "on_click": undo}, "duration": 8000, **options})


def said(exception: Exception) -> EventSpec:
    """The one error boundary: a refusal becomes its sentence, anything else an incident number."""
    if isinstance(exception, SignInRequired):
        return rx.call_script(
            "location.assign('/sign-in?next=' + encodeURIComponent(location.pathname + location.search))"
        )
    if isinstance(exception, DomainError):
        return rx.toast.error(plain(str(exception)), duration=8000)
    incident = secrets.token_hex(3).upper()
    # The text of an exception may quote a client's data (a refused row, a value): only its kind is written down.
    log.error("incident", incident=incident, kind=type(exception).__name__, where=logs.places(exception.__traceback__))
    return rx.toast.error(
        f"Something went wrong here, and nothing was changed. Try again; if it stays, tell your operator {incident}.",
        duration=12000,
    )


def browser_said(exception: Exception) -> None:
    """A mistake that a browser reports. Anyone can send any text here, as often as they like: only a kind that looks
    like one is written down, and no more of them than leave room for the server's own lines.
    """
    if _LIMITER.hit(MISTAKES_WRITTEN, "mistakes in browsers"):
        kind = _KIND.match(str(exception))
        log.warning("mistake in a browser", kind=kind[0] if kind else "unknown")
