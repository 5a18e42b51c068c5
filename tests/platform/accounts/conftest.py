"""Sign-ins of this folder hash cheaply; `test_hashing_is_tuned` looks at the real figures."""

import pytest
from django.utils import translation

from quanheng.platform.accounts.passwords import Argon2id

TUNED = (Argon2id.time_cost, Argon2id.memory_cost, Argon2id.parallelism)


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch):
    monkeypatch.setattr(Argon2id, "time_cost", 1)
    monkeypatch.setattr(Argon2id, "memory_cost", 64)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def tuned() -> tuple[int, int, int]:
    return TUNED
