"""Writing into the timeline what was dropped: as it came, once, with its files and with what could not be read."""

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import text

from clientmanager.clock import now
from clientmanager.correspondence import Attachment
from clientmanager.db import ScopedSession, as_id
from clientmanager.models.capture import CaptureEntry, CaptureFile
from clientmanager.models.interaction import Interaction, InteractionFile, InteractionFileContent, Origin
from clientmanager.services import capture_known, interactions
from clientmanager.services.capture_form import (
    MOST_OTHERS,
    Brought,
    Someone,
    days,
    in_chat,
    key,
    line_of,
    mark,
)
from clientmanager.services.capture_match import People, called
from clientmanager.services.interaction_form import LONGEST, Written

PROBLEMS = "When this was brought in: "


@dataclass(frozen=True)
class Taken:
    entries: int
    there: int
    """E-mails and chats of which nothing was new."""
    waiting: int
    """Those of which nobody said whose they are."""

    @property
    def words(self) -> str:
        """ "12 entries are in the timeline. 3 were there already. 2 wait: say whose they are."."""
        many = f"{self.entries} {'entry is' if self.entries == 1 else 'entries are'} in the timeline."
        said = [many if self.entries else "Nothing of it was taken."]
        said += [f"{self.there} {'was' if self.there == 1 else 'were'} there already."] if self.there else []
        said += [f"{self.waiting} wait{'s' if self.waiting == 1 else ''} for a client."] if self.waiting else []
        return " ".join(said)


def take(db: ScopedSession, file: CaptureFile, items: list[Brought]) -> Taken:
    """Write what is wanted of a file; what was left out is forgotten, and what nobody chose a client for waits."""
    # Two who take the same e-mail at once: the second finds it there.
    db.execute(
        text("select pg_advisory_xact_lock(hashtext('captures of ' || cast(:practice as text)))"),
        {"practice": file.practice_id},
    )
    taking = _Taking(db, file, items)
    counts: Counter[str] = Counter()
    for entry in _entries(db, file):
        clients = [] if entry.left_out else _still_there(db, entry.clients)
        if not entry.left_out and not clients:
            counts["waiting"] += 1
            continue
        if clients:
            written = taking.write(items[entry.place], clients)
            counts["entries"] += written
            counts["there"] += not written
        db.delete(entry)
    db.flush()
    return Taken(counts["entries"], counts["there"], counts["waiting"])


class _Taking:
    """Writes the e-mails and chats of one file."""

    def __init__(self, db: ScopedSession, file: CaptureFile, items: list[Brought]) -> None:
        self._db, self._file = db, file
        self._people = People(db, (one for item in items for one in item.people))

    def write(self, item: Brought, clients: list[UUID]) -> int:
        """Returns: how many entries it became."""
        return self._chat(item, clients) if item.chat else self._mail(item, clients)

    def _mail(self, item: Brought, clients: list[UUID]) -> int:
        before = capture_known.mails(self._db, [item.fingerprint]).get(item.fingerprint)
        if before and (not before.removed or before.times >= capture_known.MOST_TIMES):
            return 0
        entry = interactions.write(
            self._db,
            self._written(item, clients, item.people),
            origin=Origin.FILE,
            fingerprint=capture_known.again(item.fingerprint, before.times if before else 0),
            thread=capture_known.conversation(self._db, item.thread),
        )
        self._keep_files(entry, item.files, whole=item.files[-1])
        self._say(entry, item.problems)
        return 1

    def _chat(self, item: Brought, clients: list[UUID]) -> int:
        chat = item.chat
        if chat is None:
            return 0
        marks = {one.fingerprint for one in chat.messages}
        new = marks - capture_known.messages(self._db, clients[0], marks)
        many = 0
        for many, day in enumerate(days(chat, new), start=1):
            wrote = {key(in_chat(one.sender, wrote=True)) for one in day.messages}
            people = tuple(one._replace(wrote=key(one) in wrote) for one in item.people)
            number = len(day.messages)
            entry = interactions.write(
                self._db,
                replace(
                    self._written(item, clients, people),
                    title=f"WhatsApp, {number} message{'' if number == 1 else 's'}",
                    words="\n".join(line_of(one) for one in day.messages),
                    at=day.at,
                ),
                origin=Origin.FILE,
                thread=mark("chat", str(clients[0]), "group" if len(chat.participants) > 2 else ""),
            )
            capture_known.keep_messages(self._db, entry.id, clients[0], [one.fingerprint for one in day.messages])
            self._keep_files(entry, day.files)
            if many == 1:
                self._say(entry, item.problems)
        return many

    def _written(self, item: Brought, clients: list[UUID], people: tuple[Someone, ...]) -> Written:
        """Who took part: whoever is neither one of the clients that were chosen nor of the practice, by name."""
        chosen = set(clients)
        wrote = [one for one in people if one.wrote]
        by_us = any(self._people.user(one) for one in wrote)
        writers = [client for one in wrote for client in self._people.clients(one) if client in chosen]
        users = dict.fromkeys(user for one in people if (user := self._people.user(one)))
        others = [
            called(one)[: LONGEST["name"]]
            for one in people
            if not self._people.user(one) and not chosen & set(self._people.clients(one))
        ]
        direction = ("" if writers else "out") if by_us else "in" if writers else ""
        return Written(
            kind=item.kind,
            title=item.title,
            words=item.words,
            at=item.at,
            minutes=None,
            direction=direction,
            clients=tuple(dict.fromkeys([*(writers if direction == "in" else []), *clients])),
            users=tuple(users),
            names=tuple(others[:MOST_OTHERS]),
        )

    def _keep_files(self, entry: Interaction, files: tuple[Attachment, ...], whole: Attachment | None = None) -> None:
        for one in files:
            file = InteractionFile(
                practice_id=entry.practice_id, interaction_id=entry.id, name=one.name, media_type=one.media_type,
                bytes=len(one.content), sha256=hashlib.sha256(one.content).hexdigest(), whole=one is whole,
                added_by=self._file.user_id, added_at=now(),
            )  # fmt: skip
            self._db.add(file)
            self._db.flush()
            self._db.add(InteractionFileContent(practice_id=file.practice_id, id=file.id, content=one.content))
            self._db.flush()

    def _say(self, entry: Interaction, problems: tuple[str, ...]) -> None:
        """Beside the words, which are their sender's and stay as they came."""
        if problems:
            interactions.amend(self._db, entry.id, (PROBLEMS + " ".join(problems))[: LONGEST["amendment"]])


def _entries(db: ScopedSession, file: CaptureFile) -> list[CaptureEntry]:
    ids = db.execute(
        text("select id from capture_entry where practice_id = :practice and file_id = :file order by place"),
        {"practice": file.practice_id, "file": file.id},
    ).scalars()
    return [db.fetch(CaptureEntry, one) for one in ids.all()]


def _still_there(db: ScopedSession, clients: list[str]) -> list[UUID]:
    """In their order; a client may be gone by now."""
    ids = [as_id(one) for one in clients]
    rows = db.execute(
        text("select id from client where practice_id = :practice and id = any(:ids)"),
        {"practice": db.viewer.practice_id, "ids": ids},
    )
    there = set(rows.scalars())
    return [one for one in ids if one in there]
