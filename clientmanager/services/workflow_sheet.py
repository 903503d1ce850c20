"""What is done in the sheet of one running workflow, said in words."""

from clientmanager.db import ScopedSession
from clientmanager.services import workflow_progress, workflows


def move(db: ScopedSession, workflow_id: object, milestone: object, day: object) -> str:
    """Give a milestone another day. Returns what moved with it in a sentence; empty where it is that day already.

    Raises:
        Invalid: no such milestone, no date, or the workflow is over.
    """
    if (milestone, day) in [(key, now) for key, _, now in workflow_progress.page(db, workflow_id).milestones]:
        return ""
    came = workflows.move_milestone(db, workflow_id, milestone, day)
    moved, stayed = len(came.moved), len(came.kept)
    words = f"{moved} due {'day' if moved == 1 else 'days'} moved." if moved else "No due day moved."
    return f"{words} {stayed} stayed, because somebody had set {'it' if stayed == 1 else 'them'}." if stayed else words
