"""Engines on throw-away folders: one that lives by named instants, one that serves real HTTP."""

import threading
from collections.abc import Iterator

import pytest
import uvicorn

from factories.http import Served
from quanheng.live import serve
from quanheng.live.client import LocalDesk
from quanheng.live.engine import Engine
from quanheng.live.ingress import Settings


@pytest.fixture
def engine(tmp_path) -> Iterator[Engine]:
    """An engine without a thread: every call names its instant."""
    engine = Engine(tmp_path, thread=False)
    yield engine
    engine.stop()


@pytest.fixture
def desk(engine) -> LocalDesk:
    return LocalDesk(engine)


class ReadyServer(uvicorn.Server):
    """A server that says when it is ready."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets=None) -> None:
        await super().startup(sockets)
        self.ready.set()


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Served]:
    """The engine behind uvicorn on a free port of the loopback; each test makes lots of its own."""
    folder = tmp_path_factory.mktemp("served")
    patient = Settings(answer_s=60, bids_per_second=1000, heartbeat_s=0.2)
    app = serve.Mounted(_nothing_else, folder, settings=patient)
    config = uvicorn.Config(
        app,
        host="127.0.0.1",
        port=0,
        lifespan="on",
        log_level="error",
        ws="none",
        timeout_graceful_shutdown=1,
    )
    server = ReadyServer(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    assert server.ready.wait(30)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield Served(folder, port, serve.running(folder))
    server.should_exit = True
    thread.join(30)


async def _nothing_else(scope, receive, send) -> None:
    await send({"type": "http.response.start", "status": 418, "headers": []})
    await send({"type": "http.response.body", "body": b""})
