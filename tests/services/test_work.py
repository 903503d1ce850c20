"""Work that is asked for: with whatever asked for it, or not at all; seen by its practice alone."""

from uuid import uuid4

from clientmanager.services import work
from tests.world import Database, PracticeWorld


def test_work_is_asked_for_with_its_cause_or_not_at_all(acacia: PracticeWorld, database: Database):
    with acacia.as_(acacia.owner) as db:
        work.ask(db, "import", uuid4(), step="preview")
        db.rollback()
    assert database.one("select count(*) from work") == 0


def test_progress_is_seen_while_the_work_goes_on_and_by_its_practice_only(acacia: PracticeWorld, baobab: PracticeWorld):
    subject = uuid4()
    with acacia.as_(acacia.owner) as db:
        work.ask(db, "import", subject)
    claimed = work.claim()
    assert claimed
    assert (claimed.subject_id, claimed.user_id, claimed.attempts) == (subject, acacia.owner.id, 1)
    claimed.progress(500, 2_000)
    with acacia.as_(acacia.assistant) as db:
        assert work.progress_of(db, subject) == work.Progress("running", 500, 2_000, "")
        assert work.progress_of(db, uuid4()) is None
    with baobab.as_(baobab.owner) as db:
        assert work.progress_of(db, subject) is None


def test_the_oldest_work_comes_first_whosever_it_is(acacia: PracticeWorld, baobab: PracticeWorld):
    asked = []
    for world in (acacia, baobab, acacia):
        with world.as_(world.owner) as db:
            asked.append(work.ask(db, "import", uuid4()).id)
    claims = [work.claim() for _ in asked]
    assert [claim.id for claim in claims if claim] == asked
