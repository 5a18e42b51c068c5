"""An engine in a process of its own, to be killed: prints its port, then serves until it dies."""

import sys
from pathlib import Path

import uvicorn

from quanheng.live import serve
from quanheng.live.ingress import Settings


async def nothing_else(scope, receive, send) -> None:
    """Nothing but lots is served here."""


class Announced(uvicorn.Server):
    async def startup(self, sockets=None) -> None:
        await super().startup(sockets)
        sys.stdout.write(f"{self.servers[0].sockets[0].getsockname()[1]}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    app = serve.Mounted(
        nothing_else, Path(sys.argv[1]), settings=Settings(answer_s=60, bids_per_second=10_000)
    )
    Announced(
        uvicorn.Config(app, host="127.0.0.1", port=0, lifespan="on", log_level="error", ws="none")
    ).run()
