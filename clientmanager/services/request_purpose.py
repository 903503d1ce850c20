"""What a request was for, where its entries in the audit must say so: it stands before the request's own id."""

from sqlalchemy import text

from clientmanager.db import ScopedSession


def mark(db: ScopedSession, purpose: str) -> None:
    """Everything that this transaction changes from here on was for this: "import", "undo 4711"."""
    db.execute(
        text("select set_config('app.request_id', :purpose || ': ' || current_setting('app.request_id'), true)"),
        {"purpose": purpose},
    )


def read(request_id: str) -> str:
    """The purpose, or empty."""
    purpose, colon, _ = request_id.partition(": ")
    return purpose if colon else ""
