"""Views kept under a name: everybody's own, links and nothing else, and only what a page would write itself."""

import threading
from typing import Any

import pytest

from clientmanager.db import Viewer, session_for
from clientmanager.errors import DomainError, Invalid, NotAllowed, NotFound
from clientmanager.models.base import new_id
from clientmanager.models.permission import MAY
from clientmanager.models.user import Role, User
from clientmanager.services import saved_views
from tests.world import Database, PracticeWorld


def keep(world: PracticeWorld, address: object, name: object, by: User | None = None, **how: Any) -> str:
    with world.as_(by or world.adviser) as db:
        return saved_views.keep(db, address, name, **how)


def kept(world: PracticeWorld, address: str = "/tasks", by: User | None = None) -> dict[str, str]:
    with world.as_(by or world.adviser) as db:
        return {view.name: view.address for view in saved_views.listed(db, address)}


def drop(world: PracticeWorld, view: object, by: User | None = None) -> saved_views.Dropped:
    with world.as_(by or world.adviser) as db:
        return saved_views.drop(db, view)


def rename(world: PracticeWorld, view: object, name: object, by: User | None = None) -> None:
    with world.as_(by or world.adviser) as db:
        saved_views.rename(db, view, name)


def test_each_place_has_its_own_and_each_is_a_link(acacia: PracticeWorld):
    keep(acacia, "/tasks?due=late&whose=me", "Late, mine")
    keep(acacia, "/tasks/list/?sort=-due&done=1&label=RA", " Done \u202f RA ")
    keep(acacia, "/tasks/calendar?by=week&on=2026-03-12", "élan")
    keep(acacia, "/tasks/day", "Day")
    keep(acacia, "/tasks", "All")
    keep(acacia, "/clients?status=active&sort=-change&row=51&from=x", "All")
    assert list(kept(acacia).items()) == [
        ("All", "/tasks"), ("Day", "/tasks/day"), ("Done RA", "/tasks/list?label=ra&sort=-due&done=1"),
        ("élan", "/tasks/calendar?by=week"), ("Late, mine", "/tasks?whose=me&due=late"),
    ]  # fmt: skip
    assert kept(acacia, "/clients") == {"All": "/clients?status=active&sort=-change"}
    assert kept(acacia, by=acacia.owner) == {}


def test_what_is_kept_is_what_the_page_would_write(acacia: PracticeWorld, database: Database):
    client = str(acacia.client.id)
    for address in (
        f"/tasks/list?utm=1&client={client}&task={new_id()}&q=%20ra+%26+x%00&sort=junk&done=yes&whose=x#top",
        f"/tasks/list?client={client}&q=ra+%26+x",
    ):
        keep(acacia, address, "RA")
        assert kept(acacia) == {"RA": f"/tasks/list?q=ra+%26+x&client={client}"}
    keep(acacia, "/tasks?q=" + "x" * 5000, "Long")
    assert len(kept(acacia)["Long"]) < 250
    many = "&".join(f"label={'ä' * 190}{number}" for number in range(50))
    with pytest.raises(Invalid, match="more than a view can keep"):
        keep(acacia, f"/clients?{many.replace('label', 'tag')}", "Many")
    assert database.one("select count(*) from saved_view") == 2
    assert kept(acacia, f"/tasks?{many}")


@pytest.mark.parametrize(
    "address",
    [None, 1, [], {}, "", "/", "/audit", "//evil.example/tasks", "https://evil.example/tasks", "/tasks/export.csv",
     "/taskslist", "/tasks/list/x", "/clients/x", "javascript:alert(1)"],
)  # fmt: skip
def test_no_other_page_is_kept(address: object, acacia: PracticeWorld):
    with pytest.raises(NotFound):
        keep(acacia, address, "x")
    with pytest.raises(NotFound), acacia.as_(acacia.adviser) as db:
        saved_views.listed(db, address)


@pytest.mark.parametrize("name", [None, 1, True, [], {}, "", " \x00", "x" * 61, "a\u200bb"])
def test_no_view_is_called_that(name: object, acacia: PracticeWorld):
    view = keep(acacia, "/tasks", "All")
    for attempt in (lambda: keep(acacia, "/tasks", name), lambda: rename(acacia, view, name)):
        with pytest.raises(Invalid) as refused:
            attempt()
        assert refused.value.field == "name"
    assert kept(acacia) == {"All": "/tasks"}


