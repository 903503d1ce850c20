"""An import: previewed, then all of it or nothing, once, and everything of it accounted for."""

import csv
import io
import threading
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event

from clientmanager import clock, worker
from clientmanager import db as database_module
from clientmanager.errors import NotAllowed, NotFound
from clientmanager.imports import read
from clientmanager.models.client import Client
from clientmanager.services import client_list, clients, import_list, imports, work
from clientmanager.services.client_filter import ClientFilter
from tests.world import Database, PracticeWorld

HEADINGS = ["First name", "Surname", "E-mail", "Cell number", "Street", "City", "Postal code", "Shoe size"]
CARDS = (
    b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Nkosi;Anna;;;\r\nFN:Anna Nkosi\r\nTEL;TYPE=CELL:082 555 0101\r\nEND:VCARD\r\n"
    b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Botha;Jan;;;\r\nFN:Jan Botha\r\nX-SHOE:43\r\nEND:VCARD\r\n"
)
NOBODY_STOPS = threading.Event()


def table(many: int, first: int = 0) -> bytes:
    """A CSV of so many people, each one's values found nowhere else."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    for n in range(first, first + many):
        writer.writerow(
            [f"First{n}", f"Last{n}", f"p{n}@example.co.za", f"082 {n:07}", f"{n} Main", "Paarl", "7646", n]
        )
    return out.getvalue().encode()


def receive(world: PracticeWorld, content: bytes, name: str = "clients.csv") -> str:
    with world.as_(world.adviser) as db:
        return imports.receive(db, name, content)


def confirm(world: PracticeWorld, import_id: str, adviser: object = "") -> None:
    with world.as_(world.adviser) as db:
        imports.confirm(db, import_id, adviser)


def seen(world: PracticeWorld, import_id: str) -> import_list.ImportSeen:
    with world.as_(world.adviser) as db:
        return import_list.seen(db, import_id)


def do_all_work() -> None:
    while worker.take_up_work(NOBODY_STOPS):
        pass


def bring(world: PracticeWorld, content: bytes, *, dry_run: bool = False, **how: Any) -> imports.Report:
    with world.as_(world.owner) as db:
        return imports.bring(db, read(content, "clients.csv"), "clients.csv", adviser_id=None, dry_run=dry_run, **how)


def plain(report: imports.Report) -> list[Any]:
    """A report without the ids, which are new each time."""
    kept = [{key: value for key, value in one.items() if key != "id"} for one in report.clients]
    return [report.rows, report.created, report.updated, report.unchanged, report.rejected, report.rejections, kept]


def test_a_file_is_previewed_then_imported_and_its_bytes_are_gone(acacia: PracticeWorld, database: Database):
    content = table(3) + b",,,,,,,\n,,x@y.co.za,,,,,\n"
    import_id = receive(acacia, content)
    assert seen(acacia, import_id).run.state == "reading"
    do_all_work()
    preview = seen(acacia, import_id)
    assert preview.run.state == "previewed"
    assert (preview.run.rows, preview.run.created) == (4, 3)
    assert [(note.row, bool(note.reason)) for note in preview.rejections] == [("6", True)]
    assert database.one("select count(*) from client") == len(acacia.clients)
    sealed = bytes(database.one("select content from import_file"))
    assert b"example.co.za" not in sealed
    confirm(acacia, import_id, str(acacia.adviser.id))
    do_all_work()
    done = seen(acacia, import_id)
    assert (done.run.state, done.run.created, done.done, done.total) == ("done", 3, 4, 4)
    assert database.one("select count(*) from import_file") == 0
    assert database.all("select adviser_id, extra from client where last_name = 'Last1'") == [
        (acacia.adviser.id, {"Shoe size": "1"})
    ]


@pytest.mark.parametrize("content", [table(7), CARDS])
def test_a_dry_run_says_what_the_import_does_and_the_same_file_again_changes_nothing(
    content: bytes, acacia: PracticeWorld, database: Database
):
    before = database.one("select count(*) from audit_entry")
    said = bring(acacia, content, dry_run=True)
    assert database.one("select count(*) from audit_entry") == before
    done = bring(acacia, content)
    assert plain(said) == plain(done)
    assert done.created == done.rows
    again = bring(acacia, content)
    assert (again.unchanged, again.created + again.updated + again.rejected) == (again.rows, 0)
    assert database.one("select count(*) from client") == len(acacia.clients) + done.rows


def test_what_was_imported_is_found_by_name_email_and_phone(acacia: PracticeWorld):
    bring(acacia, table(3))
    with acacia.as_(acacia.assistant) as db:
        for typed in ("last2", "p2@example", "082 0000002", "+27 82 000 0002"):
            assert [row.name for row in client_list.listed(db, ClientFilter(search=typed)).rows] == ["Last2, First2"]


def test_an_update_writes_only_what_the_file_changes(acacia: PracticeWorld, database: Database):
    """What a colleague types into another field while the file is read stays."""
    file = "ID number,First name,Surname,Category,Cell number,Shoe size\n9602290001084,Renée,O'Brien,C,083 555 0109,6\n"
    with acacia.as_(acacia.owner) as db:
        colleague = threading.Thread(target=lambda: change_note(acacia))

        def meanwhile(done: int, total: int) -> None:
            if done < total and not colleague.is_alive() and colleague.ident is None:
                colleague.start()
                colleague.join()

        real, imports.EVERY = imports.EVERY, 1
        try:
            report = imports.bring(
                db, read(file.encode(), "x.csv"), "x.csv", adviser_id=None, dry_run=False, progress=meanwhile
            )
        finally:
            imports.EVERY = real
    assert (report.updated, {change["field"] for change in report.clients[0]["changes"]}) == (
        1, {"Category", "Phone", "Shoe size"},
    )  # fmt: skip
    (client,) = database.all("select * from client where id = :id", id=acacia.client.id)
    assert (client.category, client.note, client.extra) == ("C", "Typed meanwhile.", {"Shoe size": "6"})
    assert database.all(
        "select p.payload::jsonb -> 'after' ? 'note' as note, p.payload::jsonb -> 'after' ->> 'category' as category"
        " from audit_entry e join audit_payload p on p.entry_id = e.id where e.action = 'update'"
        " and e.table_name = 'client' and e.actor = 'user' order by e.id desc limit 1"
    ) == [(False, "C")]


def change_note(world: PracticeWorld) -> None:
    with world.as_(world.assistant) as db:
        clients.set_field(db, world.client.id, "note", "Typed meanwhile.")


def test_progress_moves_forward_to_the_end(acacia: PracticeWorld):
    told: list[tuple[int, int]] = []
    bring(acacia, table(2_600), progress=lambda done, total: told.append((done, total)))
    dones = [done for done, _ in told]
    assert dones == sorted(dones)
    assert len(set(dones)) >= 6
    assert told[-1] == (2_600, 2_600)
    assert {total for _, total in told} == {2_600}


def test_an_import_that_breaks_off_leaves_nothing(
    acacia: PracticeWorld, database: Database, monkeypatch: pytest.MonkeyPatch
):
    real, calls = imports.write, []

    def breaks_off(*args: Any) -> None:
        calls.append(args)
        if len(calls) == 2:
            raise KeyError("a client's name")
        real(*args)

    monkeypatch.setattr(imports, "write", breaks_off)
    with pytest.raises(KeyError):
        bring(acacia, table(4_500))
    assert database.one("select count(*) from client") == len(acacia.clients)


def test_a_file_that_is_none_fails_with_a_sentence_and_can_be_put_away(acacia: PracticeWorld, database: Database):
    import_id = receive(acacia, b"%PDF-1.7 nothing", "list.csv")
    do_all_work()
    run = seen(acacia, import_id).run
    assert (run.state, "PDF" in run.error) == ("failed", True)
    assert database.one("select count(*) from import_file") == 0
    with acacia.as_(acacia.adviser) as db:
        imports.discard(db, import_id)
        assert import_list.listed(db) == []


def test_an_import_that_stops_three_times_says_so_on_its_page(acacia: PracticeWorld, monkeypatch: pytest.MonkeyPatch):
    import_id = receive(acacia, table(3))

    def stops(_claim: work.Claim) -> None:
        raise KeyError("Renée O'Brien")

    monkeypatch.setitem(worker.WORK, "import", stops)
    for _ in range(3):
        clock.move(work.LEASE)
        worker.take_up_work(NOBODY_STOPS)
    run = seen(acacia, import_id).run
    assert (run.state, run.error) == ("failed", worker.TRIED)
    assert "O'Brien" not in run.error


def test_only_who_may_import_imports(acacia: PracticeWorld, baobab: PracticeWorld):
    import_id = receive(acacia, table(3))
    do_all_work()
    for user in (acacia.assistant, acacia.compliance):
        for attempt in (
            lambda db: imports.receive(db, "x.csv", table(1)),
            lambda db: imports.require_importer(db),
            lambda db: imports.confirm(db, import_id),
            lambda db: imports.discard(db, import_id),
            lambda db: import_list.seen(db, import_id),
            lambda db: import_list.listed(db),
        ):
            with pytest.raises(NotAllowed), acacia.as_(user) as db:
                attempt(db)
    for attempt in (imports.confirm, imports.discard, import_list.seen):
        with pytest.raises(NotFound), baobab.as_(baobab.owner) as db:
            attempt(db, import_id)
    with pytest.raises(NotFound), acacia.as_(acacia.owner) as db:
        imports.confirm(db, import_id, str(baobab.adviser.id))


@pytest.mark.parametrize("junk", [None, 7, "", "x\0y", "\ud800.csv", "../../etc/passwd", "x" * 9_000, ["a"], {"a": 1}])
def test_junk_for_a_name_or_an_id_is_refused_or_kept(junk: object, acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db:
        import_id = imports.receive(db, junk, b"First name,Surname\nA,B\n")
        name = import_list.seen(db, import_id).run.file_name
    assert 0 < len(name) <= 200
    assert "/" not in name
    for attempt in (imports.confirm, imports.discard, import_list.seen):
        with pytest.raises(NotFound), acacia.as_(acacia.owner) as db:
            attempt(db, junk)


def test_imports_of_the_other_practice_match_nobody_here(
    acacia: PracticeWorld, baobab: PracticeWorld, database: Database
):
    file = b"First name,Surname,ID number,E-mail\nKagiso,Sithole,8812314999186,kagiso.sithole@example.co.za\n"
    assert bring(acacia, file).created == 1
    assert bring(baobab, file).unchanged == 1


def test_twenty_thousand_rows_take_flat_queries(acacia: PracticeWorld, database: Database):
    def statements(many: int, first: int) -> int:
        count = 0

        def note(*_: Any) -> None:
            nonlocal count
            count += 1

        event.listen(database_module.engine(), "before_cursor_execute", note)
        try:
            assert bring(acacia, table(many, first)).created == many
        finally:
            event.remove(database_module.engine(), "before_cursor_execute", note)
        return count

    assert statements(100, 0) == statements(450, 1_000)
    many = statements(20_000, 10_000)
    assert many < 120


def test_the_worker_is_the_one_who_imported_in_the_audit(acacia: PracticeWorld, database: Database):
    import_id = receive(acacia, table(2))
    do_all_work()
    confirm(acacia, import_id)
    do_all_work()
    assert database.all(
        "select distinct actor, user_id from audit_entry where action = 'insert' and table_name = 'client_phone'"
        " and client_id in (select id from client where last_name like 'Last%')"
    ) == [("worker", acacia.adviser.id)]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"First name,Surname,Hobby\nAnna,Nkosi," + b"x" * 3_000_000 + b"\n", id="one huge cell"),
        pytest.param(
            ("First name,Surname," + ",".join(f"h{n}" for n in range(1500)) + "\n").encode()
            + (b"Anna,Nkosi," + b",".join([b"v" * 90] * 1500) + b"\n") * 20,
            id="many cells",
        ),
        pytest.param(b"First name,Surname," + b"y" * 3_000_000 + b"\nAnna,Nkosi,x\n", id="a huge heading"),
    ],
)
def test_the_preview_of_a_monstrous_file_is_small_and_the_file_whole(acacia: PracticeWorld, content: bytes):
    import_id = receive(acacia, content)
    do_all_work()
    assert (shown := seen(acacia, import_id)).run.state == "previewed"
    assert len(repr(shown)) < 500_000
    confirm(acacia, import_id)
    do_all_work()
    with acacia.as_(acacia.owner) as db:
        found = client_list.listed(db, ClientFilter(search="Nkosi Anna")).rows
        kept = db.get_one(Client, (acacia.practice_id, UUID(found[0].id))).extra
    assert len(str(kept)) > 130_000
