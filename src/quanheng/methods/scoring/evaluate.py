"""One achievement: marks and facts to a score, a grade and the way that leads there (H-14.3, H-14.4).

The result keeps its inputs, so that anybody can compute it again; `ENGINE` is raised whenever any
number may change.
"""

from collections.abc import Mapping, Sequence

from quanheng.methods.errors import MethodError
from quanheng.methods.inputs import number, shown
from quanheng.methods.result import Message, fingerprint
from quanheng.methods.scoring.batch import method_name
from quanheng.methods.scoring.breakdown import by_node, by_value, score_at, side_score_at
from quanheng.methods.scoring.case import Case, arrays, read_case
from quanheng.methods.scoring.conclusion import EvaluationResult, StoredEvaluation
from quanheng.methods.scoring.diagnose import diagnose, under_each_average
from quanheng.methods.scoring.explain import Explanation
from quanheng.methods.scoring.grade import grade_labels
from quanheng.methods.scoring.outcome import compute
from quanheng.methods.scoring.panel import Fact, Mark, Panelist, Rules
from quanheng.methods.scoring.tree import IndicatorTree

ENGINE = "scoring/1"
REPLAY_TOLERANCE = 1e-9


def evaluate(
    tree: IndicatorTree,
    panel: Sequence[Panelist],
    sheets: Sequence[Mark],
    facts: Mapping[str, Fact] | None = None,
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
    """Compute a stored evaluation again and return it; the stored text may be given as JSON.

    Raises `MethodError` naming all that differs: the score by more than 1e-9, the grade or the
    fingerprint at all. What is stored stays as it is.
    """
    kept = _stored(stored)
    result = evaluate(kept.tree, kept.panel, kept.sheets, kept.facts, rules=kept.rules, seed=kept.seed)
    differing = [
        f"{name} {shown(old)} ≠ {shown(new)}"
        for name, old, new in (
            ("engine", kept.engine, ENGINE),
            ("score", kept.score, result.score),
            ("grade", kept.grade, result.grade),
            ("fingerprint", kept.fingerprint, result.fingerprint),
        )
        if not _agree(name, old, new)
    ]
    if differing:
        raise MethodError(
            "stored: the evaluation comes out otherwise than stored: %(differing)s",
            differing="; ".join(differing),
        )
    return result


def _stored(given: object) -> StoredEvaluation:
    if isinstance(given, EvaluationResult):
        return given.stored
    if isinstance(given, StoredEvaluation):
        return given
    if isinstance(given, str | bytes):
        return StoredEvaluation.from_json(given)
    raise MethodError("stored: got %(got)s, takes a stored evaluation", got=shown(given))


def _agree(name: str, old: object, new: object) -> bool:
    if name != "score" or old is None or new is None:
        return old == new
    return abs(number("stored score", old) - number("score", new)) <= REPLAY_TOLERANCE


def _conclude(case: Case) -> EvaluationResult:
    inputs = arrays(case)
    outcome = compute(case.shape, inputs, case.rules)
    averages = under_each_average(case, inputs, outcome)
    seal = fingerprint(case.shape.tree, case.panel, case.marks, case.facts, case.rules, case.seed, ENGINE)
    score = float(outcome.rounded[0]) if outcome.assessed[0, -1] else None
    (grade,) = grade_labels(outcome.codes, case.shape.tree)
    raised = tuple(flag for flag, mask in outcome.flags.items() if mask[0])
    return EvaluationResult(
        score=score,
        raw_score=score_at(outcome, -1),
        grade=grade,
        coverage=float(outcome.coverage[0, -1]),
        competitive=side_score_at(outcome, 0, -1),
        authoritative=side_score_at(outcome, 1, -1),
        by_node=by_node(case, inputs, outcome, averages),
        by_value=by_value(case, outcome),
        flags=raised + diagnose(case, inputs, outcome, averages),
        fingerprint=seal,
        explanation=Explanation(case, inputs, outcome).root(),
        method=method_name(case.rules),
        warnings=_warnings(case),
        stored=_record(case, score, grade, seal),
    )


def _record(case: Case, score: float | None, grade: str, seal: str) -> StoredEvaluation:
    return StoredEvaluation(
        tree=case.shape.tree,
        panel=case.panel,
        sheets=case.marks,
        facts=case.facts,
        rules=case.rules,
        seed=case.seed,
        engine=ENGINE,
        score=score,
        grade=grade,
        fingerprint=seal,
    )


def _warnings(case: Case) -> tuple[str, ...]:
    tree = case.shape.tree
    used = {tree.indicators[i].id for i in case.shape.leaves if tree.indicators[i].kind == "measured"}
    unused = sorted(case.facts.keys() - used - {gate.fact for gate in tree.gates})
    weighted = [one.id for one in case.panel if one.weight != 1]
    found = []
    if unused:
        found.append(Message("facts: not used by this tree: %(names)s", names=", ".join(unused)))
    if weighted:
        experts = ", ".join(weighted)
        found.append(Message("panel: a reliability other than 1 is set for %(experts)s", experts=experts))
    return tuple(found)
