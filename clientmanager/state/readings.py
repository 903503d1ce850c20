"""What many tabs are told to read at the same time is read once, and the others are given it."""

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Seen = TypeVar("Seen")

KEPT_SECONDS = 1.0
"""Long enough for a round of tabs that are told of the same change."""


class Readings(Generic[Seen]):
    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[float, Seen]] = {}
        """What was read, and when its reading began."""

    def after(self, moment: float, what: Hashable, read: Callable[[], Seen]) -> Seen:
        """What was read since `moment` (of `time.monotonic`), or else is read now.

        Args:
            what: equal only for those who may read the same, and would: whoever asks has been let in before.
        """
        began = time.monotonic()
        kept = self._kept.get(what)
        if kept and kept[0] > moment and kept[0] > began - KEPT_SECONDS:
            return kept[1]
        seen = read()
        self._kept = {other: one for other, one in list(self._kept.items()) if one[0] > began - KEPT_SECONDS}
        self._kept[what] = began, seen
        return seen
