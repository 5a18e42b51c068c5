"""The production profile opens only when everything is safe, and says all that is not (`trust.md` 15)."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler
from django.utils import translation

from factories import accounts
from quanheng.platform.accounts import unsafe
from quanheng.platform.common import profile
from quanheng.platform.common.environment import database

ROOT = Path(__file__).resolve().parents[3]
SAFE = {
    "QUANHENG_PROFILE": "production",
    "ALLOWED_HOSTS": "quanheng.example.cn",
    "PUBLIC_ADDRESS": "https://quanheng.example.cn",
    "TRUSTED_PROXIES": "1",
}
START = "import django; django.setup(); from django.utils import translation; translation.activate('en'); from quanheng.platform.common.profile import refuse_unsafe_start; refuse_unsafe_start()"


def run(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    own = {
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "quanheng.platform.settings",
        "PYTHONPATH": str(ROOT / "src"),
    }
    return subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env=kept | own | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture(scope="module")
def migrated(tmp_path_factory) -> Path:
    """A data folder as an operator prepares it."""
    folder = tmp_path_factory.mktemp("data")
    (folder / "static").mkdir(mode=0o755)
    run(
        folder, "-m", "quanheng.cli.main", "manage", "migrate", "--skip-checks", "-v0", **SAFE
    ).check_returncode()
    return folder


@pytest.fixture
def folder(migrated, tmp_path) -> Path:
    return Path(shutil.copytree(migrated, tmp_path / "data"))


def test_the_deployment_check_is_clean_under_good_settings(folder):
    answer = run(
        folder, "-m", "quanheng.cli.main", "manage", "check", "--deploy", "--fail-level", "WARNING", **SAFE
    )
    assert (answer.returncode, answer.stdout.strip()) == (
        0,
        "System check identified no issues (0 silenced).",
    ), answer.stderr


def test_a_start_under_bad_settings_lists_every_fault_at_once(folder):
    (folder / "static").chmod(0o777)
    bad = SAFE | {
        "ALLOWED_HOSTS": "*",
        "PUBLIC_ADDRESS": "http://quanheng.example.cn",
        "TRUSTED_PROXIES": "0",
        "SECRET_KEY": "django-insecure-test",
    }
    answer = run(folder, "-c", START, **bad)
    assert answer.returncode == 1
    for fault in ("ALLOWED_HOSTS", "PUBLIC_ADDRESS", "TRUSTED_PROXIES", "SECRET_KEY", "others may write it"):
        assert fault in answer.stderr


def faults(found) -> list[str]:
    return [profile.sentence(fault) for fault in found]


@pytest.fixture
def strict(settings):
    """The settings of a safe production profile, to spoil one by one."""
    settings.STRICT, settings.DEBUG = True, False
    settings.ALLOWED_HOSTS, settings.TRUSTED_PROXIES = ["quanheng.example.cn"], 1
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.PUBLIC_ADDRESS = "https://quanheng.example.cn"
    for cookie in ("SESSION", "CSRF"):
        setattr(settings, f"{cookie}_COOKIE_SECURE", True)
        setattr(settings, f"{cookie}_COOKIE_NAME", f"__Host-{cookie}")
    settings.KEYS_DIR.chmod(0o700)
    settings.STATIC_ROOT = settings.KEYS_DIR.parent / "static"
    settings.STATIC_ROOT.mkdir(mode=0o755)
    return settings


def test_safe_settings_have_no_fault(strict):
    assert profile.check_settings() == []


def only(strict) -> str:
    (found,) = profile.check_settings()
    return found.msg


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("DEBUG", True, "DEBUG: got True"),
        ("SECRET_KEY", "short", "SECRET_KEY: got a short, default or test key"),
        ("SECRET_KEY", "x" * 64, "SECRET_KEY: got a short, default or test key"),
        (
            "SECRET_KEY",
            "django-insecure-" + "abcdefghijklmnopqrstuvwxyz0123456789" * 2,
            "SECRET_KEY: got a short",
        ),
        ("ALLOWED_HOSTS", [".example.cn"], "ALLOWED_HOSTS: got “.example.cn”"),
        ("ALLOWED_HOSTS", [], "ALLOWED_HOSTS: got “”"),
        ("TRUSTED_PROXIES", 0, "TRUSTED_PROXIES: got 0"),
        ("PUBLIC_ADDRESS", "http://quanheng.example.cn", "PUBLIC_ADDRESS: got http://"),
        ("SESSION_COOKIE_SECURE", False, "SESSION cookie: takes Secure"),
        ("CSRF_COOKIE_HTTPONLY", False, "CSRF cookie: takes Secure"),
        ("SESSION_COOKIE_SAMESITE", "None", "SESSION cookie: takes Secure"),
        ("SESSION_COOKIE_NAME", "session", "SESSION cookie: got the name session"),
        ("PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"], "PASSWORD_HASHERS: got"),
        ("AXES_ENABLED", False, "AXES_ENABLED: got False"),
        ("SILENCED_SYSTEM_CHECKS", ["security.W004"], "SILENCED_SYSTEM_CHECKS: got security.W004"),
    ],
)
def test_each_unsafe_setting_is_named(strict, name, value, says):
    setattr(strict, name, value)
    assert only(strict).startswith(says)


@pytest.mark.parametrize(
    "source", ["'unsafe-inline'", "'unsafe-eval'", "*", "https:", "http://elsewhere.example"]
)
def test_a_permissive_content_policy_is_named(strict, source):
    directives = strict.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    strict.CONTENT_SECURITY_POLICY = {"DIRECTIVES": directives | {"script-src": ["'self'", source]}}
    assert only(strict) == f"CONTENT_SECURITY_POLICY: script-src allows {source}"


def test_a_key_that_others_can_read_is_named(strict):
    key = strict.KEYS_DIR / "log.key"
    key.write_text("k")
    key.chmod(0o644)
    assert only(strict) == f"{key}: others may read it, takes the mode 600 (folders 700)"


def test_a_static_folder_that_others_can_write_is_named(strict):
    strict.STATIC_ROOT.chmod(0o775)
    assert "others may write it" in only(strict)


def test_missing_static_files_are_named(strict):
    strict.STATIC_ROOT.rmdir()
    assert "is missing, takes the static files" in only(strict)


def test_outside_production_nothing_is_asked_of_the_settings(settings):
    settings.DEBUG = True
    assert profile.check_settings() == []


@contextmanager
def opened(path: Path, **changes: str) -> Iterator[BaseDatabaseWrapper]:
    settings = database(f"sqlite:///{path}", path.parent)
    settings["OPTIONS"] |= changes
    connection = ConnectionHandler({"default": settings})["default"]
    try:
        yield connection
    finally:
        connection.close()


@pytest.mark.django_db
def test_a_database_that_keeps_what_it_acknowledges_has_no_fault(tmp_path):
    with opened(tmp_path / "a.sqlite3") as sound:
        assert faults(profile.durability_faults(sound)) == []


@pytest.mark.django_db
def test_a_database_that_may_lose_acts_or_take_orphans_is_named(tmp_path):
    with opened(
        tmp_path / "a.sqlite3", init_command="PRAGMA synchronous=NORMAL;", transaction_mode="DEFERRED"
    ) as careless:
        assert faults(profile.durability_faults(careless)) == [
            "Database: journal_mode is delete, takes wal",
            "Database: synchronous is 1, takes 2",
            "Database: transactions begin late, takes transaction_mode IMMEDIATE",
        ]


@pytest.mark.postgres
@pytest.mark.django_db
def test_a_postgresql_that_keeps_what_it_acknowledges_has_no_fault():
    assert faults(profile.durability_faults(connection)) == []


@pytest.mark.django_db
def test_demonstration_organisations_are_named():
    accounts.organisation()
    assert faults(unsafe.demonstration_accounts()) == [
        "1 organisations of the demonstration province are in the database, takes none"
    ]


def test_an_unsafe_start_is_told_without_a_traceback_and_makes_nothing(tmp_path):
    done = run(tmp_path, "-m", "quanheng.cli.main", "run", QUANHENG_PROFILE="production", PORT="0")
    made = [path for path in tmp_path.iterdir() if path.name != "keys"]
    assert (done.returncode, "Traceback" in done.stderr, made) == (2, False, [])
    assert "PUBLIC_ADDRESS" in done.stderr


def test_a_backup_without_a_passphrase_says_where_to_put_one(tmp_path):
    done = run(tmp_path, "-m", "quanheng.cli.main", "backup", str(tmp_path / "copy"))
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "takes BACKUP_PASSPHRASE" in done.stderr
