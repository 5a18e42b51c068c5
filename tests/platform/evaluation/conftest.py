"""What the tests of the evaluation share: a database file for threads, and a case as it stood."""

import sqlite3

import pytest
from django.db import connection
from django.forms.models import model_to_dict
from django.utils import translation

from quanheng.platform.common.approvals import Approval
from quanheng.platform.common.inbox.models import InboxItem
from quanheng.platform.common.journal.models import JournalEntry
from quanheng.platform.evaluation.models import Evaluation, InformationItem, Plan
from quanheng.platform.integrity.models import Undertaking


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def stood():
    """Return what stands in every table of the room: equal before and after means that nothing changed."""

    def rows() -> list[object]:
        models = (Evaluation, Plan, InformationItem, InboxItem, Approval)
        stored = [
            model_to_dict(row) | {"pk": row.pk} for model in models for row in model.objects.order_by("pk")
        ]
        return [*stored, JournalEntry.objects.count(), Undertaking.objects.count()]

    return rows


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
