"""The practice: whose clients these are."""

import re
from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from clientmanager.errors import Invalid
from clientmanager.models.base import moment, new_id

SHORT_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")


class Practice(SQLModel, table=True):
    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str
    short_name: str = Field(unique=True)
    """How the command line calls it: letters, digits and hyphens."""
    contact: str = ""
    """Whom its users ask for help: a name, a number, an address."""
    fsp_number: str = ""
    """Under which the practice is authorised as a financial services provider: digits."""
    sealed_key: bytes
    """The practice's own key, wrapped by the installation's master key."""
    created_at: datetime = moment()

    @staticmethod
    def checked_short_name(value: str) -> str:
        if not SHORT_NAME.fullmatch(value):
            raise Invalid("Use up to 40 small letters, digits and hyphens, such as khumalo-botha.", field="short_name")
        return value
