"""What may be read of valuations, and by whom. A sealed opinion exists for its author alone."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from quanheng.methods.result import Message, fingerprint
from quanheng.methods.valuation.pooling import FEWEST, PooledValue, pool_opinions
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Absent
from quanheng.platform.common.roles import INSTITUTION, Role
from quanheng.platform.evaluation.states import EvaluationState
from quanheng.platform.experts.states import SeatState
from quanheng.platform.valuation.models import (
    Engagement,
    ExpertOpinion,
    MethodRun,
    OutlierRuling,
    Param,
    Reconciliation,
)
from quanheng.platform.valuation.sheets.catalogue import SHEETS
from quanheng.platform.valuation.sheets.specs import Sheet, Stored
from quanheng.platform.valuation.sheets.stage import STAGE_SHEETS
from quanheng.platform.valuation.states import READ, EngagementState

ENGINE = "1"
"""Version of the calculations of the sheets; part of every fingerprint."""
WATCHING = frozenset({Role.SUPERVISOR, Role.AUDITOR})
TOLD = (EvaluationState.ISSUED, EvaluationState.ARCHIVED, EvaluationState.APPEALED)
"""States in which the owner reads the value: the report is issued."""
FALLEN = frozenset(
    {
        EvaluationState.SUPERSEDED,
        EvaluationState.REVOKED,
        EvaluationState.TERMINATED,
        EvaluationState.REFUSED,
    }
)
"""States in which a signed value is worth nothing any more."""


def visible_to(actor: Actor) -> QuerySet[Engagement]:
    """Return the institution's engagements; all, to who watches; the owner's, once the report is issued."""
    rows = Engagement.objects.select_related(
        "achievement", "evaluation", "evaluation__client", "evaluation__institution", "evaluation__lead"
    )
    if actor.role in WATCHING:
        return rows
    if actor.organisation_id and actor.role in INSTITUTION:
        return rows.filter(evaluation__institution_id=actor.organisation_id)
    if actor.organisation_id and actor.role == Role.OWNER:
        own = Q(evaluation__client_id=actor.organisation_id) | Q(achievement__owner_id=actor.organisation_id)
        return rows.filter(own, evaluation__state__in=TOLD, state=EngagementState.SIGNED)
    return rows.none()


def get(actor: Actor, number: str) -> Engagement:
    row = visible_to(actor).filter(number=number).first()
    if row is None:
        raise Absent
    return row


def working(actor: Actor, number: str) -> Engagement:
    """Return an engagement for its inner pages: the institution's people and who watches, never the owner."""
    if actor.role == Role.OWNER:
        raise Absent
    return get(actor, number)


def get_for_update(actor: Actor, number: str) -> Engagement:
    """Return a visible engagement, locked with its evaluation for the rest of the transaction."""
    row = (
        visible_to(actor)
        .filter(number=number)
        .order_by()
        .select_for_update(of=("self", "evaluation"))
        .first()
    )
    if row is None:
        raise Absent
    return row


def of_evaluation(evaluation_id: UUID) -> Engagement | None:
    """Return the engagement of a case, for a room that already holds the right to it."""
    rows = Engagement.objects.select_related("achievement", "evaluation")
    return rows.filter(evaluation_id=evaluation_id).first()


def value_of(evaluation_id: UUID) -> dict[str, Any] | None:
    """Return what was signed as the value of an evaluation, for the report and the exchange; None without a value.

    None too once the evaluation is superseded or revoked, and when the valuation was skipped (`skipped_of`). Money
    and rates are strings, days ISO dates; every text that is a message id is translated when it is read. Keys:

    - `number`, `purpose`, `users`, `client`, `value_type` (a code; `value_type_label` in words), `value_definition`, `valuation_date`, `valid_until`,
      `rights`, `territory`, `assumptions`, `level`, `stage`, `signed_at`, `fingerprint`
    - `p50`, `low`, `high`, `p25`: the pooled value of the experts, `low`..`high` is P10..P90 within and between them
    - `opinions`: `count`, `expected`, `roles` {role: n}, `by_role` list of `{role, count, p50}`, `dispersion`, `list` of `{code, role, p10, p50, p90, reason,
      ruling, ruling_reason}`, `explanation` (a step for `common.steps.step_of`), `warnings`
    - `methods`: list of `{code, label, standing, weight, value, low, high, why, method, parameters, explanation,
      warnings, sensitivity, fingerprint}`; a parameter is `{name, label, row, value, unit, source,
      as_of, evidence}`, a sensitivity `{label (message data), value, change}`
    - `reconciled`: `{value, low, high, reason, note, explanation, warnings}` of the methods by their preset weights
    - `figures`: the figures of the stage as parameters; `families`: reasons for required families without a run
    - `disclosures`: {item: text}; `sentence_a`, and `sentence_b` (empty unless an appraisal is required by law)
    - `warnings`: message data (`{text, values}`) of all the above, once each
    """
    engagement = of_evaluation(evaluation_id)
    if engagement is None or engagement.state != EngagementState.SIGNED:
        return None
    return None if engagement.evaluation.state in FALLEN else dict(engagement.result)


