"""What the result page shows: level, stage, index, gaps, the chart of the leaves, the way it was computed."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.methods.maturity import LeafLevel
from quanheng.methods.result import Step
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.common.steps import step_of
from quanheng.platform.common.ui.parts import Cell, Chart, Column, Row, Table
from quanheng.platform.maturity import selectors, wording
from quanheng.platform.maturity.models import GradedPackage, Grading, GradingState
from quanheng.platform.maturity.selectors import Matrix

FORMULA = "L = min Lᵢ;  TRI = Σ wᵢ·Lᵢ / Σ wᵢ"


def result_page(grading: Grading) -> dict[str, Any]:
    """Return the page's parts: as they were confirmed, or as the verdicts give them now."""
    matrix = selectors.matrix(grading)
    found = selectors.assess_matrix(matrix)
    level, stage, index, leaves = found.level, found.stage, found.index, found.leaves
    explanation: Step = found.explanation
    if grading.state == GradingState.CONFIRMED:
        kept = grading.result
        level, stage, index = kept["level"], kept["stage"], kept["index"]
        leaves = tuple(LeafLevel(leaf["code"], leaf["level"], tuple(leaf["gaps"])) for leaf in kept["leaves"])
        explanation = step_of(kept["explanation"])
    stack = stack_of(grading.scheme)
    return {
        "level": level,
        "level_title": wording.level_title(level, grading.scheme),
        "stage_title": wording.stage_title(stage, grading.scheme),
        "index": f"{index:.2f}",
        "formula": FORMULA,
        "scheme": ", ".join(f"{name} {version}" for name, version in stack.versions),
        "fingerprint": stack.fingerprint,
        "explanation": explanation,
        "warnings": found.warnings,
        "chart": leaf_chart(matrix.leaves, leaves, grading.scheme),
        "lacking": lacking(matrix, leaves),
    }


def leaf_chart(packages: tuple[GradedPackage, ...], leaves: tuple[LeafLevel, ...], scheme: str) -> Chart:
    titles = {row.code: row for row in packages}
    table = Table(
        columns=(
            Column("package", _("Work package"), sticky=True),
            Column("weight", _("Weight"), numeric=True),
            Column("critical", _("Critical")),
            Column("level", _("Maturity level")),
            Column("gaps", _("Skipped level")),
        ),
        rows=[
            Row(
                (
                    Cell(f"{leaf.code} {titles[leaf.code].title}"),
                    Cell(f"{titles[leaf.code].weight.normalize():f}", numeric=True),
                    Cell(gettext("Yes") if titles[leaf.code].critical else gettext("No")),
                    Cell(wording.level_title(leaf.level, scheme) if leaf.level else "0"),
                    Cell(gettext(", ").join(map(str, leaf.gaps)) or "—"),
                )
            )
            for leaf in leaves
        ],
        empty=_("The work breakdown has no package"),
        caption=_("Levels of the work packages"),
    )
    data = {
        "labels": [f"{leaf.code} {titles[leaf.code].title}" for leaf in leaves],
        "max": sum(not level.project_wide for level in stack_of(scheme).levels),
        "series": [{"name": gettext("Maturity level"), "values": [leaf.level for leaf in leaves]}],
    }
    return Chart("bar", _("Levels of the work packages"), data, table)


def lacking(matrix: Matrix, leaves: tuple[LeafLevel, ...]) -> list[dict[str, Any]]:
    """Return for each package what keeps it from its next level: the elements that are not accepted."""
    rows = []
    for leaf in leaves:
        cell = matrix.cells.get((leaf.code, leaf.level + 1))
        if cell is None:
            continue
        elements = [wording.titled(e.element) for e in cell.elements if not e.accepted]
        elements += [wording.titled(item) for item in cell.missing]
        rows.append(
            {
                "code": leaf.code,
                "level": wording.level_title(leaf.level + 1, matrix.grading.scheme),
                "elements": elements,
            }
        )
    return rows
