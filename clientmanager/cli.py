"""The command line: what operators need without a browser.

Every command takes `--json`: one JSON document on standard output and nothing else. Exit codes: 0 done, 1 refused
with a sentence, 2 called wrongly.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from clientmanager.config import Settings, settings
from clientmanager.errors import Unavailable
from clientmanager.saying import run, say

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
backup = typer.Typer(no_args_is_help=True, help="Take, list, download, restore and expire backups.")
app.add_typer(backup, name="backup")

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
PracticeName = Annotated[str, typer.Option("--practice", help="The practice's short name.")]


def main() -> NoReturn:
    run(app)


@contextmanager
def database(config: Settings, *, fresh: bool = False) -> Iterator[None]:
    """The database, whether or not `make run` is up beside us; a new one is prepared where `fresh` says it may be."""
    from clientmanager.embedded_postgres import postgres_for
    from clientmanager.migrating import is_current, migrate

    with _none() if config.database_url else postgres_for(config.data_dir):
        if not is_current(config):
            if not fresh:
                raise Unavailable("The data is not of this version. Run: clientmanager migrate")
            done = migrate(config)
            if done.new_key:
                _show_key(done.new_key)
        yield


def _show_key(key: str) -> None:
    """Once, on standard error: it belongs on paper, in no log and no document."""
    print(
        "\n  This installation's master key, shown once. Print it and keep it away from this machine:\n\n"
        f"    {key}\n\n  Without it no backup can be opened.\n",
        file=sys.stderr,
    )


@contextmanager
def _none() -> Iterator[None]:
    yield


@app.command()
def up(
    demo: Annotated[bool, typer.Option("--demo", help="With a practice `demo` to try things on.")] = False,
    reload: Annotated[bool, typer.Option("--reload", help="Build and serve changed sources again.")] = False,
) -> None:
    """Start everything: Postgres, migrations, frontend, web and worker; prints one address."""
    from clientmanager import supervisor

    sys.exit(supervisor.up(settings(), demo=demo, reload=reload))


@app.command()
def web() -> None:
    """Serve the pages (one of the processes that `up` starts)."""
    from clientmanager.web import serve_web

    serve_web(settings())


@app.command()
def worker() -> None:
    """Keep the recurring promises and do the long work (one of the processes that `up` starts)."""
    from clientmanager import worker as the_worker

    the_worker.run()
    # Threads of work and promises would hold the process; what they do is in transactions, which end with it.
    os._exit(0)


@app.command()
def migrate(as_json: Json = False) -> None:
    """Bring the data to this version, after a snapshot of every practice."""
    from clientmanager.embedded_postgres import postgres_for
    from clientmanager.migrating import migrate as bring
    from clientmanager.services import backup_operations as backups

    config = settings()
    with _none() if config.database_url else postgres_for(config.data_dir):
        done = bring(config, before_upgrade=backups.take_before_upgrade)
    if done.new_key:
        _show_key(done.new_key)
    say({"migrated": done.migrated}, as_json, lambda r: "Migrated." if r["migrated"] else "Already of this version.")


@app.command("welcome-code")
def welcome_code(as_json: Json = False) -> None:
    """A new one-time code for the first visit, while there is no practice; an earlier code ends."""
    from clientmanager.services import practices

    with database(settings()):
        code = practices.welcome_code()
    say({"code": code}, as_json, lambda r: f"The first visit asks for this code: {r['code']}" if r["code"] else "")


@app.command("create-practice")
def create_practice(
    name: Annotated[str, typer.Option(help="The practice's name.")],
    short_name: Annotated[str, typer.Option(help="How commands call it, such as khumalo-botha.")],
    owner: Annotated[str, typer.Option(help="The owner's name.")],
    email: Annotated[str, typer.Option(help="The owner's e-mail, to sign in with.")],
    as_json: Json = False,
) -> None:
    """Make a practice and its owner; the password is read from standard input or asked for."""
    from clientmanager.services import practices

    with database(settings(), fresh=True):
        made = practices.create_practice(
            name=name, short_name=short_name, owner_name=owner, owner_email=email, password=_password()
        )
    say(
        {"practice": short_name, "id": str(made.practice_id)},
        as_json,
        lambda r: f"Made the practice {r['practice']}; {email} can sign in.",
    )


@app.command("set-password")
def set_password(
    practice: PracticeName,
    email: Annotated[str, typer.Argument(help="The user's e-mail in the practice.")],
    new_email: Annotated[str, typer.Option(help="Another e-mail to sign in with from now on.")] = "",
    as_json: Json = False,
) -> None:
    """Mend a lost password, the owner's too; ends the user's sessions. Reads it from standard input, or asks."""
    from clientmanager.services import users

    with database(settings()):
        users.set_password(practice, email, _password(), new_email=new_email)
    say({"practice": practice, "email": new_email or email}, as_json, lambda r: f"{r['email']} has a new password.")


def _password() -> str:
    if sys.stdin.isatty():
        return typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    return sys.stdin.readline().rstrip("\n")


@app.command()
def demo(
    clients: Annotated[int, typer.Option(min=0, max=1_000_000)] = 320,
    seed: int = 1,
    as_json: Json = False,
) -> None:
    """Make the practice `demo`, with clients that do not exist; prints how to sign in."""
    from clientmanager.services import demo as demonstration

    with database(settings(), fresh=True):
        made = demonstration.make(clients=clients, seed=seed)
    say(
        made,
        as_json,
        lambda r: f"Demo practice with {r.clients} clients. Sign in as {r.email} with the password {r.password}",
    )


@app.command("import")
def import_files(
    files: Annotated[list[Path], typer.Argument(help="CSV, Excel or vCard files.")],
    practice: PracticeName,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; change nothing.")] = False,
    adviser: Annotated[str, typer.Option(help="E-mail of the adviser whose clients they become.")] = "",
    as_json: Json = False,
) -> None:
    """Import clients. Every row ends as created, updated, unchanged or rejected."""
    from clientmanager.services import import_operations as imports

    with database(settings()):
        report = imports.import_files(files, practice, dry_run=dry_run, adviser=adviser)
    say(report, as_json, imports.in_words)


@backup.command("take")
def backup_take(practice: PracticeName, as_json: Json = False) -> None:
    """Take a backup now."""
    from clientmanager.services import backup_operations as backups

    with database(settings()):
        taken = backups.take_for_operator(practice)
    say(taken, as_json, lambda r: f"Took {r['id']}: {r['rows']} rows, {r['bytes']} bytes, until {r['expires_at']}.")


@backup.command("list")
def backup_list(
    practice: Annotated[str, typer.Option(help="Only this practice's.")] = "", as_json: Json = False
) -> None:
    """List the backups that can be downloaded and restored."""
    from clientmanager.services import backup_operations as backups

    with database(settings()):
        found = backups.listed_for_operator(practice)
    say(
        found,
        as_json,
        lambda r: "\n".join(f"{b['id']}  {b['practice']}  {b['taken_at']}  {b['rows']} rows" for b in r) or "None yet.",
    )


@backup.command("download")
def backup_download(
    snapshot: Annotated[str, typer.Argument(help="The backup's id.")],
    to: Annotated[Path, typer.Option("-o", help="The file to write.")],
    form: Annotated[str, typer.Option("--format", help="xlsx or csv.")] = "xlsx",
    as_json: Json = False,
) -> None:
    """Write a backup to a file, as Excel or as CSV in a zip."""
    from clientmanager.services import backup_operations as backups

    with database(settings()):
        backups.download(snapshot, form, to)
    say({"file": str(to), "bytes": to.stat().st_size}, as_json, lambda r: f"Wrote {r['file']} ({r['bytes']} bytes).")


@backup.command("restore")
def backup_restore(
    snapshot: Annotated[str, typer.Argument(help="The backup's id.")],
    into: Annotated[str, typer.Option("--into", help="Short name of the new practice it goes into.")],
    as_json: Json = False,
) -> None:
    """Put a backup into a new practice, and prove it equal, table by table."""
    from clientmanager.services import backup_operations as backups

    with database(settings()):
        proof = backups.restore(snapshot, into)
    say(proof, as_json, backups.proof_in_words)


@backup.command("expire")
def backup_expire(as_json: Json = False) -> None:
    """Destroy the bytes and keys of backups older than 30 days (the worker does so by itself)."""
    from clientmanager.services import backup_operations as backups

    with database(settings()):
        gone = backups.expire()
    say({"expired": gone}, as_json, lambda r: f"{r['expired']} backups destroyed.")


@app.command()
def doctor(
    audit: Annotated[bool, typer.Option("--audit", help="Verify every practice's audit chain.")] = False,
    as_json: Json = False,
) -> None:
    """Check every part; say what is wrong and what to do."""
    from clientmanager import examination

    found = examination.examine(settings(), audit=audit)
    say({"well": all(f.well for f in found), "checks": found}, as_json, examination.in_words)
    sys.exit(0 if all(f.well for f in found) else 1)
