"""An engine that lives in its calls, and English sentences."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from factories import exchange
from quanheng.live import serve
from quanheng.live.engine import Engine


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Messages are compared by their English ids."""
    with translation.override("en"):
        yield


@pytest.fixture
def engine(settings, tmp_path) -> Iterator[Engine]:
    """The engine of the platform, without a thread: every call names its instant."""
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    yield exchange.engine(settings.DATA_DIR)
    serve.stop(settings.DATA_DIR)
