"""What is typed into a task and not saved: as of clients, kept for its writer alone until it is saved or not wanted."""

import pytest
from sqlalchemy import text

from clientmanager.errors import Invalid, NotAllowed, NotFound
from clientmanager.models.user import User
from clientmanager.services import client_page, clients, drafts, task_drafts, task_page, tasks
from clientmanager.services.drafts import place_in_task
from clientmanager.services.task_drafts import OVERTAKEN
from clientmanager.services.task_page import TaskView
from tests.world import Database, PracticeWorld


def added(world: PracticeWorld) -> str:
    with world.as_(world.owner) as db:
        return tasks.create(db, {"title": "Call about the RA", "client_id": str(world.client.id)})


def type_(world: PracticeWorld, task: str, field: str, value: str, was: str = "") -> None:
    with world.as_(world.adviser) as db:
        task_drafts.keep(db, task, field, value, was)


def page(world: PracticeWorld, task: str, by: User | None = None) -> TaskView:
    with world.as_(by or world.adviser) as db:
        return task_page.page(db, task)


def set_by_another(world: PracticeWorld, task: str, field: str, value: str) -> None:
    with world.as_(world.assistant) as db:
        tasks.set_field(db, task, field, value)


def test_what_is_typed_is_there_again_for_its_writer_alone(acacia: PracticeWorld):
    task = added(acacia)
    type_(acacia, task, "title", "Call about the TFSA", "Call about the RA")
    type_(acacia, task, "description", "She wants to kn")
    type_(acacia, task, "new-comment", "No answ")
    type_(acacia, task, "new-item", "Ask for the paysl")
    typed = page(acacia, task).typed
    assert {field: one.value for field, one in typed.unsaved.items()} == {
        "title": "Call about the TFSA",
        "description": "She wants to kn",
        "new-comment": "No answ",
        "new-item": "Ask for the paysl",
    }
    assert typed.conflicts == ()
    assert page(acacia, task, acacia.owner).typed.unsaved == {}


def test_saved_or_unwanted_it_is_forgotten(acacia: PracticeWorld, database: Database):
    task = added(acacia)
    for field in ("title", "description", "new-comment", "new-item"):
        type_(acacia, task, field, "typed", "Call about the RA" if field == "title" else "")
    with acacia.as_(acacia.adviser) as db:
        task_drafts.save_field(db, task, "title", "Call", "Call about the RA")
        task_drafts.comment(db, task, "typed")
        task_drafts.add_item(db, task, "typed")
        task_drafts.forget(db, task, "description")
    assert database.one("select count(*) from draft") == 0


@pytest.mark.parametrize("field", ["new-comment", "new-item"])
def test_an_emptied_box_is_no_draft(field: str, acacia: PracticeWorld):
    task = added(acacia)
    for words in ("typed", "  "):
        type_(acacia, task, field, words)
    assert page(acacia, task).typed.unsaved == {}


def test_a_draft_is_saved_from_where_it_was_kept_but_not_over_someone_else(acacia: PracticeWorld):
    task = added(acacia)
    type_(acacia, task, "description", "Mine")
    type_(acacia, task, "title", "Mine", "Call about the RA")
    set_by_another(acacia, task, "title", "Theirs")
    with acacia.as_(acacia.adviser) as db:
        assert task_drafts.save_draft(db, task, "description") != OVERTAKEN
        assert task_drafts.save_draft(db, task, "title") == OVERTAKEN
        assert task_drafts.save_draft(db, task, "priority") == OVERTAKEN
    seen = page(acacia, task)
    assert (seen.title, seen.description, seen.typed.conflicting) == ("Theirs", "Mine", {"title": "Mine"})


def test_of_two_titles_both_stand_until_one_is_chosen(acacia: PracticeWorld):
    task = added(acacia)
    set_by_another(acacia, task, "title", "Theirs")
    with acacia.as_(acacia.adviser) as db:
        assert task_drafts.save_field(db, task, "title", "Mine", "Call about the RA") == OVERTAKEN
    typed = page(acacia, task).typed
    [conflict] = typed.conflicts
    assert (conflict.was, conflict.mine, conflict.theirs, conflict.who) == (
        "Call about the RA", "Mine", "Theirs", "Ayesha",
    )  # fmt: skip
    assert (typed.heading, typed.first_conflict) == ("Ayesha changed this while you were typing.", "title")
    set_by_another(acacia, task, "title", "A third")
    with acacia.as_(acacia.adviser) as db:
        assert task_drafts.save_field(db, task, "title", conflict.yours, conflict.seen) == OVERTAKEN
    [conflict] = page(acacia, task).typed.conflicts
    with acacia.as_(acacia.adviser) as db:
        assert task_drafts.save_field(db, task, "title", conflict.yours, conflict.seen) != OVERTAKEN
    assert (page(acacia, task).title, page(acacia, task).typed.conflicts) == ("Mine", ())


