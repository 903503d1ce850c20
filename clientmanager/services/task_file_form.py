"""What a file of a task may be; what cannot stay is refused in a sentence."""

from clientmanager.errors import Invalid
from clientmanager.models.file_form import LONGEST_NAME, PICTURES, media_type, safe_name

__all__ = ["LARGEST", "LARGEST_WORDS", "LONGEST_NAME", "PICTURES", "media_type", "require_whole", "safe_name"]

LARGEST = 10 * 1024 * 1024
"""Bytes of one file."""
LARGEST_WORDS = "10 MB"


def require_whole(content: bytes) -> None:
    """Raises Invalid: nothing came, or more than a file may be."""
    if not content:
        raise Invalid("This file is empty, so it was not added.", field="file")
    if len(content) > LARGEST:
        raise Invalid(f"This file is larger than {LARGEST_WORDS}. Make it smaller or divide it.", field="file")
