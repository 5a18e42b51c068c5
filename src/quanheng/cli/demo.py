"""`quanheng demo`: fill an empty database with the fictional province, or print its fingerprint."""

import argparse
import sys
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management import call_command

from quanheng.platform.common.catalogue import compile_catalogue
from quanheng.platform.common.errors import Refused
from quanheng.platform.demo import services as demo


def register(commands: Any) -> None:
    command = commands.add_parser("demo", help="fill an empty database with the fictional province")
    command.add_argument(
        "--seed", type=int, default=demo.SEED, help="what chance begins with (default: %(default)s)"
    )
    command.add_argument(
        "--today",
        type=date.fromisoformat,
        metavar="DATE",
        help="day on which the province stands (default: the next 10:00)",
    )
    command.add_argument(
        "--scale", choices=["small", "full"], default="full", help="how much happens (default: %(default)s)"
    )
    command.add_argument(
        "--fingerprint",
        action="store_true",
        help="print the SHA-256 of the province; load it first if there is none",
    )


def run(options: argparse.Namespace) -> int:
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    compile_catalogue()
    call_command("migrate", verbosity=0, interactive=False)
    try:
        if not options.fingerprint or demo.database_is_empty():
            demo.load_province(seed=options.seed, today=options.today, scale=options.scale)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 2
    print("\n".join([demo.fingerprint()] if options.fingerprint else demo.accounts_table()))
    return 0
