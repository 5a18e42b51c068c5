"""The matrix of a grading: which element of which level of which package stands how."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from quanheng.methods.maturity import MaturityResult, WorkPackage
from quanheng.methods.maturity import assess as assess_maturity
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Absent
from quanheng.platform.common.files.models import Attachment
from quanheng.platform.common.journal import timeline
from quanheng.platform.common.journal.models import JournalPart
from quanheng.platform.common.journal.timeline import Line
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.library import breakdown
from quanheng.platform.library import selectors as library
from quanheng.platform.library.models import Evidence
from quanheng.platform.maturity import hooks
from quanheng.platform.maturity.models import (
    FigureEntry,
    GradedPackage,
    Grading,
    SiteVisit,
    Verdict,
    VerdictState,
)
from quanheng.schemes import Element, Stack
from quanheng.schemes.templates import Figure

IN_A_CELL = (
    "level",
    "element",
    "title",
    "issuer",
    "issued_on",
    "document_number",
    "package__code",
    "attachment__file",
    "attachment__name",
)
"""What a cell and the evidence list of a report need of a file."""
WHOLE_PROJECT = ""
"""The package code of levels that are judged once, for the project."""


@dataclass(frozen=True, slots=True)
class ElementState:
    """One evidence element: its files and its verdict; `state` is empty where nothing is handed in."""

    element: Element
    evidence: tuple[Evidence, ...]
    verdict: Verdict | None
    state: str

    @property
    def accepted(self) -> bool:
        return self.state == VerdictState.ACCEPTED


@dataclass(frozen=True, slots=True)
class CellState:
    """A level of a package: `state` is the weakest of its elements', accepted only when all are."""

    package_code: str
    level: int
    elements: tuple[ElementState, ...]
    missing: tuple[Element | Figure, ...] = ()
    """What the level asks for beside papers: the site visit, the money figures."""

    @property
    def state(self) -> str:
        states = {element.state for element in self.elements}
        for state in (VerdictState.INVALIDATED, VerdictState.NOT_ACCEPTED, VerdictState.PENDING):
            if state in states:
                return str(state)
        if not all(element.accepted for element in self.elements):
            return VerdictState.PENDING if any(element.accepted for element in self.elements) else ""
        return VerdictState.PENDING if self.missing else VerdictState.ACCEPTED


@dataclass(frozen=True, slots=True)
class Matrix:
    """All cells of a grading, by package code and level."""

    grading: Grading
    stack: Stack
    leaves: tuple[GradedPackage, ...]
    cells: dict[tuple[str, int], CellState]

    def accepted(self, code: str) -> frozenset[int]:
        return frozenset(
            level
            for (package, level), cell in self.cells.items()
            if package == code and cell.state == VerdictState.ACCEPTED
        )

    def pending(self) -> Iterator[CellState]:
        """Give the cells that wait for a verifier: something handed in, nothing decided."""
        for cell in self.cells.values():
            if any(e.state in {VerdictState.PENDING, VerdictState.INVALIDATED} for e in cell.elements):
                yield cell


def of_case(case_id: UUID) -> Grading:
    """Return the grading of a case, for rooms that already hold the right to it."""
    row = Grading.objects.filter(case_id=case_id).select_related("achievement").first()
    if row is None:
        raise Absent
    return row


def get(actor: Actor, number: str) -> Grading:
    """Return the grading of the case `number`, if the room of the case lets `actor` read it."""
    row = (
        Grading.objects.filter(case_number=number).select_related("achievement", "achievement__owner").first()
    )
    reads = hooks.readers.get(row.case_kind) if row else None
    if row is None or reads is None or not reads(actor, row):
        raise Absent
    return row


def get_for_update(actor: Actor, grading_id: UUID) -> Grading:
    row = Grading.objects.select_for_update().filter(id=grading_id).first()
    grades = hooks.graders.get(row.case_kind) if row else None
    if row is None or grades is None or not grades(actor, row):
        raise Absent
    return row


def may_grade(actor: Actor, grading: Grading) -> bool:
    grades = hooks.graders.get(grading.case_kind)
    return bool(grades and grades(actor, grading))


def packages(grading: Grading) -> tuple[tuple[int, GradedPackage], ...]:
    """Return the breakdown as graded, each package with its depth, in the order of the tree."""
    return tuple(breakdown.in_order(GradedPackage.objects.filter(grading=grading)))


def leaves(grading: Grading) -> tuple[GradedPackage, ...]:
    """Return the packages that are graded, in the order of the tree."""
    return tuple(breakdown.leaves([row for _, row in packages(grading)]))


