"""Who may do what: the whole table at a glance."""

from enum import StrEnum

from clientmanager.models.user import Role


class Permission(StrEnum):
    SEE_CLIENTS = "see clients"
    EDIT_CLIENTS = "edit clients"
    ARCHIVE_CLIENTS = "archive clients"
    IMPORT_CLIENTS = "import clients"
    EXPORT_CLIENTS = "export clients"
    SEE_INTERACTIONS = "see interactions"
    RECORD_INTERACTIONS = "record interactions"
    SEE_REMOVED_INTERACTIONS = "see removed interactions"
    SHAPE_TEMPLATES = "shape templates"
    SEE_TASKS = "see tasks"
    EDIT_TASKS = "edit tasks"
    DELETE_TASKS = "delete tasks"
    EXPORT_TASKS = "export tasks"
    SEE_ADVICE = "see advice"
    WRITE_ADVICE = "write advice"
    LOCK_ADVICE = "lock advice"
    EXPORT_ADVICE = "export advice"
    SEE_OPPORTUNITIES = "see opportunities"
    EDIT_OPPORTUNITIES = "edit opportunities"
    SEE_REPORT = "see the work report"
    SHAPE_BOARD = "shape the board"
    SHAPE_WORKFLOWS = "shape workflows"
    SHAPE_REVIEWS = "shape reviews"
    SEE_BACKUPS = "see backups"
    TAKE_BACKUPS = "take backups"
    DOWNLOAD_BACKUPS = "download backups"
    SEE_AUDIT = "see the audit"
    SEE_USERS = "see users"
    MANAGE_USERS = "manage users"
    CHANGE_PRACTICE = "change the practice"


P = Permission
_COMPLIANCE = frozenset(
    {
        P.SEE_CLIENTS,
        P.SEE_INTERACTIONS,
        P.SEE_REMOVED_INTERACTIONS,
        P.SEE_TASKS,
        P.SEE_ADVICE,
        P.EXPORT_ADVICE,
        P.SEE_OPPORTUNITIES,
        P.SEE_REPORT,
        P.SEE_AUDIT,
        P.SEE_USERS,
    }
)
_ASSISTANT = frozenset(
    {
        P.SEE_CLIENTS,
        P.EDIT_CLIENTS,
        P.SEE_INTERACTIONS,
        P.RECORD_INTERACTIONS,
        P.SEE_TASKS,
        P.EDIT_TASKS,
        P.SEE_ADVICE,
        P.WRITE_ADVICE,
        P.SEE_OPPORTUNITIES,
        P.EDIT_OPPORTUNITIES,
        P.SEE_USERS,
    }
)
_ADVISER = _ASSISTANT | {
    P.ARCHIVE_CLIENTS, P.IMPORT_CLIENTS, P.EXPORT_CLIENTS, P.DELETE_TASKS, P.EXPORT_TASKS, P.LOCK_ADVICE,
    P.EXPORT_ADVICE,
}  # fmt: skip

MAY: dict[Role, frozenset[Permission]] = {
    Role.OWNER: frozenset(Permission),
    Role.ADVISER: _ADVISER,
    Role.ASSISTANT: _ASSISTANT,
    Role.COMPLIANCE: _COMPLIANCE,
}
