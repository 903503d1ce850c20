"""What every table of a practice gets when it is made: row level security, grants, audit triggers.

Migrations call these; what they did must not change afterwards, so give them a new name when it has to.
"""

from alembic import op

OWN_PRACTICE = "(select nullif(current_setting('app.practice_id', true), '')::uuid)"


def app_role() -> str:
    database = op.get_bind().exec_driver_sql("select current_database()").scalar_one()
    return f'"{database}_app"'


def confine(
    table: str, *, to: str = f"practice_id = {OWN_PRACTICE}", grant: str = "select, insert, update, delete"
) -> None:
    """Rows are seen and written only by their practice; the table's owner sees all, for migrations and definers."""
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy own_practice on {table} to {app_role()} using ({to}) with check ({to})")
    op.execute(f"create policy owner on {table} to current_user using (true) with check (true)")
    op.execute(f"grant {grant} on {table} to {app_role()}")


def audit(table: str, *secret: str) -> None:
    """Every change of the table is written down, whoever makes it; columns named in `secret` stay out."""
    arguments = ", ".join(f"'{column}'" for column in secret)
    for event, rows in (
        ("insert", "new table as new_rows"),
        ("update", "old table as old_rows new table as new_rows"),
        ("delete", "old table as old_rows"),
    ):
        op.execute(
            f"create trigger audit_{event} after {event} on {table} referencing {rows}"
            f" for each statement execute function audit_{event}({arguments})"
        )
