"""Level, evidence and information of a case."""

from decimal import Decimal
from typing import Any

from quanheng.platform.evaluation import selectors as evaluations
from quanheng.platform.evaluation.models import Evaluation
from quanheng.platform.maturity import selectors as maturity
from quanheng.platform.maturity.models import GradedPackage, Grading
from quanheng.platform.maturity.selectors import Matrix
from quanheng.platform.reports.assembling.lines import explanation_lines
from quanheng.platform.reports.content import (
    EvidenceFacts,
    FigureFacts,
    InformationFacts,
    MaturityFacts,
    PackageFacts,
    VisitFacts,
)
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
    result = maturity.assess_matrix(state)
    level = stack.level(result.level) if result.level else None
    return MaturityFacts(
        level=result.level,
        level_title=level.name if level else "",
        characteristic=level.characteristic if level else "",
        stage=result.stage,
        stage_title=stack.stage(result.stage).title if result.stage else "",
        index=Decimal(str(round(result.index, 2))),
        scale=stack.scale().name,
        rule="关键工作包中的最低级别；无关键工作包时取全部末级工作包中的最低级别",
        packages=tuple(package_facts(grading, state)),
        project_accepted=tuple(sorted(state.accepted(maturity.WHOLE_PROJECT))),
        visits=tuple(
            VisitFacts(visited_on=v.visited_on, place=v.place, visitors=v.visitors, note=v.note)
            for v in grading.visits.all()
        ),
        figures=tuple(figure_facts(grading, stack)),
        warnings=tuple(str(warning) for warning in result.warnings),
        explanation=explanation_lines(result.explanation),
    )


def package_facts(grading: Grading, state: Matrix) -> list[PackageFacts]:
    """Return the tree in order, weights of leaves as shares of 1."""
    result = {leaf.code: leaf for leaf in maturity.assess_matrix(state).leaves}
    rows = list(grading.packages.order_by("code"))
    parents = {row.code: row.parent_code for row in rows}
    total = sum((row.weight for row in rows if row.code in result), Decimal(0)) or Decimal(1)
    return [package_line(row, depth_of(row.code, parents), result, total, state) for row in rows]


def package_line(row: GradedPackage, depth: int, result: Any, total: Decimal, state: Matrix) -> PackageFacts:
    leaf = result.get(row.code)
    return PackageFacts(
        code=row.code,
        title=row.title,
        parent=row.parent_code,
        depth=depth,
        weight=row.weight / total if leaf else Decimal(0),
        critical=row.critical,
        level=leaf.level if leaf else None,
        accepted=tuple(sorted(state.accepted(row.code))) if leaf else (),
        gaps=leaf.gaps if leaf else (),
    )


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
    """Return every file of the matrix with its verdict, in order of package and level."""
    return [
        EvidenceFacts(
            level=cell.level,
            element=part.element.title,
            title=row.title,
            sha256=row.attachment.file_id,
            verdict=part.state,
            package=cell.package_code,
            file=row.attachment.name,
            issuer=row.issuer,
            issued_on=row.issued_on,
            document_number=row.document_number,
            reason=part.verdict.reason if part.verdict else "",
        )
        for cell in state.cells.values()
        for part in cell.elements
        for row in part.evidence
    ]


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
