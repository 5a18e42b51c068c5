"""What is read by `head` ends with it, quietly."""

import os
import subprocess
import sys

import pytest

from quanheng.cli.main import READER_GONE

PROGRAM = "import sys; from quanheng.cli.main import main; sys.exit(main(sys.argv[1:]))"


@pytest.mark.parametrize("buffered", [True, False])
def test_a_reader_that_goes_away_ends_the_command_without_a_traceback(buffered):
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, *([] if buffered else ["-u"]), "-c", PROGRAM, "scheme", "list"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with os.fdopen(writer, "wb") as pipe:
        ended = subprocess.run(command, stdout=pipe, stderr=subprocess.PIPE, env=environment, check=False)
    assert (ended.returncode, ended.stderr) == (READER_GONE, b"")
