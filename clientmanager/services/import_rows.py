"""The clients of a practice as an import compares them, and what it changes, written in few statements."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import text

from clientmanager.clock import now
from clientmanager.db import ScopedSession, insert_many
from clientmanager.models.base import new_id
from clientmanager.models.client import Client, ClientAddress, ClientEmail, ClientPhone, ClientTag
from clientmanager.services import clients
from clientmanager.services.import_known import Known, plain_client
from clientmanager.services.import_plan import FIELDS

COLUMNS = (*FIELDS, "adviser_id", "sort_name", "changed_at")
ADDRESS = ("lines", "city", "province", "postal_code", "country")

# Only what the file changes: what someone else types into another field meanwhile stays.
_UPDATE = text(
    f"update client c set ({', '.join(COLUMNS)})"
    f" = (select {', '.join(COLUMNS)} from jsonb_populate_record(c, said.line)),"
    " extra = c.extra || said.more"
    " from jsonb_to_recordset(cast(:rows as jsonb)) as said (id uuid, line jsonb, more jsonb)"
    " where c.practice_id = :practice and c.id = said.id"
)


def known(db: ScopedSession) -> Iterable[Known]:
    """Every client of the practice, as the plan compares them."""
    practice = {"practice": db.viewer.practice_id}
    found: dict[UUID, Known] = {}
    for row in db.execute(text("select * from client where practice_id = :practice order by id"), practice).mappings():
        found[row["id"]] = Known(plain_client(**row))
    for row in db.execute(
        text("select client_id, address, label from client_email where practice_id = :practice"), practice
    ):
        found[row.client_id].emails[row.address] = row.label
    for row in db.execute(
        text("select client_id, number, label from client_phone where practice_id = :practice"), practice
    ):
        found[row.client_id].phones[row.number] = row.label
    for row in db.execute(
        text(
            "select client_id, lines, city, province, postal_code, country, label from client_address"
            " where practice_id = :practice"
        ),
        practice,
    ):
        found[row.client_id].addresses[tuple(row[1:6])] = row.label  # pyright: ignore[reportArgumentType]
    for row in db.execute(
        text("select client_id, folded, tag from client_tag where practice_id = :practice"), practice
    ):
        found[row.client_id].tags[row.folded] = row.tag
    return found.values()


def write(db: ScopedSession, touched: list[Known]) -> None:
    """Write the new clients, and what changed of the others."""
    insert_many(db, Client, [vars(one.client) for one in touched if one.is_new])
    _update(db, [one for one in touched if not one.is_new])
    emails, phones, addresses, tags = [], [], [], []
    for one in touched:
        key = {"practice_id": db.viewer.practice_id, "client_id": one.client.id}
        first = len(one.emails) - len(one.new_emails)
        for place, (value, label) in enumerate(one.new_emails.items(), first):
            emails.append({**key, "id": new_id(), "position": place, "label": label, "address": value})
        first = len(one.phones) - len(one.new_phones)
        for place, (value, label) in enumerate(one.new_phones.items(), first):
            phones.append({**key, "id": new_id(), "position": place, "label": label, "number": value})
        first = len(one.addresses) - len(one.new_addresses)
        for place, (value, label) in enumerate(one.new_addresses.items(), first):
            parts = dict(zip(ADDRESS, value, strict=True))
            addresses.append({**key, "id": new_id(), "position": place, "label": label, **parts})
        tags += [{**key, "id": new_id(), "tag": tag, "folded": folded} for folded, tag in one.new_tags.items()]
    insert_many(db, ClientEmail, emails)
    insert_many(db, ClientPhone, phones)
    insert_many(db, ClientAddress, addresses)
    insert_many(db, ClientTag, tags)
    clients.reindex(db, [one.client.id for one in touched])


def _update(db: ScopedSession, touched: list[Known]) -> None:
    if not touched:
        return
    db.execute(
        _UPDATE,
        {"practice": db.viewer.practice_id, "rows": json.dumps([_changes(one) for one in touched], default=str)},
    )
    db.execute(
        text("delete from client_token where practice_id = :practice and client_id = any(:ids)"),
        {"practice": db.viewer.practice_id, "ids": [one.client.id for one in touched]},
    )


def _changes(one: Known) -> dict[str, Any]:
    headings = {name.removeprefix("extra:") for name in one.changed if name.startswith("extra:")}
    line = {name: getattr(one.client, name) for name in one.changed if not name.startswith("extra:")}
    if {"first_names", "last_name", "entity_name"} & one.changed:
        line["sort_name"] = one.client.sort_name
    return {
        "id": one.client.id,
        "line": line | {"changed_at": now()},
        "more": {heading: one.client.extra[heading] for heading in headings},
    }