def skipped_of(evaluation_id: UUID) -> str:
    """Return why the valuation of a case was skipped, empty when it was not."""
    engagement = of_evaluation(evaluation_id)
    return engagement.skip_reason if engagement and engagement.state == EngagementState.SKIPPED else ""


# figures and runs -------------------------------------------------------------------------------
def stage_sheet(engagement: Engagement) -> Sheet:
    return STAGE_SHEETS[engagement.stage]


def chosen_sheets(engagement: Engagement) -> list[Sheet]:
    return [SHEETS[row["code"]] for row in engagement.methods]


def params(engagement: Engagement, code: str) -> list[Param]:
    """Return the figures of a sheet, rows of tables in their order."""
    rows = Param.objects.filter(engagement=engagement, method=code).select_related("evidence")
    return sorted(rows, key=lambda row: (row.name.partition(".")[0], row_number(row.name)))


def row_number(name: str) -> int:
    found = re.search(r"\.(\d+)$", name)
    return int(found[1]) if found else 0


def stored_values(sheet: Sheet, rows: Iterable[Param]) -> dict[str, Stored]:
    """Return the figures of a sheet as its calculation reads them."""
    by_name = {row.name: row for row in rows}
    found: dict[str, Stored] = {}
    for spec in sheet.specs:
        if spec.per_row:
            mine = [row for row in by_name.values() if row.name.partition(".")[0] == spec.name]
            found[spec.name] = [row.value for row in sorted(mine, key=lambda row: row_number(row.name))]
        elif spec.name in by_name:
            found[spec.name] = by_name[spec.name].value
    return {name: value for name, value in found.items() if value}


def run_print(sheet: Sheet, stored: Mapping[str, Stored]) -> str:
    """Return the fingerprint of a run with these figures."""
    return fingerprint(sheet.code, sheet.inputs(stored), ENGINE)


def current_run(engagement: Engagement, sheet: Sheet) -> MethodRun | None:
    """Return the run that rests on the present figures; an older one is no longer the method's value."""
    stored = stored_values(sheet, params(engagement, sheet.code))
    return MethodRun.objects.filter(engagement=engagement, fingerprint=run_print(sheet, stored)).first()


def current_runs(engagement: Engagement) -> dict[str, MethodRun]:
    """Return the present run of each chosen method that has one."""
    found = ((sheet.code, current_run(engagement, sheet)) for sheet in chosen_sheets(engagement))
    return {code: run for code, run in found if run is not None}


def reconciliation(engagement: Engagement) -> Reconciliation | None:
    return Reconciliation.objects.filter(engagement=engagement).last()


# opinions ---------------------------------------------------------------------------------------
def counting(engagement: Engagement) -> QuerySet[ExpertOpinion]:
    """Return the opinions of seats that still hold: an expert who stepped aside does not count."""
    rows = ExpertOpinion.objects.filter(engagement=engagement, seat__state=SeatState.ACCEPTED)
    return rows.select_related("seat", "seat__expert", "ruling")


def progress(engagement: Engagement) -> tuple[int, int]:
    """Return how many opinions are in and how many are expected: all that may be known before the opening."""
    moments = list(counting(engagement).values_list("submitted_at", flat=True))
    return sum(moment is not None for moment in moments), len(moments)


