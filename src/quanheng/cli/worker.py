"""`quanheng worker`: carry out queued jobs, and every few seconds what has fallen due."""

import argparse
import signal
import threading
from typing import Any

from quanheng.platform.common import clock
from quanheng.platform.common.jobs.worker import run_worker
from quanheng.platform.common.ticking import tick

TICK_SECONDS = 3.0


def register(commands: Any) -> None:
    commands.add_parser("worker", help="carry out jobs and due deadlines")


def run(options: argparse.Namespace) -> int:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    ticking = threading.Thread(target=tick_until, args=(stop,), name="tick", daemon=True)
    ticking.start()
    run_worker(stop)
    ticking.join(timeout=10)
    return 0


def tick_until(stop: threading.Event) -> None:
    while not stop.wait(TICK_SECONDS):
        tick(clock.now())
