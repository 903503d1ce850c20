"""E-mails and chats of a practice's people, as they are dropped."""

from collections.abc import Iterable

from clientmanager.services import capture_files, capture_list
from clientmanager.services.capture_list import Waiting
from tests.correspondence.messages import PDF, file, parts, plain
from tests.services.working import do_all_work
from tests.world import PracticeWorld

RENEE, GERRIT, PIETER = "renee.obrien@example.co.za", "gerrit@thooft.example", "pieter@acacia.example"


def mail(
    words: str = "Is the endowment still as it was?",
    *,
    sender: str = f"Renée O'Brien <{RENEE}>",
    to: str = PIETER,
    subject: str = "Endowment question",
    number: str = "one",
    date: str = "Mon, 09 Mar 2026 10:15:00 +0200",
    answers: Iterable[str] = (),
    attached: bytes = b"",
) -> bytes:
    """Args:
    answers: the numbers of those above it, the first one first.
    """
    above = " ".join(f"<{one}@mail.example>" for one in answers)
    head = (
        f"From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\nDate: {date}\r\nMessage-ID: <{number}@mail.example>\r\n"
        + (f"References: {above}\r\n" if above else "")
    ).encode()
    if not attached:
        return head + b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + words.encode()
    kind = b'Content-Type: multipart/mixed; boundary="=_b"\r\n\r\n'
    return head + kind + parts("=_b", plain(words), file("Skets “A”.pdf", attached, "application/pdf"))


SCAN = mail("The scan is attached.", subject="Scan", number="scan", attached=PDF)
CHAT = (
    "2026/03/09, 08:15 - Renée O'Brien: Good morning\n"
    "2026/03/09, 08:17 - Pieter van der Merwe: Morning, how can I help?\n"
    "2026/03/10, 09:00 - Renée O'Brien: Thank you, all clear\n"
).encode()
LONGER = CHAT + b"2026/03/10, 17:30 - Pieter van der Merwe: Pleasure\n"


def drop(world: PracticeWorld, content: bytes, name: str = "letter.eml", *, client: object = "") -> str:
    with world.as_(world.adviser) as db:
        return capture_files.receive(db, client, name, content)


def waiting(world: PracticeWorld) -> Waiting:
    with world.as_(world.adviser) as db:
        return capture_list.waiting(db)


def read(world: PracticeWorld, content: bytes, name: str = "letter.eml", *, client: object = "") -> Waiting:
    """Dropped, read by the worker, and looked at."""
    drop(world, content, name, client=client)
    do_all_work()
    return waiting(world)


def take(world: PracticeWorld) -> Waiting:
    with world.as_(world.adviser) as db:
        capture_files.take(db)
    do_all_work()
    return waiting(world)


def bring(world: PracticeWorld, *contents: bytes) -> Waiting:
    """Dropped and taken."""
    for content in contents:
        drop(world, content)
    do_all_work()
    return take(world)
