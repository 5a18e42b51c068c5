"""The keys folder as one encrypted part: AES-256-GCM under the passphrase's key."""

import base64
import json
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from quanheng.platform.common.backup.manifest import FORMAT, BackupError, Secrets

PART = "keys.sealed"
NONCE = 12


def sealed(folder: Path, opened_by: Secrets) -> bytes:
    """Return all keys of the folder, encrypted."""
    found = {
        path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()
    }
    content = json.dumps({name: base64.b64encode(path.read_bytes()).decode() for name, path in found.items()})
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(opened_by.cipher).encrypt(nonce, content.encode(), FORMAT.encode())


def opened(content: bytes, opened_by: Secrets) -> dict[str, bytes]:
    """Return the keys by their path."""
    try:
        text = AESGCM(opened_by.cipher).decrypt(content[:NONCE], content[NONCE:], FORMAT.encode())
    except InvalidTag:
        raise BackupError(f"{PART}: does not open with this passphrase")
    return {name: base64.b64decode(value) for name, value in json.loads(text).items()}
