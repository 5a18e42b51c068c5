"""From verdicts on evidence to the maturity level (H-6, H-8): the level decides the stage, and so all the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from quanheng.cli.dossier.fields import Fields
from quanheng.cli.dossier.papers import Paper
from quanheng.methods.errors import MethodError
from quanheng.methods.maturity import MaturityResult, assess
from quanheng.methods.result import Message
from quanheng.platform.common.ui.sentences import sentence
from quanheng.platform.reports.content import EvidenceFacts, FigureFacts, MaturityFacts, VisitFacts
from quanheng.platform.reports.content.filling import Node, maturity_facts, work_packages
from quanheng.platform.reports.content.wording import exact, plain
from quanheng.schemes import Figure, LevelRow, Stack

PROJECT = ""


@dataclass(frozen=True, slots=True)
class Graded:
    """The result, its facts, and the accepted levels by package ("" for the whole project)."""

    result: MaturityResult
    facts: MaturityFacts


def read_figures(top: Fields, stack: Stack, papers: Sequence[Paper]) -> dict[tuple[int, str], FigureFacts]:
    """Return the figures of levels 11-13, each tied to an accepted paper of its level."""
    known = {(level.number, figure.id): figure for level in stack.levels for figure in level.figures}
    accepted = {(paper.level, paper.element.id): paper for paper in papers if paper.accepted}
    found: dict[tuple[int, str], FigureFacts] = {}
    for row in top.rows("figures"):
        number = row.whole("level", low=1, high=len(stack.levels))
        code, value = row.line("id"), row.number("value")
        figure = known.get((number or 0, code))
        if figure is None:
            takes = ", ".join(f"{level}/{name}" for level, name in known)
            row.fault(
                "id", Message("got %(got)s, takes one of %(options)s", got=f"{number}/{code}", options=takes)
            )
        elif (paper := accepted.get((figure.level, figure.paper))) is None:
            row.fault("id", Message("is read from %(paper)s of level %(level)s, which is not accepted", paper=figure.paper, level=figure.level))  # fmt: skip
        elif value is not None:
            found[figure.level, code] = _figure(figure, value, paper)
    return found


def _figure(figure: Figure, value: Decimal, paper: Paper) -> FigureFacts:
    shown = exact(value) if figure.unit == "yuan" else plain(value)
    unit = sentence(Message("yuan")) if figure.unit == "yuan" else ""
    issued = paper.facts.issued_on
    return FigureFacts(
        title=figure.title, value=shown, unit=unit, source=paper.facts.title, as_of=issued.isoformat() if issued else ""
    )  # fmt: skip


def accepted_levels(
    stack: Stack,
    leaves: Sequence[str],
    papers: Sequence[Paper],
    *,
    visited: bool,
    figures: Mapping[tuple[int, str], FigureFacts],
) -> dict[str, frozenset[int]]:
    """Return the levels whose every element is accepted, by package; a level's visit and figures count with it."""
    places = {
        (code, paper.level, paper.element.id)
        for paper in papers
        if paper.accepted
        for code in paper.packages or (PROJECT,)
    }

    def holds(code: str, level: LevelRow) -> bool:
        return (
            all((code, level.number, element.id) in places for element in level.elements)
            and (visited or not any(element.site_visit for element in level.elements))
            and all((level.number, figure.id) in figures for figure in level.figures)
        )

    accepted = {
        code: frozenset(
            level.number for level in stack.levels if not level.project_wide and holds(code, level)
        )
        for code in leaves
    }
    wide = frozenset(level.number for level in stack.levels if level.project_wide and holds(PROJECT, level))
    return accepted | {PROJECT: wide}


def grade(
    top: Fields,
    stack: Stack,
    nodes: Sequence[Node],
    papers: Sequence[Paper],
    *,
    visits: Sequence[VisitFacts],
    figures: Mapping[tuple[int, str], FigureFacts],
) -> Graded | None:
    """Return the level; None, with the reason named, where the tree cannot be graded or level 1 is not reached."""
    leaves = [package.code for package in work_packages(nodes, {})]
    accepted = accepted_levels(stack, leaves, papers, visited=bool(visits), figures=figures)
    try:
        result = assess(
            work_packages(nodes, accepted),
            stack.scale(),
            project_accepted=accepted[PROJECT],
            rollup=str(stack.value("maturity.rollup")),
        )
    except MethodError as error:
        if not top.faults:
            top.faults.take(top.file, "packages", error)
        return None
    if result.level < 1:
        if any(fault.place.startswith("evidence[") for fault in top.faults):
            return None
        top.fault("evidence", Message("level 1 is not reached: accepted evidence is missing for %(missing)s", missing=_first(stack, accepted)))  # fmt: skip
        return None
    facts = maturity_facts(
        result,
        nodes,
        accepted,
        stack,
        translate=sentence,
        visits=visits,
        figures=tuple(figures.values()),
    )
    return Graded(result, facts)


def _first(stack: Stack, accepted: Mapping[str, frozenset[int]]) -> str:
    short = [code for code, levels in accepted.items() if code != PROJECT and 1 not in levels]
    return f"{', '.join(short)}: {', '.join(element.id for element in stack.elements(1))}"


def evidence_facts(papers: Sequence[Paper]) -> tuple[EvidenceFacts, ...]:
    """Return the evidence list by level and element; a file for several packages is one row."""
    ordered = sorted(papers, key=lambda paper: paper.level)
    return tuple(
        replace(
            paper.facts, level=paper.level, element=paper.element.title, package="、".join(paper.packages)
        )
        for paper in ordered
    )
