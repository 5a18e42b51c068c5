"""The small province, made once for a module in a transaction that is rolled back at its end."""

from datetime import date

import pytest
from django.db import transaction
from django.test import override_settings

from quanheng.platform.demo import services


@pytest.fixture(autouse=True)
def _files():
    """Stand in for the fixture of all tests: the files of the province stay where they are."""


@pytest.fixture
def folders(tmp_path):
    """Folders of their own for one test that makes a province."""
    with override_settings(**places(tmp_path)):
        yield tmp_path


@pytest.fixture(scope="module")
def small(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = places(tmp_path_factory.mktemp("province"))
    with override_settings(**folder), django_db_blocker.unblock(), transaction.atomic():
        yield services.load_province(scale="small", today=tomorrow())
        transaction.set_rollback(True)


@pytest.fixture
def province(small):
    """The small province; what a test changes is taken back."""
    with transaction.atomic():
        yield small
        transaction.set_rollback(True)


def tomorrow():
    """Return a day after the machine's: the clock of a demonstration only runs ahead."""
    return date.fromordinal(date.today().toordinal() + 2)  # noqa: DTZ011  # any day ahead will do


def places(folder):
    for name in ("files", "keys", "static"):
        (folder / name).mkdir(exist_ok=True)
    return {
        "DATA_DIR": folder,
        "FILES_DIR": folder / "files",
        "KEYS_DIR": folder / "keys",
        "STATIC_ROOT": folder / "static",
    }
