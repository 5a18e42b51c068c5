"""Bytes on disk by their hash: written to a temporary name, synced, renamed; never changed afterwards."""

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Arrival:
    """Bytes that have arrived but are not stored yet: `keep` or `discard` them."""

    path: Path
    sha256: str
    size: int


def place(folder: Path, sha256: str) -> Path:
    """Return where the content with this hash lies."""
    return folder / sha256[:2] / sha256


def receive(chunks: Iterable[bytes], folder: Path) -> Arrival:
    """Write `chunks` to a temporary file of `folder`."""
    incoming = folder / "incoming"
    incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
    path, digest, size = incoming / uuid4().hex, hashlib.sha256(), 0
    try:
        with path.open("xb") as file:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    path.chmod(0o400)
    return Arrival(path, digest.hexdigest(), size)


def keep(arrival: Arrival, folder: Path) -> None:
    """Sync an arrival to the disk and move it to its place; a content already there stays as it is."""
    target = place(folder, arrival.sha256)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if target.exists():
        discard(arrival)
        return
    _sync(arrival.path)
    arrival.path.replace(target)
    _sync(target.parent)


def discard(arrival: Arrival) -> None:
    arrival.path.unlink(missing_ok=True)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of what lies at `path` now; an absent file has none (`""`)."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def _sync(path: Path) -> None:
    """Make the bytes of a file, or the names in a folder, durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
