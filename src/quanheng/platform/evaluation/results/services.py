"""Compute the result once, when scoring closes, and keep all it was computed from (H-14.4, H-15.1)."""

import json
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction

from quanheng.methods.errors import MethodError
from quanheng.methods.scoring import (
    EvaluationResult,
    IndicatorTree,
    Mark,
    Panelist,
    Rules,
    StoredEvaluation,
    evaluate,
    replay_evaluation,
)
from quanheng.platform.common import journal
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Incomplete, Refused
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.common.steps import step_data
from quanheng.platform.evaluation.marking import selectors as marking
from quanheng.platform.evaluation.marking.models import Sheet, SheetMark
from quanheng.platform.evaluation.marking.states import SheetState, Side
from quanheng.platform.evaluation.results.models import Result
from quanheng.platform.evaluation.results.summary import rounded, summary_of
from quanheng.schemes import Stack

if TYPE_CHECKING:
    from quanheng.platform.evaluation.models import Evaluation, Plan


@transaction.atomic
def compute_result(*, actor: Actor, evaluation: "Evaluation", now: datetime) -> Result:
    """Compute and store the result of the plan's sheets; called inside the closing of scoring.

    `Incomplete` with everything that keeps scoring open. A plan is computed once.
    """
    if missing := marking.blockers(evaluation):
        raise Incomplete(missing)
    sheets = list(marking.of_case(evaluation).select_related("plan").order_by("code"))
    plan = sheets[0].plan
    if Result.objects.filter(plan=plan).exists():
        raise Refused("The result of this plan is already computed")
    stack = stack_of(evaluation.scheme)
    tree, rules = weighed(stack, plan)
    outcome = evaluate(
        tree, panel_of(sheets), marks_of(sheets, tree, stack, plan), rules=rules, seed=seed_of(evaluation)
    )
    result = Result.objects.create(
        evaluation=evaluation, plan=plan, computed_at=now, **columns(outcome, stack)
    )
    journal.record(
        "evaluation.result_computed",
        evaluation,
        actor=actor,
        at=now,
        body={"sheets": len(outcome.stored.panel), "fingerprint": outcome.fingerprint},
    )
    return result


def weighed(stack: Stack, plan: "Plan") -> tuple[IndicatorTree, Rules]:
    """Return the stage's tree with the plan's weights inside each side and its share of the two sides (H-14.3)."""
    share = Decimal(plan.competitive_share) / 100
    shares = {Side.COMPETITIVE.value: float(share), Side.AUTHORITATIVE.value: float(1 - share)}
    tree = stack.indicator_tree(plan.stage, marking.plan_weights(plan))
    nodes = tuple(
        replace(node, weight=shares[node.id]) if node.kind == "group" else node for node in tree.indicators
    )
    return replace(tree, indicators=nodes), replace(stack.scoring_rules(), role_weights=tuple(shares.items()))


def panel_of(sheets: list[Sheet]) -> tuple[Panelist, ...]:
    """Return the panel by code: nobody's name enters a result."""
    return tuple(Panelist(id=sheet.code, role=sheet.side, group=sheet.role) for sheet in sheets)


def marks_of(sheets: list[Sheet], tree: IndicatorTree, stack: Stack, plan: "Plan") -> tuple[Mark, ...]:
    """Return the marks of submitted sheets; those of who stepped aside stand as recused, drafts do not stand."""
    labels = {
        (indicator.id, band.id): band.label
        for indicator in stack.stage(plan.stage).indicators
        for band in indicator.bands
    }
    kept = [sheet for sheet in sheets if sheet.state == SheetState.SUBMITTED]
    rows = SheetMark.objects.filter(sheet__in=kept).select_related("sheet")
    scored = tuple(
        Mark(
            expert=row.sheet.code,
            indicator=row.indicator,
            points=None if row.points is None else float(row.points),
            status=row.status,
            band=labels.get((row.indicator, row.band), ""),
            reason=row.reason,
            round=row.round,
        )
        for row in rows
    )
    recused = tuple(
        Mark(expert=sheet.code, indicator=leaf.id, status="recused")
        for sheet in sheets
        if sheet.state == SheetState.RECUSED
        for leaf in tree.leaves
        if leaf.role == sheet.side
    )
    return scored + recused


def seed_of(evaluation: "Evaluation") -> int:
    """Return the seed of the case: fixed by its id, never moving score or grade."""
    return evaluation.id.int % 2**48


def columns(outcome: EvaluationResult, stack: Stack) -> dict[str, Any]:
    """Return what the row keeps of an outcome."""
    codes = {grade.label: grade.code for grade in stack.grades()}
    return {
        "inputs": json.loads(outcome.stored.to_json()),
        "score": None if outcome.score is None else Decimal(str(outcome.score)),
        "raw": outcome.raw_score,
        "grade": codes.get(outcome.grade, ""),
        "competitive": rounded(outcome.competitive),
        "authoritative": rounded(outcome.authoritative),
        "coverage": outcome.coverage,
        "summary": summary_of(outcome, stack),
        "explanation": step_data(outcome.explanation),
        "fingerprint": outcome.fingerprint,
    }


def replay(result: Result) -> EvaluationResult:
    """Compute a stored result again from its inputs; `Refused` names what comes out otherwise (H-15.1)."""
    try:
        outcome = replay_evaluation(StoredEvaluation.from_data(result.inputs))
    except MethodError as error:
        raise Refused(error.text, **error.values)
    if outcome.fingerprint != result.fingerprint or rounded(outcome.score) != result.score:
        raise Refused("The stored result differs from what its inputs give")
    return outcome
