"""`quanheng tick`: do what is due now, once (for cron, and for tests)."""

import argparse
from typing import Any

from quanheng.platform.common import clock
from quanheng.platform.common.ticking import tick


def register(commands: Any) -> None:
    commands.add_parser("tick", help="carry out what is due now, once")


def run(options: argparse.Namespace) -> int:
    failed = tick(clock.now())
    for name in failed:
        print(f"failed: {name}")
    return 1 if failed else 0
