"""Alembic's entry: always within the caller's connection (see `clientmanager/migrating.py`)."""

from alembic import context
from sqlmodel import SQLModel

import clientmanager.models  # noqa: F401  (makes the tables known)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    compare_server_default=False,
)
with context.begin_transaction():
    context.run_migrations()
