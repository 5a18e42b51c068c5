"""A backup is proven before it counts, and a restore leaves either everything or nothing (`trust.md` 13)."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from quanheng.platform.common.backup import BackupError, Places, databases, keys, manifest, restore

ROOT = Path(__file__).resolve().parents[3]
PASSPHRASE = "vier Körbe voller Äpfel"
WRITE = """
import django; django.setup()
from datetime import UTC, datetime
from quanheng.platform.accounts import selectors, services
from quanheng.platform.common.roles import Role
now = datetime(2026, 9, 21, 2, tzinfo=UTC)
first = services.register_organisation(
    uscc="91350100M000100Y43", name="Yanyuan", kind="enterprise", username="first", person_name="First",
    password="eine lange Wanderung", now=now)
actor = selectors.actor_for(first)
services.add_person(actor=actor, organisation=first.organisation, username="second", name="Second", role=Role.OWNER, now=now)
"""
PDF = b"%PDF-1.7 evidence"


def quanheng(
    folder: Path, *words: str, code: str = "", address: str = ""
) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    own = {
        "DATA_DIR": str(folder),
        "QUANHENG_PROFILE": "test",
        "DJANGO_SETTINGS_MODULE": "quanheng.platform.settings",
        "PYTHONPATH": str(ROOT / "src"),
        "BACKUP_PASSPHRASE": PASSPHRASE,
        "DATABASE_URL": address,
    }
    arguments = ["-c", code] if code else ["-m", "quanheng.cli.main", *words]
    return subprocess.run(
        [sys.executable, *arguments], env=kept | own, capture_output=True, text=True, check=False
    )


def rows(path: Path) -> dict[str, list[tuple]]:
    """Every row of every table."""
    with closing(sqlite3.connect(path)) as database:
        names = [
            name
            for (name,) in database.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
            )
        ]
        return {name: sorted(database.execute(f'SELECT * FROM "{name}"'), key=repr) for name in names}


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory) -> Path:
    """A data folder with acts, evidence, keys and a lot's events."""
    folder = tmp_path_factory.mktemp("data") / "data"
    quanheng(folder, "manage", "migrate", "--skip-checks", "-v0").check_returncode()
    quanheng(folder, code=WRITE).check_returncode()
    sha256 = manifest.hashlib.sha256(PDF).hexdigest()
    (folder / "files" / sha256[:2]).mkdir(parents=True)
    (folder / "files" / sha256[:2] / sha256).write_bytes(PDF)
    (folder / "keys" / "log.key").write_bytes(b"k" * 32)
    with closing(sqlite3.connect(folder / "live.sqlite3")) as live:
        live.execute("CREATE TABLE event (lot TEXT, seq INTEGER)")
        live.execute("INSERT INTO event VALUES ('BD-2026-00001', 1)")
        live.commit()
    return folder


@pytest.fixture(scope="module")
def made(lived_in) -> Path:
    target = lived_in.parent / "backup"
    answer = quanheng(lived_in, "backup", str(target))
    assert answer.returncode == 0, answer.stderr
    return target


@pytest.fixture
def copy(made, tmp_path) -> Path:
    """The backup, to spoil."""
    return Path(shutil.copytree(made, tmp_path / "backup"))


@pytest.fixture
def empty(tmp_path) -> Places:
    """An empty data folder, seen by this process."""
    data = tmp_path / "data"
    (data / "keys").mkdir(parents=True, mode=0o700)
    (data / "keys" / "django.key").write_text("made by this start")
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(data / "db.sqlite3")}
    return Places(database, data, data / "files", data / "keys")


def test_everything_is_back_after_the_disk_was_lost(lived_in, made, tmp_path):
    before = (
        rows(lived_in / "db.sqlite3"),
        rows(lived_in / "live.sqlite3"),
        contents(lived_in / "files"),
        contents(lived_in / "keys"),
    )
    again = tmp_path / "data"
    answer = quanheng(again, "restore", str(made))
    assert answer.returncode == 0, answer.stderr
    assert "every chain whole" in answer.stdout
    assert before == (
        rows(again / "db.sqlite3"),
        rows(again / "live.sqlite3"),
        contents(again / "files"),
        contents(again / "keys"),
    )


def test_a_restored_key_is_its_owners_alone(made, tmp_path):
    again = tmp_path / "data"
    quanheng(again, "restore", str(made)).check_returncode()
    assert {path.stat().st_mode & 0o777 for path in (again / "keys").iterdir()} == {0o600}


def test_no_key_lies_open_in_a_backup(made):
    assert not any(b"k" * 32 in content for content in contents(made).values())


def test_a_backup_is_not_written_over_another(lived_in, made):
    answer = quanheng(lived_in, "backup", str(made))
    assert (answer.returncode, "takes a new folder" in answer.stderr) == (2, True)


