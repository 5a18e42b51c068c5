"""The open cell of the matrix: what the level asks for, what was handed in, what was decided and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from quanheng.platform.common.errors import Absent
from quanheng.platform.common.ui.formats import day
from quanheng.platform.common.ui.parts import Tag, TimelineLine
from quanheng.platform.library.models import Evidence
from quanheng.platform.maturity import boards, selectors, wording
from quanheng.platform.maturity.models import Verdict, VerdictState
from quanheng.platform.maturity.selectors import CellState, ElementState, Matrix
from quanheng.schemes import Element
from quanheng.schemes.templates import Figure

TAG_TONES = {
    VerdictState.ACCEPTED: "ok",
    VerdictState.PENDING: "wait",
    VerdictState.NOT_ACCEPTED: "bad",
    VerdictState.INVALIDATED: "warn",
    "": "neutral",
}
MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Paper:
    title: str
    facts: str
    url: str
    size: str
    fingerprint: str
    lacks: str


@dataclass(frozen=True, slots=True)
class ElementPanel:
    """One evidence element; `barred` says why this reader may not judge it now."""

    id: str
    title: str
    alternatives: str
    tag: Tag
    papers: tuple[Paper, ...]
    verdict: Verdict | None
    changed: bool
    decided: bool
    barred: str
    site_visit: bool


@dataclass(frozen=True, slots=True)
class Panel:
    code: str
    level: int
    heading: str
    tag: Tag
    characteristic: str
    check_points: str
    clause: str
    elements: tuple[ElementPanel, ...]
    missing: tuple[tuple[str, str], ...]
    history: tuple[TimelineLine, ...]
    open_ended: bool


def panel(matrix: Matrix, chosen: tuple[str, int], person_id: object) -> Panel:
    """Return the panel of a cell; `Absent` for one that the matrix does not have."""
    cell = matrix.cells.get(chosen)
    if cell is None:
        raise Absent
    code, number = chosen
    row = matrix.stack.level(number)
    title = next((leaf.title for leaf in matrix.leaves if leaf.code == code), gettext("Whole project"))
    return Panel(
        code=code,
        level=number,
        heading=gettext("%(place)s × %(level)s")
        % {
            "place": f"{code} {title}".strip(),
            "level": wording.level_title(number, matrix.grading.scheme),
        },
        tag=tag(cell.state),
        characteristic=wording.both(row.characteristic, row.characteristic_en),
        check_points=wording.both(row.check_points, row.check_points_en),
        clause=row.clause,
        elements=elements(matrix, cell, person_id),
        missing=tuple(missing(matrix, cell)),
        history=history(matrix, cell),
        open_ended=row.open_ended,
    )


def tag(state: str) -> Tag:
    return Tag(boards.LABELS[state], TAG_TONES[VerdictState(state) if state else ""])


def elements(matrix: Matrix, cell: CellState, person_id: object) -> tuple[ElementPanel, ...]:
    """Return the elements of the open cell with their papers, read whole."""
    rows = selectors.evidence_of(matrix.grading, cell.package_code, cell.level)
    return tuple(
        element_panel(state, [row for row in rows if row.element == state.element.id], person_id)
        for state in cell.elements
    )


def element_panel(state: ElementState, evidence: Sequence[Evidence], person_id: object) -> ElementPanel:
    element = state.element
    kinds = zip(element.alternatives, element.alternatives_en, strict=True)
    return ElementPanel(
        id=element.id,
        title=wording.titled(element),
        alternatives=gettext("; or ").join(wording.both(zh, en) for zh, en in kinds),
        tag=tag(state.state),
        papers=tuple(paper(row) for row in evidence),
        verdict=state.verdict,
        changed=state.state == VerdictState.INVALIDATED,
        decided=state.state in {VerdictState.ACCEPTED, VerdictState.NOT_ACCEPTED},
        barred=barred(evidence, person_id),
        site_visit=element.site_visit,
    )


def barred(evidence: Sequence[Evidence], person_id: object) -> str:
    if not evidence:
        return gettext("There is no evidence to judge for this element")
    if any(row.uploaded_by_id == person_id for row in evidence):
        return gettext("Evidence is judged by another person than the one who uploaded it")
    return ""


def paper(row: Evidence) -> Paper:
    """Return a file as the panel lists it, with what a sound paper would have and this one lacks."""
    facts = [row.issuer, day(row.issued_on) if row.issued_on else "", row.document_number]
    lacking = [
        gettext("issuer") if not row.issuer else "",
        gettext("date of issue") if not row.issued_on else "",
    ]
    lacks = [word for word in lacking if word]
    return Paper(
        title=row.title,
        facts=" · ".join(fact for fact in facts if fact),
        url=reverse("common:file", args=[row.attachment_id]),
        size=f"{row.attachment.file.size / MIB:.1f} MB"
        if row.attachment.file.size >= MIB // 10
        else f"{max(1, row.attachment.file.size // 1024)} kB",
        fingerprint=row.attachment.file_id[:8],
        lacks=gettext("lacks: %(what)s") % {"what": gettext(", ").join(lacks)} if lacks else "",
    )


def missing(matrix: Matrix, cell: CellState) -> list[tuple[str, str]]:
    """Return what the level asks for beside papers, with the page where it is entered."""
    number = matrix.grading.case_number
    return [(wording.titled(item), missing_url(item, number, cell.level)) for item in cell.missing]


def missing_url(item: Element | Figure, number: str, level: int) -> str:
    if isinstance(item, Figure):
        return reverse("maturity:figures", args=[number, level])
    return reverse("maturity:visit", args=[number])


def history(matrix: Matrix, cell: CellState) -> tuple[TimelineLine, ...]:
    lines = selectors.history(matrix.grading, cell.package_code, cell.level)
    return tuple(TimelineLine(at=line.at, who=line.role.label, sentence=line.sentence) for line in lines)
