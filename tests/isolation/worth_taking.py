"""A practice with one of everything that a stranger could want."""

import sqlalchemy as sa

from clientmanager.clock import now
from clientmanager.correspondence import read
from clientmanager.db import ScopedSession, as_id
from clientmanager.models.capture import CaptureEntry, CaptureFile
from clientmanager.models.client import ClientEmail
from clientmanager.models.import_run import ImportFile, ImportRun
from clientmanager.models.interaction import InteractionFile, InteractionFileContent
from clientmanager.models.snapshot import KEPT_FOR, Snapshot
from clientmanager.models.task import ColumnKind
from clientmanager.services import (
    board_columns,
    capture_files,
    capture_reading,
    client_bulk,
    interactions,
    notice_list,
    opportunities,
    opportunity_stages,
    practice_days,
    reminders,
    review_cycles,
    reviews,
    saved_views,
    task_files,
    task_parts,
    tasks,
    teams,
    workflow_templates,
    workflows,
)
from clientmanager.services.capture_form import brought
from clientmanager.services.client_choice import read_choice
from tests import advice as records_of_advice
from tests import workflows as flows
from tests.isolation.target import Target
from tests.services.some_letters import mail
from tests.world import PracticeWorld


def target(world: PracticeWorld, name: str) -> Target:
    """Adds an import and a backup, so that there is something to take."""
    with world.as_(world.owner) as db:
        moment = now()
        run = ImportRun(
            practice_id=world.practice_id, user_id=world.owner.id, file_name=f"{name} 2026.csv", file_sha256="0" * 64,
            state="previewed", made_at=moment, report={"rows": 1},
        )  # fmt: skip
        snapshot = Snapshot(
            practice_id=world.practice_id, state="ready", reason="by hand", taken_at=moment, rows=4711,
            expires_at=moment + KEPT_FOR, sealed_key=b"x", file_name=f"{name}.snapshot",
        )  # fmt: skip
        db.add_all([run, snapshot])
        db.flush()
        db.add(ImportFile(practice_id=world.practice_id, id=run.id, content=b"x"))
        email = db.execute(sa.select(ClientEmail).where(ClientEmail.client_id == world.client.id)).scalars().first()  # pyright: ignore[reportArgumentType]
        of_email = "select max(id) from audit_entry where client_id = :client and table_name = 'client_email'"
        change = db.execute(sa.text(of_email), {"client": world.client.id}).scalar_one()
        everyone = read_choice([], "")
        mark = client_bulk.preview(db, everyone, "category", "Z").mark
        bulk_change = client_bulk.apply(db, everyone, "category", "Z", mark).undo
        values = {"title": f"{name}: O'Brien is to be phoned", "client_id": str(world.client.id), "labels": [name]}
        task = tasks.create(db, {**values, "description": f"{name}, about the endowment"})
        task_parts.add_item(db, task, f"{name}, first the number")
        task_parts.comment(db, task, f"{name}, no answer yet")
        task_parts.watch(db, task, True)
        file = task_files.add(db, task, f"{name}, payslip.txt", f"{name}, about the endowment".encode())
        reminders.set(db, task, "2089-01-01T08:00")
        (reminder,) = reminders.listed(db, task)
        said = {"kind": "call", "clients": [str(world.client.id)], "names": [f"{name}, an attorney"]}
        interaction = interactions.record(db, {**said, "words": f"{name}, asked about the bursary"}).id
        entry_file = _file_of(db, interaction, f"{name}, the quote.txt", f"{name}, about the quote".encode())
        dropped, captured = _dropped(db, name)
        column = str(board_columns.first_of(db, ColumnKind.DOING).id)
        team = teams.keep(db, "", f"{name}, estates", [str(world.assistant.id)])
        view = saved_views.keep(db, "/tasks?q=endowment", f"{name}, endowments")
        template = workflow_templates.save(db, None, flows.REVIEW | {"name": f"{name}, the yearly review"})
        workflow = workflows.start(db, template, flows.said(world))
        day_off = practice_days.add(db, {"day": "2031-05-05", "kind": "off", "name": f"{name}, the office moves"})
        review_cycles.set_for_client(db, world.client.id, "7")
        review = str(db.execute(sa.text("select id from review where closed_at is null")).scalars().one())
        reviews.set_agenda(db, review, f"{name}, whether the trust is wound up")
        review_change = reviews.book(db, review, "2089-05-05", "08:15").undo
        paper = records_of_advice.signed(db, world.client.id, name)
        wished = {"title": f"{name}, cover for life", "client_id": str(world.client.id), "value": "4711"}
        opportunity = opportunities.create(db, wished | {"note": f"{name}, asked for a quote"})
        stage = str(opportunity_stages.listed(db)[2].id)
    with world.as_(world.assistant) as db:
        task_parts.comment(db, task, f"{name}, the assistant phoned")
    with world.as_(world.owner) as db:
        notice = next(row.id for row in notice_list.inbox(db).rows)
    assert email
    return Target(
        world,
        email,
        run,
        snapshot,
        change,
        bulk_change,
        task,
        file,
        column,
        team,
        view,
        notice,
        reminder.id,
        interaction,
        entry_file,
        dropped,
        captured,
        template,
        workflow,
        day_off,
        review,
        review_change,
        *paper,
        opportunity,
        stage,
    )


def _file_of(db: ScopedSession, interaction: str, name: str, content: bytes) -> str:
    """As a dropped e-mail brings it."""
    file = InteractionFile(
        practice_id=db.viewer.practice_id, interaction_id=as_id(interaction), name=name, media_type="text/plain",
        bytes=len(content), sha256="0" * 64, added_by=db.viewer.user_id, added_at=now(),
    )  # fmt: skip
    db.add(file)
    db.flush()
    db.add(InteractionFileContent(practice_id=file.practice_id, id=file.id, content=content))
    db.flush()
    return str(file.id)


def _dropped(db: ScopedSession, name: str) -> tuple[str, str]:
    """An e-mail that waits to be taken, and what it would become."""
    letter = mail(
        f"{name}, whether the fund is closed", subject=f"{name}, a question", number=name.replace(" ", "-"),
        sender=f"{name}, an attorney <attorney@mail.example>", to="office@mail.example",
    )  # fmt: skip
    file = db.fetch(CaptureFile, capture_files.receive(db, "", f"{name}, a question.eml", letter))
    capture_reading.keep(db, file, brought(read(letter), file.file_name))
    file.state = "read"
    db.flush()
    entry = db.execute(sa.select(CaptureEntry).where(CaptureEntry.file_id == file.id)).scalars().one()  # pyright: ignore[reportArgumentType]
    return str(file.id), str(entry.id)
