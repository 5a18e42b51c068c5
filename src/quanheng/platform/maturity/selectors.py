"""The matrix of a grading: which element of which level of which package stands how."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from quanheng.methods.maturity import MaturityResult, WorkPackage
from quanheng.methods.maturity import assess as assess_maturity
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Absent
from quanheng.platform.common.schemes import stack_of
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
    missing: tuple[str, ...] = ()

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


def leaves(grading: Grading) -> tuple[GradedPackage, ...]:
    rows = list(grading.packages.order_by("code"))
    parents = {row.parent_code for row in rows}
    return tuple(row for row in rows if row.code not in parents)


def evidence_of(grading: Grading, package_code: str, level: int, element: str) -> tuple[Evidence, ...]:
    rows = library.evidence(grading.achievement).filter(level=level, element=element)
    return tuple(row for row in rows if (row.package.code if row.package else WHOLE_PROJECT) == package_code)


def hashes(evidence: tuple[Evidence, ...]) -> list[str]:
    return sorted(row.attachment.file_id for row in evidence)


def matrix(grading: Grading) -> Matrix:
    """Return every cell, read in a handful of queries whatever the size."""
    stack = stack_of(grading.scheme)
    packages = leaves(grading)
    found: dict[tuple[str, int, str], list[Evidence]] = defaultdict(list)
    for row in library.evidence(grading.achievement):
        found[row.package.code if row.package else WHOLE_PROJECT, row.level, row.element].append(row)
    verdicts = {
        (v.package_code, v.level, v.element): v
        for v in Verdict.objects.filter(grading=grading).select_related("decided_by")
    }
    visited = SiteVisit.objects.filter(grading=grading).exists()
    figures = set(FigureEntry.objects.filter(grading=grading).values_list("level", "figure"))
    cells = {}
    for level in stack.levels:
        for code in [WHOLE_PROJECT] if level.project_wide else [p.code for p in packages]:
            states = tuple(
                element_state(
                    element,
                    tuple(found[code, level.number, element.id]),
                    verdicts.get((code, level.number, element.id)),
                )
                for element in level.elements
            )
            missing = [element.title_en for element in level.elements if element.site_visit and not visited]
            missing += [
                figure.title_en for figure in level.figures if (level.number, figure.id) not in figures
            ]
            cells[code, level.number] = CellState(code, level.number, states, tuple(missing))
    return Matrix(grading, stack, packages, cells)


def element_state(element: Element, evidence: tuple[Evidence, ...], verdict: Verdict | None) -> ElementState:
    """Return how an element stands: a verdict on other files than those now attached is invalidated."""
    if verdict is None:
        return ElementState(element, evidence, None, VerdictState.PENDING if evidence else "")
    if verdict.state == VerdictState.ACCEPTED and verdict.evidence_hashes != hashes(evidence):
        return ElementState(element, evidence, verdict, VerdictState.INVALIDATED)
    return ElementState(element, evidence, verdict, verdict.state)


def assess(grading: Grading) -> MaturityResult:
    """Return level, stage, index and gaps with their explanation, computed from the verdicts now (H-8.2)."""
    return assess_matrix(matrix(grading))


def assess_matrix(state: Matrix) -> MaturityResult:
    packages = [
        WorkPackage(p.code, p.title, float(p.weight), p.critical, state.accepted(p.code))
        for p in state.leaves
    ]
    return assess_maturity(packages, state.stack.scale(), project_accepted=state.accepted(WHOLE_PROJECT))
