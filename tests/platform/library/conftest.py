import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _english():
    """Messages are compared by their English ids."""
    with translation.override("en"):
        yield
