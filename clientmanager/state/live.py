"""Every screen that shows a client shows it as it is: from the commit of a change to whoever looks, within a second."""

import asyncio

from reflex.app import App
from reflex.event import Event

from clientmanager.services import changes
from clientmanager.state.client_history import ClientHistory
from clientmanager.state.looking import LOOKING

LONGEST_ANSWER_SECONDS = 2.0
"""A tab that is busy with something else does not keep the others waiting."""


async def keep_up_to_date(app: App) -> None:
    """A lifespan task: one connection that listens for each web process."""
    namespace = app.event_namespace
    if namespace is None:
        return
    tokens = namespace.sid_to_token
    name = f"{ClientHistory.get_full_name()}.catch_up"

    async def tell(token: str) -> None:
        """As an event of the tab itself: it runs after what the tab is doing, and with the tab's own cookie."""
        answer = await app.event_processor.enqueue(token, Event(name=name))
        await asyncio.wait({answer}, timeout=LONGEST_ANSWER_SECONDS)

    await asyncio.gather(
        changes.listen(LOOKING.heard, LOOKING.missed),
        LOOKING.tell_all(tell, connected=lambda: set(tokens.values())),
    )
