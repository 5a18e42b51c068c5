"""`quanheng scheme`: check a folder of rules before it is used, list the rules that come with the platform."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from quanheng.schemes import Pack, SchemeError, load_pack, shipped, shipped_packs

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001  # argparse has no public name for it

WRONG = 2


def register(subparsers: "Subparsers") -> None:
    """Add the command and its two verbs."""
    scheme = subparsers.add_parser("scheme", help="check and list packs of rules")
    verbs = scheme.add_subparsers(dest="verb", required=True, metavar="VERB")
    check = verbs.add_parser("check", help="load a pack and print every fault with file, row and column")
    check.add_argument("path", type=Path, metavar="PATH", help="the folder that holds pack.toml")
    verbs.add_parser("list", help="print the packs that come with the platform")


def run(args: argparse.Namespace) -> int:
    """Carry out the verb; 2 when the pack is faulty, with all its faults and nothing else printed."""
    return _check(args.path) if args.verb == "check" else _list()


def _check(path: Path) -> int:
    try:
        pack = load_pack(path)
    except SchemeError as error:
        print(error)
        return WRONG
    print(_line(pack))
    for warning in pack.warnings:
        print(f"warning: {warning}")
    return 0


def _list() -> int:
    for name in shipped_packs():
        print(_line(shipped(name)))
    return 0


def _line(pack: Pack) -> str:
    until = pack.effective_to.isoformat() if pack.effective_to else "open"
    return f"{pack.name} {pack.version}  {pack.status}  {pack.effective_from} to {until}  {len(pack.rows)} rows  {pack.fingerprint}"
