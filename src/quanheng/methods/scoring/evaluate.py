"""One achievement: marks and facts to a score, a grade and the way that leads there (H-14.3, H-14.4).

The result keeps its inputs, so that anybody can compute it again; `ENGINE` is raised whenever any
number may change.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from quanheng.methods.errors import MethodError
from quanheng.methods.inputs import number, shown
from quanheng.methods.result import Message
from quanheng.methods.scoring.batch import method_name
from quanheng.methods.scoring.breakdown import by_node, by_value, score_at, side_score_at
from quanheng.methods.scoring.case import Case, arrays, read_case
from quanheng.methods.scoring.conclusion import EvaluationResult, StoredEvaluation
from quanheng.methods.scoring.diagnose import diagnose, under_each_average, without_each
from quanheng.methods.scoring.explain import Explanation
from quanheng.methods.scoring.facts import AnyFact
from quanheng.methods.scoring.grade import grade_labels
from quanheng.methods.scoring.outcome import Outcome, compute, flag_names
from quanheng.methods.scoring.panel import Mark, Panelist, Rules
from quanheng.methods.scoring.seal import ENGINE, seal
from quanheng.methods.scoring.sensitivity import sensitivity_of
from quanheng.methods.scoring.tree import IndicatorTree
from quanheng.methods.scoring.uncertainty import Doubt, doubt_of

REPLAY_TOLERANCE = 1e-9
COMPUTED = ("score", "grade", "fingerprint")
DRAWN = ("band", "grade_probabilities")


def evaluate(
    tree: IndicatorTree,
    panel: Sequence[Panelist],
    sheets: Sequence[Mark],
    facts: Mapping[str, AnyFact] | None = None,
    *,
    rules: Rules | None = None,
    seed: int = 0,
) -> EvaluationResult:
    """Return the explained result; sheets and panel may stand in any order.

    `facts` maps the ids of measured leaves, and the names that gates ask for, to facts; other names
    are sealed in the fingerprint, warned of and not used. A performance lead leaf is not assessed as long
    as no comparison stands behind it. `seed` is sealed too and never moves score or grade.
    Raises `MethodError` for the first argument that does not hold.
    """
    return _conclude(read_case(tree, panel, sheets, facts, rules=rules, seed=seed))


def replay_evaluation(stored: EvaluationResult | StoredEvaluation | str | bytes) -> EvaluationResult:
    """Compute a stored evaluation again and return it, sealed as the engine that stored it did.

    The stored text may be given as JSON. Raises `MethodError` naming all that differs: the score by more
    than 1e-9, the grade or the fingerprint at all, and, where the same NumPy draws them, band and grade
    probabilities. Under another NumPy differing draws are a warning. What is stored stays as it is.
    """
    kept = _stored(stored)
    case = read_case(kept.tree, kept.panel, kept.sheets, kept.facts, rules=kept.rules, seed=kept.seed)
    result = _conclude(case, kept.engine)
    drawn = _differing(DRAWN, kept, result.stored) if kept.engine == ENGINE else []
    differing = _differing(COMPUTED, kept, result.stored)
    if kept.numpy == result.stored.numpy:
        differing += drawn
    if differing:
        raise MethodError(
            "stored: the evaluation comes out otherwise than stored: %(differing)s",
            differing="; ".join(differing),
        )
    if drawn:
        other = Message(
            "stored: drawn by NumPy %(stored)s; NumPy %(here)s draws otherwise: %(differing)s",
            stored=shown(kept.numpy),
            here=shown(result.stored.numpy),
            differing="; ".join(drawn),
        )
        return replace(result, warnings=(*result.warnings, other))
    return result


def _differing(names: Sequence[str], old: StoredEvaluation, new: StoredEvaluation) -> list[str]:
    pairs = [(name, getattr(old, name), getattr(new, name)) for name in names]
    return [f"{name} {shown(was)} ≠ {shown(now)}" for name, was, now in pairs if not _agree(was, now)]


def _agree(old: object, new: object) -> bool:
    """Return whether two stored values are the same, numbers within 1e-9."""
    match old, new:
        case Mapping(), Mapping():
            return old.keys() == new.keys() and all(_agree(old[key], new[key]) for key in old)
        case (list() | tuple(), list() | tuple()):
            return len(old) == len(new) and all(map(_agree, old, new))
        case (None, _) | (_, None) | (str(), _):
            return old == new
    return abs(number("stored", old) - number("stored", new)) <= REPLAY_TOLERANCE


def _stored(given: object) -> StoredEvaluation:
    if isinstance(given, EvaluationResult):
        return given.stored
    if isinstance(given, StoredEvaluation):
        return given
    if isinstance(given, str | bytes):
        return StoredEvaluation.from_json(given)
    raise MethodError("stored: got %(got)s, takes a stored evaluation", got=shown(given))


def _conclude(case: Case, engine: str = ENGINE) -> EvaluationResult:
    inputs = arrays(case)
    outcome = compute(case.shape, inputs, case.rules)
    averages = under_each_average(case, inputs, outcome)
    left_out = without_each(case, inputs)
    doubt = doubt_of(case, inputs, outcome)
    stored = _record(case, outcome, doubt, engine)
    names = flag_names(case.shape, case.rules)
    raised = tuple(name for name, hit in zip(names, outcome.flags[:, 0].tolist(), strict=True) if hit)
    return EvaluationResult(
        score=stored.score,
        raw_score=score_at(outcome, -1),
        grade=stored.grade,
        grade_probabilities=doubt.grade_probabilities,
        band=doubt.band,
        coverage=float(outcome.coverage[-1, 0]),
        competitive=side_score_at(outcome, 0, -1),
        authoritative=side_score_at(outcome, 1, -1),
        by_node=by_node(case, inputs, outcome, averages),
        by_value=by_value(case, outcome),
        flags=raised + diagnose(case, inputs, outcome, averages, left_out) + doubt.flags,
        sensitivity=sensitivity_of(case, inputs, outcome, left_out),
        fingerprint=stored.fingerprint,
        explanation=Explanation(case, inputs, outcome, doubt).root(),
        method=method_name(case.rules),
        warnings=_warnings(case),
        stored=stored,
    )


def _record(case: Case, outcome: Outcome, doubt: Doubt, engine: str) -> StoredEvaluation:
    (grade,) = grade_labels(outcome.codes, case.shape.tree)
    return StoredEvaluation(
        tree=case.shape.tree,
        panel=case.panel,
        sheets=case.marks,
        facts=case.facts,
        rules=case.rules,
        seed=case.seed,
        engine=engine,
        score=float(outcome.rounded[0]) if outcome.assessed[-1, 0] else None,
        grade=grade,
        fingerprint=seal(case, engine),
        band=doubt.band,
        grade_probabilities=doubt.grade_probabilities,
        numpy=np.__version__ if doubt.band else "",
    )


def _warnings(case: Case) -> tuple[str, ...]:
    tree = case.shape.tree
    used = {leaf.id for leaf in tree.leaves if leaf.kind != "rated"} | {gate.fact for gate in tree.gates}
    unused = sorted(case.facts.keys() - used)
    weighted = [one.id for one in case.panel if one.weight != 1]
    found: list[str] = []
    if unused:
        found.append(Message("facts: not used by this tree: %(names)s", names=", ".join(unused)))
    if weighted:
        experts = ", ".join(weighted)
        found.append(Message("panel: a reliability other than 1 is set for %(experts)s", experts=experts))
    return tuple(found)
