"""Indicators, marks, values, flags of a case's result."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from quanheng.methods.scoring import StoredEvaluation
from quanheng.platform.evaluation.marking.selectors import coded_marks
from quanheng.platform.evaluation.models import Evaluation
from quanheng.platform.evaluation.results import flags, pages, reading
from quanheng.platform.evaluation.results.models import Result
from quanheng.platform.evaluation.results.selectors import get as result_of
from quanheng.platform.reports.assembling.lines import decimal, explanation_lines
from quanheng.platform.reports.content import (
    AnswerFacts,
    FlagFacts,
    IndicatorFacts,
    MarkFacts,
    ScoringFacts,
    ValueFacts,
)
from quanheng.platform.reports.content.filling import rule_words
from quanheng.schemes import IndicatorTemplate, Stack

MERGED = ("social", "cultural")
MERGED_TITLE = "社会和文化价值"


def score_facts(evaluation: Evaluation, stack: Stack) -> dict[str, Any]:
    """Return the fields of `ReportFacts` that the panel's marks fill, and the stage's open questions."""
    result = result_of(evaluation)
    stage = stack.stage(evaluation.stage)
    return {
        "scoring": scoring_facts(evaluation, result, stack),
        "answers": tuple(
            AnswerFacts(question=question.title, answer="", clause=question.clause)
            for question in stage.questions
        ),
    }


def scoring_facts(evaluation: Evaluation, result: Result, stack: Stack) -> ScoringFacts:
    grades = {grade.code: grade for grade in stack.grades()}
    titles = reading.titles_of(result, stack)
    marks = list(coded_marks(evaluation))
    templates = {indicator.id: indicator for indicator in stack.stage(evaluation.stage).indicators}
    rules = StoredEvaluation.from_data(result.inputs).rules
    values = value_facts(result.summary["by_value"], stack)
    return ScoringFacts(
        score=result.score,
        grade=grades[result.grade].label if result.grade else "",
        grade_code=result.grade,
        coverage=Decimal(str(round(result.coverage, 4))),
        competitive=result.competitive,
        authoritative=result.authoritative,
        indicators=tuple(indicator_facts(result, templates, marks)),
        marks=tuple(mark_facts(row, templates) for row in marks),
        values=values,
        merged=merged(values),
        flags=tuple(FlagFacts(text=flags.in_words(flag, titles)) for flag in result.summary["flags"]),
        rule=rule_words(rules),
        grades=tuple((grade.label, Decimal(str(grade.lower))) for grade in stack.grades()),
        aggregation=rules.aggregation,
        trim_from=rules.trim_from,
        fingerprint=result.fingerprint,
        explanation=explanation_lines(pages.explanation(result, stack, titles)),
    )


def indicator_facts(
    result: Result, templates: Mapping[str, IndicatorTemplate], marks: list[Any]
) -> list[IndicatorFacts]:
    nodes, found = result.summary["by_node"], []
    for row in result.plan.indicators:
        node, template = nodes.get(row["id"], {}), templates[row["id"]]
        abstained = sum(mark.indicator == row["id"] and mark.status == "abstained" for mark in marks)
        found.append(
            IndicatorFacts(
                id=row["id"],
                title=template.title,
                side=template.role,
                weight=Decimal(str(row["weight"])),
                score=decimal(node.get("score")),
                n=int(node.get("n") or 0),
                mean=decimal(node.get("mean")),
                sd=decimal(node.get("sd")),
                low=decimal(node.get("low")),
                high=decimal(node.get("high")),
                trimmed=decimal(node.get("trimmed")),
                abstained=abstained,
                status=str(node.get("status", "not_assessed")),
                weight_status=template.weight_status,
                clause=template.clause,
                question=template.question,
            )
        )
    return found


def mark_facts(row: Any, templates: Mapping[str, IndicatorTemplate]) -> MarkFacts:
    bands = {band.id: band.label for band in templates[row.indicator].bands}
    return MarkFacts(
        expert=row.sheet.code,
        indicator=row.indicator,
        status=row.status,
        points=row.points,
        band=bands.get(row.band, ""),
        reason=row.reason,
    )


def value_facts(by_value: Mapping[str, Mapping[str, Any]], stack: Stack) -> tuple[ValueFacts, ...]:
    titles = {value.id: value.title for value in stack.five_values()}
    return tuple(
        ValueFacts(
            id=key,
            title=titles.get(key, key),
            score=decimal(value["score"]),
            weight=decimal(value["weight"]) or Decimal(0),
            coverage=decimal(value["coverage"]) or Decimal(0),
        )
        for key, value in by_value.items()
    )


def merged(values: tuple[ValueFacts, ...]) -> tuple[ValueFacts, ...]:
    """Return the values with social and cultural value in one, weighted by what feeds them."""
    parts = [value for value in values if value.id in MERGED]
    fed = [part for part in parts if part.score is not None and part.weight]
    weight = sum((part.weight for part in fed), Decimal(0))
    score = (
        sum((part.score * part.weight for part in fed if part.score is not None), Decimal(0)) / weight
        if weight
        else None
    )
    coverage = (
        sum((part.coverage * part.weight for part in fed), Decimal(0)) / weight if weight else Decimal(0)
    )
    joined = ValueFacts(
        id="social_cultural", title=MERGED_TITLE, score=score, weight=weight, coverage=coverage
    )
    return (*(value for value in values if value.id not in MERGED), joined)
