"""Guessing is slow for strangers and never in the way of a device that has signed in before (`trust.md` 9).

A rival who guesses at a buyer's account uses up the allowance of unknown devices only, so the buyer's own
browser still gets in before the close.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from quanheng.platform.common import limits
from quanheng.platform.common.limits import Limit

WINDOW = timedelta(minutes=15)
STRANGERS = Limit("sign-in:account", 10, WINDOW)
"""Guesses at one account from all devices that never signed in to it."""
DEVICE = Limit("sign-in:device", 10, WINDOW)
"""Guesses at one account from one device that signed in to it before."""
ADDRESS = Limit("sign-in:address", 300, WINDOW)
"""Wrong guesses from one address: a campus shares one, so right passwords do not count."""
CONFIRMATIONS = Limit("sign-in:confirmation", 10, WINDOW)
"""Wrong passwords of a person who is signed in and has to show it again."""
SIGN_UPS = Limit("sign-up:address", 20, timedelta(hours=1))
"""Organisations that one address signs up."""
SIGN_UP_FORMS = Limit("sign-up:form", 60, timedelta(hours=1))
"""Sign-up forms that one address sends, right or wrong: each tells whether an account or an organisation exists."""

COOKIE = "__Host-device" if settings.STRICT else "device"
COOKIE_AGE = 365 * 24 * 3600
ACCOUNTS_PER_DEVICE = 5
SALT = "quanheng.device"


@dataclass(frozen=True, slots=True)
class Device:
    """A browser and the accounts (hashed) that signed in with it, newest first."""

    nonce: str
    accounts: tuple[str, ...]

    @classmethod
    def of(cls, request: HttpRequest) -> "Device":
        """Return what the signed cookie says; a device without a sound one is new."""
        try:
            nonce, *accounts = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=COOKIE_AGE)
        except signing.BadSignature:
            return cls(secrets.token_urlsafe(12), ())
        return cls(nonce, tuple(accounts))

    def knows(self, username: str) -> bool:
        return account_hash(username) in self.accounts

    def remember(self, response: HttpResponse, username: str) -> None:
        account = account_hash(username)
        accounts = [account, *(known for known in self.accounts if known != account)][:ACCOUNTS_PER_DEVICE]
        response.set_cookie(
            COOKIE,
            signing.dumps([self.nonce, *accounts], salt=SALT),
            max_age=COOKIE_AGE,
            secure=settings.STRICT,
            httponly=True,
            samesite="Lax",
        )


def account_hash(username: str) -> str:
    return salted_hmac(SALT, username).hexdigest()[:24]


def from_known_device(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> bool:
    """Say whether the device signed in to this account before: then only its own allowance counts."""
    return Device.of(request).knows(str((credentials or {}).get("username", "")))


@dataclass(frozen=True, slots=True)
class Guess:
    """One evaluated password and the allowances that it used."""

    uses: tuple[tuple[Limit, str], ...]

    def was_right(self) -> None:
        for limit, whom in self.uses:
            limits.give_back(limit, whom)


def take_guess(request: HttpRequest, username: str, *, now: datetime) -> Guess:
    """Use what the device may use, before the password is looked at; `limits.Exhausted` when nothing is left."""
    device, account = Device.of(request), account_hash(username)
    if device.knows(username):
        uses: tuple[tuple[Limit, str], ...] = ((DEVICE, f"{device.nonce}:{account}"),)
    else:
        uses = ((ADDRESS, limits.address_of(request)), (STRANGERS, account))
    for limit, whom in uses:
        limits.take(limit, whom, now=now)
    return Guess(uses)
