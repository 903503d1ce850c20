"""Two practices and their people: Acacia, whom most tests are about, and Baobab, who must never notice."""

import secrets
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, cached_property
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError
from sqlmodel import SQLModel

from clientmanager import keys
from clientmanager.clock import now
from clientmanager.config import settings
from clientmanager.db import ScopedSession, SessionToken, Viewer, session_for
from clientmanager.models.base import new_id
from clientmanager.models.client import Client, ClientAddress, ClientEmail, ClientKind, ClientPhone
from clientmanager.models.practice import Practice
from clientmanager.models.user import Credential, Role, User, UserSession
from clientmanager.services import board_columns, clients, interaction_templates, opportunity_stages, workflow_templates
from clientmanager.services.passwords import hash_password

PASSWORD = "quiver-thimble-ostrich-9"
ATTEMPTS = 60
FEW_BYTES = 1_000_000
"""What a table stays under that holds a test's few rows, beside those of the tests before until they are swept."""


@dataclass
class Database:
    """The database as its owner sees it: for looking behind the product's back, and for tampering."""

    url: URL

    @cached_property
    def owner(self) -> Connection:
        """Each statement is committed at once."""
        return create_engine(self.url, isolation_level="AUTOCOMMIT").connect()

    def empty(self) -> None:
        """Take out every row but those that migrating left.

        Deleting a test's few rows is fifty times as quick as truncating, which makes a new file for every table and
        every index; what a test filled is truncated. The locks are those of truncating either way: nothing that is
        still being written comes after it.
        """
        tables = [name for name in SQLModel.metadata.tables if name != "installation"]
        filled = self.all(
            "select name from unnest(cast(:tables as text[])) name where pg_total_relation_size(name::regclass) > :few",
            tables=tables,
            few=FEW_BYTES,
        )
        everything = ", ".join(f'"{name}"' for name in tables)
        statements = [
            # A web process may still be reading what the test before changed: it goes first.
            "set local lock_timeout = '300ms'",
            "set local session_replication_role = replica",
            f"lock table {everything} in access exclusive mode",
            # all of them at once, or what refers to them would have to be truncated too
            *([f"truncate {everything}"] if filled else [f'delete from "{name}"' for name in tables]),
            "update installation set welcome_code_hash = null, worker_seen_at = null",
        ]
        for attempt in range(ATTEMPTS):
            try:
                # Sent as one, they are one transaction.
                self.owner.exec_driver_sql("; ".join(statements))
                return
            except OperationalError:
                if attempt == ATTEMPTS - 1:
                    raise

    def close(self) -> None:
        if "owner" in self.__dict__:
            self.owner.close()
            self.owner.engine.dispose()

    def all(self, query: str, **values: Any) -> list[Any]:
        return list(self.owner.execute(text(query), values))

    def one(self, query: str, **values: Any) -> Any:
        return self.owner.execute(text(query), values).scalar_one()


@dataclass
class PracticeWorld:
    """A practice, its people and a few clients; every test makes them anew."""

    practice: Practice
    owner: User
    adviser: User
    assistant: User
    compliance: User
    clients: list[Client] = field(default_factory=list)

    @property
    def practice_id(self):
        return self.practice.id

    @property
    def users(self) -> list[User]:
        return [self.owner, self.adviser, self.assistant, self.compliance]

    @property
    def client(self) -> Client:
        """The first of them; in Acacia, Renée O'Brien."""
        return self.clients[0]

    def viewer(self, user: User) -> Viewer:
        return Viewer(self.practice_id, user.id, Role(user.role), user.name)

    def as_(self, user: User) -> AbstractContextManager[ScopedSession]:
        """A transaction of this user, committed at the end of the block."""
        return session_for(self.viewer(user))

    def sign_in(self, user: User) -> str:
        """What a browser of this user would hold: the token of a new session, as its cookie carries it."""
        token = secrets.token_urlsafe(32)
        with self.as_(user) as db:
            moment = now()
            db.add(
                UserSession(
                    practice_id=self.practice_id,
                    user_id=user.id,
                    token_hash=sha256(token.encode()).digest(),
                    started_at=moment,
                    seen_at=moment,
                    idle_minutes=60,
                    expires_at=moment + timedelta(hours=12),
                )
            )
        return token

    def token(self, user: User) -> SessionToken:
        """The same as `session_for` takes it."""
        return SessionToken(sha256(self.sign_in(user).encode()).digest())


