"""One consistent copy of a database, and back: SQLite by its online backup, PostgreSQL by its own tools."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection

from quanheng.platform.common.backup.manifest import BackupError
from quanheng.platform.common.backup.places import Places

SQLITE, POSTGRESQL, LIVE = "db.sqlite3", "db.dump", "live.sqlite3"


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a database that is in use, as of one moment, into one file that needs no log beside it."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (
        closing(sqlite3.connect(source.resolve().as_uri() + "?mode=ro", uri=True)) as original,
        closing(sqlite3.connect(target)) as copy,
    ):
        original.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        copy.commit()
    target.chmod(0o600)
    require_sound(target)
    with target.open("rb") as file:
        os.fsync(file.fileno())


def require_sound(path: Path) -> None:
    """Refuse a copy that SQLite itself finds damaged, or whose rows point nowhere."""
    try:
        with closing(sqlite3.connect(path.resolve().as_uri() + "?mode=ro", uri=True)) as copy:
            found = [row[0] for row in copy.execute("PRAGMA integrity_check(10)")]
            orphans = copy.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        raise BackupError(f"{path.name}: {error}")
    if found != ["ok"] or orphans:
        raise BackupError(
            *(f"{path.name}: {line}" for line in found if line != "ok"),
            *(f"{path.name}: orphan in {row[0]}" for row in orphans),
        )


def dump_postgresql(places: Places, target: Path) -> None:
    _run(
        "pg_dump",
        places,
        "--format=custom",
        "--no-owner",
        f"--file={target}",
        f"--dbname={places.database['NAME']}",
    )
    target.chmod(0o600)


def load_postgresql(places: Places, source: Path) -> None:
    options = ["--no-owner", "--single-transaction", "--exit-on-error", f"--dbname={places.database['NAME']}"]
    _run("pg_restore", places, *options, str(source))


def _run(tool: str, places: Places, *options: str) -> None:
    path = shutil.which(tool)
    if path is None:
        raise BackupError(
            f"{tool}: is not installed; it comes with the PostgreSQL client of the server's version"
        )
    given = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    environment = {
        variable: str(places.database[name]) for variable, name in given.items() if places.database.get(name)
    }
    done = subprocess.run(  # noqa: S603  # the tool found above, our own options
        [path, "--no-password", *options],
        env=dict(os.environ) | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupError(*(f"{tool}: {line}" for line in done.stderr.splitlines() if line.strip()))


def tables_of_postgresql() -> list[str]:
    with connection.cursor() as cursor:
        return connection.introspection.table_names(cursor)


def empty_postgresql() -> None:
    """Take back what a refused restore put into a database that was empty before."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