def refused(folder: Path, places: Places, passphrase: str = PASSPHRASE) -> str:
    """Try a restore that must fail; return what it says, having seen that nothing was left behind."""
    before = contents(places.data)
    with pytest.raises(BackupError) as error:
        restore(folder, passphrase=passphrase, places=places)
    assert contents(places.data) == before
    return str(error.value)


@pytest.mark.parametrize("name", ["db.sqlite3", "live.sqlite3", keys.PART])
def test_a_changed_part_is_refused_by_name(copy, empty, name):
    path = copy / name
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    assert refused(copy, empty) == f"{name}: was changed"


def test_a_missing_and_an_added_part_are_both_named(copy, empty):
    (copy / keys.PART).unlink()
    (copy / "extra").write_text("x")
    assert refused(copy, empty) == f"extra: is not in the list\n{keys.PART}: is missing"


def test_a_part_changed_together_with_the_list_is_refused(copy, empty):
    with closing(sqlite3.connect(copy / "db.sqlite3")) as database:
        database.execute("UPDATE accounts_person SET username = 'thief' WHERE username = 'first'")
        database.commit()
    body = json.loads((copy / manifest.NAME).read_text())
    body["parts"]["db.sqlite3"] = manifest.hash_of(copy / "db.sqlite3")
    (copy / manifest.NAME).write_text(json.dumps(body))
    assert "the seal does not fit" in refused(copy, empty)


def test_another_passphrase_opens_nothing(copy, empty):
    assert "the seal does not fit" in refused(copy, empty, "another passphrase")


def test_a_folder_that_is_no_backup_is_refused(tmp_path, empty):
    assert "no list of a backup" in refused(tmp_path / "nothing", empty)


def test_data_in_use_are_never_written_over(copy, empty):
    (empty.data / "db.sqlite3").write_bytes(b"")
    assert "takes an empty data folder" in refused(copy, empty)


def test_a_journal_that_is_not_whole_is_not_restored(lived_in, tmp_path):
    """Who edits the database behind the journal's back, trigger removed, gets no sound backup out of it."""
    edited, target, again = tmp_path / "edited", tmp_path / "backup", tmp_path / "again"
    shutil.copytree(lived_in, edited)
    with closing(sqlite3.connect(edited / "db.sqlite3")) as database:
        database.execute('UPDATE common_journalpart SET value = \'{"role": "auditor"}\'')
        database.commit()
    quanheng(edited, "backup", str(target)).check_returncode()
    answer = quanheng(again, "restore", str(target))
    assert (answer.returncode, "part body" in answer.stderr) == (2, True)
    assert sorted(contents(again)) == ["keys/django.key"]


def test_a_stored_file_that_was_damaged_before_is_named(lived_in, tmp_path):
    damaged = tmp_path / "data"
    shutil.copytree(lived_in, damaged)
    (stored,) = [path for path in (damaged / "files").rglob("*") if path.is_file()]
    stored.write_bytes(b"other")
    answer = quanheng(damaged, "backup", str(tmp_path / "backup"))
    assert (answer.returncode, "it was so before the backup" in answer.stderr) == (1, True)


def test_a_short_passphrase_is_refused(made, empty):
    assert "takes at least 12" in refused(made, empty, "short")


def test_without_the_tools_of_postgresql_the_refusal_names_them(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    places = Places({"ENGINE": "django.db.backends.postgresql", "NAME": "x"}, tmp_path, tmp_path, tmp_path)
    with pytest.raises(BackupError, match="pg_dump: is not installed"):
        databases.dump_postgresql(places, tmp_path / "db.dump")


@pytest.fixture
def two_databases() -> Iterator[tuple[str, str]]:
    """The addresses of two empty databases of the throw-away cluster."""
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    names = [f"backup_{uuid4().hex[:8]}" for _ in range(2)]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        for name in names:
            connection.execute(f'CREATE DATABASE "{name}"')
        yield f"{server}/{names[0]}", f"{server}/{names[1]}"
        for name in names:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.postgres
def test_postgresql_comes_back_too_and_only_into_an_empty_database(two_databases, tmp_path):
    first, second = two_databases
    quanheng(tmp_path / "a", "manage", "migrate", "--skip-checks", "-v0", address=first).check_returncode()
    quanheng(tmp_path / "a", code=WRITE, address=first).check_returncode()
    quanheng(tmp_path / "a", "backup", str(tmp_path / "backup"), address=first).check_returncode()
    restored = quanheng(tmp_path / "b", "restore", str(tmp_path / "backup"), address=second)
    repeated = quanheng(tmp_path / "c", "restore", str(tmp_path / "backup"), address=second)
    assert (restored.returncode, "every chain whole" in restored.stdout) == (0, True), restored.stderr
    assert (repeated.returncode, "takes an empty one" in repeated.stderr) == (2, True)
