"""The handle by which a change is put back: the number of its entry in the audit, so that it outlives the page."""

import re

GONE = "This cannot be undone any more: its record is not here."
ENTRIES = (
    "from audit_entry e join audit_payload p on p.practice_id = e.practice_id and p.entry_id = e.id"
    " where e.practice_id = :practice"
)
"""A practice's entries `e` with what they say `p`."""


def number_of(handle: object) -> int:
    """The entry's number; 0, which no entry has, where it is no handle."""
    return int(handle) if isinstance(handle, str) and re.fullmatch("[0-9]{1,18}", handle) else 0
