"""The columns of an export of tasks: what stands on a card, and what its sheet says beside it."""

from clientmanager.backup.one_sheet import Column
from clientmanager.services.task_words import CLIENT_NAME

_TEXT, _DATE, _NUMBER, _MOMENT = "text", "date", "integer", "timestamp without time zone"


def _local(moment: str) -> str:
    """To the second, as clocks in South Africa showed it."""
    return f"date_trunc('second', {moment} at time zone 'Africa/Johannesburg')"


def _of(table: str, what: str) -> str:
    return f"(select {what} from {table} x where x.practice_id = t.practice_id and x.task_id = t.id)"


def _name_of(user: str) -> str:
    return f"(select x.name from practice_user x where x.practice_id = t.practice_id and x.id = t.{user})"


_SHOWN = [
    ("Task", _TEXT, "t.title"),
    ("Client", _TEXT, f"({CLIENT_NAME})"),
    ("Who", _TEXT, "u.name"),
    ("Due", _DATE, "t.due_on"),
    ("Time", _TEXT, "to_char(t.due_time, 'HH24:MI')"),
    ("Priority", _TEXT, "initcap(t.priority)"),
    ("Column", _TEXT, "b.name"),
    ("Labels", _TEXT, _of("task_label", "string_agg(x.label, '; ' order by x.folded)")),
    ("Description", _TEXT, "t.description"),
    ("Steps", _NUMBER, _of("task_item", "nullif(count(*), 0)")),
    ("Steps done", _NUMBER, _of("task_item", "case when count(*) > 0 then count(*) filter (where x.done) end")),
    ("Made", _MOMENT, _local("t.created_at")),
    ("Made by", _TEXT, _name_of("made_by")),
    ("Changed", _MOMENT, _local("t.changed_at")),
    ("Done", _MOMENT, _local("t.done_at")),
    ("Done by", _TEXT, _name_of("done_by")),
]
COLUMNS = [Column(heading, kind) for heading, kind, _ in _SHOWN]
SELECTED = ", ".join(f"nullif({what}, '')" if kind == _TEXT else what for _, kind, what in _SHOWN)
"""What `select` says for them, of `task_order.FROM`."""
