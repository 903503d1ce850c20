"""The worker's work, done where the test stands."""

import threading

from clientmanager import worker

NOBODY_STOPS = threading.Event()


def do_all_work() -> None:
    while worker.take_up_work(NOBODY_STOPS):
        pass
