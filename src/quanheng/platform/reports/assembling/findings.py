"""Level, evidence and information of a case."""

from dataclasses import replace
from typing import Any

from quanheng.platform.common.ui.sentences import sentence
from quanheng.platform.evaluation import selectors as evaluations
from quanheng.platform.evaluation.models import Evaluation
from quanheng.platform.maturity import selectors as maturity
from quanheng.platform.maturity.models import Grading
from quanheng.platform.maturity.selectors import Matrix
from quanheng.platform.reports.content import (
    EvidenceFacts,
    FigureFacts,
    InformationFacts,
    MaturityFacts,
    VisitFacts,
    filling,
)
from quanheng.platform.reports.content.filling import Node
from quanheng.schemes import Stack


def finding_facts(evaluation: Evaluation, stack: Stack) -> dict[str, Any]:
    """Return the fields of `ReportFacts` that grading and collection fill."""
    grading = maturity.of_case(evaluation.id)
    state = maturity.matrix(grading)
    return {
        "maturity": maturity_facts(grading, state, stack),
        "evidence": tuple(evidence_facts(state)),
        "information": information_facts(evaluation, stack),
    }


def maturity_facts(grading: Grading, state: Matrix, stack: Stack) -> MaturityFacts:
    nodes = package_nodes(grading)
    codes = [*(node.code for node in nodes), maturity.WHOLE_PROJECT]
    return filling.maturity_facts(
        maturity.assess_matrix(state),
        nodes,
        {code: state.accepted(code) for code in codes},
        stack,
        translate=sentence,
        visits=tuple(
            VisitFacts(visited_on=v.visited_on, place=v.place, visitors=v.visitors, note=v.note)
            for v in grading.visits.all()
        ),
        figures=figure_facts(grading, stack),
    )


def package_nodes(grading: Grading) -> list[Node]:
    """Return the tree in order."""
    rows = list(grading.packages.order_by("code"))
    parents = {row.code: row.parent_code for row in rows}
    return [
        Node(row.code, row.title, row.parent_code, depth_of(row.code, parents), row.weight, row.critical)
        for row in rows
    ]


def depth_of(code: str, parents: dict[str, str]) -> int:
    depth = 0
    while parents.get(code):
        code, depth = parents[code], depth + 1
    return depth


def figure_facts(grading: Grading, stack: Stack) -> list[FigureFacts]:
    titles = {(level.number, figure.id): figure for level in stack.levels for figure in level.figures}
    return [
        FigureFacts(
            title=titles[row.level, row.figure].title,
            value=f"{row.value:,.2f}",
            unit=titles[row.level, row.figure].unit,
            source=row.paper[:16],
        )
        for row in grading.figures.all()
        if (row.level, row.figure) in titles
    ]


def evidence_facts(state: Matrix) -> list[EvidenceFacts]:
    """Return every file of the matrix with its verdict, by level; one judged alike for several packages is one row."""
    places: dict[EvidenceFacts, list[str]] = {}
    for cell in sorted(state.cells.values(), key=lambda cell: cell.level):
        for part in cell.elements:
            for row in part.evidence:
                facts = EvidenceFacts(
                    level=cell.level,
                    element=part.element.title,
                    title=row.title,
                    sha256=row.attachment.file_id,
                    verdict=part.state,
                    file=row.attachment.name,
                    issuer=row.issuer,
                    issued_on=row.issued_on,
                    document_number=row.document_number,
                    reason=part.verdict.reason if part.verdict else "",
                )
                places.setdefault(facts, []).append(cell.package_code)
    return [replace(facts, package="、".join(codes)) for facts, codes in places.items()]


def information_facts(evaluation: Evaluation, stack: Stack) -> tuple[InformationFacts, ...]:
    found = evaluations.information(evaluation)
    return tuple(
        InformationFacts(
            title=item.title,
            source=row.source,
            dated=row.dated,
            finding=row.finding,
            gap_reason=row.gap_reason,
            clause=item.clause,
        )
        for item in stack.stage(evaluation.stage).information
        if (row := found.get(item.id))
    )
