"""The words that a practice puts on its clients. Each is found by its folded form: "Golf day" is "golf-day"."""

from sqlalchemy import select, text

from clientmanager.db import ScopedSession
from clientmanager.errors import Invalid
from clientmanager.models.client import Client, ClientTag
from clientmanager.models.folding import folded
from clientmanager.models.permission import Permission
from clientmanager.services.client_form import LONGEST, clean
from clientmanager.services.clients import Saved, changing, saved

MOST_TAGS = 60
OFFERED = 500


def add(db: ScopedSession, client_id: object, tag: object) -> Saved:
    """Put a tag on a client, written as the practice wrote it first; nothing where it is there already."""
    client = changing(db, client_id)
    written = " ".join(clean(tag).split()) if isinstance(tag, str) else ""
    key = folded(written)
    if not key:
        raise Invalid("A tag needs a letter or a digit.", field="tag")
    if len(written) > LONGEST["tag"]:
        raise Invalid(f"A tag has at most {LONGEST['tag']} characters.", field="tag")
    present = set(_folded_tags(db, client))
    if key in present:
        return saved(db, client)
    if len(present) >= MOST_TAGS:
        raise Invalid(f"A client has at most {MOST_TAGS} tags.", field="tag")
    known = db.execute(
        text("select tag from client_tag where practice_id = :practice and folded = :key limit 1"),
        {"practice": client.practice_id, "key": key},
    ).scalar()
    db.add(ClientTag(practice_id=client.practice_id, client_id=client.id, tag=known or written, folded=key))
    return saved(db, client)


def remove(db: ScopedSession, client_id: object, tag: object) -> Saved:
    """Take a tag off a client; nothing where it is gone already."""
    client = changing(db, client_id)
    key = folded(tag) if isinstance(tag, str) else ""
    db.execute(
        text("delete from client_tag where practice_id = :practice and client_id = :client and folded = :key"),
        {"practice": client.practice_id, "client": client.id, "key": key},
    )
    return saved(db, client)


def offered(db: ScopedSession) -> list[str]:
    """The practice's tags, each as it is written, by their letters; at most 500.

    One step down the index a tag, however many clients have it.
    """
    db.viewer.require(Permission.SEE_CLIENTS)
    rows = db.execute(
        text(
            "with recursive step as ("
            " (select folded, tag from client_tag where practice_id = :practice order by folded limit 1)"
            " union all select following.folded, following.tag from step, lateral (select g.folded, g.tag"
            " from client_tag g where g.practice_id = :practice and g.folded > step.folded"
            " order by g.folded limit 1) following) select tag from step limit :most"
        ),
        {"practice": db.viewer.practice_id, "most": OFFERED},
    )
    return list(rows.scalars())


def _folded_tags(db: ScopedSession, client: Client) -> list[str]:
    ours = (ClientTag.practice_id == client.practice_id, ClientTag.client_id == client.id)
    return list(db.execute(select(ClientTag.folded).where(*ours)).scalars())  # pyright: ignore[reportArgumentType, reportCallIssue]
