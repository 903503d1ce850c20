"""The parts of a running installation: what each is, and how it comes back when it dies."""

import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from clientmanager.config import ROOT
from clientmanager.errors import Unavailable
from clientmanager.processes import Child, last_lines, open_log, say

MIGRATING = "migrating.lock"
"""Held in the data directory while the data is brought up to date; the web process serves when it is free."""
PROGRAM = (sys.executable, "-m", "clientmanager")
_PAUSES_SECONDS = (0.5, 1, 2, 4, 8, 16, 30)
_STEADY_SECONDS = 60


class Part(Protocol):
    """Something that is to run until the end."""

    name: str
    log: Path

    @property
    def alive(self) -> bool: ...
    def start(self) -> None: ...


class Program:
    """A part of ours that runs as a process of its own: `python -m clientmanager <name>`."""

    def __init__(self, name: str, logs: Path, environment: Mapping[str, str]) -> None:
        self.name = name
        self.log = logs / f"{name}.log"
        self._environment = environment
        self._child: Child | None = None

    @property
    def alive(self) -> bool:
        return self._child is not None and self._child.ended is None

    def start(self) -> None:
        if self._child:
            self._child.finish()
        with open_log(self.log) as log:
            self._child = Child((*PROGRAM, self.name), cwd=ROOT, env=self._environment, stdout=log, stderr=log)

    def ask_to_end(self) -> None:
        if self._child and self.alive:
            self._child.send(signal.SIGTERM)

    def end(self, patience: float) -> None:
        if self._child:
            self._child.wait(patience)
            self._child.finish()


class Watch:
    """Starts a part again when it has died, each time after a longer pause until it has been steady for a while."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self._deaths = 0
        self._started = time.monotonic()
        self._start_at: float | None = None

    def tend(self) -> None:
        now = time.monotonic()
        if self._part.alive:
            if now - self._started > _STEADY_SECONDS:
                self._deaths = 0
        elif self._start_at is None:
            pause = _PAUSES_SECONDS[min(self._deaths, len(_PAUSES_SECONDS) - 1)]
            say(f"The {self._part.name} process ended by itself; it starts again in {pause:g} s. It said last:")
            say(last_words(self._part.log))
            self._deaths += 1
            self._start_at = now + pause
        elif now >= self._start_at:
            self._started, self._start_at = now, None
            try:
                self._part.start()
            except Unavailable as error:
                say(str(error))


def last_words(log: Path) -> str:
    return "\n".join(f"    {line}" for line in last_lines(log)) or "    (nothing)"
