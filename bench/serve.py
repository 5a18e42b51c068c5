"""`quanheng run`: first and second start until the first page answers, and the memory of the whole group.

Goals: second start < 15 s; web, live engine and worker together ≤ 600 MB resident. The peer named here is the
first start (migrations and the demonstration province included) of the same run.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def members(leader: int) -> list[int]:
    """Return the processes of a group."""
    return [int(p.name) for p in Path("/proc").iterdir() if p.name.isdigit() and group_of(p) == leader]


def group_of(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rsplit(")", 1)[1].split()[2])
    except (FileNotFoundError, ProcessLookupError):
        return -1


def resident(process: int) -> float:
    """Return the memory of a process in MB, shared pages divided among those who share them."""
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def start(folder: str) -> tuple[float, float, int]:
    """Start, wait for the first page, use a few, and return seconds, MB and number of processes."""
    port = free_port()
    environment = dict(os.environ) | {"QUANHENG_PROFILE": "demo", "DATA_DIR": folder, "PORT": str(port)}
    began = time.monotonic()
    server = subprocess.Popen(
        [sys.executable, "-m", "quanheng.cli.main", "run"],
        env=environment,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
    )
    try:
        while not answers(f"http://127.0.0.1:{port}/health/"):
            time.sleep(0.1)
        seconds = time.monotonic() - began
        for _ in range(30):
            for page in ("", "library/", "schemes/", "sign-in/", "listings/"):
                answers(f"http://127.0.0.1:{port}/{page}")
        group = members(server.pid)
        return seconds, sum(resident(process) for process in group), len(group)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)


def answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=5) as response:
            return bool(response.status == 200)
    except (URLError, ConnectionError, TimeoutError):
        return False


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        first, _, _ = start(folder)
        second, megabytes, processes = start(folder)
    print(f"first start, with the demonstration province  {first:6.1f} s")
    print(
        f"second start                                  {second:6.1f} s   (goal < 15 s; ratio {second / first:.2f})"
    )
    print(f"resident, {processes} processes after 150 pages      {megabytes:6.0f} MB  (goal ≤ 600 MB)")


if __name__ == "__main__":
    main()
