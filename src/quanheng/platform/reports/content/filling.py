"""From the results of the methods and the rows of a scheme to facts: one way for the platform and for dossiers.

`translate` says a sentence of the methods (`quanheng.methods.result.Message`) in Chinese.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from quanheng.methods.maturity import LeafLevel, MaturityResult, WorkPackage
from quanheng.methods.money import yuan
from quanheng.methods.result import Message, Step
from quanheng.methods.scoring import EvaluationResult, NodeScore, Rules, ValueScore
from quanheng.platform.common.documents.explanation import explanation_rows
from quanheng.platform.common.documents.wording import day
from quanheng.platform.reports.content.facts import (
    AllowedUse,
    BasisFacts,
    ExplanationLine,
    FigureFacts,
    FlagFacts,
    IndicatorFacts,
    LevelFacts,
    MarkFacts,
    MaturityFacts,
    PackageFacts,
    PackFacts,
    ScoringFacts,
    ValueFacts,
    VisitFacts,
)
from quanheng.platform.reports.content.missing import WORLD
from quanheng.platform.reports.content.wording import ROUNDING, WORDS, plain, word
from quanheng.schemes import IndicatorTemplate, LevelRow, Pack, Stack, StageTemplate

Translate = Callable[[str], str]
MERGED = ("social", "cultural")
"""The two values that the view of `dims-44731` shows as one."""
SIX = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the work breakdown in tree order; `weight` in any unit, groups carry none."""

    code: str
    title: str
    parent_code: str = ""
    depth: int = 0
    weight: Decimal = Decimal(0)
    critical: bool = False


def basis_facts(stack: Stack) -> BasisFacts:
    """Return the packs with versions and status marks, and the documents that their rows cite."""
    documents = dict.fromkeys(line for pack in stack.packs for line in _documents(pack))
    return BasisFacts(
        packs=tuple(_pack(pack) for pack in stack.packs),
        fingerprint=stack.fingerprint,
        documents=tuple(documents),
    )


def _pack(pack: Pack) -> PackFacts:
    counts = {
        status: sum(row.status == status for row in pack.rows)
        for status in ("official", "secondary", "proposal")
    }
    return PackFacts(
        name=pack.name, title=pack.title, version=pack.version, status=pack.status, effective_from=pack.effective_from,
        effective_to=pack.effective_to, fingerprint=pack.fingerprint, **counts,
    )  # fmt: skip


def _documents(pack: Pack) -> Iterable[str]:
    cited = {row.source for row in pack.rows}
    for source in pack.sources:
        if source.id in cited and source.number:
            name = (
                f"《{source.title}》"
                if source.number in source.title
                else f"《{source.title}》{source.number}"
            )
            yield name if source.at_hand else name + str(WORDS["cited_only"])


def use_facts(stage: StageTemplate) -> tuple[AllowedUse, ...]:
    """Return the uses that the stage permits (H-15, H-21, H-27)."""
    return tuple(AllowedUse(title=use.title, text=use.text, clause=use.clause) for use in stage.uses)


def purpose_titles(stage: StageTemplate) -> dict[str, str]:
    """Return what a report of the stage may serve: its uses, and their single purposes behind them."""
    titles = {use.id: use.title for use in stage.uses}
    return titles | {item.id: f"{use.title} · {item.title}" for use in stage.uses for item in use.purposes}


def purpose_title(purpose: str, stage: StageTemplate, stack: Stack) -> str:
    """Return the words for a purpose of the stage found, or of the one that was expected when it was chosen."""
    for template in (stage, *stack.stages):
        if title := purpose_titles(template).get(purpose):
            return title
    return purpose


def explanation_lines(step: Step, translate: Translate) -> tuple[ExplanationLine, ...]:
    """Return a tree of steps as lines, every text in Chinese."""
    rows = explanation_rows(_said(step, translate), translate=translate)
    return tuple(
        ExplanationLine(
            depth=row["depth"], label=row["label"], value=row["value"], unit=row["unit"], rule=row["rule"],
            contribution=row["contribution"], sources=tuple(row["sources"]),
        )
        for row in rows
    )  # fmt: skip


