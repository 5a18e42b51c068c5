"""What the score hangs on, one thing changed at a time: the stored rows as a tornado."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.ui.parts import Chart
from quanheng.platform.evaluation.results.figures import Figures, Head
from quanheng.platform.evaluation.results.reading import Reading

SHOWN = 12


def figures(reading: Reading) -> Figures:
    """Return the rows by falling effect; the page shows the first ones, and all that reach another grade."""
    rows = [
        (
            changed(reading, row),
            row["low"],
            row["high"],
            row["high"] - row["low"],
            gettext(", ").join(reading.grade(code) for code in row["flips_to"]),
        )
        for row in _rows(reading)
    ]
    heads = (
        Head(_("Changed"), width=40),
        Head(_("Lowest score"), "points"),
        Head(_("Highest score"), "points"),
        Head(_("Effect"), "points"),
        Head(_("Would give"), width=20),
    )
    return Figures(
        _("What the score hangs on"), heads, rows, shown=_shown(reading), empty=_("Nothing is assessed")
    )


def chart(reading: Reading, export: str) -> Chart:
    """Return bars from the lower to the higher score, around the score as it is."""
    found, score = figures(reading), float(reading.result.score or 0)
    rows = _rows(reading)[: found.shown]
    lows, highs = [row["low"] for row in rows], [row["high"] for row in rows]
    spans = [(min(lows), max(highs))] if rows else []
    data = {
        "labels": [changed(reading, row) for row in rows],
        "series": [
            _series(gettext("Score falls"), lows, reading),
            _series(gettext("Score rises"), highs, reading),
        ],
        "unit": gettext("Change of the score"),
        "centre": score,
        "cuts": [
            {"value": round(cut - score, 2), "name": f"{cut:g}"}
            for low, high in spans
            for _grade, cut in reading.cuts
            if low <= cut <= high
        ],
    }
    return Chart("tornado", found.title, data, found.table(), export)


def changed(reading: Reading, row: Mapping[str, Any]) -> str:
    """Say what a row changes, and by how much."""
    if row["kind"] == "expert":
        return gettext("Without %(expert)s") % {"expert": row["id"]}
    title = reading.titles[row["id"]]
    if row["kind"] == "weight":
        share = f"{reading.rules['weight_swing']:.0%}"
        return gettext("Weight of %(indicator)s ± %(share)s") % {"indicator": title, "share": share}
    leaf = next(leaf for leaf in reading.leaves if leaf["id"] == row["id"])
    if leaf["bands"]:
        return gettext("%(indicator)s ± one band") % {"indicator": title}
    return gettext("%(indicator)s ± %(step)s points") % {
        "indicator": title,
        "step": f"{reading.rules['band_step']:g}",
    }


def _series(name: str, scores: Sequence[float], reading: Reading) -> dict[str, Any]:
    """Return bars from the score as it is; `marked` are those that reach a cut."""
    score = float(reading.result.score or 0)
    here = _grade(score, reading)
    return {
        "name": name,
        "values": [round(other - score, 2) for other in scores],
        "marked": [_grade(other, reading) != here for other in scores],
    }


def _grade(score: float, reading: Reading) -> str:
    return next((grade for grade, cut in reading.cuts if score >= cut), "")


def left_out(reading: Reading) -> int:
    """Return how many rows stand in the export only."""
    return max(0, len(_rows(reading)) - _shown(reading))


def _rows(reading: Reading) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = reading.summary.get("sensitivity", {}).get("rows", [])
    return found


def _shown(reading: Reading) -> int:
    """Return how many rows the page shows: up to the last one that reaches another grade."""
    reaching = [place for place, row in enumerate(_rows(reading), start=1) if row["flips_to"]]
    return max(SHOWN, *reaching) if reaching else SHOWN
