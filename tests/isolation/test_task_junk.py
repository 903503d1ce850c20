"""Whatever is sent to what people do with tasks, the answer is a clean sentence, and no line of the log holds it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from clientmanager.state.task_board import TaskBoard
from clientmanager.state.task_sheet import TaskSheet
from tests.isolation.handlers import Handler, handlers
from tests.isolation.target import Target
from tests.isolation.wire import tab as open_tab
from tests.running import Running

OF_TASKS = re.compile(r"(task|board|workflow|notice|team|reminder|view|practice_day)")
MARK = "Thandi Mokoena's secret"


HOSTILE: dict[str, Any] = {
    "half a pair": f"{MARK}\ud800",
    "a mapping": {MARK: {MARK: [None]}},
    "the last day": "9999-12-31",
}
"""One of each way in which an answer can fail: to be written, to be read as what it should be, to be counted on."""


def of_tasks() -> list[Handler]:
    """Those of the screens of the practice's work that take anything."""
    found = handlers(lambda state: OF_TASKS.search(state.__module__) is not None)
    return [handler for handler in found if handler.parameters and not handler.name.endswith(".setvar")]


def calls(ours: Target, hostile: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each argument and each field of each form for itself; the others are what a person would send."""
    for handler in of_tasks():
        usual = ours.payload(handler)
        for name in handler.parameters:
            yield handler.name, usual | {name: hostile}
            if name == "form":
                yield from ((handler.name, usual | {name: ours.form | {field: hostile}}) for field in ours.form)


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_each_argument_is_answered_in_a_sentence(hostile: Any, web: Running, ours: Target):
    written = web.log.stat().st_size
    with open_tab(web, ours.world.sign_in(ours.world.owner), page=f"/tasks?task={ours.task}") as tab:
        tab.ask(f"{TaskSheet.get_full_name()}.load")
        for name, payload in calls(ours, hostile):
            tab.send(name, payload)
            tab.line.receive(0.001)
        tab.listen(2)
        assert "Acacia" in tab.ask(f"{TaskBoard.get_full_name()}.load"), "the web process still serves"
    log = web.log.read_bytes()[written:].decode()
    assert [word for word in ("incident", "Traceback", "Thandi", "secret") if word in log] == [], log[-3000:]
    assert "Something went wrong" not in "\n".join(tab.heard)
