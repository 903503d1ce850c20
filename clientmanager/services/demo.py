"""A practice to try things on: `demo`, with clients that do not exist.

ID numbers carry a valid check digit; people are drawn by chance from names that South Africans have, so any likeness
to a living person is chance too. The same seed makes the same clients.
"""

import random
import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import text
from stdnum import luhn

from clientmanager.clock import now, today
from clientmanager.config import settings
from clientmanager.db import ScopedSession, Viewer, before_practice, insert_many, session_for
from clientmanager.models.base import new_id
from clientmanager.models.client import Client, ClientAddress, ClientEmail, ClientPhone, ClientTag
from clientmanager.models.folding import folded
from clientmanager.models.user import Role, User
from clientmanager.services import clients as clients_service
from clientmanager.services import demo_opportunities, demo_reviews, demo_tasks, demo_workflows, practices
from clientmanager.services.import_known import plain_client

OWNER = ("Naledi Khumalo", "naledi@khumalobotha.example")
COLLEAGUES = [
    ("Pieter Botha", "pieter@khumalobotha.example", Role.ADVISER),
    ("Sipho Dube", "sipho@khumalobotha.example", Role.ADVISER),
    ("Lerato Molefe", "lerato@khumalobotha.example", Role.ASSISTANT),
    ("Anneke de Wet", "anneke@khumalobotha.example", Role.COMPLIANCE),
]
FIRST_NAMES = {
    "female": """
    Thandiwe Nkosazana Fatima Priyanka Rofhiwa Kavitha Livhuwani Tintswalo Siobhán Renée Annelie Lerato Naledi Zanele
    Nomvula Ayanda Lindiwe Palesa Mpho Dineo Refilwe Marietjie Elsabé Chantelle Nadia Aisha Anjali Michelle Sarah Karen
    Grace Blessing Khanyisile Nqobile
""".split(),  # noqa: SIM905  (read as a list of names, not of strings)
    "male": """
    Johannes Willem Sibusiso Joseph Pieter Sipho Themba Mandla Bongani Kagiso Tshepo Gerhard Hendrik Riaan Ashwin Yusuf
    Imraan Rajesh Suresh David Peter Tendai Unathi Xolani
""".split(),  # noqa: SIM905
}
LANGUAGES = ["English", "Afrikaans", "isiZulu", "isiXhosa", "Sesotho", "Setswana", "Tshivenḓa", "Xitsonga"]
TAGS = ["Business owner", "Golf day", "Retire 2035", "School fees", "Trust founder", "Will outdated", "WhatsApp only"]
SURNAMES = (
    """
    Mokoena,Khumalo,Dlamini,Nkosi,Ndlovu,Mahlangu,Mabaso,Zulu,Sithole,Mthembu,Cele,Ngcobo,Radebe,Molefe,Mudau,
    Netshiṱuni,Ramaphosa,Baloyi,Nkuna,Maluleke,Botha,Pretorius,Naudé,Steyn,Venter,Fourie,Kruger,Naidoo,Govender,
    Pillay,Reddy,Moodley,Abrahams,Petersen,Adams,Davids,Jacobs,Isaacs,O’Brien,Smith,van der Merwe,van Wyk,du Plessis,
    ’t Hooft,de Villiers,Dlamini-van der Westhuizen,le Roux
""".replace("\n    ", "")
    .strip()
    .split(",")
)
PLACES = [
    ("Kloof Street", "Gardens", "Cape Town", "Western Cape", "8001"),
    ("Main Road", "Paarl", "Paarl", "Western Cape", "7646"),
    ("Jan Smuts Avenue", "Rosebank", "Johannesburg", "Gauteng", "2196"),
    ("Gouws Avenue", "Celtisdal", "Centurion", "Gauteng", "0157"),
    ("Florida Road", "Morningside", "Durban", "KwaZulu-Natal", "4001"),
    ("Thohoyandou Street", "Block G", "Thohoyandou", "Limpopo", "0950"),
]
TRADES = ["Civils", "Trading", "Transport", "Boerdery", "Holdings", "Properties", "Consulting"]
BATCH = 5_000


@dataclass(frozen=True)
class Demonstration:
    practice: str
    email: str
    password: str
    clients: int


def make(*, clients: int, seed: int) -> Demonstration:
    """The practice `demo`, made unless it is there; `clients` counts only at its making."""
    kept = settings().data_dir / "demo-sign-in"
    practice_id = _existing()
    if practice_id is None:
        password = f"try-{secrets.token_hex(5)}"
        made = practices.create_practice(
            name="Khumalo & Botha",
            short_name="demo",
            owner_name=OWNER[0],
            owner_email=OWNER[1],
            password=password,
        )
        practice_id = made.practice_id
        _keep(kept, password)
        _fill(practice_id, clients, seed)
    with session_for(Viewer(practice_id, actor="operator")) as db:
        many = db.execute(
            text("select count(*) from client where practice_id = :practice"), {"practice": practice_id}
        ).scalar_one()
    password = kept.read_text().strip() if kept.exists() else "(set another with: clientmanager set-password)"
    return Demonstration("demo", OWNER[1], password, many)


