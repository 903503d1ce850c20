"""A client's advice file for an inspection: every locked version as one PDF, or as a zip with what came of each.

The General Code gives seven days (section 3(2)); it is made while it is sent.
"""

import csv
import io
from collections.abc import Iterator
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import text

from clientmanager.backup.outbox import Part, zipped
from clientmanager.clock import now, today
from clientmanager.db import ScopedSession, Viewer, session_for
from clientmanager.errors import Invalid, NotFound
from clientmanager.models.client import Client
from clientmanager.models.permission import Permission
from clientmanager.models.practice import Practice
from clientmanager.services import advice_paper, exports
from clientmanager.services.advice_paper import Locked
from clientmanager.services.advice_papers import ending
from clientmanager.services.advice_words import SOMEONE, in_order
from clientmanager.services.audit_words import moment
from clientmanager.services.exports import Export

_HEADINGS = (
    "Record",
    "Version",
    "Locked",
    "By",
    "SHA-256",
    "File",
    "What",
    "Day",
    "Who or how",
    "Note",
    "File SHA-256",
)
_VERSIONS = text(
    "select v.id, v.number, v.content, v.client_facts, v.locked_at, v.pdf_sha256, a.title, u.name as locked_name"
    " from advice a join advice_version v on v.practice_id = a.practice_id and v.advice_id = a.id"
    " left join practice_user u on u.practice_id = v.practice_id and u.id = v.locked_by"
    " where a.practice_id = :practice and a.client_id = :client and v.locked_at is not null order by a.id, v.number"
)
_DELIVERIES = text("select * from advice_delivery where practice_id = :practice and version_id = :version order by id")
_SIGNATURES = text("select * from advice_signature where practice_id = :practice and version_id = :version order by id")


def export(db: ScopedSession, client_id: object, form: object) -> Export:
    """A client's advice file; that it was made is written down.

    Args:
        form: `pdf` or `zip`.

    Raises:
        NotFound: nothing is locked for this client.
        Unavailable: several exports are being sent at this moment.
    """
    client = db.fetch(Client, client_id)
    db.viewer.require(Permission.EXPORT_ADVICE)
    if form not in ("pdf", "zip"):
        raise Invalid("An advice file is made as pdf or as zip.", field="format")
    found = _versions(db, client.id)
    if not found:
        raise NotFound("No record of advice is locked for this client yet.")
    practice = db.get_one(Practice, db.viewer.practice_id)
    exports.write_down(db, "advice", {"format": form, "versions": len(found)})
    name = f"{practice.short_name}-advice-file-{today()}.{form}"
    if form == "pdf":
        return Export(
            name, "application/pdf", iter([advice_paper.file([_locked(practice, one) for one in found], now())])
        )
    pieces = _pieces(db.viewer, client.id)
    # the first is made here: that too many are being sent is a sentence and not a broken download
    return Export(name, "application/zip", chain([next(pieces)], pieces))


def _pieces(viewer: Viewer, client_id: UUID) -> Iterator[bytes]:
    with exports.one_of_few(), session_for(viewer, read_only=True) as db:
        yield from zipped(_parts(db, client_id))


def _parts(db: ScopedSession, client_id: UUID) -> Iterator[Part]:
    """One file at a time, whatever they come to together; the index last, when all names are known."""
    index: list[tuple[str, ...]] = [_HEADINGS]
    for place, version in enumerate(_versions(db, client_id), 1):
        at = {"practice": db.viewer.practice_id, "version": version.id}
        start = f"{place:03d}-version-{version.number}"
        said = (
            version.title,
            version.number,
            moment(version.locked_at),
            version.locked_name or SOMEONE,
            version.pdf_sha256,
        )
        index.append(_row(*said, f"{start}.pdf", "Paper", "", "", "", version.pdf_sha256))
        yield _file(db, "advice_pdf", version.id, f"{start}.pdf")
        for one in db.execute(_DELIVERIES, at):
            index.append(_row(*said, "", "Given", one.given_on, one.how, one.note, ""))
        for number, one in enumerate(db.execute(_SIGNATURES, at).all(), 1):
            name = f"{start}-signature-{number}.{ending(one.media_type)}"
            how = "Drawn" if one.drawn else "Scan"
            index.append(_row(*said, name, f"Signed: {how}", moment(one.signed_at), one.signed_by, "", one.sha256))
            yield _file(db, "advice_signature_content", one.id, name)
    written = io.StringIO()
    csv.writer(written).writerows(index)
    body = b"\xef\xbb\xbf" + written.getvalue().encode()
    yield "index.csv", [body], len(body)


def _file(db: ScopedSession, table: str, row_id: UUID, name: str) -> Part:
    content = db.execute(
        text(f"select content from {table} where practice_id = :practice and id = :id"),
        {"practice": db.viewer.practice_id, "id": row_id},
    ).scalar_one()
    return name, [bytes(content)], len(content)


def _row(*cells: Any) -> tuple[str, ...]:
    """As text: what begins like a formula stays what it is."""
    texts = [str(cell) for cell in cells]
    return tuple(f"'{one}" if one[:1] in ("=", "+", "-", "@", "\t") else one for one in texts)


def _versions(db: ScopedSession, client_id: UUID) -> list[Any]:
    return list(db.execute(_VERSIONS, {"practice": db.viewer.practice_id, "client": client_id}).all())


def _locked(practice: Practice, row: Any) -> Locked:
    facts = in_order(row.client_facts)
    return Locked(
        practice=practice.name,
        title=row.title,
        number=row.number,
        client=facts.get("Client", ""),
        adviser=facts.get("Adviser") or row.locked_name or SOMEONE,
        facts=facts,
        content=row.content,
        locked_at=row.locked_at,
        locked_by=row.locked_name or SOMEONE,
        digest=row.pdf_sha256,
        fsp_number=practice.fsp_number,
    )
