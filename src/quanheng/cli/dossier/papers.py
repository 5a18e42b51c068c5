"""The evidence folder: every file named in the dossier is there, is what it says, and has a hash."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from quanheng.cli.dossier.fields import Fields
from quanheng.methods.errors import MethodError
from quanheng.methods.result import Message
from quanheng.platform.common.files.accepted import NotAccepted
from quanheng.platform.common.files.parsing import check_name, judge
from quanheng.platform.reports.content import EvidenceFacts
from quanheng.schemes import Element, LevelRow, Stack

FOLDER = "evidence"
VERDICTS = ("accepted", "not_accepted")
AT_ONCE = 4
"""Files judged side by side; each in a process of its own."""


@dataclass(frozen=True, slots=True)
class Paper:
    """An entry of the dossier: one file for one element of one level, of packages or of the whole project."""

    file: str
    level: int
    element: Element
    packages: tuple[str, ...]
    facts: EvidenceFacts

    @property
    def accepted(self) -> bool:
        return self.facts.verdict == "accepted"


def read_papers(
    top: Fields, folder: Path, stack: Stack, leaves: Iterable[str], today: date
) -> tuple[Paper, ...]:
    """Return the entries with the hashes of their files; an entry whose place is unknown is left out, named."""
    rows = top.rows("evidence", least=1)
    names = [row.line("file") for row in rows]
    hashes = _hashes(folder / FOLDER, rows, names)
    known, papers, seen = set(leaves), [], set()
    for row, name in zip(rows, names, strict=True):
        facts = _facts(row, name, hashes.get(name, ""), today)
        paper = _paper(row, facts, stack, known)
        if paper is None:
            continue
        place = (paper.level, paper.element.id, paper.packages, paper.file)
        if place in seen:
            row.fault("file", Message("stands already in another entry for this level and element"))
        seen.add(place)
        papers.append(paper)
    return tuple(papers)


def _hashes(folder: Path, rows: list[Fields], names: list[str]) -> dict[str, str]:
    """Return the hash of each distinct file; every entry of a file that is refused gets the reason."""
    distinct = [name for name in dict.fromkeys(names) if name]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = dict(zip(distinct, pool.map(lambda name: _examined(folder, name), distinct), strict=True))
    for row, name in zip(rows, names, strict=True):
        refusal = outcomes.get(name)
        if isinstance(refusal, MethodError):
            row.faults.take(row.file, row.at("file"), refusal)
    return {name: outcome for name, outcome in outcomes.items() if isinstance(outcome, str)}


def _examined(folder: Path, name: str) -> str | MethodError:
    """Return the hash of a file, or why it is not accepted."""
    if "/" in name or "\\" in name:
        return MethodError(
            "%(name)s: takes the name of a file in the folder %(folder)s alone", name=name, folder=FOLDER
        )
    try:
        check_name(name)
        path = folder / name
        if path.is_symlink() or not path.is_file():
            return MethodError("%(name)s: no such file in the folder %(folder)s", name=name, folder=FOLDER)
        judge(path, name)
        return sha256(path.read_bytes()).hexdigest()
    except NotAccepted as refusal:
        return MethodError("%(name)s: %(reason)s", name=name, reason=Message(refusal.text, **refusal.values))


def _paper(row: Fields, facts: EvidenceFacts, stack: Stack, leaves: set[str]) -> Paper | None:
    number = row.whole("level", low=1, high=len(stack.levels))
    packages = row.lines("packages")
    code = row.line("element")
    if number is None:
        return None
    level = stack.level(number)
    element = next((e for e in level.elements if e.id == code), None)
    if element is None:
        if code:
            takes = ", ".join(e.id for e in level.elements)
            row.fault("element", Message("got %(got)s, takes one of %(options)s", got=code, options=takes))
        return None
    _check_packages(row, level, packages, leaves)
    return Paper(facts.file, number, element, packages, facts)


def _check_packages(row: Fields, level: LevelRow, packages: tuple[str, ...], leaves: set[str]) -> None:
    if level.project_wide and packages:
        row.fault(
            "packages",
            Message("level %(level)s is judged for the whole project, takes no packages", level=level.number),
        )
    if not level.project_wide and not packages:
        row.fault(
            "packages",
            Message("level %(level)s takes the work packages that the file is about", level=level.number),
        )
    for code in packages:
        if code not in leaves:
            row.fault("packages", Message("got %(got)s, takes packages without parts: %(takes)s", got=code, takes=", ".join(sorted(leaves))))  # fmt: skip


def _facts(row: Fields, name: str, digest: str, today: date) -> EvidenceFacts:
    issued = row.day("issued_on")
    if issued and issued > today:
        row.fault("issued_on", Message("got a day after the date of the report"))
    verdict = row.choice("verdict", VERDICTS)
    reason = row.text("reason", required=verdict == "not_accepted")
    return EvidenceFacts(
        level=0, element="", title=row.line("title"), sha256=digest, verdict=verdict, file=name,
        issuer=row.line("issuer"), issued_on=issued, document_number=row.line("document_number", required=False), reason=reason,
    )  # fmt: skip