def test_the_same_name_again_takes_its_place(acacia: PracticeWorld):
    first = keep(acacia, "/tasks?due=late", "late")
    assert keep(acacia, "/tasks/list?due=today", "LATE!") == first
    assert kept(acacia) == {"LATE!": "/tasks/list?due=today"}
    keep(acacia, "/clients", "late")
    keep(acacia, "/tasks", "late", by=acacia.owner)
    assert kept(acacia) == {"LATE!": "/tasks/list?due=today"}
    with pytest.raises(Invalid, match="a view LATE! already"):
        keep(acacia, "/tasks", "late", anew=False)


def test_a_view_is_renamed_but_not_to_another_s_name(acacia: PracticeWorld):
    view = keep(acacia, "/tasks", "All")
    keep(acacia, "/tasks?due=late", "Late")
    keep(acacia, "/clients", "Everyone")
    rename(acacia, view, "ALL")
    rename(acacia, view, "Everyone")
    with pytest.raises(Invalid, match="You have a view Late already"):
        rename(acacia, view, "late")
    assert kept(acacia) == {"Everyone": "/tasks", "Late": "/tasks?due=late"}


def test_what_is_dropped_can_be_put_back(acacia: PracticeWorld):
    view = keep(acacia, "/tasks/list?due=late", "Late")
    gone = drop(acacia, view)
    assert (gone.name, gone.address, kept(acacia)) == ("Late", "/tasks/list?due=late", {})
    with pytest.raises(NotFound):
        drop(acacia, view)
    keep(acacia, gone.address, gone.name, anew=False)
    assert kept(acacia) == {"Late": "/tasks/list?due=late"}


def test_the_one_that_is_shown_is_known(acacia: PracticeWorld):
    keep(acacia, "/tasks/list?due=late", "List")
    keep(acacia, "/tasks?due=late", "Board")
    for address, name in (("/tasks/list?due=late&task=x", "List"), ("/tasks?due=late", "Board"), ("/tasks", "")):
        with acacia.as_(acacia.adviser) as db:
            assert "".join(view.name for view in saved_views.listed(db, address) if view.here) == name


def test_another_s_views_are_not_here(acacia: PracticeWorld, baobab: PracticeWorld):
    view, theirs = keep(acacia, "/tasks", "All"), keep(baobab, "/tasks", "Theirs")
    for user in (acacia.owner, acacia.assistant, acacia.compliance):
        for one in (view, theirs, "x", None, 7, [], {}):
            with pytest.raises(NotFound):
                drop(acacia, one, by=user)
            with pytest.raises(NotFound):
                rename(acacia, one, "x", by=user)
    assert (kept(acacia), kept(baobab)) == ({"All": "/tasks"}, {"Theirs": "/tasks"})


def test_a_person_keeps_at_most_fifty(acacia: PracticeWorld):
    with acacia.as_(acacia.adviser) as db:
        for number in range(49):
            saved_views.keep(db, "/tasks", f"View {number}")
    keep(acacia, "/clients", "All")
    with pytest.raises(Invalid, match="50 views"):
        keep(acacia, "/tasks", "One too many")
    keep(acacia, "/tasks?due=late", "view 7")
    keep(acacia, "/tasks", "Mine", by=acacia.owner)


def test_who_does_not_see_a_page_keeps_no_view_of_it(acacia: PracticeWorld, monkeypatch: pytest.MonkeyPatch):
    keep(acacia, "/tasks", "All", by=acacia.compliance)
    monkeypatch.setitem(MAY, Role.COMPLIANCE, frozenset())
    for address in ("/tasks", "/clients"):
        with pytest.raises(NotAllowed):
            keep(acacia, address, "x", by=acacia.compliance)
        with pytest.raises(NotAllowed):
            kept(acacia, address, by=acacia.compliance)
    with session_for(Viewer(acacia.practice_id, actor="operator")) as db:
        assert saved_views.listed(db, "/tasks") == []
        with pytest.raises(NotAllowed):
            saved_views.keep(db, "/tasks", "x")


def test_two_windows_that_keep_the_same_name_at_once_keep_one(acacia: PracticeWorld):
    ready, refused = threading.Barrier(4), list[DomainError]()

    def make(number: int) -> None:
        try:
            with acacia.as_(acacia.adviser) as db:
                ready.wait(10)
                saved_views.keep(db, f"/tasks?q={number}", "Mine")
        except DomainError as problem:
            refused.append(problem)

    threads = [threading.Thread(target=make, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (refused, list(kept(acacia))) == ([], ["Mine"])
