"""The people of a practice: who they are, what they may do, and the links with which they set a password."""

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import text

from clientmanager.clock import now
from clientmanager.db import ScopedSession, Viewer, before_practice, session_for
from clientmanager.errors import Invalid, NotFound
from clientmanager.models.permission import MAY, Permission
from clientmanager.models.user import Role, User
from clientmanager.services import credentials, identity, passwords, reviews, tasks, workflows

LONGEST_NAME = 120

LISTED = text(
    """
    select u.id, u.name, u.email, u.role, u.deactivated_at,
        coalesce(c.password_hash <> '', false) as has_password,
        (select count(*) from client where practice_id = u.practice_id and adviser_id = u.id) as clients,
        (select count(*) from task where practice_id = u.practice_id and assignee_id = u.id
            and done_at is null and deleted_at is null) as tasks
    from practice_user u left join credential c on c.practice_id = u.practice_id and c.id = u.id
    where u.practice_id = :practice
    order by u.deactivated_at is not null, lower(u.name), u.id
    """
)


@dataclass(frozen=True)
class UserRow:
    """A user as the settings list them."""

    id: str
    name: str
    email: str
    role: str
    state: str
    """active, invited (no password yet) or left."""
    clients: int
    you: bool
    holds: str
    """What somebody has to take when they leave: "3 clients and 2 open tasks"."""


@dataclass(frozen=True)
class PermissionRow:
    """One line of the permission table: which roles may."""

    permission: str
    owner: bool
    adviser: bool
    assistant: bool
    compliance: bool


PERMISSIONS = [
    PermissionRow(permission.value.capitalize(), *(permission in MAY[role] for role in Role))
    for permission in Permission
]


