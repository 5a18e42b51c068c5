"""Each expert's mark on each indicator, by code: what counts, what the average drops, who did not mark."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.html import format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.methods.result import Message, Step
from quanheng.methods.scoring.sheet import HIGHEST, LOWEST, NOT_COUNTED
from quanheng.platform.common.steps import step_of
from quanheng.platform.common.ui.formats import number
from quanheng.platform.common.ui.parts import Cell, Chart, Column, Row, Table, Text
from quanheng.platform.common.ui.sentences import sentence
from quanheng.platform.evaluation import wording
from quanheng.platform.evaluation.results.figures import NOTHING, Figures, Head
from quanheng.platform.evaluation.results.reading import Reading

DROPPED = frozenset({LOWEST.text, HIGHEST.text, NOT_COUNTED.text})
SHAPES = {"competitive": "circle", "authoritative": "diamond"}
"""The sides differ by shape, so that they are told apart without colour."""


@dataclass(frozen=True, slots=True)
class PanelMark:
    """The mark that stands: `points` is `None` where `state` (abstained, recused, missing) takes its place.

    `dropped` says why a mark does not count.
    """

    leaf: str
    expert: str
    side: str
    points: float | None
    state: str = ""
    dropped: str = ""


def panel_marks(reading: Reading) -> list[PanelMark]:
    """Return the marks of the stored explanation in its order; one that a later round replaced is left out."""
    sides = {member["id"]: member["role"] for member in reading.result.inputs["panel"]}
    leaves = {leaf["id"] for leaf in reading.leaves}
    latest: dict[tuple[str, str], tuple[int, PanelMark]] = {}
    for leaf, step in _leaves(step_of(reading.result.explanation), leaves):
        for mark in (mark for side in step.children for mark in side.children):
            place, turn = (leaf, str(mark.label)), int(mark.sources[0].rpartition("/")[2])
            if place not in latest or latest[place][0] < turn:
                latest[place] = turn, _mark(leaf, mark, sides)
    return [mark for _turn, mark in latest.values()]


def _leaves(step: Step, leaves: set[str]) -> Iterator[tuple[str, Step]]:
    if len(step.sources) == 1 and step.sources[0] in leaves:
        yield step.sources[0], step
        return
    for child in step.children:
        yield from _leaves(child, leaves)


def _mark(leaf: str, step: Step, sides: dict[str, str]) -> PanelMark:
    expert, value = str(step.label), step.value
    if isinstance(value, str):
        return PanelMark(leaf, expert, sides[expert], None, state=sentence(value))
    note = step.rule if isinstance(step.rule, Message) and step.rule.text in DROPPED else ""
    return PanelMark(leaf, expert, sides[expert], float(str(value)), dropped=sentence(note))


def mark_figures(reading: Reading) -> Figures:
    """Return one row per mark, for the file."""
    rows = [
        (
            reading.titles[mark.leaf],
            mark.expert,
            str(wording.SIDES[mark.side]),
            mark.points,
            mark.state or mark.dropped or gettext("Kept"),
        )
        for mark in panel_marks(reading)
    ]
    heads = (
        Head(_("Indicator"), width=28),
        Head(_("Code"), width=10),
        Head(_("Side"), width=18),
        Head(_("Points"), "number", width=10),
        Head(_("State"), width=20),
    )
    return Figures(_("Marks per indicator"), heads, rows)


def chart(reading: Reading, export: str) -> Chart:
    """Return one line per indicator with a dot per mark, full where it counts, and a stroke at the score."""
    marks = panel_marks(reading)
    places = {leaf["id"]: place for place, leaf in enumerate(reading.leaves)}
    data = {
        "labels": [reading.titles[leaf] for leaf in places],
        "series": [*_series(marks, places), _scores(reading, places)],
        "unit": gettext("Points"),
    }
    return Chart("strip", _("Marks per indicator"), data, _table(reading, marks), export)


def _series(marks: Sequence[PanelMark], places: dict[str, int]) -> Iterator[dict[str, object]]:
    for n, (side, label) in enumerate(wording.SIDES.items()):
        own = [mark for mark in marks if mark.side == side and mark.points is not None]
        for hollow, name in (
            (False, str(label)),
            (True, gettext("%(side)s, dropped") % {"side": label}),
        ):
            values = [
                [mark.points, places[mark.leaf], mark.expert] for mark in own if bool(mark.dropped) == hollow
            ]
            if values:
                yield {"name": name, "shape": SHAPES[side], "hollow": hollow, "colour": n, "values": values}


def _scores(reading: Reading, places: dict[str, int]) -> dict[str, object]:
    nodes = reading.summary["by_node"]
    values = [
        [round(nodes[leaf]["score"], 2), place, ""]
        for leaf, place in places.items()
        if nodes[leaf]["score"] is not None
    ]
    return {"name": gettext("Score of the indicator"), "shape": "stroke", "values": values}


def _table(reading: Reading, marks: Sequence[PanelMark]) -> Table:
    by_leaf = {leaf: list(group) for leaf, group in groupby(marks, key=lambda mark: mark.leaf)}
    rows = [
        Row(
            (
                Cell(reading.titles[leaf["id"]]),
                Cell(_side(leaf["role"])),
                *_cells(by_leaf.get(leaf["id"], [])),
            )
        )
        for leaf in reading.leaves
    ]
    columns = (
        Column("indicator", _("Indicator")),
        Column("side", _("Side"), secondary=True),
        Column("kept", _("Marks that count")),
        Column("dropped", _("Dropped")),
        Column("unmarked", _("Without a mark")),
    )
    return Table(columns=columns, rows=rows, caption=_("Marks per indicator"), empty=_("No mark was given"))


def _side(role: str) -> Text:
    return wording.SIDES.get(role, _("Both sides"))


def _cells(marks: Sequence[PanelMark]) -> tuple[Cell, ...]:
    groups = (
        [mark for mark in marks if mark.points is not None and not mark.dropped],
        [mark for mark in marks if mark.dropped],
        [mark for mark in marks if mark.points is None],
    )
    return tuple(Cell(_said(group)) for group in groups)


def _said(marks: Sequence[PanelMark]) -> Text:
    """Return marks with their experts' codes, each on one line."""
    pairs = [(mark.expert, mark.state or number(mark.points)) for mark in marks]
    return format_html_join(" · ", '<span class="qh-whole">{} {}</span>', pairs) or NOTHING
