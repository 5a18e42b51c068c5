"""Password hashing as `trust.md` 9 tunes it: dear for a guesser, bounded for this machine."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext

SLOTS = BoundedSemaphore(os.cpu_count() or 1)
WAIT = 2.0
"""Seconds that a sign-in waits for its turn before it is told to come back."""


class Busy(Exception):
    """Every core hashes already (answered 503 with Retry-After)."""


@contextmanager
def slot() -> Iterator[None]:
    """Hold one of as many places as there are cores."""
    if not SLOTS.acquire(timeout=WAIT):
        raise Busy
    try:
        yield
    finally:
        SLOTS.release()


class Argon2id(Argon2PasswordHasher):
    """argon2id, 46 MiB, two passes: about 70 ms on one core."""

    time_cost = 2
    memory_cost = 47_104
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        with slot():
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with slot():
            return super().verify(password, encoded)


class LongEnough(MinimumLengthValidator):
    """Django's rule, in words that our catalogue has in both languages."""

    def get_error_message(self) -> str:
        return gettext("This password is too short; takes at least %(count)s characters") % {
            "count": self.min_length
        }
