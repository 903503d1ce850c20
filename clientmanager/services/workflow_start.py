"""The form by which a workflow is started, for a client or for the practice itself: what it asks, and the answers."""

from collections.abc import Mapping
from dataclasses import dataclass

from clientmanager.clock import today
from clientmanager.db import ScopedSession
from clientmanager.models.client import Client
from clientmanager.planning.workflow import START
from clientmanager.services import task_page, workflow_templates, workflows


@dataclass(frozen=True)
class Asked:
    """A day or a person that the start asks for."""

    name: str
    """In the form: a key may have spaces."""
    key: str
    words: str
    refused_as: str
    """The field of a refusal."""
    value: str
    """To begin with."""


@dataclass(frozen=True)
class StartForm:
    """What a template asks for."""

    template_id: str = ""
    about: str = ""
    for_client: bool = True
    """Whether it is about a client, who is chosen then."""
    milestones: tuple[Asked, ...] = ()
    roles: tuple[Asked, ...] = ()
    people: tuple[tuple[str, str], ...] = ()


NOTHING_ASKED = StartForm()


def offered(db: ScopedSession, client_id: object = "") -> list[tuple[str, str]]:
    """The templates that can be started, as (id, name): on a client's page those that are for one."""
    return [
        (one.id, one.name)
        for one in workflow_templates.listed(db)
        if not one.retired and (one.for_client or not client_id)
    ]


def form(db: ScopedSession, template_id: object, client_id: object = "") -> StartForm:
    """What a template asks; the client's own adviser is proposed for that part, and today for the start.

    Args:
        client_id: empty while no client is chosen, or none is needed.
    """
    template = workflow_templates.read(db, template_id)
    client = db.fetch(Client, client_id) if client_id and template.definition.for_client else None
    people = task_page.people(db)[1:]
    adviser = str(client.adviser_id) if client and str(client.adviser_id) in dict(people) else ""
    return StartForm(
        template_id=template.id,
        about=template.definition.about,
        for_client=template.definition.for_client,
        milestones=tuple(
            Asked(
                f"milestone-{place}",
                one.key,
                one.words,
                f"milestone {one.key}",
                today().isoformat() if one.key == START else "",
            )
            for place, one in enumerate(template.definition.milestones)
        ),
        roles=tuple(
            Asked(
                f"role-{place}",
                one.key,
                one.words,
                f"role {one.key}",
                adviser if "adviser" in (one.key, one.words.lower()) else "",
            )
            for place, one in enumerate(template.definition.roles)
        ),
        people=(("", "Choose who"), *people),
    )


def start(db: ScopedSession, template_id: object, client_id: object, given: object) -> str:
    """Start it as the form was filled in. Returns the template's name.

    Raises:
        Invalid: with "client_id", "milestone <key>" and "role <key>" as fields; nothing was started.
    """
    asked = form(db, template_id, client_id)
    said = given if isinstance(given, Mapping) else {}
    values = {
        "client_id": client_id,
        "milestones": {one.key: said.get(one.name) for one in asked.milestones},
        "roles": {one.key: said.get(one.name) for one in asked.roles},
    }
    workflows.start(db, template_id, values)
    return workflow_templates.read(db, template_id).definition.name
