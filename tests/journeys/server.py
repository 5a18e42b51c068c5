"""The real server in a process of its own: web, live engine and worker on SQLite, in a folder that is thrown away."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60


class Server:
    """A platform at `address`; `run_ahead` moves its clock, `tick` does what is then due."""

    def __init__(self, data_dir: Path, profile: str = "test") -> None:
        self.data_dir = data_dir
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        self.environment = {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "DATA_DIR": str(data_dir),
            "QUANHENG_PROFILE": profile,
            "HOST": "127.0.0.1",
            "PORT": str(port),
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")]),
        }
        self.processes: list[subprocess.Popen[bytes]] = []

    def prepare(self) -> None:
        (self.data_dir / "static").mkdir(exist_ok=True)
        self.run("quanheng.platform.common.catalogue")
        self.command("manage", "migrate", "--verbosity=0")

    def start(self) -> "Server":
        web = ["uvicorn", "quanheng.platform.asgi:application", "--host", "127.0.0.1"]
        quiet = ["--no-access-log", "--log-level", "warning", "--timeout-graceful-shutdown", "3"]
        self.processes = [
            self._popen([*web, "--port", self.environment["PORT"], *quiet], "web"),
            self._popen(["quanheng.cli.main", "worker"], "worker"),
        ]
        self._wait()
        return self

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes = []

    def run(self, module: str, *words: str) -> str:
        """Run a module to its end in the server's environment and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", module, *words],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{module} {' '.join(words)}: {done.stdout}{done.stderr}")
        return done.stdout

    def command(self, *words: str) -> str:
        return self.run("quanheng.cli.main", *words)

    def run_ahead(self, by: timedelta) -> None:
        """Move the clock of the server forward, and do what has fallen due."""
        (self.data_dir / "clock-shift").write_text(str(int((self.shift() + by).total_seconds())), "ascii")
        self.command("tick")

    def shift(self) -> timedelta:
        """Return how far the server's clock runs ahead."""
        file = self.data_dir / "clock-shift"
        return timedelta(seconds=int(file.read_text("ascii")) if file.exists() else 0)

    def facts(self) -> dict[str, Any]:
        """Return what `people` left: accounts, passwords, names."""
        return json.loads((self.data_dir / "people.json").read_text("utf-8"))

    def log(self) -> str:
        """Return what the processes complained about."""
        return "".join(file.read_text("utf-8", "replace") for file in sorted(self.data_dir.glob("*.log")))

    def _popen(self, words: list[str], name: str) -> subprocess.Popen[bytes]:
        with (self.data_dir / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", *words], env=self.environment, cwd=ROOT, stdout=log, stderr=log
            )

    def _wait(self) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if any(process.poll() is not None for process in self.processes):
                break
            try:
                with urllib.request.urlopen(f"{self.address}/health/", timeout=2):
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"The server did not start: {self.log()}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