def test_two_who_typed_the_same_have_nothing_to_choose(acacia: PracticeWorld):
    task = added(acacia)
    type_(acacia, task, "title", "The same ", "Call about the RA")
    set_by_another(acacia, task, "title", "The same")
    assert page(acacia, task).typed.conflicts == ()


def test_a_new_task_is_there_again_where_it_was_begun(acacia: PracticeWorld, database: Database):
    client, other = (str(one.id) for one in acacia.clients[:2])
    with acacia.as_(acacia.adviser) as db:
        drafts.keep_new_task(db, client, {"line": "Call tomo\x00", "description": "", "column_id": "x"})
        assert drafts.new_task(db, client)[0] == {"line": "Call tomo", "description": ""}
        assert drafts.new_task(db, other) == drafts.new_task(db, None) == ({}, "")
        task_drafts.add(db, "Call tomorrow", None, {"client_id": client})
        drafts.keep_new_task(db, None, {"line": "Something", "description": "x" * 20_000})
        assert drafts.new_task(db, None)[1]
        drafts.keep_new_task(db, None, {"line": " "})
    assert database.one("select count(*) from draft") == 0


def test_a_client_who_is_erased_takes_along_what_was_typed_for_them(acacia: PracticeWorld, database: Database):
    task = added(acacia)
    type_(acacia, task, "description", "About the client")
    with acacia.as_(acacia.adviser) as db:
        drafts.keep_new_task(db, str(acacia.client.id), {"line": "Call the client"})
    database.owner.execute(text("delete from client where id = :id"), {"id": acacia.client.id})
    assert database.one("select count(*) from draft") == 0


def test_a_client_s_page_takes_no_new_task_for_a_field_of_its_own(acacia: PracticeWorld):
    with acacia.as_(acacia.adviser) as db:
        drafts.keep_new_task(db, str(acacia.client.id), {"line": "Call the client"})
        assert client_page.page(db, acacia.client.id).drafts == {}


def test_nothing_is_kept_in_another_practice_nor_by_whoever_may_not_edit(acacia: PracticeWorld, baobab: PracticeWorld):
    task = added(acacia)
    with pytest.raises(NotFound), baobab.as_(baobab.owner) as db:
        drafts.keep(db, place_in_task(task, "title"), "typed")
    with pytest.raises(NotFound), baobab.as_(baobab.owner) as db:
        drafts.keep_new_task(db, str(acacia.client.id), {"line": "typed"})
    for use_case in (task_drafts.keep, task_drafts.save_field):
        with pytest.raises(NotAllowed), acacia.as_(acacia.compliance) as db:
            use_case(db, task, "title", "typed", "Call about the RA")
    with pytest.raises(NotAllowed), acacia.as_(acacia.compliance) as db:
        task_drafts.save_draft(db, task, "title")
    with pytest.raises(NotAllowed), acacia.as_(acacia.compliance) as db:
        drafts.new_task(db, None)


@pytest.mark.parametrize("place", ["task x/title", "new task for x/form", "task " + "0" * 36 + "/" + "x" * 41])
def test_a_place_that_is_none_keeps_nothing(place: str, acacia: PracticeWorld):
    with pytest.raises((Invalid, NotFound)), acacia.as_(acacia.adviser) as db:
        drafts.keep(db, place, "typed")


def test_nobody_s_words_for_a_client_field_meet_a_task(acacia: PracticeWorld):
    """The same person's draft of a client's field and of a task's are two."""
    task = added(acacia)
    type_(acacia, task, "title", "Mine", "Call about the RA")
    with acacia.as_(acacia.adviser) as db:
        drafts.keep(db, drafts.place_of(acacia.client.id, "title"), "Dr", "")
        clients.set_field(db, acacia.client.id, "title", "Prof")
    assert page(acacia, task).typed.conflicts == ()
