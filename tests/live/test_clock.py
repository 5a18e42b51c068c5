"""The engine goes by the platform's clock where there is one, and never back."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

from quanheng.live import serve
from quanheng.live.clock import SteadyClock

NOON = datetime(2026, 9, 21, 4, 0, tzinfo=UTC)


def test_a_clock_that_is_set_back_waits():
    times = iter([NOON, NOON - timedelta(hours=1), NOON + timedelta(seconds=1)])
    clock = SteadyClock(lambda: next(times))
    assert [clock(), clock(), clock()] == [NOON, NOON, NOON + timedelta(seconds=1)]


def test_the_mounted_engine_shows_the_time_of_the_platform(tmp_path):
    app = serve.Mounted(None, tmp_path, clock=lambda: NOON)
    sent = []

    async def ask() -> None:
        async def receive():
            return {"type": "http.request"}

        async def send(message):
            sent.append(message)

        await app({"type": "http", "method": "GET", "path": "/live/time", "headers": []}, receive, send)

    try:
        asyncio.run(ask())
    finally:
        serve.stop(tmp_path)
    assert json.loads(sent[1]["body"]) == {"now": "2026-09-21T04:00:00.000000Z"}
