"""The worker's part of a change of many clients, and of its undo: some at a time, so that nobody waits for them long.

Killed, it goes on where it was: each transaction keeps how far it came together with what it did.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from clientmanager.db import ScopedSession, session_for
from clientmanager.errors import NotFound
from clientmanager.models.permission import Permission
from clientmanager.models.work import Work
from clientmanager.services import client_bulk, client_bulk_undo
from clientmanager.services.client_bulk import Done, Part
from clientmanager.services.client_change import read_change
from clientmanager.services.client_choice import read_choice
from clientmanager.services.work import Claim


@dataclass(frozen=True)
class Seen:
    """How far it is, as the screen that asked for it shows it."""

    done: int
    total: int
    error: str
    finished: Done | None


def run(claim: Claim) -> None:
    """Make the change that was asked for; leave the clients that somebody changed since."""
    _until_done(claim, _change_some)


def run_undo(claim: Claim) -> None:
    _until_done(claim, _put_some_back)


def seen(db: ScopedSession, handle: object) -> Seen:
    """Raises NotFound: nobody of this practice asked for that."""
    job = db.fetch(Work, handle)
    db.viewer.require(Permission.EDIT_CLIENTS)
    if job.kind not in (client_bulk.WORK, client_bulk_undo.WORK):
        raise NotFound
    done = job.details.get("finished")
    return Seen(job.done, job.total, job.error, Done(**done) if done else None)


def _until_done(claim: Claim, some: Callable[[ScopedSession, Work], Done | None]) -> None:
    while True:
        with session_for(claim.viewer) as db:
            job = db.fetch(Work, claim.id)
            if "finished" in job.details:
                return
            if done := some(db, job):
                job.details = job.details | {"finished": asdict(done)}


def _change_some(db: ScopedSession, job: Work) -> Done | None:
    said = job.details
    change = read_change(db, said["change"], said["value"])
    choice = read_choice(said["ids"], said["query"])
    parts = [Part(**part) for part in said.get("parts", [])]
    beyond = UUID(said["beyond"]) if "beyond" in said else client_bulk.FIRST
    ids = client_bulk.lock(db, choice, change, datetime.fromisoformat(said["asked"]), beyond)
    if not ids:
        return client_bulk.finished(db, change, said, parts, left=job.total - job.done)
    parts.append(client_bulk.write(db, change, ids))
    job.details = said | {"parts": list(map(asdict, parts)), "beyond": str(ids[-1])}
    job.done += len(ids)
    return None


def _put_some_back(db: ScopedSession, job: Work) -> Done | None:
    said = job.details
    detail = client_bulk_undo.event(db, said["event"])
    parts, place = client_bulk_undo.parts(detail), said.get("place", 0)
    if place == len(parts):
        return client_bulk_undo.finished(db, detail, said.get("back", 0), of=said["event"])
    back = client_bulk_undo.put_back(db, detail, parts[place])
    job.details = said | {"place": place + 1, "back": said.get("back", 0) + back}
    job.done += parts[place].clients
    return None
