"""One file per noun. Importing this room makes every table known to `SQLModel.metadata`."""

from clientmanager.models import (
    advice,
    audit,
    capture,
    client,
    draft,
    file,
    import_run,
    interaction,
    notice,
    opportunity,
    practice,
    review,
    snapshot,
    task,
    task_series,
    team,
    user,
    view,
    work,
    workflow,
)

__all__ = [
    "advice", "audit", "capture", "client", "draft", "file", "import_run", "interaction", "notice", "opportunity",
    "practice", "review", "snapshot", "task", "task_series", "team", "user", "view", "work", "workflow",
]  # fmt: skip
