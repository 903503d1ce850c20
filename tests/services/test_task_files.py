"""Files of a task: who may do what with them, what they may be called and hold, and where they go with their task."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from clientmanager import clock
from clientmanager.db import ScopedSession
from clientmanager.errors import Invalid, NotAllowed, NotFound
from clientmanager.models.user import User
from clientmanager.services import notice_list, task_board, task_files, task_page, task_parts, tasks
from clientmanager.services.task_file_form import LARGEST, LONGEST_NAME, media_type, safe_name
from clientmanager.services.task_filter import TaskFilter
from tests.services import some_tasks
from tests.services.some_tasks import statements
from tests.services.test_audit_of_tasks import sentences
from tests.world import Database, PracticeWorld

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def add(world: PracticeWorld, task: str, name: str = "payslip.pdf", content: bytes = b"%PDF-1.7 x") -> str:
    with world.as_(world.adviser) as db:
        return task_files.add(db, task, name, content)


def page(world: PracticeWorld, task: str, by: User | None = None) -> task_page.TaskView:
    with world.as_(by or world.compliance) as db:
        return task_page.page(db, task)


def whole(world: PracticeWorld, file: str, by: User) -> bytes:
    with world.as_(by) as db:
        found = task_files.opened(db, file)
        return b"".join(task_files.piece(db, found.id, at) for at in range(0, found.bytes, task_files.PIECE))


def there(database: Database) -> int:
    return database.one("select count(*) from task_file_content")


def test_a_file_is_added_listed_and_opened_by_whoever_may_see_the_task(acacia: PracticeWorld, database: Database):
    task = some_tasks.add(acacia, "Ask for the payslip")
    content = bytes(range(256)) * 9000
    file = add(acacia, task, "payslip.pdf", content)
    (shown,) = page(acacia, task).files
    assert (shown.id, shown.name, shown.size, shown.who) == (file, "payslip.pdf", "2,3\u00a0MB", "Pieter van der Merwe")
    assert shown.at.startswith("Today ")
    for user in acacia.users:
        assert whole(acacia, file, user) == content
    row = database.all("select media_type, bytes, sha256 from task_file")[0]
    assert (row.media_type, row.bytes, len(row.sha256)) == ("application/octet-stream", len(content), 64)


USES: dict[str, Callable[[ScopedSession, str, str], object]] = {
    "add": lambda db, task, _: task_files.add(db, task, "x.txt", b"x"),
    "remove": lambda db, _, file: task_files.remove(db, file),
    "bring back": lambda db, _, file: task_files.bring_back(db, file),
    "open": lambda db, _, file: task_files.opened(db, file),
}


@pytest.mark.parametrize("what", sorted(USES.keys() - {"open"}))
def test_compliance_changes_nothing(what: str, acacia: PracticeWorld):
    task = some_tasks.add(acacia, "Call")
    file = add(acacia, task)
    with pytest.raises(NotAllowed), acacia.as_(acacia.compliance) as db:
        USES[what](db, task, file)
    assert [one.id for one in page(acacia, task).files] == [file]


@pytest.mark.parametrize("what", USES)
def test_another_practice_s_files_are_not_there(what: str, acacia: PracticeWorld, baobab: PracticeWorld):
    theirs = some_tasks.add(baobab, "Theirs")
    file = add(baobab, theirs)
    with pytest.raises(NotFound), acacia.as_(acacia.owner) as db:
        USES[what](db, theirs, file)
    with pytest.raises(NotFound), acacia.as_(acacia.owner) as db:
        task_files.piece(db, db.viewer.practice_id, 0)


@pytest.mark.parametrize("junk", [None, True, 7, "", "x", "\0", [], {}])
def test_junk_in_place_of_an_id_is_not_found(junk: Any, acacia: PracticeWorld):
    for use in USES.values():
        with pytest.raises(NotFound), acacia.as_(acacia.owner) as db:
            use(db, junk, junk)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("payslip.pdf", "payslip.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\fakepath\\Loonstrokie Maart.pdf", "Loonstrokie Maart.pdf"),
        ("a\0b\r\nc\t d.pdf", "ab c d.pdf"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("\u200b\u2066hidden\u2069.txt", "hidden.txt"),
        ('a<b>:"|?*.txt', "a_b______.txt"),
        ("  .. .hidden. ", "hidden"),
        ("עברית.pdf", "עברית.pdf"),
        ("Re\u0301sume\u0301 Tshivenḓa 😀.docx", "Résumé Tshivenḓa 😀.docx"),
        ("half \ud83d.txt", "half.txt"),
        ("", "file"),
        ("/", "file"),
        ("...", "file"),
        (None, "file"),
        (7, "file"),
    ],
)
def test_a_name_is_kept_safe(said: object, kept: str):
    assert safe_name(said) == kept


@pytest.mark.parametrize("letter", ["x", "ḓ", "😀", "x.", ". "])
def test_a_long_name_is_cut_and_keeps_its_ending(letter: str):
    kept = safe_name(letter * 300 + "y.pdf")
    assert kept.endswith(".pdf")
    assert 0 < len(kept.encode()) <= LONGEST_NAME
    assert safe_name(kept) == kept
    assert len(safe_name("a." + letter * 300).encode()) <= LONGEST_NAME


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (PNG, "x.html", "image/png"),
        (b"\xff\xd8\xff\xe0 x", "x.exe", "image/jpeg"),
        (b"GIF89a", "x", "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "x.svg", "image/webp"),
        (b"RIFF\0\0\0\0WAVE", "x.webp", "application/octet-stream"),
        (b"%PDF-1.4", "x.png", "application/pdf"),
        (b"<html><script>alert(1)</script>", "x.png", "text/plain; charset=utf-8"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "x.svg", "text/plain; charset=utf-8"),
        ("Tshivenḓa".encode(), "x", "text/plain; charset=utf-8"),
        (b"MZ\x90\0", "x.png", "application/octet-stream"),
        (b"PK\x03\x04", "x.zip", "application/zip"),
        (b"PK\x03\x04", "X.DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)
def test_what_a_file_is_its_bytes_say(content: bytes, name: str, kind: str):
    assert media_type(content, name) == kind


@pytest.mark.parametrize(
    ("content", "says"), [(b"", "This file is empty"), (b"x" * (LARGEST + 1), "larger than 10 MB")]
)
def test_what_cannot_be_kept_is_refused_in_a_sentence(content: bytes, says: str, acacia: PracticeWorld):
    task = some_tasks.add(acacia, "Call")
    with pytest.raises(Invalid, match=says):
        add(acacia, task, content=content)
    assert page(acacia, task).files == ()


def test_a_task_has_at_most_twenty_files_also_when_two_add_the_last_one(acacia: PracticeWorld):
    task = some_tasks.add(acacia, "Call")
    first = [add(acacia, task, f"{number}.txt", b"x") for number in range(task_files.MOST - 1)]

    def one_more(number: int) -> str:
        try:
            return add(acacia, task, f"last {number}.txt", b"x")
        except Invalid as refusal:
            return str(refusal)

    with ThreadPoolExecutor(4) as pool:
        came = list(pool.map(one_more, range(4)))
    assert came.count("A task has at most 20 files. Remove one first.") == 3
    assert len(page(acacia, task).files) == task_files.MOST
    with acacia.as_(acacia.adviser) as db:
        task_files.remove(db, first[0])
    add(acacia, task, "in its place.txt")
    with pytest.raises(Invalid, match="at most 20"), acacia.as_(acacia.adviser) as db:
        task_files.bring_back(db, first[0])


def test_a_removed_file_is_brought_back_until_its_bytes_are_swept(acacia: PracticeWorld, database: Database):
    task = some_tasks.add(acacia, "Call")
    file, other = add(acacia, task), add(acacia, task, "other.txt")
    for _ in range(2):
        with acacia.as_(acacia.assistant) as db:
            assert task_files.remove(db, file) == "payslip.pdf"
    assert [one.id for one in page(acacia, task).files] == [other]
    with pytest.raises(NotFound, match="not here any more"):
        whole(acacia, file, acacia.owner)
    clock.move(timedelta(hours=23))
    sweep(acacia)
    for _ in range(2):
        with acacia.as_(acacia.assistant) as db:
            assert task_files.bring_back(db, file) == "payslip.pdf"
    assert whole(acacia, file, acacia.owner) == b"%PDF-1.7 x"
    with acacia.as_(acacia.assistant) as db:
        task_files.remove(db, file)
    clock.move(timedelta(hours=25))
    sweep(acacia)
    assert there(database) == 1
    with pytest.raises(NotFound, match="too long ago"), acacia.as_(acacia.assistant) as db:
        task_files.bring_back(db, file)
    assert "Removed the file payslip.pdf" in [one.what for one in page(acacia, task).history]


def test_adding_and_removing_in_turn_has_an_end_for_a_day(acacia: PracticeWorld, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(task_files, "MOST_IN_A_DAY", 1)
    task = some_tasks.add(acacia, "Call")
    with acacia.as_(acacia.adviser) as db:
        task_files.remove(db, task_files.add(db, task, "a.txt", b"x"))
    with pytest.raises(Invalid, match="Add this one tomorrow"):
        add(acacia, task)


def sweep(world: PracticeWorld) -> None:
    with world.as_(world.owner) as db:
        task_files.sweep(db)


def test_history_and_audit_say_it_in_words(acacia: PracticeWorld):
    task = some_tasks.add(acacia, "Call")
    file = add(acacia, task)
    with acacia.as_(acacia.assistant) as db:
        task_files.remove(db, file)
        task_files.bring_back(db, file)
    whole(acacia, file, acacia.owner)
    history = [(one.what, one.who) for one in page(acacia, task).history]
    assert ("Added the file payslip.pdf", "Pieter van der Merwe") in history
    with acacia.as_(acacia.assistant) as db:
        task_files.remove(db, file)
    assert page(acacia, task).history[0].what == "Removed the file payslip.pdf"
    said = sentences(acacia)
    assert "Ayesha Patel removed the file payslip.pdf" in said
    assert "Thandi Mokoena opened the file payslip.pdf" in said
    assert any("Pieter van der Merwe added the file payslip.pdf" in one for one in said)
    assert not any("sha256" in one.lower() or str(acacia.adviser.id) in one for one in said)


def test_brought_back_is_said_too(acacia: PracticeWorld):
    task = some_tasks.add(acacia, "Call")
    file = add(acacia, task)
    for use in (task_files.remove, task_files.bring_back):
        with acacia.as_(acacia.assistant) as db:
            use(db, file)
    assert page(acacia, task).history[0].what == "Brought back the file payslip.pdf"
    assert "Ayesha Patel put back the file payslip.pdf" in sentences(acacia)


def test_who_watches_and_whose_it_is_are_told_once(acacia: PracticeWorld):
    task = some_tasks.add(acacia, "Call", by=acacia.owner, assignee_id=acacia.assistant)
    with acacia.as_(acacia.compliance) as db, pytest.raises(NotAllowed):
        task_parts.watch(db, task, True)
    with acacia.as_(acacia.owner) as db:
        task_parts.watch(db, task, True)
    for name in ("a.txt", "b.txt"):
        add(acacia, task, name)
    for user in (acacia.owner, acacia.assistant):
        with acacia.as_(user) as db:
            words = [row.words for row in notice_list.inbox(db).rows]
        assert "Pieter van der Merwe added 2 files to “Call”" in words


def test_files_of_a_deleted_task_are_not_there_and_come_back_with_it(acacia: PracticeWorld):
    task = some_tasks.add(acacia, "Call")
    file = add(acacia, task)
    with acacia.as_(acacia.adviser) as db:
        tasks.delete(db, task)
    for use in USES.values():
        with pytest.raises(NotFound), acacia.as_(acacia.owner) as db:
            use(db, task, file)
    with acacia.as_(acacia.adviser) as db:
        tasks.bring_back(db, task)
    assert whole(acacia, file, acacia.owner)


@pytest.mark.parametrize("table", ["task", "client"])
def test_files_go_with_their_task_and_their_client(table: str, acacia: PracticeWorld, database: Database):
    task = some_tasks.add(acacia, "Call", client_id=acacia.client)
    add(acacia, task)
    other = add(acacia, some_tasks.add(acacia, "Another"))
    database.all(f"delete from {table} where id = :id returning 1", id=task if table == "task" else acacia.client.id)
    assert [str(row.id) for row in database.all("select id from task_file")] == [other]
    assert there(database) == 1


def test_what_was_added_cannot_be_changed(acacia: PracticeWorld):
    file = add(acacia, some_tasks.add(acacia, "Call"))
    with pytest.raises(Exception, match="permission denied"), acacia.as_(acacia.owner) as db:
        db.connection().exec_driver_sql("update task_file_content set content = 'x'")
    assert whole(acacia, file, acacia.owner) == b"%PDF-1.7 x"


def test_a_card_counts_its_files_and_neither_board_nor_sheet_reads_their_bytes(acacia: PracticeWorld):
    task = some_tasks.add(acacia, "Call")
    file = add(acacia, task)
    add(acacia, task, "other.txt")
    with acacia.as_(acacia.adviser) as db:
        task_files.remove(db, file)
    with statements() as said, acacia.as_(acacia.compliance) as db:
        board = task_board.board(db, TaskFilter())
        task_page.page(db, task)
    assert [card.files for column in board.columns for card in column.cards] == [1]
    assert not any("task_file_content" in one for one in said)
