"""From parameter tables to the lead over the strongest rival, its level, its score and their doubt."""

from collections.abc import Mapping, Sequence

import numpy as np

from quanheng.methods.errors import InsufficientComparables
from quanheng.methods.result import Message, Step, fingerprint
from quanheng.methods.scoring.lead.doubt import DRAWS, Doubt, doubt, level_codes, scores
from quanheng.methods.scoring.lead.explain import LEVEL_LABELS, explain
from quanheng.methods.scoring.lead.preference import COUNTED_FROM, Line, composite, lines, standing
from quanheng.methods.scoring.lead.reading import Contest, read_contest
from quanheng.methods.scoring.lead.records import LEVELS, Comparator, LeadParameter, LeadResult, Standing
from quanheng.methods.scoring.panel import Fact

ENGINE = "lead/1"
"""Raised whenever any number may change."""
Row = tuple[Comparator, Standing, tuple[Line, ...]]


def performance_lead(
    subject: Mapping[str, Fact],
    comparators: Sequence[Comparator],
    parameters: Sequence[LeadParameter],
    *,
    scope: str,
    seed: int = 0,
) -> LeadResult:
    """Compare `subject` (parameter name → fact) with every rival in scope; order never matters.

    `scope` "international" contains all rivals, "domestic" all but international ones, "industry" and
    "province" their own. `seed` moves probabilities, `sd` and `band` only. Raises
    `InsufficientComparables` when no rival in scope states .6 of the weights: the leaf is then not
    assessed. Raises `MethodError` for other units, values ≤ 0 on a ratio scale, weights that do not sum to
    1, an indifference not below its saturation, a subject without a value. A rival's value measured under
    another condition is left out with a warning.
    """
    contest = read_contest(subject, comparators, parameters, scope=scope, seed=seed)
    rows = [_row(contest, rival) for rival in contest.rivals]
    counted = [row for row in rows if row[1].counted]
    if not counted:
        raise InsufficientComparables(
            "comparators: got none in the scope %(scope)s that states %(least)s of the weights, takes at least one",
            scope=contest.scope,
            least=f"{COUNTED_FROM:.0%}",
        )
    return _conclude(contest, rows, counted)


def _row(contest: Contest, rival: Comparator) -> Row:
    compared = lines(contest.parameters, contest.subject, rival.values)
    return rival, standing(contest.parameters, rival, compared), compared


def _conclude(contest: Contest, rows: Sequence[Row], counted: Sequence[Row]) -> LeadResult:
    binding = min((one for _, one, _ in counted), key=lambda one: (one.lead, one.name))
    lead = float(binding.lead or 0)
    score = float(scores(np.array([lead]))[0])
    losses = [
        (rival.name, line) for rival, _, compared in counted for line in compared if _is_core_loss(line)
    ]
    (code,) = level_codes(np.array([lead]), np.array([bool(losses)]))
    level, best = LEVELS[code], composite([compared for _, _, compared in counted])
    doubts = doubt(contest, [rival for rival, _, _ in counted])
    return LeadResult(
        lead=lead,
        level=level,
        score=score,
        sd=doubts.sd,
        band=doubts.band,
        probabilities=doubts.probabilities,
        claim=doubts.claim,
        binding=binding.name,
        coverage=binding.coverage,
        composite=best,
        standings=tuple(one for _, one, _ in rows),
        scope=contest.scope,
        seed=contest.seed,
        fingerprint=_seal(contest),
        explanation=explain(rows, binding.name, _further(level, score, best, doubts)),
        warnings=(*contest.warnings, *_warnings(rows, losses, level, doubts.claim)),
        method=f"performance lead over the strongest comparator, {contest.scope}, {DRAWS} draws, numpy {np.__version__} PCG64",
    )


def _is_core_loss(line: Line) -> bool:
    return line.parameter.core and line.lost


def _seal(contest: Contest) -> str:
    """Return the fingerprint of what was compared; the order of parameters and rivals does not enter."""
    parameters = sorted(contest.parameters, key=lambda one: one.name)
    return fingerprint(contest.subject, parameters, contest.rivals, contest.scope, contest.seed, ENGINE)


def _further(level: str, score: float, best: float, doubts: Doubt) -> tuple[Step, ...]:
    shares = tuple(
        Step(label=LEVEL_LABELS[name], value=share) for name, share in doubts.probabilities.items()
    )
    return (
        Step(label=Message("Lead over the best of every comparator combined"), value=best),
        Step(label=Message("Level of the lead"), value=LEVEL_LABELS[level], rule="τ = 0.1"),
        Step(label=Message("Score"), value=score, rule="−1, −τ, 0, τ, 1 → 0, 60, 75, 90, 100"),
        Step(
            label=Message("Level that may be claimed"),
            value=LEVEL_LABELS[doubts.claim],
            rule="P ≥ 0.8",
            children=shares,
        ),
    )


def _warnings(
    rows: Sequence[Row], losses: Sequence[tuple[str, Line]], level: str, claim: str
) -> tuple[Message, ...]:
    listed = [
        Message(
            "%(comparator)s: states %(coverage)s of the weights, is listed and not counted",
            comparator=one.name,
            coverage=f"{one.coverage:.0%}",
        )
        for _, one, _ in rows
        if not one.counted
    ]
    lost = [
        Message(
            "The core parameter %(parameter)s is worse than that of %(comparator)s: no leading level",
            parameter=line.parameter.name,
            comparator=rival,
        )
        for rival, line in losses
    ]
    if LEVELS.index(claim) < LEVELS.index(level):
        lost.append(
            Message(
                "The evidence supports the level %(claim)s, not %(level)s",
                claim=LEVEL_LABELS[claim],
                level=LEVEL_LABELS[level],
            )
        )
    return (*listed, *lost)
