"""The columns of an export: what a practice wants in a spreadsheet, under headings that the import understands."""

from clientmanager.backup.one_sheet import Column


def _of(table: str, what: str, order: str = "position, x.id") -> str:
    """All of a client's parts in one cell."""
    return (
        f"(select string_agg({what}, '; ' order by x.{order}) from {table} x"
        " where x.practice_id = c.practice_id and x.client_id = c.id)"
    )


_ADDRESS = ", ".join(
    f"nullif(regexp_replace(x.{part}, '\\s*\\n\\s*', ', ', 'g'), '')"
    for part in ("lines", "city", "province", "postal_code", "country")
)
# as the screens show it: with its spaces, a spreadsheet takes it for no number
_PHONE = "regexp_replace(x.number, '^\\+27([1-9]\\d)(\\d{3})(\\d{4})$', '0\\1 \\2 \\3')"

_TEXT, _DATE, _MOMENT = "text", "date", "timestamp without time zone"
_SHOWN = [
    ("Title", _TEXT, "c.title"),
    ("First names", _TEXT, "c.first_names"),
    ("Surname", _TEXT, "c.last_name"),
    ("Preferred name", _TEXT, "c.preferred_name"),
    ("Registered name", _TEXT, "c.entity_name"),
    ("Kind", _TEXT, "initcap(c.kind)"),
    ("Registration number", _TEXT, "c.registration_number"),
    ("ID number", _TEXT, "c.id_number"),
    ("Passport number", _TEXT, "c.passport_number"),
    ("Passport country", _TEXT, "c.passport_country"),
    ("Date of birth", _DATE, "c.birth_date"),
    ("Gender", _TEXT, "c.gender"),
    ("Language", _TEXT, "c.language"),
    ("Status", _TEXT, "initcap(c.status)"),
    ("Category", _TEXT, "c.category"),
    ("Tags", _TEXT, _of("client_tag", "x.tag", "folded")),
    ("Adviser", _TEXT, "u.name"),
    ("Last contact", _DATE, "c.last_contact_on"),
    ("Phone", _TEXT, _of("client_phone", _PHONE)),
    ("E-mail", _TEXT, _of("client_email", "x.address")),
    ("Address", _TEXT, _of("client_address", f"concat_ws(', ', {_ADDRESS})")),
    ("Note", _TEXT, "c.note"),
    ("Changed", _MOMENT, "date_trunc('second', c.changed_at at time zone 'Africa/Johannesburg')"),
    ("Archived", _DATE, "cast(c.archived_at at time zone 'Africa/Johannesburg' as date)"),
]
COLUMNS = [Column(heading, kind) for heading, kind, _ in _SHOWN]
SELECTED = ", ".join(f"nullif({what}, '')" if kind == _TEXT else what for _, kind, what in _SHOWN)
"""What `select` says for them: of `client c`, and of its adviser, `practice_user u`."""
