"""`quanheng`: one command line for the library, the platform and their keepers."""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module

import django

import quanheng


@dataclass(frozen=True, slots=True)
class Command:
    """Where a command lives; `platform` ones get Django made ready before their module is loaded."""

    module: str
    help: str
    platform: bool = False


READER_GONE = 128 + 13
"""What a shell says of a program that a closed pipe ended (signal 13)."""

COMMANDS = {
    "run": Command("serve", "start web, live engine and worker in one process group", platform=True),
    "worker": Command("worker", "carry out jobs and due deadlines", platform=True),
    "tick": Command("tick", "carry out what is due now, once", platform=True),
    "demo": Command("demo", "fill an empty database with the fictional province", platform=True),
    "evaluate": Command("evaluate", "evaluate a dossier folder without a database"),
    "scheme": Command("scheme", "check and list packs of rules"),
    "verify": Command("verify", "re-run a journal, a lot or a draw from its file"),
    "backup": Command("backup", "write database, files and keys to a folder", platform=True),
    "restore": Command("restore", "bring a backup back", platform=True),
    "manage": Command("manage", "Django's own commands", platform=True),
}


def parser(names: Sequence[str]) -> argparse.ArgumentParser:
    """Return the parser; only the modules of `names` are loaded."""
    top = argparse.ArgumentParser(prog="quanheng", description=quanheng.__doc__)
    top.add_argument("--version", action="version", version=quanheng.__version__)
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    for name, command in COMMANDS.items():
        if name in names:
            import_module(f"quanheng.cli.{command.module}").register(commands)
        else:
            commands.add_parser(name, help=command.help)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code (2 for wrong input, 141 when its reader, like `head`, went away)."""
    try:
        code = carry_out(list(sys.argv[1:] if arguments is None else arguments))
        sys.stdout.flush()
    except BrokenPipeError:
        # At its end Python writes what is left once more: that goes nowhere, without a complaint.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_GONE
    return code


def carry_out(words: Sequence[str]) -> int:
    names = [word for word in words[:1] if word in COMMANDS]
    if any(COMMANDS[name].platform for name in names):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quanheng.platform.settings")
        django.setup()
    top = parser(names)
    if names == ["manage"]:
        options, rest = argparse.Namespace(command="manage"), words[1:]
        options.words = rest
    else:
        options = top.parse_args(words)
    if options.command is None:
        top.print_help()
        return 0
    return int(import_module(f"quanheng.cli.{COMMANDS[options.command].module}").run(options))


if __name__ == "__main__":
    sys.exit(main())