def _said(step: Step, translate: Translate) -> Step:
    """Say the values and the ids of groups, which the flat rows take as they are."""
    value = translate(step.value) if isinstance(step.value, Message) else _rounded(step.value, step.unit)
    label = WORDS["sides"].get(step.label, step.label) if step.sources == (step.label,) else step.label
    children = tuple(_said(child, translate) for child in step.children)
    contribution = None if step.contribution is None else _rounded(step.contribution, step.unit)
    return replace(step, value=value, label=label, children=children, contribution=contribution)  # type: ignore[arg-type]  # a number stays one


def _rounded(value: object, unit: str) -> object:
    """Return exact numbers as people read them: amounts in fen, other Decimals with six decimals."""
    if not isinstance(value, Decimal):
        return value
    return yuan(value) if unit else Decimal(plain(ROUNDING.quantize(value, SIX)))


def maturity_facts(
    result: MaturityResult,
    nodes: Sequence[Node],
    accepted: Mapping[str, frozenset[int]],
    stack: Stack,
    *,
    translate: Translate,
    visits: Sequence[VisitFacts] = (),
    figures: Sequence[FigureFacts] = (),
) -> MaturityFacts:
    """Return the level with its tree. `accepted`: package code → accepted levels, "" for the whole project."""
    leaves = {leaf.code: leaf for leaf in result.leaves}
    total = sum((node.weight for node in nodes if node.code in leaves), Decimal(0))
    row = stack.level(result.level) if result.level else None
    return MaturityFacts(
        level=result.level,
        level_title=row.name if row else "",
        characteristic=row.characteristic if row else "",
        stage=result.stage,
        stage_title=stack.stage(result.stage).title if result.stage else "",
        index=_exact(result.index),
        scale=stack.scale().name,
        rule=translate(result.explanation.rule) if result.explanation.rule else "",
        levels=tuple(_level(level, stack) for level in stack.levels),
        packages=tuple(_package(node, leaves.get(node.code), accepted, total) for node in nodes),
        project_accepted=tuple(sorted(accepted.get("", frozenset()))),
        visits=tuple(visits),
        figures=tuple(figures),
        warnings=tuple(translate(warning) for warning in result.warnings),
        explanation=explanation_lines(result.explanation, translate),
    )


def _level(row: LevelRow, stack: Stack) -> LevelFacts:
    return LevelFacts(
        number=row.number,
        title=row.name,
        stage_title=stack.stage(row.stage).title,
        project_wide=row.project_wide,
    )


def _package(
    node: Node, leaf: LeafLevel | None, accepted: Mapping[str, frozenset[int]], total: Decimal
) -> PackageFacts:
    return PackageFacts(
        code=node.code,
        title=node.title,
        parent=node.parent_code,
        depth=node.depth,
        weight=node.weight / total if leaf and total else Decimal(0),
        critical=node.critical and leaf is not None,
        level=leaf.level if leaf else None,
        accepted=tuple(sorted(accepted.get(node.code, frozenset()))),
        gaps=leaf.gaps if leaf else (),
    )


def work_packages(nodes: Iterable[Node], accepted: Mapping[str, frozenset[int]]) -> list[WorkPackage]:
    """Return the leaves of the tree as `methods.maturity.assess` takes them."""
    rows = list(nodes)
    parents = {node.parent_code for node in rows}
    return [
        WorkPackage(
            node.code, node.title, float(node.weight), node.critical, accepted.get(node.code, frozenset())
        )
        for node in rows
        if node.code not in parents
    ]


