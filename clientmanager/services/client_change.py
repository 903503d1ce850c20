"""What can be done with many clients at once: what each change means in SQL and in words."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text

from clientmanager.db import ScopedSession
from clientmanager.errors import Invalid
from clientmanager.models.client import ClientStatus
from clientmanager.models.folding import folded
from clientmanager.models.permission import Permission
from clientmanager.models.user import User
from clientmanager.services.client_form import LONGEST, clean
from clientmanager.services.clients import adviser_of

_OF_THESE = "c.practice_id = :practice and c.id = any(:ids)"
_TOUCH = f"update client c set changed_at = :now where {_OF_THESE}"
_TAGGED = "exists (select from client_tag g where g.practice_id = c.practice_id and g.client_id = c.id"


@dataclass(frozen=True)
class Change:
    """One change of any number of clients. The SQL speaks of `client c`."""

    permission: Permission
    title: str
    """Over the preview: "Change adviser"."""
    so: str
    """What a client is afterwards: "is with Sipho Dube", "are …" for several."""
    after: str
    differs: str
    """The condition on which a client changes at all."""
    was: str
    """What it held before, as text."""
    writes: tuple[str, ...]
    """Statements on the clients in `ids`; `new_ids` are as many fresh ones."""
    values: dict[str, Any] = field(default_factory=dict)

    def of(self, number: int) -> str:
        """ "are with Sipho Dube"."""
        return f"{'is' if number == 1 else 'are'} {self.so}"


def read_change(db: ScopedSession, kind: object, value: object) -> Change:
    """The change that a browser asks for.

    Raises:
        Invalid: there is no such change, or the value cannot be kept.
        NotFound: the adviser is not one of this practice.
        NotAllowed: the viewer may not do this with clients.
    """
    make = _KINDS.get(kind) if isinstance(kind, str) else None
    if make is None:
        raise Invalid("Choose what to do with these clients.")
    change = make(db, value)
    db.viewer.require(change.permission)
    return change


def _adviser(db: ScopedSession, value: object) -> Change:
    adviser_id = adviser_of(db, value)
    name = db.fetch(User, adviser_id).name if adviser_id else ""
    return Change(
        Permission.EDIT_CLIENTS,
        "Change adviser",
        f"with {name}" if name else "without an adviser",
        name or "nobody",
        "c.adviser_id is distinct from :to",
        "(select coalesce(max(u.name), 'nobody') from practice_user u"
        " where u.practice_id = c.practice_id and u.id = c.adviser_id)",
        (f"update client c set adviser_id = :to, changed_at = :now where {_OF_THESE}",),
        {"to": adviser_id},
    )


def _status(_db: ScopedSession, value: object) -> Change:
    if not isinstance(value, str) or value not in set(ClientStatus):
        raise Invalid("Choose prospect, active, dormant or former.", field="value")
    return Change(
        Permission.EDIT_CLIENTS,
        "Change status",
        f"marked {value}",
        value.capitalize(),
        "c.status <> :to",
        "initcap(c.status)",
        (f"update client c set status = :to, changed_at = :now where {_OF_THESE}",),
        {"to": value},
    )


def _category(_db: ScopedSession, value: object) -> Change:
    category = _text(value, LONGEST["category"])
    return Change(
        Permission.EDIT_CLIENTS,
        "Change category",
        f"in category {category}" if category else "without a category",
        category or "none",
        "c.category <> :to",
        "coalesce(nullif(c.category, ''), 'none')",
        (f"update client c set category = :to, changed_at = :now where {_OF_THESE}",),
        {"to": category},
    )


def _tag(db: ScopedSession, value: object) -> Change:
    """Written as the practice wrote it first."""
    tag = _tag_text(value)
    known = text("select tag from client_tag where practice_id = :practice and folded = :folded limit 1")
    tag = db.execute(known, {"practice": db.viewer.practice_id, "folded": folded(tag)}).scalar() or tag
    return Change(
        Permission.EDIT_CLIENTS,
        "Add a tag",
        f"tagged “{tag}”",
        tag,
        f"not {_TAGGED} and g.folded = :folded)",
        "''",
        (
            "insert into client_tag (practice_id, id, client_id, tag, folded)"
            " select :practice, id, client_id, :tag, :folded from unnest(:new_ids, :ids) as new (id, client_id)",
            _TOUCH,
        ),
        {"tag": tag, "folded": folded(tag)},
    )


def _untag(_db: ScopedSession, value: object) -> Change:
    tag = _tag_text(value)
    return Change(
        Permission.EDIT_CLIENTS,
        "Remove a tag",
        f"without the tag “{tag}”",
        "",
        f"{_TAGGED} and g.folded = :folded)",
        "(select max(g.tag) from client_tag g"
        " where g.practice_id = c.practice_id and g.client_id = c.id and g.folded = :folded)",
        (
            "delete from client_tag c where c.practice_id = :practice and c.client_id = any(:ids)"
            " and c.folded = :folded",
            _TOUCH,
        ),
        {"folded": folded(tag)},
    )


def _archive(_db: ScopedSession, _value: object) -> Change:
    return Change(
        Permission.ARCHIVE_CLIENTS,
        "Archive clients",
        "archived",
        "archived",
        "c.archived_at is null",
        "''",
        (f"update client c set archived_at = :now, archive_reason = '', changed_at = :now where {_OF_THESE}",),
    )


def _bring_back(_db: ScopedSession, _value: object) -> Change:
    return Change(
        Permission.ARCHIVE_CLIENTS,
        "Bring clients back",
        "back on the list",
        "on the list",
        "c.archived_at is not null",
        "''",
        (f"update client c set archived_at = null, archive_reason = '', changed_at = :now where {_OF_THESE}",),
    )


def _text(value: object, longest: int) -> str:
    """One line, as it is kept."""
    written = " ".join(clean(value).split()) if isinstance(value, str) else ""
    if len(written) > longest:
        raise Invalid(f"Keep this under {longest} characters.", field="value")
    return written


def _tag_text(value: object) -> str:
    tag = _text(value, LONGEST["tag"])
    if not folded(tag):
        raise Invalid("Write the tag first.", field="value")
    return tag


_KINDS: dict[str, Callable[[ScopedSession, object], Change]] = {
    "adviser": _adviser,
    "status": _status,
    "category": _category,
    "tag": _tag,
    "untag": _untag,
    "archive": _archive,
    "bring back": _bring_back,
}
