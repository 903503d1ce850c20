"""What the palette finds: clients, and the places and actions that are this user's.

The one list of places and actions, each beside the permission that its use cases ask for: the navigation and the
palette are made of it. An action is done by the control that carries its key as `data-action`; whoever may not do it
has neither the control nor the offer, and the use case decides for itself.
"""

from dataclasses import dataclass

from sqlalchemy import text

from clientmanager.db import ScopedSession
from clientmanager.models.permission import Permission
from clientmanager.services import client_list, client_match
from clientmanager.services.client_duplicates import shown_name
from clientmanager.services.client_filter import ClientFilter
from clientmanager.services.client_form import clean
from clientmanager.services.filters import LONGEST_SEARCH

MOST_FOUND = 8
MOST_LATELY = 6
"""One more than is shown: the client whose page is open is left out."""


@dataclass(frozen=True)
class Offer:
    """A place or an action, as the palette shows it."""

    words: str
    icon: str
    action: str = ""
    """The key of the control that does it; empty for a place."""
    go: str = ""
    """The page to go to first; empty: offered only where the control stands."""
    also: str = ""
    """Other words that find it."""
    place: bool = False
    """Whether it stands in the navigation."""


@dataclass(frozen=True)
class Place:
    """One line of the navigation; `g` and its letter lead there."""

    words: str
    href: str
    icon: str
    permission: Permission | None = None
    letter: str = ""
    """Another one than the first of its words."""


PLACES = (
    Place("Clients", "/clients", "users"),
    Place("Tasks", "/tasks", "columns-3", Permission.SEE_TASKS),
    Place("Reviews", "/reviews", "calendar-check", Permission.SEE_CLIENTS),
    Place("Notices", "/notices", "bell"),
    Place("Opportunities", "/opportunities", "handshake", Permission.SEE_OPPORTUNITIES),
    Place("Timeline", "/timeline", "history", Permission.SEE_INTERACTIONS, "l"),
    Place("Import", "/import", "download", Permission.IMPORT_CLIENTS),
    Place("Backups", "/backups", "archive", Permission.SEE_BACKUPS),
    Place("Audit", "/audit", "file-text", Permission.SEE_AUDIT),
    Place("Settings", "/settings", "sliders-horizontal"),
)

ACTIONS: tuple[tuple[Permission | None, Offer], ...] = (
    (Permission.ARCHIVE_CLIENTS, Offer("Archive this client", "archive", "archive")),
    (Permission.ARCHIVE_CLIENTS, Offer("Bring this client back", "archive-restore", "bring back", also="unarchive")),
    (Permission.SEE_CLIENTS, Offer("Reveal ID and passport number", "eye", "reveal", also="show passport")),
    (Permission.SEE_CLIENTS, Offer("Copy phone", "copy", "copy phone", also="number")),
    (Permission.RECORD_INTERACTIONS, Offer("Log a call", "phone", "log a call", also="meeting note write down")),
    (
        Permission.RECORD_INTERACTIONS,
        Offer("Bring in e-mails and chats", "mail", "", "/timeline/capture", also="eml whatsapp capture drop upload"),
    ),
    (Permission.SEE_CLIENTS, Offer("Open the review", "calendar-check", "open review", also="meeting agenda")),
    (
        Permission.WRITE_ADVICE,
        Offer("New record of advice", "file-text", "new record of advice", also="begin draft roa recommendation"),
    ),
    (Permission.SEE_CLIENTS, Offer("Meeting brief", "file-text", "meeting brief", also="prepare print one page")),
    (Permission.EDIT_CLIENTS, Offer("Add phone", "phone", "add phone")),
    (Permission.EDIT_CLIENTS, Offer("Add e-mail", "mail", "add email", also="email")),
    (Permission.EDIT_CLIENTS, Offer("Add address", "map-pin", "add address")),
    (Permission.EDIT_CLIENTS, Offer("New client", "plus", "new client", "/clients", also="add create")),
    (
        Permission.SEE_INTERACTIONS,
        Offer("Search everything written", "search", "", "/search", also="find words notes calls letters e-mails"),
    ),
    (Permission.EDIT_TASKS, Offer("Add task", "plus", "add task", "/tasks", also="new create to do")),
    (
        Permission.EDIT_OPPORTUNITIES,
        Offer(
            "New opportunity", "handshake", "new opportunity", "/opportunities", also="add create sale lead pipeline"
        ),
    ),
    (
        Permission.SEE_OPPORTUNITIES,
        Offer("List of opportunities", "handshake", "", "/opportunities/list", also="pipeline totals won lost"),
    ),
    (Permission.SHAPE_BOARD, Offer("Stages of opportunities", "sliders-horizontal", "", "/settings/opportunities")),
    (Permission.SEE_TASKS, Offer("My day", "sun", "", "/tasks/day", also="today late to do")),
    (Permission.SEE_TASKS, Offer("Calendar of tasks", "calendar", "", "/tasks/calendar", also="month week due")),
    (
        Permission.EDIT_TASKS,
        Offer(
            "Start a workflow", "list-checks", "start a workflow", "/tasks/workflows", also="new process fica review"
        ),
    ),
    (Permission.SEE_TASKS, Offer("Workflows", "list-checks", "", "/tasks/workflows", also="running process progress")),
    (
        Permission.SEE_CLIENTS,
        Offer("Reviews that are booked", "calendar-check", "", "/reviews?view=booked", also="meeting"),
    ),
    (
        Permission.SEE_CLIENTS,
        Offer("Not spoken to", "phone", "", "/reviews?view=silent", also="silent contact months last contact nobody"),
    ),
    (
        Permission.SHAPE_REVIEWS,
        Offer("How often clients are reviewed", "repeat", "", "/settings/reviews", also="cycle"),
    ),
    (Permission.EXPORT_CLIENTS, Offer("Export this list to Excel", "sheet", "export xlsx", also="download")),
    (Permission.EXPORT_CLIENTS, Offer("Export this list to CSV", "file-text", "export csv", also="download")),
    (Permission.IMPORT_CLIENTS, Offer("Import contacts", "download", "", "/import", also="upload csv excel vcard")),
    (Permission.TAKE_BACKUPS, Offer("Take a backup", "archive", "take a backup", "/backups")),
    (
        Permission.DOWNLOAD_BACKUPS,
        Offer("Download the newest backup", "sheet", "download the newest backup", "/backups", also="excel"),
    ),
    (Permission.MANAGE_USERS, Offer("Add user", "user-plus", "add user", "/settings", also="new colleague invite")),
    (Permission.MANAGE_USERS, Offer("Add team", "users", "add team", "/settings", also="new create group")),
    (Permission.SHAPE_BOARD, Offer("Add column", "columns-3", "add column", "/settings", also="new create board")),
    (Permission.SHAPE_WORKFLOWS, Offer("New workflow", "plus", "", "/settings/workflows/new", also="template create")),
    (
        Permission.SHAPE_TEMPLATES,
        Offer("Templates of calls and meetings", "file-text", "", "/settings/templates", also="notes letters words"),
    ),
    (None, Offer("Keep this view", "plus", "keep view", also="save filter bookmark")),
    (Permission.SEE_CLIENTS, Offer("Archived clients", "users", "", "/clients?archived=1")),
    (None, Offer("Light theme", "sun", "theme light", also="bright colours")),
    (None, Offer("Dark theme", "moon", "theme dark", also="night colours")),
    (None, Offer("System theme", "monitor", "theme system", also="machine colours")),
    (None, Offer("Keys", "keyboard", "keys", also="shortcuts help")),
    (None, Offer("Sign out", "log-out", "sign out", also="log out leave")),
)


