"""What a platform must be before it opens to people: every fault at once, in sentences (`trust.md` 15).

Wired as Django system checks (`quanheng manage check --deploy`); `refuse_unsafe_start` is called by every command
that serves. Outside `production` and `dengbao` only the database is asked whether it keeps what it acknowledges.
"""

import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from quanheng.platform.common.errors import Refused
from quanheng.platform.common.registry import Registry

Fault = tuple[str, Mapping[str, object]]
room_faults: Registry[Callable[[], Iterable[Fault]]] = Registry("unsafe starts")
"""What a room finds unsafe in the rows of its own tables, e.g. demonstration accounts."""

SQLITE = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
POSTGRESQL = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
PERMISSIVE = ("unsafe-", "*", "http:", "https:", "ws:")
COOKIES = ("SESSION", "CSRF")


class UnsafeStart(Exception):
    """The platform does not start; `faults` says everything that has to change first."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


def refuse_unsafe_settings() -> None:
    """Raise `UnsafeStart` with what the settings alone show, before a folder or table is made."""
    if settings.STRICT and (
        found := [*secret_faults(), *network_faults(), *cookie_faults(), *policy_faults()]
    ):
        raise UnsafeStart([sentence(fault) for fault in found])


def refuse_unsafe_start() -> None:
    """Raise `UnsafeStart` with all faults, else return."""
    if settings.STRICT:
        found = checks.run_checks(include_deployment_checks=True, databases=["default"])
        sentences = [f"{message.id}: {message.msg}" for message in found if message.level >= checks.WARNING]
    else:
        sentences = [sentence(fault) for fault in durability_faults(connections["default"])]
    if sentences:
        raise UnsafeStart(tuple(dict.fromkeys(sentences)))


def sentence(fault: Fault) -> str:
    text, values = fault
    return str(Refused(text, **values))


def check_settings(**_: Any) -> list[checks.CheckMessage]:
    """Check what the settings and the machine's folders say, in the profiles that serve people."""
    if not settings.STRICT:
        return []
    found = [*secret_faults(), *network_faults(), *cookie_faults(), *policy_faults(), *folder_faults()]
    return [checks.Error(sentence(fault), id="quanheng.E001") for fault in found]


def check_database(**_: Any) -> list[checks.CheckMessage]:
    """Check what a live connection and the rooms' rows say."""
    if not settings.STRICT:
        return []
    connection = connections["default"]
    found = [*durability_faults(connection), *migration_faults(connection)]
    if not found:
        found = [fault for _key, ask in room_faults.answers() for fault in ask()]
    return [checks.Error(sentence(fault), id="quanheng.E002") for fault in found]


def register_checks() -> None:
    checks.register(check_settings, checks.Tags.security, deploy=True)
    checks.register(check_database, checks.Tags.database, deploy=True)


def secret_faults() -> Iterator[Fault]:
    if settings.DEBUG:
        yield "DEBUG: got True, takes False", {}
    key = settings.SECRET_KEY
    weak = ("insecure", "secret", "change", "default", "test", "example", "demo")
    if len(key) < 50 or len(set(key)) < 12 or any(word in key.lower()[:20] for word in weak):
        yield (
            "SECRET_KEY: got a short, default or test key, takes 50 random characters or none (one is made and kept)",
            {},
        )
    if not settings.PASSWORD_HASHERS[0].endswith(".Argon2id"):
        yield (
            "PASSWORD_HASHERS: got %(got)s first, takes the platform's Argon2id",
            {"got": settings.PASSWORD_HASHERS[0]},
        )
    if not getattr(settings, "AXES_ENABLED", True):
        yield "AXES_ENABLED: got False, takes True", {}
    if settings.SILENCED_SYSTEM_CHECKS:
        yield (
            "SILENCED_SYSTEM_CHECKS: got %(got)s, takes none",
            {"got": ", ".join(settings.SILENCED_SYSTEM_CHECKS)},
        )


