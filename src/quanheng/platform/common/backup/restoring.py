"""Bring a backup back: proven before anything is written, and taken away again if its journal is not whole."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from quanheng.platform.common.backup import databases, keys, manifest
from quanheng.platform.common.backup.manifest import BackupError, Manifest, copy_synced, write_synced
from quanheng.platform.common.backup.places import Places
from quanheng.platform.common.journal import chains


def restore(folder: Path, *, passphrase: str, places: Places) -> Manifest:
    """Restore `folder` into an empty data folder and database, and return its list.

    Raises `BackupError` with every fault; then nothing of the backup is left behind.
    """
    found, opened_by = manifest.read(folder, passphrase)
    require_empty(places, found)
    secret = keys.opened((folder / keys.PART).read_bytes(), opened_by)
    with undone_on_failure(places):
        copy_files(folder, places)
        write_keys(secret, places)
        load_databases(folder, places)
        require_whole_journal(found)
    return found


def require_empty(places: Places, found: Manifest) -> None:
    if used := places.in_use():
        raise BackupError(*(f"{path}: holds data, a restore takes an empty data folder" for path in used))
    engine = "sqlite" if places.sqlite else "postgresql"
    if found.engine != engine:
        raise BackupError(f"the backup is of {found.engine}, this platform runs on {engine}")
    if not places.sqlite and (tables := databases.tables_of_postgresql()):
        raise BackupError(f"the database holds {len(tables)} tables, a restore takes an empty one")


@contextmanager
def undone_on_failure(places: Places) -> Iterator[None]:
    """Leave the data folder and the database as empty as they were when anything goes wrong."""
    before = {path: path.read_bytes() for path in places.keys.glob("*")}
    try:
        yield
    except BaseException:
        connection.close()
        for path in (places.sqlite, places.live):
            for suffix in ("", "-wal", "-shm"):
                if path:
                    path.with_name(path.name + suffix).unlink(missing_ok=True)
        shutil.rmtree(places.files, ignore_errors=True)
        shutil.rmtree(places.keys, ignore_errors=True)
        for path, content in before.items():
            write_synced(path, content)
        if not places.sqlite:
            databases.empty_postgresql()
        raise


def copy_files(folder: Path, places: Places) -> None:
    source = folder / "files"
    for path in sorted(source.rglob("*")):
        if path.is_file():
            target = places.files / path.relative_to(source)
            copy_synced(path, target)
            target.chmod(0o400)


def write_keys(secret: dict[str, bytes], places: Places) -> None:
    places.keys.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, content in secret.items():
        (places.keys / name).unlink(missing_ok=True)
        write_synced(places.keys / name, content)


def load_databases(folder: Path, places: Places) -> None:
    """Put the databases in place, the main one last: a data folder with it is a restored one."""
    if (folder / databases.LIVE).exists():
        databases.copy_sqlite(folder / databases.LIVE, places.live)
    if places.sqlite:
        databases.copy_sqlite(folder / databases.SQLITE, places.sqlite)
    else:
        databases.load_postgresql(places, folder / databases.POSTGRESQL)


def require_whole_journal(found: Manifest) -> None:
    """Derive every link of every stream again; what was counted before the copy began is there at least."""
    faults = [f"journal {fault.stream} {fault.seq}: {fault.what}" for fault in chains.all_faults()]
    streams, entries = chains.counts()
    if streams < found.streams or entries < found.entries:
        faults.append(
            f"journal: {streams} streams and {entries} entries, takes {found.streams} and {found.entries}"
        )
    if faults:
        raise BackupError(*faults)