def _existing() -> UUID | None:
    with before_practice() as db:
        return db.execute(text("select id from practices() where short_name = 'demo'")).scalar()


def _keep(file: Path, password: str) -> None:
    file.touch(mode=0o600)
    file.write_text(password + "\n")


def _fill(practice_id: UUID, many: int, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  (invented people, no secret)
    with session_for(Viewer(practice_id, actor="operator")) as db:
        colleagues = [
            User(practice_id=practice_id, name=name, email=email, role=role, created_at=now())
            for name, email, role in COLLEAGUES
        ]
        db.add_all(colleagues)
        owner = db.execute(text("select id from practice_user where role = 'owner'")).scalar_one()
    advisers = [owner, *(user.id for user in colleagues if user.role == Role.ADVISER)]
    workers = [*advisers, *(user.id for user in colleagues if user.role == Role.ASSISTANT)]
    for start in range(0, many, BATCH):
        with session_for(Viewer(practice_id, actor="operator")) as db:
            _add(db, chance, advisers, min(BATCH, many - start))
    with session_for(Viewer(practice_id, actor="operator")) as db:
        demo_tasks.fill(db, chance, workers)
        demo_opportunities.fill(db, chance, advisers)
        by_role = {str(user.role): user.id for user in reversed(colleagues)}
        demo_workflows.fill(db, chance, {**by_role, "adviser": owner})
        demo_reviews.fill(db, chance)


def _add(db: ScopedSession, chance: random.Random, advisers: list[UUID], many: int) -> None:
    rows: list[dict[str, object]] = []
    emails: list[dict[str, object]] = []
    phones: list[dict[str, object]] = []
    addresses: list[dict[str, object]] = []
    tags: list[dict[str, object]] = []
    for _ in range(many):
        client = _client(chance, advisers)
        key = {"practice_id": db.viewer.practice_id, "client_id": client["id"]}
        part = {**key, "position": 0}
        rows.append({**client, "practice_id": db.viewer.practice_id})
        for tag in chance.sample(TAGS, chance.choices([0, 1, 2], [60, 30, 10])[0]):
            tags.append({**key, "id": new_id(), "tag": tag, "folded": folded(tag)})
        word = folded(str(client["first_names"] or client["entity_name"])).split()[0]
        surname = folded(str(client["last_name"] or "info")).replace(" ", "")
        if chance.random() < 0.85:
            emails.append({**part, "id": new_id(), "label": "", "address": f"{word}.{surname}@example.co.za"})
        number = f"+27{chance.choice(['82', '83', '84', '72', '73', '60'])}{chance.randrange(10**6, 10**7):07}"
        phones.append({**part, "id": new_id(), "label": "Mobile", "number": number})
        street, suburb, city, province, code = chance.choice(PLACES)
        lines = f"{chance.randrange(1, 300)} {street}\n{suburb}"
        addresses.append(
            {
                **part,
                "id": new_id(),
                "label": "Home",
                "lines": lines,
                "city": city,
                "province": province,
                "postal_code": code,
                "country": "",
            }
        )
    for table, values in (
        (Client, rows),
        (ClientEmail, emails),
        (ClientPhone, phones),
        (ClientAddress, addresses),
        (ClientTag, tags),
    ):
        insert_many(db, table, values)
    clients_service.reindex(db, [row["id"] for row in rows])  # pyright: ignore[reportArgumentType]


def _client(chance: random.Random, advisers: list[UUID]) -> dict[str, object]:
    surname = chance.choice(SURNAMES)
    kind = chance.choices(["person", "company", "trust"], [92, 5, 3])[0]
    client = plain_client(id=new_id(), created_at=now(), changed_at=now(), kind=kind)
    if kind == "person":
        client.gender = chance.choice(["female", "male"])
        client.first_names = " ".join(chance.sample(FIRST_NAMES[client.gender], chance.choice([1, 1, 2])))
        client.last_name = surname
        client.preferred_name = client.first_names.split()[0] if chance.random() < 0.2 else ""
        client.birth_date = today() - timedelta(days=chance.randrange(20 * 365, 88 * 365))
        client.id_number = _id_number(chance, client.birth_date, client.gender)
        client.language = chance.choice(LANGUAGES)
    elif kind == "company":
        client.entity_name = f"{surname.title()} {chance.choice(TRADES)} (Pty) Ltd"
        client.registration_number = f"{chance.randrange(1995, 2026)}/{chance.randrange(10**6):06}/07"
    else:
        client.entity_name = f"{surname.title()} {chance.choice(['Familietrust', 'Family Trust'])}"
    client.adviser_id = chance.choice(advisers)
    client.status = chance.choices(["active", "prospect", "dormant", "former"], [78, 10, 8, 4])[0]
    if client.status != "prospect" or chance.random() < 0.5:
        client.last_contact_on = today() - timedelta(days=int(chance.expovariate(1 / 120)))
    client.category = chance.choices(["A", "B", "C", ""], [20, 35, 35, 10])[0]
    client.sort()
    return vars(client)


def _id_number(chance: random.Random, born: date, gender: str) -> str:
    serial = chance.randrange(5000) + (5000 if gender == "male" else 0)
    body = f"{born:%y%m%d}{serial:04}08"
    return body + luhn.calc_check_digit(body)
