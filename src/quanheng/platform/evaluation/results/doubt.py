"""How sure a score is and how near another grade lies, read from the stored row (`scoring.md` 8)."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.ui.parts import Chart, Text
from quanheng.platform.evaluation.results.figures import Figures, Head, written
from quanheng.platform.evaluation.results.reading import Reading, points

NOT_THEN = _("Not computed then")
AVERAGES = {
    "mean": _("Mean"),
    "trimmed": _("Trimmed mean"),
    "median": _("Median"),
    "huber": _("Huber mean"),
}


def known(reading: Reading) -> bool:
    """Say whether the engine that stored the result computed doubt at all."""
    return "band" in reading.summary


def band(reading: Reading) -> Text:
    """Return the score interval in words."""
    if not known(reading):
        return NOT_THEN
    found = reading.summary["band"]
    if found is None:
        return gettext("Not evaluated")
    return f"{points(found[0])} – {points(found[2])}"


def samples(reading: Reading) -> int:
    """Return how many panels were drawn for the interval."""
    return int(reading.rules["samples"]) if reading.summary.get("band") else 0


def chance(reading: Reading) -> Text:
    """Return the probability of the grade that was reached, empty where no grade was."""
    if not known(reading):
        return NOT_THEN
    found = reading.summary["grade_probabilities"].get(reading.result.grade)
    return "" if found is None else written("share", found)


def grade_figures(reading: Reading) -> Figures:
    """Return each grade with its probability, best first."""
    heads = (Head(_("Grade"), width=20), Head(_("Lower bound"), "number"), Head(_("Probability"), "share"))
    empty = _("No conclusion, so no grade has a probability")
    return Figures(_("Grade probabilities"), heads, _chances(reading), empty=empty)


def _chances(reading: Reading) -> list[tuple[str, float, float]]:
    """Return grade, lower bound and probability, best first."""
    found = reading.summary.get("grade_probabilities", {})
    grades = [grade for grade in reading.stack.grades() if grade.code in found]
    return [(reading.grade(grade.code), float(grade.lower), found[grade.code]) for grade in grades]


def grade_chart(reading: Reading, export: str) -> Chart:
    figures, chances = grade_figures(reading), _chances(reading)
    values = [round(share * 100, 1) for _grade, _cut, share in chances]
    data = {
        "labels": [grade for grade, _cut, _share in chances],
        "series": [{"name": gettext("Probability"), "values": values}],
        "unit": "%",
        "max": 100,
        "figures": True,
    }
    return Chart("bar", figures.title, data, figures.table(), export)


def nearest(reading: Reading) -> str:
    """Say in a sentence which cut lies nearest and what would reach it."""
    if not known(reading) or not reading.result.grade:
        return ""
    found = reading.summary["sensitivity"]["nearest"]
    if found is None:
        return gettext("No change of a single indicator within 0 to 100 points changes the grade.")
    now, score = reading.summary["by_node"][found["id"]]["score"], float(reading.result.score or 0)
    cut = _crossed(reading, found)
    return gettext(
        "The nearest cut is at %(cut)s, %(distance)s points from the score: %(indicator)s at %(to)s instead of "
        "%(now)s would give %(grade)s."
    ) % {
        "cut": f"{cut:g}",
        "distance": points(abs(score - cut)),
        "indicator": reading.titles[found["id"]],
        "to": points(now + found["change"]),
        "now": points(now),
        "grade": reading.grade(found["grade"]),
    }


def _crossed(reading: Reading, flip: dict[str, Any]) -> float:
    """Return the lower bound that the change passes: the other grade's own, or of the grade just above it."""
    codes = [grade.code for grade in reading.stack.grades()]
    place = codes.index(flip["grade"])
    return reading.cuts[place if flip["change"] > 0 else place - 1][1]


def average_figures(reading: Reading) -> Figures:
    """Return score and grade under each average; the one that the rules use is marked."""
    used = reading.rules["aggregation"]
    rows = [
        (
            gettext("%(average)s (by the rules)") % {"average": AVERAGES[name]}
            if name == used
            else AVERAGES[name],
            found["score"],
            reading.grade(found["grade"]),
        )
        for name, found in reading.summary.get("averages", {}).items()
    ]
    heads = (Head(_("Average")), Head(_("Score"), "points"), Head(_("Grade")))
    return Figures(_("Under each average"), heads, rows)


def average_notes(reading: Reading) -> list[str]:
    """Say which other average would give another grade (H-15.1)."""
    found = reading.summary.get("averages", {})
    if not reading.result.grade or not found:
        return []
    return [
        gettext("%(average)s: the grade would be %(grade)s.")
        % {"average": AVERAGES[name], "grade": reading.grade(other["grade"])}
        for name, other in found.items()
        if other["grade"] != reading.result.grade
    ] or [gettext("All three averages give the same grade.")]
