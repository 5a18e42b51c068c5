"""`quanheng verify`: run a record again from its file, without a database: the draw of a panel, a journal."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quanheng.methods.errors import MethodError
from quanheng.methods.experts.verify_draw import verdict
from quanheng.methods.trust import entry_link, first_prev, load_json, part_hash

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001  # argparse has no public name for it

SAME, DIFFERENT, WRONG = "same", 1, 2


def register(subparsers: "Subparsers") -> None:
    """Add the command and its verbs."""
    verify = subparsers.add_parser("verify", help="re-run a journal or a draw from its file")
    verbs = verify.add_subparsers(dest="verb", required=True, metavar="VERB")
    draw = verbs.add_parser(
        "draw", help="draw again from the replay bundle of a panel; prints same, or the first difference"
    )
    journal = verbs.add_parser(
        "journal", help="derive every link again; a file of one JSON entry a line: entry, link, parts"
    )
    for parser in (draw, journal):
        parser.add_argument("file", type=Path, metavar="FILE")


def run(args: argparse.Namespace) -> int:
    """Carry out the verb: 0 for `same`, 1 for a difference, 2 for a file that is no such record."""
    try:
        text = args.file.read_text("utf-8")
        answer = verdict(json.loads(text)) if args.verb == "draw" else chain_verdict(text)
    except OSError as error:
        print(f"{args.file}: {error.strerror}")
        return WRONG
    except (KeyError, TypeError, ValueError, IndexError, AttributeError):
        print(f"{args.file}: got something else, takes the record of a {args.verb}")
        return WRONG
    print(answer)
    return 0 if answer == SAME else DIFFERENT


def chain_verdict(text: str) -> str:
    """Return `same` when every link and part of a stream follows from its entries, else the first line that does not."""
    rows: list[Any] = [load_json(line.encode()) for line in text.splitlines() if line.strip()]
    if not rows:
        raise MethodError("journal: got no entry, takes one a line")
    stream = rows[0]["entry"]["stream"]
    prev = first_prev(stream)
    for number, row in enumerate(rows, start=1):
        if fault := _fault(row, stream, number, prev):
            return f"line {number}: {fault}"
        prev = row["link"]
    return SAME


def _fault(row: Any, stream: str, number: int, prev: str) -> str:
    """Return what is wrong with one entry; an erased part is no fault, its hash still stands in the entry."""
    entry = row["entry"]
    if entry["stream"] != stream or entry["seq"] != number or entry["prev"] != prev:
        return "the entry does not follow the one before"
    if entry_link(entry) != row["link"]:
        return "the link does not follow from the entry"
    for name, part in row.get("parts", {}).items():
        if part_hash(bytes.fromhex(part["salt"]), part["value"]) != entry["parts"].get(name):
            return f"the part {name} is not the one of the entry"
    return ""
