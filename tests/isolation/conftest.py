"""A real web process, and the practice that everybody else is after."""

from collections.abc import Iterator

import pytest
from sqlalchemy import URL

from tests.isolation.handlers import Target, target
from tests.running import Running
from tests.running import web as web_process
from tests.world import PracticeWorld


@pytest.fixture(scope="module")
def web(_migrated: URL, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with web_process(tmp_path_factory.mktemp("web"), pages=False) as running:
        yield running


@pytest.fixture
def ours(acacia: PracticeWorld) -> Target:
    return target(acacia, "Acacia contacts")
