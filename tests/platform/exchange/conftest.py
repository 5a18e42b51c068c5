"""An engine that lives in its calls, and English sentences."""

import sqlite3
from collections.abc import Iterator

import pytest
from django.db import connection
from django.utils import translation

from factories import exchange
from quanheng.live import serve
from quanheng.live.engine import Engine


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Messages are compared by their English ids."""
    with translation.override("en"):
        yield


@pytest.fixture
def engine(settings, tmp_path) -> Iterator[Engine]:
    """The engine of the platform, without a thread: every call names its instant."""
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    yield exchange.engine(settings.DATA_DIR)
    serve.stop(settings.DATA_DIR)


@pytest.fixture
def database_file(django_db_setup, django_db_blocker, tmp_path):
    """Give a SQLite file of its own, with the tables of the test database: threads need a file, and flushing
    would have to delete journal entries.
    """
    with django_db_blocker.unblock():
        connection.ensure_connection()
        memory, settings = connection.connection, connection.settings_dict
        name, path = settings["NAME"], tmp_path / "at_once.sqlite3"
        with sqlite3.connect(path) as copy:
            memory.backup(copy)
        copy.close()
        connection.connection, settings["NAME"] = None, str(path)
        try:
            yield
        finally:
            connection.close()
            connection.connection, settings["NAME"] = memory, name
