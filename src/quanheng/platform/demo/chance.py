"""Chance that repeats itself: while the province is made, its ids, codes and secrets come from the seed.

The rooms know nothing of it. They ask the operating system for random bytes, as they must, through `uuid4` and
`secrets`; for as long as `seeded` lasts, and in the one thread that asked for it, those bytes come from the seed.
A door in the rooms themselves would be one that a real platform has too. Outside the demonstration and the tests
`seeded` refuses.
"""

import hashlib
import os
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from quanheng.platform.common.errors import Refused

ALLOWED = frozenset({"demo", "test"})


class Chance:
    """A stream of bytes by seed; `turn` begins the part that belongs to one step of the story.

    What one step draws more or less than before does not change the next one.
    """

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.turn("")

    def turn(self, step: str) -> None:
        self._key = hashlib.sha256(f"{self.seed}/{step}".encode()).digest()
        self._count = 0

    def bytes(self, size: int) -> bytes:
        self._count += 1
        return hashlib.shake_256(self._key + self._count.to_bytes(8)).digest(size)


@contextmanager
def seeded(chance: Chance) -> Iterator[Chance]:
    """Give this thread random bytes from `chance`, every other thread those of the system."""
    if settings.PROFILE not in ALLOWED:
        raise Refused("Only the demonstration makes its chance itself")
    of_system, thread = os.urandom, threading.get_ident()

    def urandom(size: int) -> bytes:
        return chance.bytes(size) if threading.get_ident() == thread else of_system(size)

    os.urandom = urandom
    random._urandom = urandom  # type: ignore[attr-defined]  # noqa: SLF001  # what `secrets` takes its bytes from
    try:
        yield chance
    finally:
        os.urandom = of_system
        random._urandom = of_system  # type: ignore[attr-defined]  # noqa: SLF001  # as above
