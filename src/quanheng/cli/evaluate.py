"""`quanheng evaluate`: a dossier folder to a report, a conclusion as data and a workbook, without a database (H-5.2)."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils import translation

from quanheng.cli.dossier import language
from quanheng.cli.dossier.assembling import STAGES, read_dossier
from quanheng.cli.dossier.blank import write_blank
from quanheng.cli.dossier.faults import DossierError
from quanheng.cli.dossier.outputs import occupied, write_conclusion
from quanheng.methods.errors import MethodError
from quanheng.methods.result import Message
from quanheng.platform.common.ui.sentences import sentence
from quanheng.platform.reports.content import ReportFacts

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001  # argparse has no public name for it

WRONG = 2


def register(subparsers: "Subparsers") -> None:
    """Add the command."""
    command = subparsers.add_parser("evaluate", help="evaluate a dossier folder without a database")
    command.add_argument("folder", type=Path, metavar="FOLDER", help="the folder that holds dossier.toml")
    command.add_argument("--out", type=Path, metavar="DIR", help="the folder that gets report and conclusion")
    command.add_argument("--new", action="store_true", help="write an empty dossier into FOLDER and stop")
    command.add_argument(
        "--stage", choices=STAGES, default="applied", help="with --new: the stage that the dossier prepares"
    )


def run(args: argparse.Namespace) -> int:
    """Evaluate or write a blank; 2 when the input is wrong, with every fault printed and nothing written."""
    language.make_ready()
    with translation.override(language.of_reader()):
        if args.new:
            return _new(args.folder, args.stage)
        if args.out is None:
            return _refuse(Message("--out: takes the folder that gets report and conclusion"))
        if not args.folder.is_dir():
            return _refuse(Message("%(folder)s: no such folder", folder=args.folder))
        if occupied(args.out):
            return _refuse(Message("%(folder)s: takes a new folder, or one that holds only an earlier conclusion", folder=args.out))  # fmt: skip
        return _evaluate(args.folder, args.out)


def _evaluate(folder: Path, out: Path) -> int:
    try:
        with translation.override(language.CHINESE):
            facts = read_dossier(folder)
            files = write_conclusion(facts, out)
    except DossierError as error:
        print(sentence(_counted(len(error.faults))), file=sys.stderr)
        for fault in error.faults:
            print(f"  {fault}", file=sys.stderr)
        return WRONG
    except MethodError as error:
        return _refuse(Message(error.text, **error.values))
    print(sentence(_conclusion(facts)))
    for file in files:
        print(f"  {file}")
    return 0


def _counted(faults: int) -> Message:
    if faults == 1:
        return Message("1 fault, nothing is written:")
    return Message("%(count)s faults, nothing is written:", count=faults)


def _conclusion(facts: ReportFacts) -> Message:
    score = facts.scoring.score if facts.scoring else None
    level = facts.maturity.level if facts.maturity else 0
    grade = facts.scoring.grade if facts.scoring else ""
    return Message("%(title)s: level %(level)s, score %(score)s, %(grade)s", title=facts.achievement.title, level=level, score="–" if score is None else score, grade=grade or "–")  # fmt: skip


def _new(folder: Path, stage: str) -> int:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        return _refuse(Message("%(folder)s: takes a new or empty folder", folder=folder))
    with translation.override(language.CHINESE):
        files = write_blank(folder, stage)
    for file in files:
        print(f"  {file}")
    return 0


def _refuse(message: Message) -> int:
    print(sentence(message), file=sys.stderr)
    return WRONG
