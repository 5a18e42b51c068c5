"""The windows and the server of a journey: each module walks on a platform of its own."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from journeys.browser import Shots, Windows
from journeys.papers import Papers
from journeys.server import Server
from journeys.walk import Walk


@pytest.fixture(scope="module")
def setup() -> str:
    """Return the module that fills the platform before it starts; a test module may name another."""
    return "journeys.people"


@pytest.fixture(scope="module")
def walk(browser: Browser, setup: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    server = Server(tmp_path_factory.mktemp("platform"))
    server.prepare()
    server.run(setup)
    server.start()
    folder = os.environ.get("SHOTS")
    windows = Windows(
        browser, server.address, server.facts()["password"], Shots(Path(folder) if folder else None)
    )
    yield Walk(server, windows, Papers(tmp_path_factory.mktemp("papers")))
    windows.close_all()
    server.stop()


@pytest.fixture(autouse=True)
def _quiet(walk: Walk) -> Iterator[None]:
    """No console error, no blocked content, no failed request in any window of any test."""
    yield
    noted, walk.windows.troubles.lines = walk.windows.troubles.lines, []
    assert noted == []
