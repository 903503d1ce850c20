"""What a dropped file would become, kept for its preview."""

from typing import Any

from sqlalchemy import text

from clientmanager.clock import SOUTH_AFRICA
from clientmanager.db import ScopedSession
from clientmanager.models.capture import CaptureEntry, CaptureFile
from clientmanager.services import capture_known
from clientmanager.services.backup_list import size_words
from clientmanager.services.capture_form import Brought
from clientmanager.services.capture_match import People, called

SHOWN_WORDS = 300
SHOWN_FILES, SHOWN_PEOPLE, SHOWN_PROBLEMS = 20, 12, 10
LONGEST_NAME = 200


def keep(db: ScopedSession, file: CaptureFile, items: list[Brought]) -> None:
    """Each with whose it is, as far as that is known."""
    people = People(db, (one for item in items for one in item.people))
    known = capture_known.mails(db, (item.fingerprint for item in items))
    waiting = _waiting(db, file)
    for place, item in enumerate(items):
        match = people.match(item.people, file.client_id)
        marks = [one.fingerprint for one in item.chat.messages] if item.chat else []
        there = item.fingerprint in known or (
            bool(marks and match.clients) and set(marks) == capture_known.messages(db, match.clients[0], marks)
        )
        twice = item.fingerprint in waiting
        waiting.add(item.fingerprint)
        said: dict[str, Any] = {
            **_shown(item),
            "doubtful": {who[:LONGEST_NAME]: [str(one) for one in those] for who, those in match.doubtful.items()},
            "unknown": [who[:LONGEST_NAME] for who in match.unknown[:SHOWN_PEOPLE]],
            "by_name": match.by_name,
            "twice": twice,
        }
        db.add(
            CaptureEntry(
                practice_id=file.practice_id,
                file_id=file.id,
                place=place,
                kind=item.kind,
                fingerprint=item.fingerprint,
                said=said,
                marks=marks,
                clients=[str(one) for one in match.clients],
                # also what was there and was removed: it comes back only where somebody says so
                left_out=there or twice,
            )
        )
    db.flush()


def _waiting(db: ScopedSession, file: CaptureFile) -> set[str]:
    """What else of this person's waits to be taken."""
    rows = db.execute(
        text(
            "select e.fingerprint from capture_entry e"
            " join capture_file f on f.practice_id = e.practice_id and f.id = e.file_id"
            " where e.practice_id = :practice and f.user_id = :user and f.id <> :file"
        ),
        {"practice": file.practice_id, "user": file.user_id, "file": file.id},
    )
    return set(rows.scalars())


def _shown(item: Brought) -> dict[str, Any]:
    local = item.at.astimezone(SOUTH_AFRICA)
    chat = item.chat
    files = item.files if chat else item.files[:-1]  # the last one is the e-mail itself
    return {
        "title": item.title,
        "at": local.isoformat(),
        "senders": [called(one)[:LONGEST_NAME] for one in item.people if one.wrote][:SHOWN_PEOPLE],
        "words": " ".join(item.words[: 4 * SHOWN_WORDS].split())[:SHOWN_WORDS],
        "files": [[one.name, size_words(len(one.content))] for one in files[:SHOWN_FILES]],
        "more_files": max(len(files) - SHOWN_FILES, 0),
        "problems": [one[:500] for one in item.problems[:SHOWN_PROBLEMS]],
        "days": len(chat.days) if chat else 0,
        "since": chat.messages[0].at.isoformat() if chat and chat.messages else "",
        "order": chat.order if chat else "",
        "orders": list(chat.other_orders) if chat else [],
    }
