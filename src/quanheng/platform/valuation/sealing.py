"""Opinions at rest: encrypted under a key outside the database, so that a copy of its rows tells nothing."""

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12
KEY_BITS = 256


def seal(opinion_id: UUID, answers: Mapping[str, str]) -> bytes:
    """Return `answers` sealed to their opinion: moved to another one they do not open."""
    nonce = os.urandom(NONCE)
    text = json.dumps(dict(answers), ensure_ascii=False, sort_keys=True).encode()
    return nonce + AESGCM(_key()).encrypt(nonce, text, opinion_id.bytes)


def unseal(opinion_id: UUID, sealed: bytes) -> dict[str, str]:
    """Return the answers; `cryptography.exceptions.InvalidTag` when a byte of them was changed."""
    text = AESGCM(_key()).decrypt(sealed[:NONCE], sealed[NONCE:], opinion_id.bytes)
    answers: dict[str, str] = json.loads(text)
    return answers


def digest_of(sealed: bytes) -> str:
    """Return the commitment told to the author and the journal."""
    return hashlib.sha256(sealed).hexdigest()


def _key() -> bytes:
    """Return the key, made at first use: written whole, then given its name, so that nobody reads half of it."""
    path = Path(settings.KEYS_DIR) / "opinions.key"
    if not path.exists():
        fresh = path.with_name(f"{path.name}.{uuid4().hex}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(AESGCM.generate_key(KEY_BITS))
        with contextlib.suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    return path.read_bytes()
