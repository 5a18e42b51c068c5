"""What the result page shows, read from the stored row: nothing is computed for it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.methods.result import Message, Step
from quanheng.platform.common.steps import step_of
from quanheng.platform.common.ui.parts import Chart
from quanheng.platform.common.ui.sentences import sentence
from quanheng.platform.evaluation import wording
from quanheng.platform.evaluation.results import doubt, flags, strip, tornado
from quanheng.platform.evaluation.results.figures import Figures, Head
from quanheng.platform.evaluation.results.models import Result
from quanheng.platform.evaluation.results.reading import Reading, points
from quanheng.schemes import Stack

STATUSES = {
    "assessed": _("Assessed"),
    "partial": _("Partly assessed"),
    "insufficient": _("Too few valid marks"),
    "not_assessed": _("Not assessed"),
}


def result_page(result: Result) -> dict[str, Any]:
    """Return the parts of the page in the reader's language."""
    reading = Reading.of(result)
    return {
        **conclusion(reading),
        "result": result,
        "doubted": doubt.known(reading),
        "flags": [flags.in_words(flag, reading.titles) for flag in reading.summary["flags"]],
        "engine": result.inputs["engine"],
        "indicators": indicator_figures(reading).table(),
        "indicators_export": export_url(result, "indicators"),
        "grades": doubt.grade_chart(reading, export_url(result, "grades")),
        "nearest": doubt.nearest(reading),
        "averages": doubt.average_figures(reading).table(),
        "average_notes": doubt.average_notes(reading),
        "strip": strip.chart(reading, export_url(result, "marks")),
        "tornado": tornado.chart(reading, export_url(result, "sensitivity")),
        "tornado_left_out": tornado.left_out(reading),
        "values": value_chart(reading),
        "view": view_figures(reading).table(),
        "panel": panel_figures(reading).table(),
        "explanation": explanation(result, reading.stack, reading.titles),
    }


def conclusion(reading: Reading) -> dict[str, Any]:
    """Return the head of the page: score and grade with their doubt, the two sides, coverage."""
    result = reading.result
    return {
        "score": points(result.score),
        "band": doubt.band(reading),
        "samples": doubt.samples(reading),
        "grade": reading.grade(result.grade),
        "chance": doubt.chance(reading),
        "competitive": points(result.competitive),
        "authoritative": points(result.authoritative),
        "share": f"{result.plan.competitive_share.normalize():f}",
        "other_share": f"{(100 - result.plan.competitive_share).normalize():f}",
        "coverage": f"{result.coverage:.0%}",
        "coverage_minimum": f"{reading.rules['coverage_minimum']:.0%}",
    }


def export_url(result: Result, part: str) -> str:
    return reverse("evaluation:result_export", args=[result.evaluation.number, part]) + "?format=xlsx"


def indicator_figures(reading: Reading) -> Figures:
    """Return n, mean, SD, lowest, highest, trimmed mean and median per indicator (H-15.1)."""
    labels = (
        ("mean", _("Mean")),
        ("trimmed", _("Trimmed mean")),
        ("median", _("Median")),
        ("sd", _("SD")),
        ("low", _("Lowest")),
        ("high", _("Highest")),
        ("score", _("Score")),
    )
    heads = (
        Head(_("Indicator"), width=28),
        Head(_("Side"), width=18, secondary=True),
        Head(_("Weight"), "number"),
        Head(_("Marks"), "number"),
        *(Head(label, "points") for _key, label in labels),
        Head(_("State")),
    )
    rows = []
    for leaf in reading.leaves:
        node = reading.summary["by_node"][leaf["id"]]
        rows.append(
            (
                reading.titles[leaf["id"]],
                reading.titles[leaf["role"]],
                round(leaf["weight"] * 100, 2),
                node["n"],
                *(node[key] for key, _label in labels),
                STATUSES[node["status"]],
            )
        )
    return Figures(_("Indicators"), heads, rows)


