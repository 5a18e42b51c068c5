"""What tests need from the system: a throw-away PostgreSQL cluster, a Chromium. Installed as root only."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USER = "quanheng"


class Unavailable(Exception):
    """The system lacks something and we may not install it."""


def installed(find: str | None, package: str) -> str:
    """Return `find`, installing the Debian package first when it is missing and we are root."""
    if find:
        return find
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Unavailable(f"needs the package {package}; it is not installed and only root may install it")
    subprocess.run(["apt-get", "update", "-qq"], check=True)
    environment = dict(os.environ) | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package], check=True, env=environment
    )
    return ""


def chromium() -> str:
    """Return the path of a Chromium."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return installed(_first(names), "chromium") or _first(names) or ""


def _first(names: tuple[str, ...]) -> str | None:
    return next((path for name in names if (path := shutil.which(name))), None)


def _initdb() -> str | None:
    found = (
        sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        if Path("/usr/lib/postgresql").exists()
        else []
    )
    return str(found[-1]) if found else shutil.which("initdb")


@contextmanager
def postgres() -> Iterator[str]:
    """Start a cluster in a temporary folder on a free loopback port; give its address; remove it after."""
    binaries = Path(installed(_initdb(), "postgresql") or _initdb() or "").parent
    folder = Path(tempfile.mkdtemp(prefix="quanheng-pg-"))
    folder.chmod(0o777)
    data, port = folder / "data", _free_port()
    _as_user([binaries / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"])
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=on"
    _as_user([binaries / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"])
    try:
        yield f"postgresql://{USER}@127.0.0.1:{port}/postgres"
    finally:
        _as_user([binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop"])
        shutil.rmtree(folder, ignore_errors=True)


def _as_user(words: list[object]) -> None:
    """Run as ourselves, or as an ordinary user when we are root (initdb refuses root)."""
    prefix = ["setpriv", "--reuid", str(_ordinary()), "--clear-groups"] if os.geteuid() == 0 else []
    subprocess.run([*prefix, *map(str, words)], check=True, stdout=subprocess.DEVNULL)


def _ordinary() -> int:
    names = {entry.pw_name: entry.pw_uid for entry in pwd.getpwall()}
    return names.get("postgres", names["nobody"])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