def scoring_facts(
    result: EvaluationResult,
    stage: StageTemplate,
    weights: Mapping[str, Decimal],
    stack: Stack,
    *,
    translate: Translate,
    flags: Sequence[FlagFacts] = (),
    stated: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> ScoringFacts:
    """Return the scores. `weights`: points of 100 on each side; `flags` in words, with their answers; `stated`:
    indicator → what the plan asks to be said with it, such as scope, period and source of a market share.
    """
    codes = {grade.label: grade.code for grade in stack.grades()}
    titles = {value.id: value.title for value in stack.five_values()}
    chosen = [i for i in stage.indicators if weights.get(i.id)]
    return ScoringFacts(
        score=None if result.score is None else Decimal(str(result.score)),
        grade=result.grade,
        grade_code=codes.get(result.grade, ""),
        coverage=_exact(result.coverage),
        competitive=_maybe(result.competitive),
        authoritative=_maybe(result.authoritative),
        indicators=tuple(_indicator(i, weights[i.id], result, tuple(stated.get(i.id, ()))) for i in chosen),
        marks=_marks(result),
        values=tuple(_value(name, titles, score) for name, score in result.by_value.items()),
        merged=merged_values(result.by_value, titles),
        flags=tuple(flags),
        rule=rule_words(result.stored.rules),
        grades=tuple((grade.label, grade.lower) for grade in stack.grades()),
        aggregation=result.stored.rules.aggregation,
        trim_from=result.stored.rules.trim_from,
        fingerprint=result.fingerprint,
        explanation=explanation_lines(result.explanation, translate),
    )


def _indicator(
    template: IndicatorTemplate, weight: Decimal, result: EvaluationResult, stated: tuple[str, ...]
) -> IndicatorFacts:
    node: NodeScore = result.by_node[template.id]
    abstained = sum(
        mark.status == "abstained" and mark.indicator == template.id for mark in result.stored.sheets
    )
    return IndicatorFacts(
        id=template.id, title=template.title, side=template.role, weight=weight, score=_maybe(node.score), n=node.n,
        mean=_maybe(node.mean), sd=_maybe(node.sd), low=_maybe(node.low), high=_maybe(node.high),
        trimmed=_maybe(node.trimmed), abstained=abstained, status=node.status, weight_status=template.weight_status,
        clause=template.clause, question=template.question, stated=stated,
    )  # fmt: skip


def rule_words(rules: Rules) -> str:
    """Return in words how marks become a score."""
    return str(WORDS["aggregations"][rules.aggregation] % {"least": rules.trim_from, "drop": rules.drop})


def _marks(result: EvaluationResult) -> tuple[MarkFacts, ...]:
    return tuple(
        MarkFacts(
            expert=mark.expert,
            indicator=mark.indicator,
            status=mark.status,
            points=_maybe(mark.points),
            band=mark.band,
            reason=mark.reason,
        )
        for mark in result.stored.sheets
    )


def _value(name: str, titles: Mapping[str, str], value: ValueScore) -> ValueFacts:
    return ValueFacts(
        id=name,
        title=titles.get(name, name),
        score=_maybe(value.score),
        weight=_exact(value.weight),
        coverage=_exact(value.coverage),
    )


def merged_values(values: Mapping[str, ValueScore], titles: Mapping[str, str]) -> tuple[ValueFacts, ...]:
    """Return the four dimensions in which social and cultural value are one: Σ w·s / Σ w of what is assessed."""
    alone = [_value(name, titles, value) for name, value in values.items() if name not in MERGED]
    parts = [values[name] for name in MERGED if name in values]
    weight = sum(part.weight for part in parts)
    assessed = sum(part.weight * part.coverage for part in parts)
    total = sum(part.weight * part.coverage * part.score for part in parts if part.score is not None)
    both = ValueFacts(
        id="+".join(MERGED),
        title=str(WORDS["merged_title"]),
        score=_exact(total / assessed) if assessed else None,
        weight=_exact(weight),
        coverage=_exact(assessed / weight) if weight else Decimal(0),
    )
    return (*alone, both)


def level_words(level: int, title: str) -> str:
    return str(WORDS["level_named"]) % {"level": level, "title": title}


def compares_with_world(grade_code: str) -> bool:
    """Say whether a grade needs a novelty search report (`domain.md` 6)."""
    return grade_code.startswith(WORLD)


def novelty_words(issuer: str, number: str, issued: date | None) -> str:
    return str(WORDS["novelty"] % {"issuer": issuer, "number": number, "date": day(issued) if issued else ""})


def role_word(role: str) -> str:
    return word("roles", role)


def _exact(value: float) -> Decimal:
    return Decimal(repr(float(value)))


def _maybe(value: float | None) -> Decimal | None:
    return None if value is None else _exact(value)
