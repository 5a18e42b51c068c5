"""A worker killed in the middle of a job (kill -9): the job ends done, exactly once."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[4] / "src"
pytestmark = pytest.mark.chaos


@pytest.fixture
def process(tmp_path):
    """Return a function that starts one of the processes of `killed_worker.py` on a data folder of its own."""
    environment = os.environ | {
        "DATA_DIR": str(tmp_path / "data"),
        "DATABASE_URL": "",
        "QUANHENG_PROFILE": "test",
        "DJANGO_SETTINGS_MODULE": "quanheng.platform.settings",
        "PYTHONPATH": os.pathsep.join([str(SOURCE), str(Path(__file__).parent)]),
    }
    started: list[subprocess.Popen] = []

    def start(part: str) -> subprocess.Popen:
        program = f"import django; django.setup(); import killed_worker; killed_worker.{part}()"
        started.append(
            subprocess.Popen(
                [sys.executable, "-c", program], env=environment, stdout=subprocess.PIPE, text=True
            )
        )
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def test_a_job_whose_worker_was_killed_ends_done_exactly_once(process):
    assert process("prepare").wait() == 0
    worker = process("work")
    assert worker.stdout.readline() == "begun\n"
    worker.kill()
    worker.wait()
    answer, _ = process("resume").communicate()
    assert json.loads(answer) == ["running", 1, "done", 2, 1]
