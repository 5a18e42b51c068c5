"""The matrix as its page draws it: packages by levels, a sign per cell, what holds the level down."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.methods.maturity import MaturityResult
from quanheng.platform.common.ui.parts import Text
from quanheng.platform.maturity import selectors, wording
from quanheng.platform.maturity.models import Grading, VerdictState
from quanheng.platform.maturity.selectors import CellState, Matrix

LABELS: dict[str, Text] = {
    VerdictState.ACCEPTED: _("Accepted"),
    VerdictState.PENDING: _("Pending"),
    VerdictState.NOT_ACCEPTED: _("Not accepted"),
    VerdictState.INVALIDATED: _("Invalidated"),
    "": _("Nothing handed in"),
}
SIGNS = {
    VerdictState.ACCEPTED: "✓",
    VerdictState.PENDING: "?",
    VerdictState.NOT_ACCEPTED: "✗",
    VerdictState.INVALIDATED: "!",
    "": "·",
}
TONES = {
    VerdictState.ACCEPTED: "ok",
    VerdictState.PENDING: "wait",
    VerdictState.NOT_ACCEPTED: "bad",
    VerdictState.INVALIDATED: "warn",
    "": "none",
}


@dataclass(frozen=True, slots=True)
class Sign:
    """One cell: where it leads, what it shows, how it is read aloud; without `url` the level is judged elsewhere."""

    level: int
    url: str = ""
    sign: str = ""
    tone: str = "none"
    label: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One package. `deciding` marks the packages that hold the level where it is."""

    place: int
    code: str
    title: str
    weight: str
    critical: bool
    signs: tuple[Sign, ...]
    level: int | None
    gaps: str
    deciding: bool


@dataclass(frozen=True, slots=True)
class StageSpan:
    title: str
    levels: int


@dataclass(frozen=True, slots=True)
class Column:
    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Strip:
    """The line above the matrix: how far the verdicts are, and what they give now."""

    judged: int
    handed_in: int
    level: str
    stage: str
    index: str
    next_url: str
    scheme: str


@dataclass(frozen=True, slots=True)
class Board:
    stages: tuple[StageSpan, ...]
    columns: tuple[Column, ...]
    rows: tuple[BoardRow, ...]
    strip: Strip
    warnings: tuple[str, ...]
    legend: tuple[Sign, ...]


def board(matrix: Matrix, result: MaturityResult, chosen: tuple[str, int] | None = None) -> Board:
    """Return the page's matrix; `chosen` is the open cell."""
    spans = tuple(
        StageSpan(wording.titled(stage), sum(level.stage == stage.code for level in matrix.stack.levels))
        for stage in matrix.stack.stages
    )
    return Board(
        stages=spans,
        columns=tuple(Column(level.number, wording.level_name(level)) for level in matrix.stack.levels),
        rows=tuple(rows(matrix, result, chosen)),
        strip=strip(matrix, result, chosen),
        warnings=result.warnings,
        legend=tuple(Sign(0, "", SIGNS[state], TONES[state], str(LABELS[state])) for state in SIGNS),
    )


def rows(matrix: Matrix, result: MaturityResult, chosen: tuple[str, int] | None = None) -> Iterator[BoardRow]:
    found = {leaf.code: leaf for leaf in result.leaves}
    lowest = deciding_level(matrix, result)
    any_critical = any(leaf.critical for leaf in matrix.leaves)
    for place, leaf in enumerate(matrix.leaves, start=1):
        state = found[leaf.code]
        yield BoardRow(
            place=place,
            code=leaf.code,
            title=leaf.title,
            weight=f"{leaf.weight.normalize():f}",
            critical=leaf.critical,
            signs=tuple(signs(matrix, leaf.code, chosen)),
            level=state.level,
            gaps=gettext(", ").join(map(str, state.gaps)),
            deciding=state.level == lowest and (leaf.critical or not any_critical),
        )
    yield BoardRow(
        place=0,
        code="",
        title=gettext("Whole project"),
        weight="",
        critical=False,
        signs=tuple(signs(matrix, selectors.WHOLE_PROJECT, chosen)),
        level=None,
        gaps="",
        deciding=False,
    )


def deciding_level(matrix: Matrix, result: MaturityResult) -> int:
    """Return the lowest level of the packages that decide: all of them when none is critical (H-8)."""
    critical = {leaf.code for leaf in matrix.leaves if leaf.critical}
    return min(leaf.level for leaf in result.leaves if leaf.code in critical or not critical)


def signs(matrix: Matrix, code: str, chosen: tuple[str, int] | None) -> Iterator[Sign]:
    for level in matrix.stack.levels:
        cell = matrix.cells.get((code, level.number))
        yield sign(matrix.grading, cell, chosen) if cell else Sign(level.number)


def sign(grading: Grading, cell: CellState, chosen: tuple[str, int] | None) -> Sign:
    words = gettext("%(place)s, level %(level)s: %(state)s") % {
        "place": cell.package_code or gettext("Whole project"),
        "level": cell.level,
        "state": LABELS[cell.state],
    }
    return Sign(
        cell.level,
        cell_url(grading, cell.package_code, cell.level),
        SIGNS[cell.state],
        TONES[cell.state],
        words,
        chosen == (cell.package_code, cell.level),
    )


def strip(matrix: Matrix, result: MaturityResult, chosen: tuple[str, int] | None = None) -> Strip:
    elements = [element for cell in matrix.cells.values() for element in cell.elements]
    decided = (VerdictState.ACCEPTED, VerdictState.NOT_ACCEPTED)
    scheme = matrix.grading.scheme
    return Strip(
        judged=sum(element.state in decided for element in elements),
        handed_in=sum(bool(element.evidence) or element.verdict is not None for element in elements),
        level=wording.level_title(result.level, scheme),
        stage=wording.stage_title(result.stage, scheme),
        index=f"{result.index:.2f}",
        next_url=next_pending(matrix, chosen),
        scheme=f"{matrix.stack.versions[0][0]} {matrix.stack.versions[0][1]}",
    )


def next_pending(matrix: Matrix, chosen: tuple[str, int] | None) -> str:
    """Return where the next cell opens that waits for a verdict, after the open one, going round."""
    places = [*[leaf.code for leaf in matrix.leaves], selectors.WHOLE_PROJECT]
    order = {
        (code, level.number): place
        for place, (code, level) in enumerate(
            (code, level) for code in places for level in matrix.stack.levels
        )
    }
    waiting = sorted(order[cell.package_code, cell.level] for cell in matrix.pending())
    if not waiting:
        return ""
    here = order.get(chosen, -1) if chosen else -1
    spot = next((place for place in waiting if place > here), waiting[0])
    code, level = next(key for key, place in order.items() if place == spot)
    return cell_url(matrix.grading, code, level)


def cell_url(grading: Grading, code: str, level: int) -> str:
    query = urlencode({"package": code, "level": str(level)})
    return f"{matrix_url(grading.case_number)}?{query}"


@lru_cache(maxsize=64)
def matrix_url(number: str) -> str:
    """Return the address of a matrix; a page writes it hundreds of times."""
    return reverse("maturity:matrix", args=[number])
