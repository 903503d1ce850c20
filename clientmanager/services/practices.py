"""Making practices: from the command line, or by the first visitor who knows the code in the terminal."""

import hmac
import re
import secrets
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import text

from clientmanager import keys
from clientmanager.clock import now
from clientmanager.config import settings
from clientmanager.db import ScopedSession, Viewer, before_practice, session_for
from clientmanager.errors import Invalid, NotAllowed
from clientmanager.models.base import new_id
from clientmanager.models.folding import folded
from clientmanager.models.permission import Permission
from clientmanager.models.practice import Practice
from clientmanager.models.user import Role, User
from clientmanager.services import (
    attempts,
    board_columns,
    credentials,
    interaction_templates,
    opportunity_stages,
    passwords,
    users,
    workflow_templates,
)
from clientmanager.services.attempts import Caller
from clientmanager.services.sign_in import SignedIn, open_session

_CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LONGEST_SHORT_NAME = 40
_KEY_PURPOSE = "practice key"


class _Changes(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: str
    contact: str = ""
    fsp_number: str = ""


@dataclass(frozen=True)
class NewPractice:
    practice_id: UUID
    owner_id: UUID
    link: credentials.Link | None
    """With which the owner sets a password, where none was given."""


def create_practice(
    *, name: str, short_name: str, owner_name: str, owner_email: str, password: str | None
) -> NewPractice:
    """Make a practice and its owner, for an operator at the command line.

    Raises:
        Invalid: with the field's name; nothing was made.
    """
    with session_for(Viewer(new_id(), actor="operator")) as db:
        owner = _make(db, name, short_name, owner_name, owner_email, password)
        _forget_welcome_code(db)
        link = None if password else users.reset(db, owner.id)
    return NewPractice(owner.practice_id, owner.id, link)


def welcome_code() -> str | None:
    """A new one-time code for `/welcome`, to be printed in the terminal; None where there is a practice already."""
    with before_practice() as db:
        if not is_empty():
            return None
        code = "-".join("".join(secrets.choice(_CODE_LETTERS) for _ in range(4)) for _ in range(3))
        db.execute(text("update installation set welcome_code_hash = :hash"), {"hash": _code_hash(code)})
    return code


def is_empty() -> bool:
    """Whether nobody has made a practice here yet."""
    with before_practice() as db:
        return not db.execute(text("select exists (select 1 from practices())")).scalar_one()


def welcome(*, code: str, name: str, owner_name: str, owner_email: str, password: str, caller: Caller) -> SignedIn:
    """Make the first practice and sign its owner in, for whoever reads the terminal.

    Raises:
        NotAllowed: there is a practice already.
        Invalid: with the field's name; nothing was made and the code still counts.
        TooManyAttempts: the code was not looked at.
    """
    if not is_empty():
        raise NotAllowed("This installation is in use already. Sign in instead.")
    attempts.count_welcome_code(caller)
    with session_for(Viewer(new_id(), actor="operator")) as db:
        # Taken first and under the row's lock: of two who send it at once, one makes the practice.
        expected = db.execute(text("select welcome_code_hash from installation for update")).scalar()
        if expected is None or not hmac.compare_digest(expected, _code_hash(code)):
            raise Invalid("That is not the code. It stands in the terminal, under the address.", field="code")
        owner = _make(db, name, short_name_from(name), owner_name, owner_email, password)
        _forget_welcome_code(db)
        return open_session(db, owner, caller)


def short_name_from(name: str) -> str:
    """ "Khumalo & Botha" becomes "khumalo-botha"."""
    return re.sub(r"[^a-z0-9]+", "-", folded(name))[:_LONGEST_SHORT_NAME].strip("-") or "practice"


def add_practice(db: ScopedSession, name: str, short_name: str) -> Practice:
    """The viewer's own practice, with a key of its own and nobody in it yet.

    Raises:
        Invalid: another practice has this short name.
    """
    practice_id = db.viewer.practice_id
    practice = Practice(
        id=practice_id,
        name=name,
        short_name=Practice.checked_short_name(short_name),
        sealed_key=keys.seal(keys.master_key(settings()), keys.new_key(), _KEY_PURPOSE),
        created_at=now(),
    )
    db.add(practice)
    with credentials.one_of_a_kind("short_name", f"There is a practice {short_name} already. Use another short name."):
        db.flush()
    return practice


@dataclass(frozen=True)
class PracticeDetails:
    """The practice as its settings show it."""

    name: str
    short_name: str
    contact: str
    fsp_number: str = ""


def details(db: ScopedSession) -> PracticeDetails:
    practice = db.get_one(Practice, db.viewer.practice_id)
    return PracticeDetails(practice.name, practice.short_name, practice.contact, practice.fsp_number)


def change(db: ScopedSession, values: object) -> None:
    """Change the practice's name, whom its users ask for help, and its FSP number.

    Raises:
        Invalid: with the field's name.
    """
    db.viewer.require(Permission.CHANGE_PRACTICE)
    try:
        form = _Changes.model_validate(values)
    except ValidationError:
        raise Invalid("Fill in the practice's name.", field="name") from None
    practice = db.get_one(Practice, db.viewer.practice_id)
    practice.name = users.read_name(form.name)
    practice.contact = users.read_name(form.contact, "contact") if form.contact else ""
    practice.fsp_number = _read_fsp_number(form.fsp_number)


def _read_fsp_number(said: str) -> str:
    """ "FSP 12345" and "12345" are the same; empty takes it away."""
    number = re.sub(r"(?i)^fsp(?: *no\.?)? *", "", said)
    if number and not re.fullmatch(r"[0-9]{1,6}", number):
        raise Invalid("Write the FSP number as on the licence: up to six digits, such as 12345.", field="fsp_number")
    return number


def practice_key(db: ScopedSession) -> bytes:
    """The key under which this practice's own things are sealed."""
    # this column alone: the backup before an upgrade asks a schema that is older than the model
    own = text("select sealed_key from practice where id = :practice")
    sealed = db.execute(own, {"practice": db.viewer.practice_id}).scalar_one()
    return keys.unseal(keys.master_key(settings()), sealed, _KEY_PURPOSE)


def _make(
    db: ScopedSession, name: str, short_name: str, owner_name: str, owner_email: str, password: str | None
) -> User:
    name, owner_name = users.read_name(name, "practice"), users.read_name(owner_name)
    if password is not None:
        passwords.require_strong(password, name, owner_name, *owner_name.split(), owner_email)
    add_practice(db, name, short_name)
    board_columns.begin(db)
    opportunity_stages.begin(db)
    workflow_templates.begin(db)
    interaction_templates.begin(db)
    password_hash = "" if password is None else passwords.hash_password(password)
    return users.insert_user(db, owner_name, owner_email, Role.OWNER, password_hash)


def _forget_welcome_code(db: ScopedSession) -> None:
    db.execute(text("update installation set welcome_code_hash = null"))


def _code_hash(code: str) -> bytes:
    """As people type it: small letters, spaces and missing hyphens are forgiven."""
    return sha256("".join(c for c in code.upper() if c.isalnum()).encode()).digest()
