"""Start and stop of the engine, and the server of an engine that runs alone.

`Mounted` puts the engine under `/live/` beside Django in the same uvicorn process; the writer has its
own thread. Run uvicorn with one worker, with a `timeout_graceful_shutdown` (open streams do not end by
themselves) and without access logs (the address of a stream may carry a token).
"""

from collections.abc import Awaitable, Callable
from pathlib import Path
from threading import Lock

from quanheng.live.clock import Clock, SteadyClock
from quanheng.live.engine import Engine
from quanheng.live.errors import EngineHeld
from quanheng.live.ingress import Ingress, Settings
from quanheng.live.wire import Receive, Scope, Send

Application = Callable[[Scope, Receive, Send], Awaitable[None]]

_engines: dict[Path, Engine] = {}
_lock = Lock()


def start(data_dir: Path, *, clock: Clock | None = None, thread: bool = True) -> Engine:
    """Start the engine of a data folder, or return the one that this process already runs.

    Raises `EngineHeld` when another process writes there. `thread=False` is for demonstrations and
    tests: the engine then lives only in its calls, at the instants that they name.
    """
    folder = data_dir.resolve()
    with _lock:
        if folder not in _engines:
            _engines[folder] = Engine(folder, clock=clock, thread=thread).start()
        return _engines[folder]


def stop(data_dir: Path) -> None:
    """Stop the engine of a data folder; what has arrived is finished first."""
    with _lock:
        engine = _engines.pop(data_dir.resolve(), None)
    if engine is not None:
        engine.stop()


def running(data_dir: Path) -> Engine | None:
    """Return the engine that this process runs for a data folder."""
    return _engines.get(data_dir.resolve())


class Mounted:
    """The one ASGI application of a platform: `/live/` goes to the engine, everything else to `rest`.

    The engine starts and stops with the server (ASGI lifespan); a folder that another process holds
    keeps the server from starting. `clock` is the time that the rest of the platform goes by.
    """

    def __init__(
        self,
        rest: Application,
        data_dir: Path,
        *,
        keys_dir: Path | None = None,
        settings: Settings | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._clock = None if clock is None else SteadyClock(clock)
        self._rest = rest
        self._data_dir = data_dir
        self._keys_dir = keys_dir or data_dir / "keys"
        self._settings = settings
        self._live: Ingress | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live_and_end(receive, send)
        elif scope["type"] == "http" and scope["path"].startswith("/live/"):
            await self._engine_application()(scope, receive, send)
        else:
            await self._rest(scope, receive, send)

    def _engine_application(self) -> Ingress:
        if self._live is None:
            self._live = Ingress(start(self._data_dir, clock=self._clock), self._keys_dir, self._settings)
        return self._live

    async def _live_and_end(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            self._engine_application()
        except EngineHeld as error:
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()
        stop(self._data_dir)
        self._live = None
        await send({"type": "lifespan.shutdown.complete"})