class _NewUser(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: str
    email: str
    role: str = Role.ADVISER


def listed(db: ScopedSession) -> list[UserRow]:
    """Everyone who works or worked here; those who left come last."""
    db.viewer.require(Permission.SEE_USERS)
    return [
        UserRow(
            id=str(row.id),
            name=row.name,
            email=row.email,
            role=row.role,
            state="left" if row.deactivated_at else "active" if row.has_password else "invited",
            clients=row.clients,
            you=row.id == db.viewer.user_id,
            holds=_held(row.clients, row.tasks),
        )
        for row in db.execute(LISTED, {"practice": db.viewer.practice_id})
    ]


def add(db: ScopedSession, values: object) -> credentials.Link:
    """Add a user by a link to hand over; they choose their own password with it.

    Args:
        values: name, email and role, as the form sent them.

    Raises:
        Invalid: with the field's name.
    """
    db.viewer.require(Permission.MANAGE_USERS)
    try:
        form = _NewUser.model_validate(values)
    except ValidationError:
        raise Invalid("Fill in the name, the e-mail address and the role.") from None
    return credentials.make_link(db, insert_user(db, form.name, form.email, read_role(form.role)))


def insert_user(db: ScopedSession, name: str, email: str, role: Role, password_hash: str = "") -> User:
    """A new row and its credential; the password is empty until its link is used."""
    user = User(
        practice_id=db.viewer.practice_id, name=read_name(name), email=read_email(email), role=role, created_at=now()
    )
    db.add(user)
    credentials.renew(db, user, password_hash)
    return user


def change(db: ScopedSession, user_id: object, values: object) -> None:
    """Give a user another name or role; a role counts from their next click.

    Args:
        values: name and role, as the form sent them.

    Raises:
        Invalid: with the field's name, or because nobody would be the owner any more.
    """
    given = values if isinstance(values, dict) else {}
    rename(db, user_id, given.get("name"))
    change_role(db, user_id, given.get("role"))


def change_role(db: ScopedSession, user_id: object, role: object) -> None:
    """Give a user another role; it counts from their next click.

    Raises:
        Invalid: no such role, or nobody would be the owner any more.
    """
    user = db.fetch(User, user_id)
    db.viewer.require(Permission.MANAGE_USERS)
    wanted = read_role(role)
    _require_active(user)
    if wanted != Role.OWNER:
        _require_another_owner(db, user)
    user.role = wanted


def rename(db: ScopedSession, user_id: object, name: object) -> None:
    user = db.fetch(User, user_id)
    db.viewer.require(Permission.MANAGE_USERS)
    user.name = read_name(name)


def reset(db: ScopedSession, user_id: object) -> credentials.Link:
    """A link with which a user sets a new password; the old one works until then."""
    user = db.fetch(User, user_id)
    db.viewer.require(Permission.MANAGE_USERS)
    _require_active(user)
    return credentials.make_link(db, user)


def deactivate(db: ScopedSession, user_id: object, *, hand_over_to: object = None) -> str:
    """Let a leaver go: their sessions end now, their links and password die, their clients and open tasks go to someone
    else.

    Returns: what was handed over, as "3 clients and 2 open tasks"; empty where they had none.

    Raises:
        Invalid: it is oneself or the last owner, or there are clients or tasks and nobody to take them.
    """
    user = db.fetch(User, user_id)
    db.viewer.require(Permission.MANAGE_USERS)
    _require_active(user)
    if user.id == db.viewer.user_id:
        raise Invalid("You cannot deactivate yourself. Ask another owner.")
    _require_another_owner(db, user)
    handed_over = _hand_over(db, user, hand_over_to)
    user.deactivated_at = now()
    credentials.renew(db, user, password_hash="")
    return handed_over


def reactivate(db: ScopedSession, user_id: object) -> credentials.Link:
    """Let someone who left come back, by a link with which they choose a new password."""
    user = db.fetch(User, user_id)
    db.viewer.require(Permission.MANAGE_USERS)
    if not user.deactivated_at:
        raise Invalid(f"{user.name} is active already.")
    user.deactivated_at = None
    return credentials.make_link(db, user)


def set_password(practice: str, email: str, password: str, *, new_email: str = "") -> None:
    """Mend a lost password from the command line, and the e-mail to sign in with where `new_email` is given.

    Raises:
        NotFound: no such practice or user.
        Invalid: the password is easy to guess, or the new e-mail belongs to someone.
    """
    with before_practice() as db:
        practice_id = db.execute(
            text("select id from practices() where short_name = :name"), {"name": practice}
        ).scalar_one_or_none()
    if practice_id is None:
        raise NotFound(f"There is no practice with the short name {practice}.")
    with session_for(Viewer(practice_id, actor="operator")) as db:
        user_id = db.execute(
            text("select id from practice_user where practice_id = :practice and email = :email"),
            {"practice": practice_id, "email": read_email(email)},
        ).scalar_one_or_none()
        if user_id is None:
            raise NotFound("Nobody in that practice has this e-mail address.")
        user = db.fetch(User, user_id)
        _require_active(user)
        credentials.require_strong(db, user, password)
        if new_email:
            user.email = read_email(new_email)
        credentials.renew(db, user, passwords.hash_password(password))


def read_email(value: object) -> str:
    """As it is kept: in lower case."""
    return identity.read_email(value if isinstance(value, str) else "").lower()


def read_name(value: object, form_field: str = "name") -> str:
    name = " ".join(value.split()) if isinstance(value, str) else ""
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise Invalid(f"Fill in a name of at most {LONGEST_NAME} letters.", field=form_field)
    return name


def read_role(value: object) -> Role:
    try:
        return Role(value)
    except ValueError:
        raise Invalid("Choose owner, adviser, assistant or compliance.", field="role") from None


def _hand_over(db: ScopedSession, leaver: User, to: object) -> str:
    theirs = {"practice": leaver.practice_id, "leaver": leaver.id, "now": now()}
    if not to:
        held = db.execute(text(f"select clients, tasks from ({LISTED.text}) u where id = :leaver"), theirs).one()  # noqa: S608
        if words := _held(held.clients, held.tasks):
            raise Invalid(f"{leaver.name} looks after {words}. Choose who takes them.", field="hand_over_to")
        return ""
    successor = db.fetch(User, to)
    _require_active(successor)
    if successor.id == leaver.id:
        raise Invalid("Choose someone else to take the clients.", field="hand_over_to")
    moved = db.execute(
        text(
            "update client set adviser_id = :successor, changed_at = :now"
            " where practice_id = :practice and adviser_id = :leaver returning id"
        ),
        {**theirs, "successor": successor.id},
    )
    workflows.hand_over(db, leaver.id, successor.id)
    reviews.hand_over(db, leaver.id, successor.id)
    return _held(len(moved.all()), tasks.hand_over(db, leaver.id, successor.id))


def _held(clients: int, open_tasks: int) -> str:
    some = ((clients, "client"), (open_tasks, "open task"))
    return " and ".join(f"{many} {what}{'' if many == 1 else 's'}" for many, what in some if many)


def _require_active(user: User) -> None:
    if user.deactivated_at:
        raise Invalid(f"{user.name} has left. Reactivate them first.")


def _require_another_owner(db: ScopedSession, user: User) -> None:
    """Locks the owners, so that two of them cannot both step down at once."""
    owners = db.execute(
        text(
            "select id from practice_user where practice_id = :practice and role = 'owner' and deactivated_at is null"
            " order by id for update"
        ),
        {"practice": db.viewer.practice_id},
    ).scalars()
    if set(owners) == {user.id}:
        raise Invalid(f"{user.name} is the only owner. Make someone else an owner first.")
