import pytest
from django.utils import translation

from quanheng.platform.library import hooks


@pytest.fixture(autouse=True)
def _english():
    """Messages are compared by their English ids."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _alone(monkeypatch):
    """The library is tested without the rooms above it."""
    for hook in (hooks.evidence_readers, hooks.withdrawal_stops, hooks.next_actions):
        monkeypatch.setattr(hook, "_names", {})
