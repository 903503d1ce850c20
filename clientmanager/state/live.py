"""Every screen that shows a client, a board, the timeline or one's notices shows it as it is: from the commit of a
change to whoever looks, within a second."""

import asyncio

from reflex.app import App
from reflex.event import Event

from clientmanager.services import changes
from clientmanager.state.client_history import ClientHistory
from clientmanager.state.looking import BOARDS, LOOKING, NOTICES, OPPORTUNITIES, TIMELINES
from clientmanager.state.notices import Notices
from clientmanager.state.opportunity_views import OpportunityViews
from clientmanager.state.task_views import TaskViews
from clientmanager.state.timelines import PracticeTimeline

LONGEST_ANSWER_SECONDS = 2.0
"""A tab that is busy with something else does not keep the others waiting."""


async def keep_up_to_date(app: App) -> None:
    """A lifespan task: one connection that listens for each web process."""
    namespace = app.event_namespace
    if namespace is None:
        return
    tokens = namespace.sid_to_token

    def connected() -> set[str]:
        return set(tokens.values())

    async def tell(token: str, event: str) -> None:
        """As an event of the tab itself: it runs after what the tab is doing, and with the tab's own cookie."""
        answer = await app.event_processor.enqueue(token, Event(name=event))
        await asyncio.wait({answer}, timeout=LONGEST_ANSWER_SECONDS)

    def missed() -> None:
        LOOKING.missed()
        BOARDS.missed()
        NOTICES.missed()
        TIMELINES.missed()
        OPPORTUNITIES.missed()

    of_client, of_board, of_notices, of_timeline, of_opportunities = (
        f"{state.get_full_name()}.catch_up"
        for state in (ClientHistory, TaskViews, Notices, PracticeTimeline, OpportunityViews)
    )
    heard = {
        changes.CLIENTS: LOOKING.heard,
        changes.TASKS: BOARDS.heard,
        changes.NOTICES: NOTICES.heard,
        changes.TIMELINES: TIMELINES.heard,
        changes.OPPORTUNITIES: OPPORTUNITIES.heard,
    }
    await asyncio.gather(
        changes.listen(heard, missed),
        LOOKING.tell_all(lambda token: tell(token, of_client), connected),
        BOARDS.tell_all(lambda token: tell(token, of_board), connected),
        NOTICES.tell_all(lambda token: tell(token, of_notices), connected),
        TIMELINES.tell_all(lambda token: tell(token, of_timeline), connected),
        OPPORTUNITIES.tell_all(lambda token: tell(token, of_opportunities), connected),
    )
