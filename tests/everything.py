"""`make test`: run every check and test there is, and say at the end what ran and what could not.

A part that cannot run is a failure unless it is waived by name (`make test WAIVE="browser postgres"`).
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cluster import Unavailable, chromium, postgres

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
CODE = ["src", "tests", "bench"]


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    run: Callable[[dict[str, str]], bool]
    check: bool = False


def command(*words: str) -> Callable[[dict[str, str]], bool]:
    """Return a part that passes when the command exits 0."""

    def run(environment: dict[str, str]) -> bool:
        return (
            subprocess.run(
                [str(BIN / words[0]), *words[1:]], cwd=ROOT, env=environment, check=False
            ).returncode
            == 0
        )

    return run


def sqlite_tests(environment: dict[str, str]) -> bool:
    return command("pytest", "-q", "-n", "2", "-m", "not browser and not postgres")(environment)


def postgres_tests(environment: dict[str, str]) -> bool:
    with postgres() as address:
        return command("pytest", "-q", "-m", "postgres")(environment | {"DATABASE_URL": address})


def browser_tests(environment: dict[str, str]) -> bool:
    return command("pytest", "-q", "-m", "browser")(environment | {"CHROMIUM": chromium()})


PARTS = [
    Part("format", command("ruff", "format", "--check", "-q", *CODE), check=True),
    Part("lint", command("ruff", "check", "-q", *CODE), check=True),
    Part("types", command("mypy"), check=True),
    Part("import rules", command("lint-imports"), check=True),
    Part("migrations", command("quanheng", "manage", "makemigrations", "--check", "--dry-run"), check=True),
    Part("tests", sqlite_tests),
    Part("postgres", postgres_tests),
    Part("browser", browser_tests),
]


def outcome(part: Part, environment: dict[str, str], waived: set[str]) -> str:
    print(f"\n== {part.name}", flush=True)
    if part.name in waived:
        return "waived"
    try:
        return "passed" if part.run(environment) else "failed"
    except Unavailable as reason:
        print(reason)
        return "could not run"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--waive", default="", help="names of parts, separated by blanks")
    parser.add_argument("--only", default="", choices=["", "check"])
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="quanheng-test-")
    environment = dict(os.environ) | {"QUANHENG_PROFILE": "test", "DATA_DIR": folder}
    environment.pop("DATABASE_URL", None)
    lines, results = [], []
    for part in PARTS:
        if options.only == "check" and not part.check:
            continue
        began = time.monotonic()
        results.append(outcome(part, environment, set(options.waive.split())))
        lines.append(f"{part.name:14} {results[-1]:14} {time.monotonic() - began:6.0f} s")
    shutil.rmtree(folder, ignore_errors=True)
    print("\n== what ran\n" + "\n".join(lines))
    good = sum(r == "passed" for r in results)
    bad = sum(r in {"failed", "could not run"} for r in results)
    print(f"{good} passed, {bad} failed, {results.count('waived')} skipped")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
