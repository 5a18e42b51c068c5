"""The rooms above are left out: what begins when the valuation is closed is theirs to prove."""

import pytest
from django.utils import translation

from quanheng.platform.evaluation import hooks


@pytest.fixture(autouse=True)
def _no_room_above(monkeypatch):
    below = {state: name for state, name in hooks.entering._names.items() if ".valuation." in name}
    monkeypatch.setattr(hooks.entering, "_names", below)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield
