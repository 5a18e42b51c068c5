"""Sentences are compared in English, whatever language the page before was asked in."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield
