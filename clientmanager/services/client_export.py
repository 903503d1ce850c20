"""Clients as a spreadsheet: exactly those that were filtered or ticked, made while it is sent."""

from collections.abc import Iterator
from dataclasses import asdict
from itertools import chain
from typing import Any

from sqlalchemy import text

from clientmanager.backup.one_sheet import as_csv, as_workbook
from clientmanager.clock import today
from clientmanager.db import ScopedSession, Viewer, session_for
from clientmanager.errors import Invalid
from clientmanager.models.permission import Permission
from clientmanager.models.practice import Practice
from clientmanager.services import client_order, exports
from clientmanager.services.client_choice import Choice, chosen
from clientmanager.services.client_columns import COLUMNS, SELECTED
from clientmanager.services.exports import MEDIA_TYPES, Export

_ALL = 2_000_000_000


def export(db: ScopedSession, choice: Choice, form: object) -> Export:
    """The chosen clients, in the list's order where the list chose them; that it was done is written down.

    Args:
        form: `csv` or `xlsx`.

    Raises:
        Invalid: another form.
        Unavailable: several are being sent at this moment.
    """
    db.viewer.require(Permission.EXPORT_CLIENTS)
    if not isinstance(form, str) or form not in MEDIA_TYPES:
        raise Invalid("Clients are exported as csv or as xlsx.", field="format")
    practice = db.get_one(Practice, db.viewer.practice_id)
    detail = {"format": form, "clients": _count(db, choice), "ticked": choice.found is None, "filter": _said(choice)}
    exports.write_down(db, "client", detail)
    pieces = _pieces(db.viewer, choice, form)
    # the first is made here, where a database that is away is still a sentence and not a broken download
    return Export(f"{practice.short_name}-clients-{today()}.{form}", MEDIA_TYPES[form], chain([next(pieces)], pieces))


def _pieces(viewer: Viewer, choice: Choice, form: str) -> Iterator[bytes]:
    with exports.one_of_few(), session_for(viewer, read_only=True) as db:
        if form == "csv":
            yield from as_csv(COLUMNS, _records(db, choice))
        else:
            yield from as_workbook("Clients", COLUMNS, _count(db, choice), _records(db, choice))


def _records(db: ScopedSession, choice: Choice) -> Iterator[str]:
    page, values, order = _page(db, choice)
    query = (
        f"with page as materialized ({page}) select {SELECTED}"
        " from page join client c on c.practice_id = :practice and c.id = page.id"
        " left join practice_user u on u.practice_id = c.practice_id and u.id = c.adviser_id"
        f" order by {', '.join(f'page.{one}' for one in order)}"
    )
    return exports.records(db, query, values)


def _page(db: ScopedSession, choice: Choice) -> tuple[str, dict[str, Any], tuple[str, ...]]:
    """Ids and what they are sorted by."""
    if choice.found is None:
        found, values = chosen(db, choice)
        return f"select c.id, c.sort_name from client c where {found}", values, ("sort_name", "id")
    cut = client_order.cut(db, choice.found, client_order.order_of(db, choice.found), None, many=_ALL)
    values = cut.values | {"practice": db.viewer.practice_id, "ticked": list(choice.ticked)}
    return f"select * from ({cut.sql}) found where found.id <> all(:ticked)", values, cut.order


def _count(db: ScopedSession, choice: Choice) -> int:
    found, values = chosen(db, choice)
    return db.execute(text(f"select count(*) from client c where {found}"), values).scalar_one()


def _said(choice: Choice) -> dict[str, Any]:
    """The filter, as the audit keeps it."""
    return (
        {name: value for name, value in asdict(choice.found).items() if value and name != "sort"}
        if choice.found
        else {}
    )
