"""What the result page shows, read from the stored row: nothing is computed for it."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.methods.result import Message, Step
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.common.steps import step_of
from quanheng.platform.common.ui.formats import number
from quanheng.platform.common.ui.parts import Cell, Chart, Column, Row, Table
from quanheng.platform.evaluation import wording
from quanheng.platform.evaluation.results import flags
from quanheng.platform.evaluation.results.models import Result
from quanheng.schemes import Stack

CENTS = "{:.2f}"
STATUSES = {
    "assessed": _("Assessed"),
    "partial": _("Partly assessed"),
    "insufficient": _("Too few valid marks"),
    "not_assessed": _("Not assessed"),
}


def result_page(result: Result) -> dict[str, Any]:
    """Return the parts of the page in the reader's language."""
    stack = stack_of(result.evaluation.scheme)
    titles = titles_of(result, stack)
    return {
        "result": result,
        "score": points(result.score),
        "competitive": points(result.competitive),
        "authoritative": points(result.authoritative),
        "share": f"{result.plan.competitive_share.normalize():f}",
        "other_share": f"{(100 - result.plan.competitive_share).normalize():f}",
        "grade": grade_title(result.grade, stack),
        "coverage": f"{result.coverage:.0%}",
        "flags": [flags.in_words(flag, titles) for flag in result.summary["flags"]],
        "engine": result.inputs["engine"],
        "indicators": indicator_table(result, titles),
        "values": value_chart(result, stack),
        "panel": panel_table(result),
        "explanation": explanation(result, stack, titles),
    }


def points(value: Decimal | float | None) -> str:
    return gettext("Not evaluated") if value is None else CENTS.format(value)


def grade_title(code: str, stack: Stack) -> str:
    grade = next((grade for grade in stack.grades() if grade.code == code), None)
    return str(wording.both(grade.label, grade.label_en)) if grade else gettext("No conclusion")


def titles_of(result: Result, stack: Stack) -> dict[str, str]:
    """Return the title of every node by its id; the two groups are the sides."""
    template = stack.stage(result.plan.stage)
    titles = {indicator.id: str(wording.titled(indicator)) for indicator in template.indicators}
    return titles | {side: str(label) for side, label in wording.SIDES.items()}


def leaves(result: Result) -> list[Mapping[str, Any]]:
    """Return the marked indicators as the plan weighed them, in the order of the tree."""
    return [node for node in result.inputs["tree"]["indicators"] if node["kind"] != "group"]


def indicator_table(result: Result, titles: Mapping[str, str]) -> Table:
    """Return n, mean, SD, lowest, highest and trimmed value per indicator (H-15.1)."""
    labels = (
        ("n", _("Marks")),
        ("mean", _("Mean")),
        ("sd", _("SD")),
        ("low", _("Lowest")),
        ("high", _("Highest")),
        ("trimmed", _("Trimmed mean")),
        ("score", _("Score")),
    )
    columns = (
        Column("indicator", _("Indicator"), sticky=True),
        Column("side", _("Side")),
        Column("weight", _("Weight"), numeric=True),
        *(Column(key, label, numeric=True) for key, label in labels),
        Column("status", _("State")),
    )
    rows = []
    for leaf in leaves(result):
        node = result.summary["by_node"][leaf["id"]]
        figures = [number(node["n"]), *(shown(node[key]) for key, _label in labels[1:])]
        rows.append(
            Row(
                (
                    Cell(titles[leaf["id"]]),
                    Cell(titles[leaf["role"]]),
                    Cell(number(round(leaf["weight"] * 100, 2)), numeric=True),
                    *(Cell(figure, numeric=True) for figure in figures),
                    Cell(STATUSES[node["status"]]),
                )
            )
        )
    return Table(columns=columns, rows=rows, caption=_("Indicators"))


def shown(value: float | None) -> str:
    return "—" if value is None else CENTS.format(value)


def value_chart(result: Result, stack: Stack) -> Chart:
    """Return the five values; one that nothing feeds is not evaluated, which is not zero (M-1.2)."""
    found = result.summary["by_value"]
    titles = {value.id: str(wording.titled(value)) for value in stack.five_values()}
    rows = [
        Row(
            (
                Cell(titles[code]),
                Cell(points(found[code]["score"]), numeric=True),
                Cell(f"{found[code]['weight']:.0%}", numeric=True),
            )
        )
        for code in titles
    ]
    table = Table(
        columns=(
            Column("value", _("Five values")),
            Column("score", _("Score"), numeric=True),
            Column("weight", _("Share of the indicators"), numeric=True),
        ),
        rows=rows,
        caption=_("Five values"),
    )
    fed = [code for code in titles if found[code]["score"] is not None]
    data = {
        "labels": [titles[code] for code in fed],
        "series": [{"name": gettext("Score"), "values": [round(found[code]["score"], 2) for code in fed]}],
        "max": 100,
    }
    return Chart("radar" if len(fed) > 2 else "column", _("Five values"), data, table)


def panel_table(result: Result) -> Table:
    """Return how many seats each expert role holds and what it weighs in the result (M-P3)."""
    panel = result.inputs["panel"]
    shares = {
        "competitive": result.plan.competitive_share / 100,
        "authoritative": 1 - result.plan.competitive_share / 100,
    }
    sides = [member["role"] for member in panel]
    groups = dict.fromkeys((member["group"], member["role"]) for member in panel)
    rows = []
    for group, side in groups:
        seats = sum(member["group"] == group for member in panel)
        weight = float(shares[side]) * seats / sides.count(side)
        rows.append(
            Row(
                (
                    Cell(wording.role_label(group)),
                    Cell(wording.SIDES[side]),
                    Cell(str(seats), numeric=True),
                    Cell(f"{seats / len(panel):.0%}", numeric=True),
                    Cell(f"{weight:.0%}", numeric=True),
                )
            )
        )
    columns = (
        Column("role", _("Expert role")),
        Column("side", _("Side")),
        Column("seats", _("Seats"), numeric=True),
        Column("share", _("Share of the seats"), numeric=True),
        Column("weight", _("Weight in the result"), numeric=True),
    )
    return Table(columns=columns, rows=rows, caption=_("Panel"))


def explanation(result: Result, stack: Stack, titles: Mapping[str, str]) -> Step:
    """Return the stored steps with titles and grade in the reader's language."""
    grades = {grade.label: str(wording.both(grade.label, grade.label_en)) for grade in stack.grades()}
    return localised(step_of(result.explanation), titles, grades)


def localised(step: Step, titles: Mapping[str, str], grades: Mapping[str, str]) -> Step:
    """Return a step with its node's title instead of the id, and the grade in words."""
    source = step.sources[0] if len(step.sources) == 1 else ""
    value = step.value
    if isinstance(value, str) and not isinstance(value, Message):
        value = grades.get(value, value)
    return replace(
        step,
        label=titles.get(source, step.label),
        value=value,
        sources=() if source in titles else step.sources,
        children=tuple(localised(child, titles, grades) for child in step.children),
    )
