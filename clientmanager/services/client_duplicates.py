"""Who may be the same client: pointed out before another one is made."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from clientmanager.db import ScopedSession
from clientmanager.models.client import Client
from clientmanager.models.folding import search_tokens


@dataclass(frozen=True)
class Similar:
    """Someone who may be the same client."""

    id: str
    name: str
    why: str


def similar_to(db: ScopedSession, client: Client, email: str, phone: str) -> tuple[Similar, ...]:
    """At most five clients, archived ones too, with the same number, e-mail, phone or name."""
    rows = db.execute(
        text(
            "select c.id, c.kind, c.entity_name, c.last_name, c.first_names, c.archived_at, case"
            " when :id_number <> '' and c.id_number = :id_number then 'the same ID number'"
            " when :passport <> '' and c.passport_number = :passport then 'the same passport'"
            " when :registration <> '' and c.registration_number = :registration then 'the same registration number'"
            " when c.sort_name = :sort_name then 'the same name'"
            " when exists (select from client_email e where e.practice_id = c.practice_id and e.client_id = c.id"
            "   and lower(e.address) = lower(:email)) then 'the same e-mail' else 'the same phone' end as why"
            " from client c where c.practice_id = :practice and c.id in ("
            "   select t.client_id from client_token t where t.practice_id = :practice and t.token = any(:tokens))"
            " and (c.sort_name = :sort_name or (:id_number <> '' and c.id_number = :id_number)"
            "   or (:passport <> '' and c.passport_number = :passport)"
            "   or (:registration <> '' and c.registration_number = :registration)"
            "   or exists (select from client_email e where e.practice_id = c.practice_id and e.client_id = c.id"
            "     and lower(e.address) = lower(:email))"
            "   or exists (select from client_phone p where p.practice_id = c.practice_id and p.client_id = c.id"
            "     and p.number = :phone))"
            " order by c.sort_name limit 5"
        ),
        {
            "practice": db.viewer.practice_id,
            "id_number": client.id_number,
            "passport": client.passport_number,
            "registration": client.registration_number,
            "sort_name": client.sort_name,
            "email": email,
            "phone": phone,
            "tokens": sorted(
                search_tokens(
                    names=[client.name],
                    numbers=[client.id_number, client.passport_number, client.registration_number],
                    emails=[email],
                    phones=[phone] if phone else [],
                )
            ),
        },
    )
    return tuple(Similar(str(r.id), shown_name(r), r.why + (", archived" if r.archived_at else "")) for r in rows)


def shown_name(row: Any) -> str:
    """The name of a row that has `kind`, `entity_name`, `last_name` and `first_names`."""
    return Client.name.fget(row)  # pyright: ignore[reportOptionalCall]
