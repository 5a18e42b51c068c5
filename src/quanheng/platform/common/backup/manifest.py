"""The list of what a backup holds, sealed with the passphrase: nobody changes a part or the list unseen."""

import hashlib
import hmac
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

FORMAT = "quanheng-backup/1"
NAME = "manifest.json"
SHORTEST = 12
CHUNK = 1 << 20


class BackupError(Exception):
    """A backup that was not made, or one that is not restored; `faults` says everything that is wrong."""

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the passphrase opens: the key of the keys, and the key of the seal."""

    cipher: bytes
    seal: bytes


@dataclass(slots=True)
class Manifest:
    """`parts` are hashes by relative path; `entries` and `streams` count the journal before the copy began;
    `damaged` names files whose content no longer has the hash it is stored under.
    """

    at: str
    engine: str
    salt: str
    parts: dict[str, str] = field(default_factory=dict)
    entries: int = 0
    streams: int = 0
    damaged: list[str] = field(default_factory=list)

    def write(self, folder: Path, secrets: Secrets) -> None:
        body = {"format": FORMAT, **asdict(self)}
        write_synced(folder / NAME, json.dumps({**body, "seal": seal_of(body, secrets)}, indent=1).encode())


def secrets_of(passphrase: str, salt: bytes) -> Secrets:
    if len(passphrase) < SHORTEST:
        raise BackupError(f"passphrase: got {len(passphrase)} characters, takes at least {SHORTEST}")
    both = hashlib.scrypt(passphrase.encode(), salt=salt, n=1 << 15, r=8, p=1, maxmem=64 << 20, dklen=64)
    return Secrets(both[:32], both[32:])


def seal_of(body: dict[str, Any], secrets: Secrets) -> str:
    text = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return hmac.new(secrets.seal, text.encode(), "sha256").hexdigest()


def read(folder: Path, passphrase: str) -> tuple[Manifest, Secrets]:
    """Return the list of a backup if its seal and every part are what they were; else raise with all faults."""
    try:
        body = json.loads((folder / NAME).read_text("utf-8"))
        seal, form = body.pop("seal"), body.pop("format")
        manifest = Manifest(**body)
        secrets = secrets_of(passphrase, bytes.fromhex(manifest.salt))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise BackupError(f"{folder / NAME}: is missing or no list of a backup")
    if form != FORMAT or not hmac.compare_digest(str(seal), seal_of({"format": form, **body}, secrets)):
        raise BackupError(
            f"{folder / NAME}: the seal does not fit: another passphrase, or the list was changed"
        )
    if faults := sorted(part_faults(folder, manifest)):
        raise BackupError(*faults)
    return manifest, secrets


def part_faults(folder: Path, manifest: Manifest) -> Iterable[str]:
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {NAME}
    for name in present - set(manifest.parts):
        yield f"{name}: is not in the list"
    for name, sha256 in manifest.parts.items():
        if name not in present:
            yield f"{name}: is missing"
        elif hash_of(folder / name) != sha256:
            yield f"{name}: was changed"


def hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_synced(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o600)


def copy_synced(source: Path, target: Path) -> str:
    """Copy a file, synced to the disk, and return the hash of what was copied."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    with source.open("rb") as original, target.open("xb") as copy:
        while chunk := original.read(CHUNK):
            digest.update(chunk)
            copy.write(chunk)
        copy.flush()
        os.fsync(copy.fileno())
    return digest.hexdigest()