def opened(engagement: Engagement) -> list[ExpertOpinion]:
    """Return the opened opinions by code and role, never a name; none before all are opened."""
    if engagement.state not in READ:
        return []
    return [row for row in counting(engagement) if row.opened_at is not None]


def ruling_of(opinion: ExpertOpinion) -> OutlierRuling | None:
    return getattr(opinion, "ruling", None)


def pooled(opinions: list[ExpertOpinion]) -> PooledValue | None:
    """Return the pooled value of opened opinions; None when fewer than three remain (H-14.5)."""
    rulings = [
        (place, ruling.decision, ruling.reason)
        for place, opinion in enumerate(opinions)
        if (ruling := ruling_of(opinion)) is not None
    ]
    excluded = sum(decision == OutlierRuling.Decision.EXCLUDE for _, decision, _ in rulings)
    if len(opinions) - excluded < FEWEST:
        return None
    triples = [(row.p10, row.p50, row.p90) for row in opinions]
    pool = pool_opinions(triples, rulings=rulings)  # type: ignore[arg-type]  # opened rows hold numbers (constraint)
    return coded(pool, [row.code for row in opinions])


def coded(pool: PooledValue, codes: list[str]) -> PooledValue:
    """Return the pooled value with every opinion called by its code, in its steps and warnings."""
    lines = tuple(replace(line, label=_coded(line.label, codes)) for line in pool.explanation.children)
    warnings = tuple(_coded(warning, codes) for warning in pool.warnings)
    return replace(pool, explanation=replace(pool.explanation, children=lines), warnings=warnings)


def _coded(text: str, codes: list[str]) -> str:
    number = text.values.get("number") if isinstance(text, Message) else None
    if not isinstance(text, Message) or not isinstance(number, int):
        return text
    return Message(text.text, **{**text.values, "number": codes[number - 1]})


@dataclass(frozen=True, slots=True)
class RoleValue:
    """What the experts of one role think together: the log median of their middle values, in yuan."""

    role: str
    count: int
    p50: Decimal


def by_role(opinions: list[ExpertOpinion]) -> list[RoleValue]:
    """Return the opinions that count, pooled by role (H-20.2)."""
    found: dict[str, list[Decimal]] = {}
    for row in opinions:
        ruling = ruling_of(row)
        if row.p50 is not None and (ruling is None or ruling.decision == OutlierRuling.Decision.KEEP):
            found.setdefault(row.seat.role, []).append(row.p50)
    return [RoleValue(role, len(values), log_median(values)) for role, values in found.items()]


def log_median(values: list[Decimal]) -> Decimal:
    ordered = sorted(values)
    low, high = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    return low if low == high else (low * high).sqrt()


def unruled(opinions: list[ExpertOpinion], pool: PooledValue | None) -> list[ExpertOpinion]:
    """Return the flagged opinions on which nobody has ruled."""
    flagged = pool.outliers if pool else ()
    return [opinions[place] for place in flagged if ruling_of(opinions[place]) is None]


def own_opinions(actor: Actor) -> QuerySet[ExpertOpinion]:
    """Return the opinions that `actor` gives or gave; asked for once the basis is locked."""
    if actor.role != Role.EXPERT or actor.person_id is None:
        return ExpertOpinion.objects.none()
    rows = ExpertOpinion.objects.filter(
        seat__expert__person_id=actor.person_id, seat__state=SeatState.ACCEPTED
    )
    rows = rows.exclude(engagement__state=EngagementState.DRAFT)
    return rows.select_related("seat", "engagement", "engagement__evaluation", "engagement__achievement")


def opinion(actor: Actor, opinion_id: UUID) -> ExpertOpinion:
    """Return the own opinion; a colleague's does not exist."""
    row = own_opinions(actor).filter(id=opinion_id).first()
    if row is None:
        raise Absent
    return row


def opinion_for_update(actor: Actor, opinion_id: UUID) -> ExpertOpinion:
    """Return the own opinion, locked with its engagement: opening and handing in wait for one another."""
    rows = ExpertOpinion.objects.select_for_update(of=("self", "engagement"))
    rows = rows.select_related("seat", "engagement", "engagement__evaluation", "engagement__achievement")
    return rows.get(id=opinion(actor, opinion_id).id)
