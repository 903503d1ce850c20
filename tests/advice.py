"""A record of advice with every section, as tests write it."""

import base64
import json
import struct
import zlib
from typing import Any

from sqlalchemy import text

from clientmanager.db import ScopedSession
from clientmanager.services import advice, advice_locking, advice_page, advice_signing
from tests.world import Database

PNG = b"\x89PNG\r\n\x1a\n"

WHOLE: dict[str, Any] = {
    "needs": "Retire at 60 with R30 000 a month in today's money.",
    "circumstances": "Earns R62 000 a month; owes R1 100 000 on the house; two children at school.",
    "risk": "Moderate: scored 54 of 100, and slept badly in March 2020.",
    "experience": "Has held a unit trust for nine years; new to annuities.",
    "products": [
        {"key": "0a0a0a0a", "provider": "Allan Gray", "product": "Retirement annuity", "why": "Low cost."},
        {"key": "0b0b0b0b", "provider": "Sanlam", "product": "Cumulus", "why": "The client asked about it."},
    ],
    "recommendation": "R4 500 a month into the Allan Gray retirement annuity, balanced fund.",
    "suits": "It reaches the target at 6% real growth and is the cheaper of the two.",
    "replaces": "no",
    "charged": "yes",
    "fees": [
        {
            "key": "0c0c0c0c", "what": "Advice", "amount": "2500.00", "often": "once", "kind": "initial",
            "paid_to": "Acacia Wealth",
        }
    ],
    "warnings": "The value can fall. Estate duty was not looked at.",
    "declined": "Income protection; the risk was explained.",
    "conclusion": "The client accepts. The debit order begins on 1 January.",
}  # fmt: skip


def written(db: ScopedSession, client_id: object) -> str:
    """A record with every section; returns its id."""
    made = advice.begin(db, client_id)
    db.execute(
        text("update advice_version set content = cast(:content as jsonb) where advice_id = :id"),
        {"content": json.dumps(WHOLE), "id": made},
    )
    return made


def signed(db: ScopedSession, client_id: object, name: str) -> tuple[str, str, str]:
    """A record whose first version is locked, given and signed, and whose second is being written.

    Returns the ids of the record, of its first version and of the signature.
    """
    made = written(db, client_id)
    advice.set_field(db, made, "needs", f"{name}, to retire at sixty")
    advice_locking.lock(db, made)
    version = advice_page.page(db, made).version_id
    advice_signing.deliver(db, version, {"how": "post", "note": f"{name}, by courier"})
    signature = advice_signing.sign_scanned(db, version, f"{name}, in ink", f"%PDF-1.7 {name}".encode())
    advice.new_version(db, made)
    return made, version, signature


_OF_LOCKED = {
    "advice": "exists (select from advice_version v where v.advice_id = t.id and v.locked_at is not null)",
    "advice_version": "t.locked_at is not null",
    "advice_pdf": "true",
    "advice_delivery": "true",
    "advice_signature": "true",
    "advice_signature_content": "true",
}


def locked_rows(database: Database) -> set[str]:
    """Every row of what is locked and of what came of it, whole: more may be added, and none of these may change."""
    return {
        f"{table} {line}"
        for table, which in _OF_LOCKED.items()
        for (line,) in database.all(f"select t::text from {table} t where {which}")
    }


def png(width: int = 300, height: int = 100, more: bytes = b"") -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return PNG + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 400) + more) + chunk(b"IEND", b"")


def drawn(content: bytes) -> str:
    """As a canvas gives it."""
    return "data:image/png;base64," + base64.b64encode(content).decode()
