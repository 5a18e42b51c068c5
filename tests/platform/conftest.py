"""What the rooms' tests of many hands share: a database file, for threads do not see a database in memory."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection


@pytest.fixture
def database_file(django_db_setup, django_db_blocker, tmp_path) -> Iterator[None]:
    """Give a SQLite file of its own with the tables of the platform; flushing would have to delete journal entries.

    The tables are those of the test database where an earlier test has asked for one; otherwise they are made here,
    for pytest-django then leaves the connection at the database of the settings, which is nobody's to copy.
    """
    path, settings = tmp_path / "at_once.sqlite3", connection.settings_dict
    with django_db_blocker.unblock():
        prepared = connection.is_in_memory_db()
        if prepared:
            copy_into(path)
        kept, name = connection.connection, settings["NAME"]
        connection.connection, settings["NAME"] = None, str(path)
        try:
            if not prepared:
                call_command("migrate", verbosity=0)
            yield
        finally:
            connection.close()
            connection.connection, settings["NAME"] = kept, name


def copy_into(path: Path) -> None:
    connection.ensure_connection()
    with sqlite3.connect(path) as copy:
        connection.connection.backup(copy)
    copy.close()