def evidence_of(grading: Grading, package_code: str, level: int, element: str = "") -> tuple[Evidence, ...]:
    """Return what is handed in for a cell, or for one of its elements."""
    place = {"package__code": package_code} if package_code != WHOLE_PROJECT else {"package": None}
    rows = library.evidence(grading.achievement).filter(level=level, **place)
    return tuple(rows.filter(element=element) if element else rows)


def guards_visit_files(actor: Actor, attachment: Attachment) -> bool:
    """Decide on the photographs of a site visit; their owner object is the grading."""
    row = Grading.objects.filter(id=attachment.owner_id).first()
    reads = hooks.readers.get(row.case_kind) if row else None
    return bool(row and reads and reads(actor, row))


def visits(grading: Grading) -> QuerySet[SiteVisit]:
    return SiteVisit.objects.filter(grading=grading).select_related("attachment")


def figures(grading: Grading, level: int) -> dict[str, FigureEntry]:
    return {row.figure: row for row in FigureEntry.objects.filter(grading=grading, level=level)}


def history(grading: Grading, package_code: str, level: int) -> list[Line]:
    """Return what was decided on one cell, newest first."""
    parts = JournalPart.objects.filter(
        entry__stream_id=grading.stream, name="body", value__package=package_code, value__level=level
    )
    links = set(parts.values_list("entry__link", flat=True))
    return [line for line in timeline.lines(grading) if line.link in links] if links else []


def hashes(evidence: tuple[Evidence, ...]) -> list[str]:
    return sorted(row.attachment.file_id for row in evidence)


def matrix(grading: Grading) -> Matrix:
    """Return every cell, read in a handful of queries whatever the size.

    Its evidence carries no more than a cell needs; `evidence_of` gives whole rows.
    """
    stack = stack_of(grading.scheme)
    graded = leaves(grading)
    found: dict[tuple[str, int, str], list[Evidence]] = defaultdict(list)
    papers = (
        library.evidence(grading.achievement).select_related(None).select_related("attachment", "package")
    )
    for row in papers.only(*IN_A_CELL):
        found[row.package.code if row.package else WHOLE_PROJECT, row.level, row.element].append(row)
    verdicts = {
        (v.package_code, v.level, v.element): v
        for v in Verdict.objects.filter(grading=grading).select_related("decided_by")
    }
    visited = visits(grading).exists()
    entered = _entered_figures(grading, stack, found)
    cells = {}
    for level in stack.levels:
        for code in [WHOLE_PROJECT] if level.project_wide else [p.code for p in graded]:
            states = tuple(
                element_state(
                    element,
                    tuple(found[code, level.number, element.id]),
                    verdicts.get((code, level.number, element.id)),
                )
                for element in level.elements
            )
            missing: list[Element | Figure] = [
                element for element in level.elements if element.site_visit and not visited
            ]
            missing += [figure for figure in level.figures if (level.number, figure.id) not in entered]
            cells[code, level.number] = CellState(code, level.number, states, tuple(missing))
    return Matrix(grading, stack, graded, cells)


def _entered_figures(
    grading: Grading, stack: Stack, found: Mapping[tuple[str, int, str], list[Evidence]]
) -> set[tuple[int, str]]:
    """Return the figures whose paper is still the file they were read from."""
    papers = {(level.number, figure.id): figure.paper for level in stack.levels for figure in level.figures}
    return {
        (row.level, row.figure)
        for row in FigureEntry.objects.filter(grading=grading)
        if row.paper
        in hashes(tuple(found.get((WHOLE_PROJECT, row.level, papers.get((row.level, row.figure), "")), ())))
    }


def element_state(element: Element, evidence: tuple[Evidence, ...], verdict: Verdict | None) -> ElementState:
    """Return how an element stands. A verdict holds for the files it was given on: with others an acceptance
    is invalidated (evidence changed), and a refusal is to be judged anew.
    """
    if verdict is None:
        return ElementState(element, evidence, None, VerdictState.PENDING if evidence else "")
    if verdict.evidence_hashes == hashes(evidence):
        return ElementState(element, evidence, verdict, verdict.state)
    if verdict.state == VerdictState.ACCEPTED:
        return ElementState(element, evidence, verdict, VerdictState.INVALIDATED)
    return ElementState(element, evidence, verdict, VerdictState.PENDING if evidence else "")


def assess(grading: Grading) -> MaturityResult:
    """Return level, stage, index and gaps with their explanation, computed from the verdicts now (H-8.2)."""
    return assess_matrix(matrix(grading))


def assess_matrix(state: Matrix) -> MaturityResult:
    packages = [
        WorkPackage(p.code, p.title, float(p.weight), p.critical, state.accepted(p.code))
        for p in state.leaves
    ]
    return assess_maturity(
        packages,
        state.stack.scale(),
        project_accepted=state.accepted(WHOLE_PROJECT),
        rollup=str(state.stack.value("maturity.rollup")),
    )