def value_figures(reading: Reading) -> Figures:
    """Return the five values; one that nothing feeds is not evaluated, which is not zero (M-1.2)."""
    return Figures(_("Five values"), _value_heads(_("Five values")), _values(reading))


def _values(reading: Reading) -> list[tuple[str, float | None, float]]:
    """Return title, score and weight of each value, in the order of the scheme."""
    found = reading.summary["by_value"]
    return [
        (str(wording.titled(value)), found[value.id]["score"], found[value.id]["weight"])
        for value in reading.stack.five_values()
    ]


def view_figures(reading: Reading) -> Figures:
    """Return the same marks in the dimensions of another paper, as they were gathered with the result."""
    found = reading.summary.get("view", {}).get("dimensions", [])
    rows = [(sentence(_title(row["title"])), row["score"], row["weight"]) for row in found]
    return Figures(_("Four dimensions"), _value_heads(_("Dimension")), rows)


def _title(data: object) -> object:
    """Return a stored title as a sentence that can still be translated."""
    return Message(str(data["text"]), **data["values"]) if isinstance(data, dict) else data


def _value_heads(first: Any) -> tuple[Head, ...]:
    return (
        Head(first, width=24),
        Head(_("Score"), "points", absent=_("Not evaluated")),
        Head(_("Share of the indicators"), "share"),
    )


def value_chart(reading: Reading) -> Chart:
    figures = value_figures(reading)
    fed = [(title, round(score, 2)) for title, score, _share in _values(reading) if score is not None]
    data = {
        "labels": [title for title, _score in fed],
        "series": [{"name": gettext("Score"), "values": [score for _title, score in fed]}],
        "max": 100,
    }
    return Chart(
        "radar" if len(fed) > 2 else "column",
        figures.title,
        data,
        figures.table(),
        export_url(reading.result, "values"),
    )


def panel_figures(reading: Reading) -> Figures:
    """Return how many seats each expert role holds and what it weighs in the result (M-P3)."""
    panel, competitive = reading.result.inputs["panel"], reading.result.plan.competitive_share / 100
    shares = {"competitive": competitive, "authoritative": 1 - competitive}
    sides = [member["role"] for member in panel]
    groups = dict.fromkeys((member["group"], member["role"]) for member in panel)
    rows = []
    for group, side in groups:
        seats = sum(member["group"] == group for member in panel)
        weight = float(shares[side]) * seats / sides.count(side)
        rows.append((wording.role_label(group), wording.SIDES[side], seats, seats / len(panel), weight))
    heads = (
        Head(_("Expert role")),
        Head(_("Side"), secondary=True),
        Head(_("Seats"), "number"),
        Head(_("Share of the seats"), "share", secondary=True),
        Head(_("Weight in the result"), "share"),
    )
    return Figures(_("Panel"), heads, rows)


EXPORTS = {
    "indicators": indicator_figures,
    "grades": doubt.grade_figures,
    "marks": strip.mark_figures,
    "sensitivity": tornado.figures,
    "values": value_figures,
}
"""What the page hands out as a file, by the name in its address."""


def explanation(result: Result, stack: Stack, titles: Mapping[str, str]) -> Step:
    """Return the stored steps with titles and grade in the reader's language."""
    grades = {grade.label: str(wording.both(grade.label, grade.label_en)) for grade in stack.grades()}
    return localised(step_of(result.explanation), titles, grades)


def localised(step: Step, titles: Mapping[str, str], grades: Mapping[str, str]) -> Step:
    """Return a step with its node's title instead of the id, and grades in words."""
    source = step.sources[0] if len(step.sources) == 1 else ""
    value = step.value
    if isinstance(value, str) and not isinstance(value, Message):
        value = grades.get(value, value)
    return replace(
        step,
        label=titles.get(source) or grades.get(step.label, step.label),
        value=value,
        sources=() if source in titles else step.sources,
        children=tuple(localised(child, titles, grades) for child in step.children),
    )
