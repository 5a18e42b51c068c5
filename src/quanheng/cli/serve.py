"""`quanheng run`: migrate, load the demonstration province into an empty database, serve everything.

Web pages and the bidding engine share this process; jobs and deadlines run in one child, started again
when it dies.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import threading
from typing import Any

import uvicorn
from django.conf import settings
from django.core.management import call_command

from quanheng.platform.common.catalogue import compile_catalogue
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.profile import UnsafeStart, refuse_unsafe_settings, refuse_unsafe_start
from quanheng.platform.demo import services as demo


def register(commands: Any) -> None:
    command = commands.add_parser("run", help="start web, live engine and worker in one process group")
    command.add_argument(
        "--without-demo",
        action="store_true",
        help="do not fill an empty database with the demonstration province",
    )


def run(options: argparse.Namespace) -> int:
    if refusal := taken(settings.HOST, settings.PORT):
        print(refusal, file=sys.stderr)
        return 2
    signal.signal(
        signal.SIGTERM, lambda *_: sys.exit(0)
    )  # uvicorn raises it again: child processes must end too
    try:
        refuse_unsafe_settings()
        prepare(with_demo=not options.without_demo)
        refuse_unsafe_start()
    except (Refused, UnsafeStart) as refusal:
        print(refusal, file=sys.stderr)
        return 2
    stop = threading.Event()
    keeper = threading.Thread(target=keep_worker, args=(stop,), name="worker-keeper")
    keeper.start()
    print(welcome(), flush=True)
    try:
        uvicorn.run(
            "quanheng.platform.asgi:application",
            host=settings.HOST,
            port=settings.PORT,
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=5,
        )
    finally:
        stop.set()
        keeper.join()
    return 0


def taken(host: str, port: int) -> str:
    """Return why the address cannot be served; empty when it can."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return f"PORT: got {port} on {host}, which cannot be used ({error.strerror}). Choose another: PORT=8080 make run"
    return ""


def prepare(*, with_demo: bool) -> None:
    """Bring database, messages and folders to the present version."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    compile_catalogue()
    call_command("migrate", verbosity=0, interactive=False)
    if settings.STRICT:
        call_command("collectstatic", verbosity=0, interactive=False)
    if settings.PROFILE != "demo":
        return
    demo.require_demonstration()
    if with_demo and demo.database_is_empty():
        print("Loading the demonstration province (fictional), about a minute ...", flush=True)
        load_province()
    demo.begin_without_province()


def load_province() -> None:
    """Make the province in a process of its own, which gives back all the memory that this takes."""
    command = [sys.executable, "-m", "quanheng.cli.main", "demo"]
    code = subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode  # noqa: S603 - our own words
    if code:
        sys.exit(code)


def keep_worker(stop: threading.Event) -> None:
    """Keep one worker process alive until `stop`."""
    while not stop.is_set():
        with subprocess.Popen(
            [sys.executable, "-m", "quanheng.cli.main", "worker"], env=dict(os.environ)
        ) as child:
            while child.poll() is None and not stop.wait(1.0):
                pass
            if child.poll() is None:
                child.terminate()


def welcome() -> str:
    lines = ["", f"Quanheng is at {settings.PUBLIC_ADDRESS}"]
    if settings.PROFILE == "demo":
        lines += ["", *demo.accounts_table()]
    return "\n".join([*lines, "", "Stop with Ctrl-C."])