def network_faults() -> Iterator[Fault]:
    for host in settings.ALLOWED_HOSTS or [""]:
        if not host or "*" in host or host.startswith(".") or host == "testserver":
            yield "ALLOWED_HOSTS: got “%(got)s”, takes the full names of this server", {"got": host}
    if not settings.TRUSTED_PROXIES or not settings.SECURE_PROXY_SSL_HEADER:
        yield "TRUSTED_PROXIES: got 0, takes the number of proxies that end TLS before this server", {}
    if not settings.PUBLIC_ADDRESS.startswith("https://"):
        yield "PUBLIC_ADDRESS: got %(got)s, takes an https address", {"got": settings.PUBLIC_ADDRESS}


def cookie_faults() -> Iterator[Fault]:
    for cookie in COOKIES:
        got = {
            flag: getattr(settings, f"{cookie}_COOKIE_{flag}")
            for flag in ("NAME", "SECURE", "HTTPONLY", "SAMESITE")
        }
        if not got["SECURE"] or not got["HTTPONLY"] or got["SAMESITE"] not in {"Lax", "Strict"}:
            yield "%(cookie)s cookie: takes Secure, HttpOnly and SameSite Lax or Strict", {"cookie": cookie}
        if not got["NAME"].startswith("__Host-"):
            yield (
                "%(cookie)s cookie: got the name %(got)s, takes one that begins with __Host-",
                {"cookie": cookie, "got": got["NAME"]},
            )


def policy_faults() -> Iterator[Fault]:
    directives: Mapping[str, Any] = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    for needed in ("default-src", "frame-ancestors", "form-action", "base-uri"):
        if needed not in directives:
            yield "CONTENT_SECURITY_POLICY: %(directive)s is missing", {"directive": needed}
    for directive, sources in directives.items():
        if loose := [str(source) for source in sources if any(word in str(source) for word in PERMISSIVE)]:
            yield (
                "CONTENT_SECURITY_POLICY: %(directive)s allows %(got)s",
                {"directive": directive, "got": ", ".join(loose)},
            )


def folder_faults() -> Iterator[Fault]:
    """Find keys that others can read, and pages that others can write."""
    for path in (settings.KEYS_DIR, *sorted(settings.KEYS_DIR.rglob("*"))):
        if mode(path) & 0o077:
            yield "%(path)s: others may read it, takes the mode 600 (folders 700)", {"path": path}
    if not settings.STATIC_ROOT.is_dir():
        yield (
            "%(path)s: is missing, takes the static files (quanheng manage collectstatic)",
            {"path": settings.STATIC_ROOT},
        )
        return
    for path in (settings.STATIC_ROOT, *sorted(settings.STATIC_ROOT.rglob("*"))):
        if mode(path) & 0o022:
            yield (
                "%(path)s: others may write it, takes static files that only their owner writes",
                {"path": path},
            )
            return


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def durability_faults(connection: BaseDatabaseWrapper) -> Iterator[Fault]:
    """Ask the database itself whether an acknowledged act survives a power cut (`trust.md` 13)."""
    question, wanted = ("PRAGMA %s", SQLITE) if connection.vendor == "sqlite" else ("SHOW %s", POSTGRESQL)
    with connection.cursor() as cursor:
        for name, value in wanted.items():
            cursor.execute(question % name)
            got = cursor.fetchone()[0]
            if got != value:
                yield (
                    "Database: %(name)s is %(got)s, takes %(value)s",
                    {"name": name, "got": got, "value": value},
                )
    if (
        connection.vendor == "sqlite"
        and connection.settings_dict["OPTIONS"].get("transaction_mode") != "IMMEDIATE"
    ):
        yield "Database: transactions begin late, takes transaction_mode IMMEDIATE", {}


def migration_faults(connection: BaseDatabaseWrapper) -> Iterator[Fault]:
    executor = MigrationExecutor(connection)
    if waiting := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield (
            "Database: %(count)s migrations are not applied (quanheng manage migrate)",
            {"count": len(waiting)},
        )
