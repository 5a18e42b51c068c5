"""Weighting rounds: a case with a plan draft, a group of the institution's people, comparisons as they give them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from factories import accounts, evaluation, library
from quanheng.platform.accounts.actors import Actor
from quanheng.platform.common.roles import Role
from quanheng.platform.evaluation import services as planning
from quanheng.platform.evaluation.models import Evaluation, Plan, PlanState
from quanheng.platform.evaluation.weighting import rules, services
from quanheng.platform.evaluation.weighting.models import WeightingRound

NOW = evaluation.NOW
SIDE = "competitive"


def contracted(now: datetime = NOW) -> Evaluation:
    """Return a case whose plan is a saved draft; the applied stage has three competitive indicators."""
    achievement = library.achievement(state="draft")
    house = accounts.organisation(kind="institution")
    people = {
        role: accounts.actor(role, house) for role in (Role.INTAKE, Role.LEAD, Role.REVIEWER, Role.SIGNER)
    }
    row: Evaluation = Evaluation.new(
        now=now,
        achievement=achievement,
        client=achievement.owner,
        institution=house,
        created_by=achievement.created_by,
        lead_id=people[Role.LEAD].person_id,
        state="contracted",
        expected_stage="applied",
        purpose="listing_price",
        fee=Decimal(80000),
        fee_basis="fixed",
        scope_note="Evaluation of the achievement",
        client_signed_at=now,
        institution_signed_at=now,
        accepted_at=now,
    )
    row.save()
    planning.save_plan(actor=people[Role.LEAD], number=row.number, draft=evaluation.draft_plan(row), now=now)
    return evaluation.fresh(row)


def group(row: Evaluation) -> tuple[Actor, ...]:
    """Return the first three members: intake officer, reviewer, signer."""
    cast = evaluation.cast_of(row)
    return cast.intake, cast.reviewer, cast.signer


def opened(
    row: Evaluation | None = None, *, side: str = SIDE, members: Sequence[Actor] = (), now: datetime = NOW
) -> WeightingRound:
    row = row or contracted(now)
    chosen = members or group(row)
    return services.open_round(
        actor=evaluation.cast_of(row).lead,
        number=row.number,
        side=side,
        members=[member.person_id for member in chosen if member.person_id],
        instruction="Which matters more for a listing price?",
        now=now,
    )


def answers_of(matrix: Sequence[Sequence[str]]) -> dict[str, str]:
    """Return the upper triangle of a printed matrix as a member's answers."""
    return {
        rules.pair_key(first, second): str(Fraction(matrix[first - 1][second - 1]))
        for first, second in rules.pairs(len(matrix))
    }


CONSISTENT = {"1-2": "2", "1-3": "5", "2-3": "4"}
"""Case AHP-RI-saaty: 1 is twice as important as 2 and five times as 3, 2 four times as 3; CR .0212."""

CONTRADICTORY = {"1-2": "5", "1-3": "1/5", "2-3": "5"}
"""A before B, B before C, C before A."""


def handed_in(
    row: WeightingRound, member: Actor, answers: Mapping[str, str] = CONSISTENT, *, now: datetime = NOW
) -> None:
    number = row.evaluation.number
    services.save_pairs(actor=member, number=number, round_number=row.number, answers=answers, now=now)
    services.submit_pairs(actor=member, number=number, round_number=row.number, now=now)


def closed(
    row: WeightingRound | None = None,
    sheets: Sequence[Mapping[str, str]] = (CONSISTENT, CONSISTENT, CONSISTENT),
    *,
    now: datetime = NOW,
) -> WeightingRound:
    row = row or opened(now=now)
    for member, answers in zip(group(row.evaluation), sheets, strict=True):
        handed_in(row, member, answers, now=now)
    return services.close_round(
        actor=evaluation.cast_of(row.evaluation).lead,
        number=row.evaluation.number,
        round_number=row.number,
        now=now,
    )


def sized(row: Evaluation, size: int) -> Evaluation:
    """Widen the plan draft to `size` competitive indicators, for comparisons of more than the packs hold."""
    plan = Plan.objects.get(evaluation=row, state=PlanState.DRAFT)
    first = next(entry for entry in plan.indicators if entry["role"] == SIDE)
    others = [entry for entry in plan.indicators if entry["role"] != SIDE]
    made = [
        first | {"id": f"indicator_{n}", "title": f"指标 {n}", "title_en": f"Indicator {n}", "weight": "1"}
        for n in range(1, size + 1)
    ]
    plan.indicators = [*made, *others]
    plan.save()
    return evaluation.fresh(row)


def foreign_round() -> Mapping[str, object]:
    """Return the address of another institution's open round."""
    row = opened()
    return {"number": row.evaluation.number, "round": row.number}


def outsider() -> Actor:
    """Return a reviewer of the same kind of institution, who is a stranger to the case."""
    return accounts.actor(Role.REVIEWER, accounts.organisation(kind="institution"))
