"""Lot tokens: what lets a page speak to the engine. No database is asked; the signature says it all.

A token names one lot, one bidder code or staff pseudonym, one role, the terms it was issued under,
and when it ends. `bar` shuts a bidder out at once, whatever his token says.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as BinasciiError
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from quanheng.live.errors import TokenRefused
from quanheng.live.keys import TOKEN_KEY, signing_key

BIDDER, VIEWER, STAFF = "bidder", "viewer", "staff"
ROLES = (BIDDER, VIEWER, STAFF)
LIFETIME = timedelta(minutes=15)
LENGTH = 400

_DOMAIN = b"quanheng/lot-token/1\0"


@dataclass(frozen=True, slots=True)
class LotToken:
    """`code` is the bidder code, or the pseudonym of who acts for the staff; "" for a viewer."""

    lot: str
    code: str
    role: str
    terms_hash: str
    expires_at: datetime


class TokenIssuer:
    """Signs tokens with the key of a keys folder."""

    def __init__(self, keys_dir: Path) -> None:
        self._key: Ed25519PrivateKey = signing_key(keys_dir, TOKEN_KEY)

    def issue(self, *, lot: str, role: str, code: str = "", terms_hash: str = "", now: datetime) -> str:
        """Return a token of 15 minutes. A page shows it to one person and renews it."""
        if role not in ROLES:
            raise ValueError(f"role: got {role!r}, takes one of {', '.join(ROLES)}")
        fields = [lot, code, role, terms_hash, int((now + LIFETIME).timestamp())]
        body = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
        return f"{_pack(body)}.{_pack(self._key.sign(_DOMAIN + body))}"


class TokenReader:
    """Checks tokens with the public half of the same key."""

    def __init__(self, keys_dir: Path) -> None:
        self._key: Ed25519PublicKey = signing_key(keys_dir, TOKEN_KEY).public_key()

    def read(self, text: str, *, now: datetime) -> LotToken:
        """Return what a token says; raises `TokenRefused` when it is forged, altered, expired or none at all."""
        try:
            body, signature = (_unpack(part) for part in text[: LENGTH + 1].split("."))
            self._key.verify(signature, _DOMAIN + body)
            lot, code, role, terms_hash, expires = json.loads(body)
        except (ValueError, BinasciiError, InvalidSignature) as error:
            raise TokenRefused("This is no token of ours.") from error
        token = LotToken(lot, code, role, terms_hash, datetime.fromtimestamp(expires, UTC))
        if token.expires_at <= now:
            raise TokenRefused("This token has expired.", expired=True)
        return token


def _pack(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _unpack(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
