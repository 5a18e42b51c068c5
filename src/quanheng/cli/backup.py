"""`quanheng backup DIR`: write database, bidding engine, files and keys to a new folder."""

import argparse
import sys
from pathlib import Path
from typing import Any

from quanheng.cli.passphrase import passphrase
from quanheng.platform.common import clock
from quanheng.platform.common.backup import BackupError, Places, backup

DAMAGED, REFUSED = 1, 2


def register(commands: Any) -> None:
    command = commands.add_parser("backup", help="write database, files and keys to a folder")
    command.add_argument(
        "folder", type=Path, metavar="DIR", help="a folder that does not exist yet, best on another disk"
    )


def run(options: argparse.Namespace) -> int:
    """Make the backup: 0 when it is whole, 1 when it is but stored files were already damaged, 2 when there is none."""
    try:
        made = backup(
            options.folder, passphrase=passphrase(twice=True), places=Places.configured(), now=clock.now()
        )
    except (BackupError, OSError) as error:
        print(error, file=sys.stderr)
        return REFUSED
    print(f"{options.folder}: {len(made.parts)} parts, {made.entries} journal entries")
    for name in made.damaged:
        print(
            f"files/{name}: the content is not what its name says; it was so before the backup",
            file=sys.stderr,
        )
    return DAMAGED if made.damaged else 0
