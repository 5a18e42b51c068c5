"""Write a backup: under a temporary name until it is whole, so that a folder with the final name is one."""

import secrets
import shutil
from datetime import datetime
from pathlib import Path

from quanheng.platform.common.backup import databases, keys
from quanheng.platform.common.backup.manifest import (
    BackupError,
    Manifest,
    copy_synced,
    hash_of,
    secrets_of,
    write_synced,
)
from quanheng.platform.common.backup.places import Places
from quanheng.platform.common.journal import chains

INCOMING = "incoming"


def backup(folder: Path, *, passphrase: str, places: Places, now: datetime) -> Manifest:
    """Copy everything into `folder`, which does not exist yet, and return the sealed list.

    The database comes first: files and the bidding engine only ever add, so what it names is there.
    """
    if folder.exists() and any(folder.iterdir()):
        raise BackupError(f"{folder}: is not empty, takes a new folder")
    salt = secrets.token_bytes(16)
    opened_by = secrets_of(passphrase, salt)
    unfinished = folder.with_name(folder.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True, mode=0o700)
    try:
        manifest = Manifest(
            at=now.isoformat(), engine="sqlite" if places.sqlite else "postgresql", salt=salt.hex()
        )
        manifest.streams, manifest.entries = chains.counts()
        copy_databases(places, unfinished)
        copy_files(places, unfinished, manifest)
        write_synced(unfinished / keys.PART, keys.sealed(places.keys, opened_by))
        parts = sorted(path for path in unfinished.rglob("*") if path.is_file())
        manifest.parts = {path.relative_to(unfinished).as_posix(): hash_of(path) for path in parts}
        manifest.write(unfinished, opened_by)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    if folder.exists():
        folder.rmdir()
    unfinished.rename(folder)
    return manifest


def copy_databases(places: Places, target: Path) -> None:
    if places.sqlite:
        databases.copy_sqlite(places.sqlite, target / databases.SQLITE)
    else:
        databases.dump_postgresql(places, target / databases.POSTGRESQL)
    if places.live.exists():
        databases.copy_sqlite(places.live, target / databases.LIVE)


def copy_files(places: Places, target: Path, manifest: Manifest) -> None:
    """Copy the evidence store; a content that is no longer what its name says is named, and copied as it is."""
    for path in sorted(places.files.rglob("*")):
        name = path.relative_to(places.files)
        if not path.is_file() or name.parts[0] == INCOMING:
            continue
        if copy_synced(path, target / "files" / name) != path.name:
            manifest.damaged.append(name.as_posix())
