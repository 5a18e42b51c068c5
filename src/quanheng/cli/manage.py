"""`quanheng manage …`: Django's own commands, under our settings."""

import argparse
from typing import Any

from django.core.management import execute_from_command_line


def register(commands: Any) -> None:
    commands.add_parser("manage", help="Django's own commands", add_help=False)


def run(options: argparse.Namespace) -> int:
    execute_from_command_line(["quanheng manage", *options.words])
    return 0
