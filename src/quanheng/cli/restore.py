"""`quanheng restore DIR`: bring a backup back into an empty data folder and database."""

import argparse
import sys
from pathlib import Path
from typing import Any

from quanheng.cli.passphrase import passphrase
from quanheng.platform.common.backup import BackupError, Places, restore

REFUSED = 2


def register(commands: Any) -> None:
    command = commands.add_parser("restore", help="bring a backup back")
    command.add_argument("folder", type=Path, metavar="DIR", help="what `quanheng backup` wrote")


def run(options: argparse.Namespace) -> int:
    """Restore: 0 when everything is back and every chain is whole, 2 when nothing was restored."""
    try:
        found = restore(options.folder, passphrase=passphrase(), places=Places.configured())
    except (BackupError, OSError) as error:
        print(error, file=sys.stderr)
        return REFUSED
    print(f"{options.folder}: restored as of {found.at}, {found.entries} journal entries, every chain whole")
    return 0
