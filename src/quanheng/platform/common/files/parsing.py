"""Is a file what its name says? Judged by parsing it in a limited process of its own (trust 6, G-14)."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import quanheng
from quanheng.platform.common.files.accepted import NAME_LENGTH, FileType, NotAccepted, type_of

SOURCE = Path(quanheng.__file__).parents[1]
WALL_SECONDS = 20
logger = logging.getLogger(__name__)


def judge(path: Path, name: str) -> FileType:
    """Return the type of the file at `path`, called `name` by its owner; raise `NotAccepted` with the reason."""
    check_name(name)
    kind = type_of(name)
    if path.stat().st_size == 0:
        raise NotAccepted("the file is empty")
    command = [sys.executable, "-m", "quanheng.platform.common.files.child", kind.parser, str(path)]
    environment = {
        "PYTHONPATH": os.pathsep.join([str(SOURCE), *sys.path]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LANG": "C.UTF-8",
    }
    try:
        done = subprocess.run(  # noqa: S603  # our own interpreter and module; the path is ours
            command, env=environment, capture_output=True, timeout=WALL_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise NotAccepted("the file could not be read within the limits of time and memory") from None
    if done.returncode != 0:
        fault = done.stderr.decode(errors="replace").strip().rpartition("\n")[2].partition(":")[0]
        logger.warning("parser %s ended with %s: %s", kind.parser, done.returncode, fault)
        raise NotAccepted("the file could not be read within the limits of time and memory")
    if answer := json.loads(done.stdout):
        values = {key: name if value == path.name else value for key, value in answer["values"].items()}
        raise NotAccepted(answer["text"], **values)
    return kind


def check_name(name: str) -> None:
    """Refuse a name with a path, invisible or control characters, or more than 200 characters."""
    if not name.strip() or len(name) > NAME_LENGTH:
        raise NotAccepted(
            "the file name has %(length)s characters, takes 1 to %(most)s", length=len(name), most=NAME_LENGTH
        )
    if not name.isprintable() or "/" in name or "\\" in name:
        raise NotAccepted("the file name has characters that cannot be shown")
