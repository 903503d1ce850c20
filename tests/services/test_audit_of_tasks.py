"""The audit of the practice's work, read by people: tasks, the board and teams in sentences."""

from clientmanager.services import audit_list, board_columns, task_moves, task_parts, tasks, teams
from tests.services.some_tasks import columns, set_clock
from tests.world import PracticeWorld


def sentences(world: PracticeWorld) -> list[str]:
    """The newest first."""
    with world.as_(world.compliance) as db:
        rows = audit_list.listed(db).rows
    return [" ".join(filter(None, (row.who, row.what, row.detail))) for row in rows]


def test_the_board_is_shaped_in_sentences(acacia: PracticeWorld):
    doing = columns(acacia)["Doing"]
    with acacia.as_(acacia.owner) as db:
        board_columns.change(db, doing, {"most": "1"})
    assert sentences(acacia)[0] == "Thandi Mokoena changed limit of the column Doing of the board from nothing to “1”"
    with acacia.as_(acacia.owner) as db:
        board_columns.remove(db, doing)
    assert sentences(acacia)[0].startswith("Thandi Mokoena removed the column Doing of the board")
    assert "Thandi Mokoena changed limit of a column of the board from nothing to “1”" in sentences(acacia)


def test_teams_are_made_in_sentences(acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db:
        team = teams.keep(db, "", "North", [str(acacia.assistant.id)])
    assert sentences(acacia)[:2] == [
        "Thandi Mokoena added Ayesha Patel as a member of the team North",
        "Thandi Mokoena added the team North Name “North”",
    ]
    with acacia.as_(acacia.owner) as db:
        teams.keep(db, team, "Far north", [])
    assert {
        "Thandi Mokoena changed name of the team Far north from “North” to “Far north”",
        "Thandi Mokoena removed Ayesha Patel as a member of the team Far north",
    } <= set(sentences(acacia))


def test_a_task_is_added_changed_moved_and_finished_in_sentences(acacia: PracticeWorld):
    set_clock()
    at = columns(acacia)
    with acacia.as_(acacia.adviser) as db:
        task = tasks.create(db, {"title": "Call Thandi", "client_id": str(acacia.client.id), "due_on": "2026-03-12"})
    assert sentences(acacia)[0] == (
        "Pieter van der Merwe added the task Call Thandi Title “Call Thandi”; Due “12 Mar 2026”;"
        " Priority “normal”; Client “Renée O'Brien”; Column “To do”"
    )
    steps = (
        (lambda db: task_moves.move(db, task, at["Doing"], "", ""),
         "changed column of the task Call Thandi from “To do” to “Doing”"),
        (lambda db: tasks.set_field(db, task, "assignee_id", str(acacia.assistant.id)),
         "changed who of the task Call Thandi from nothing to “Ayesha Patel”"),
        (lambda db: tasks.set_field(db, task, "client_id", str(acacia.clients[1].id)),
         "changed client of the task Call Thandi from “Renée O'Brien” to “Gerrit 't Hooft”"),
        (lambda db: tasks.set_field(db, task, "due_time", "14:30"),
         "changed time of the task Call Thandi from nothing to “14:30”"),
        (lambda db: tasks.finish(db, task), "finished the task Call Thandi"),
        (lambda db: tasks.reopen(db, task), "opened again the task Call Thandi"),
        (lambda db: tasks.delete(db, task), "deleted the task Call Thandi"),
    )  # fmt: skip
    for step, says in steps:
        with acacia.as_(acacia.adviser) as db:
            step(db)
        assert f"Pieter van der Merwe {says}" in sentences(acacia)[:2]


def test_what_belongs_to_a_task_is_said_in_sentences(acacia: PracticeWorld):
    with acacia.as_(acacia.adviser) as db:
        task = tasks.create(db, {"title": "Call Thandi"})
        task_parts.add_item(db, task, "Find the number")
        task_parts.comment(db, task, "No answer.")
        task_parts.add_label(db, task, "RA")
    found = " | ".join(sentences(acacia))
    for said in (
        "added a line of the checklist Words “Find the number”",
        "added a comment on a task Words “No answer.”",
        "added a label of a task Label “RA”",
    ):
        assert f"Pieter van der Merwe {said}" in found
