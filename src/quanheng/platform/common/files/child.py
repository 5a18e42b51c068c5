"""The process that parses one foreign file: small, limited, alone. Run by `parsing.judge`.

Arguments: the parser's module name and the file's path. Prints one JSON object: `{}` when the file is
accepted, else the refusal's text and values. Killed by its limits it prints nothing.
"""

import json
import resource
import sys
from importlib import import_module
from pathlib import Path

from quanheng.platform.common.files.accepted import MIB, NotAccepted

MEMORY, CPU_SECONDS, OPEN_FILES = 300 * MIB, 5, 32
FORMATS = "quanheng.platform.common.files.formats"


def limit() -> None:
    """Bound this process: memory, computing time, files it may open; it may write none and start none."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def main(parser: str, path: str) -> None:
    limit()
    try:
        import_module(f"{FORMATS}.{parser}").check(Path(path))
    except NotAccepted as refusal:
        answer = {"text": refusal.text, "values": refusal.values}
    else:
        answer = {}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:])
