"""A real web process, and the practice that everybody else is after."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import URL

from tests.running import Running
from tests.running import web as web_process
from tests.world import PracticeWorld

if TYPE_CHECKING:
    from tests.isolation.target import Target


@pytest.fixture(scope="module")
def web(_migrated: URL, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with web_process(tmp_path_factory.mktemp("web"), pages=False) as running:
        yield running


@pytest.fixture
def ours(acacia: PracticeWorld) -> "Target":
    # Named on the command line, this file is read before the run's own settings are made: the app must not be yet.
    from tests.isolation.worth_taking import target

    return target(acacia, "Acacia contacts")