def acacia() -> PracticeWorld:
    """Acacia Wealth in Pretoria: names that a careless system maims."""
    world = _practice(
        "Acacia Wealth (Pty) Ltd",
        "acacia",
        owner="Thandi Mokoena",
        adviser="Pieter van der Merwe",
        assistant="Ayesha Patel",
        compliance="Sipho Dlamini",
    )
    adviser = world.adviser.id
    _add(
        world,
        Client(
            **_of(world), title="Ms", first_names="Renée", last_name="O'Brien", id_number="9602290001084",
            birth_date=date(1996, 2, 29), adviser_id=adviser, category="A", note="Prefers to be phoned after five.",
        ),
        emails=["renee.obrien@example.co.za"], phones=["+27821234567", "+27125550142"],
        address=("12 Jacaranda Street\nBrooklyn", "Pretoria", "GP", "0181"),
    )  # fmt: skip
    _add(
        world,
        Client(
            **_of(world), title="Mr", first_names="Gerrit", last_name="'t Hooft", id_number="7506165002089",
            birth_date=date(1975, 6, 16), adviser_id=adviser,
        ),
        emails=["gerrit@thooft.example"], phones=["+27835550199"],
    )  # fmt: skip
    _add(
        world,
        Client(
            **_of(world), title="Mr", first_names="Mulalo", last_name="Netshiṱuni", preferred_name="Lalo",
            id_number="6001019998188", birth_date=date(1960, 1, 1), status="dormant",
        ),
        emails=["mulalo@netshituni.example"], phones=["+27725550177"],
        address=("3 Baobab Lane", "Thohoyandou", "LP", "0950"),
    )  # fmt: skip
    _add(
        world,
        Client(
            **_of(world), kind=ClientKind.COMPANY, entity_name="Mabaso Civils (Pty) Ltd",
            registration_number="2011/034567/07", adviser_id=adviser,
        ),
        emails=["accounts@mabasocivils.example"], phones=["+27115550100"],
    )  # fmt: skip
    _add(
        world,
        Client(**_of(world), kind=ClientKind.TRUST, entity_name="The O'Brien Family Trust",
               registration_number="IT 1234/2009(T)"),
    )  # fmt: skip
    return world


def baobab() -> PracticeWorld:
    """Baobab Advisers in Polokwane, next door in the same database; one client looks like one of Acacia's."""
    world = _practice(
        "Baobab Advisers CC",
        "baobab",
        owner="Nomvula Khumalo",
        adviser="Johan Botha",
        assistant="Lerato Molefe",
        compliance="Priya Naidoo",
    )
    _add(
        world,
        Client(
            **_of(world), title="Mr", first_names="Kagiso", last_name="Sithole", id_number="8812314999186",
            birth_date=date(1988, 12, 31), adviser_id=world.adviser.id, note="Baobab's own note.",
        ),
        emails=["kagiso.sithole@example.co.za"], phones=["+27835550123"],
        address=("8 Marula Road", "Polokwane", "LP", "0699"),
    )  # fmt: skip
    _add(
        world,
        Client(**_of(world), first_names="Renee", last_name="O'Brien", adviser_id=world.adviser.id),
        emails=["renee.obrien@example.co.za"], phones=["+27821234567"],
    )  # fmt: skip
    return world


def make_practice(name: str, short_name: str) -> Practice:
    """A practice without users or clients, as restoring wants it."""
    practice_id = new_id()
    with session_for(Viewer(practice_id, actor="operator")) as db:
        practice = Practice(
            id=practice_id,
            name=name,
            short_name=short_name,
            sealed_key=keys.seal(keys.master_key(settings()), keys.new_key(), "practice key"),
            created_at=now(),
        )
        db.add(practice)
    return practice


def _practice(name: str, short_name: str, **people: str) -> PracticeWorld:
    practice = make_practice(name, short_name)
    with session_for(Viewer(practice.id, actor="operator")) as db:
        owner, adviser, assistant, compliance = (_user(db, role, people[role], short_name) for role in Role)
        board_columns.begin(db)
        opportunity_stages.begin(db)
        workflow_templates.begin(db)
        interaction_templates.begin(db)
    return PracticeWorld(practice, owner, adviser, assistant, compliance)


def _user(db: ScopedSession, role: Role, name: str, short_name: str) -> User:
    email = f"{name.split()[0].lower()}@{short_name}.example"
    user = User(practice_id=db.viewer.practice_id, name=name, email=email, role=role, created_at=now())
    db.add(user)
    db.flush()
    db.add(
        Credential(
            practice_id=user.practice_id, id=user.id, email=email, password_hash=_password_hash(), changed_at=now()
        )
    )
    return user


@cache
def _password_hash() -> str:
    return hash_password(PASSWORD)


def _of(world: PracticeWorld) -> dict[str, Any]:
    return {"practice_id": world.practice_id, "created_at": now(), "changed_at": now()}


def _add(
    world: PracticeWorld,
    client: Client,
    *,
    emails: list[str] | None = None,
    phones: list[str] | None = None,
    address: tuple[str, str, str, str] | None = None,
) -> None:
    of_client: dict[str, Any] = {"practice_id": client.practice_id, "client_id": client.id}
    with world.as_(world.owner) as db:
        client.sort()
        db.add(client)
        db.flush()
        for place, email in enumerate(emails or []):
            db.add(ClientEmail(**of_client, position=place, address=email))
        for place, number in enumerate(phones or []):
            db.add(ClientPhone(**of_client, position=place, number=number))
        if address:
            lines, city, province, code = address
            db.add(ClientAddress(**of_client, lines=lines, city=city, province=province, postal_code=code))
        db.flush()
        clients.index(db, client)
    world.clients.append(client)