@dataclass(frozen=True)
class Hit:
    """One client, as the palette shows them."""

    id: str
    name: str
    about: str
    """Person · 44"""
    status: str
    archived: bool
    name_marks: tuple[str, ...] = ()
    """The name in pieces, every second one typed; empty where none is."""
    found_by: tuple[client_match.Found, ...] = ()
    """What else was typed of them: a phone, an e-mail, an ID number."""


@dataclass(frozen=True)
class Found:
    """The clients whom these words find, active ones first."""

    words: str = ""
    clients: tuple[Hit, ...] = ()


def offered(db: ScopedSession) -> list[Offer]:
    """What this user may do, in the order in which it is shown."""
    places = [(place.permission, Offer(place.words, place.icon, go=place.href, place=True)) for place in PLACES]
    return [offer for permission, offer in (*ACTIONS, *places) if permission is None or db.viewer.may(permission)]


def lately(db: ScopedSession) -> list[Hit]:
    """The clients whose pages this user opened last; within one hour, in the order of the first look."""
    db.viewer.require(Permission.SEE_CLIENTS)
    rows = db.execute(
        text(
            "select c.* from (select client_id, max(hour) as hour from client_view"
            "   where practice_id = :practice and user_id = :user group by client_id order by hour desc limit 60) v"
            " join client c on c.practice_id = :practice and c.id = v.client_id"
            " left join lateral (select id from audit_entry e where e.practice_id = :practice"
            "   and e.client_id = v.client_id and e.user_id = :user and e.action = 'view' order by id desc limit 1)"
            " look on true order by v.hour desc, look.id desc nulls last limit :most"
        ),
        {"practice": db.viewer.practice_id, "user": db.viewer.user_id, "most": MOST_LATELY},
    )
    return [
        Hit(
            str(row.id),
            shown_name(row),
            client_list.about(row.kind, row.birth_date),
            row.status,
            row.archived_at is not None,
        )
        for row in rows
    ]


def found(db: ScopedSession, words: object) -> Found:
    """At most eight clients whom the list's own search finds: active ones first, then archived."""
    asked = words[:LONGEST_SEARCH] if isinstance(words, str) else ""
    rows: list[client_list.ClientRow] = []
    for archived in (False, True):
        if clean(asked) and len(rows) < MOST_FOUND:
            rows += client_list.listed(db, ClientFilter(search=asked, archived=archived)).rows
    hits = (Hit(row.id, row.name, row.about, row.status, row.archived, row.name_marks, row.found_by) for row in rows)
    return Found(asked, tuple(hits)[:MOST_FOUND])
