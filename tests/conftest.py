"""Fixtures that every room shares."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, sync_playwright

from journeys.browser import chromium

CASES = Path(__file__).parent / "cases"

hypothesis_settings.register_profile("house", deadline=None)  # a busy machine proves as much as an idle one
hypothesis_settings.load_profile("house")


@pytest.fixture
def now() -> datetime:
    """A working Monday, ten in the morning in Shanghai."""
    return datetime(2026, 9, 21, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all browser tests: Playwright's tool cannot be started twice in a process."""
    with sync_playwright() as playwright:
        browser = chromium(playwright)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    settings.KEYS_DIR = tmp_path / "keys"
    settings.KEYS_DIR.mkdir()


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Sentences are compared by their English ids, whatever the catalogue says; pages choose their own language."""
    with translation.override("en"):
        yield
