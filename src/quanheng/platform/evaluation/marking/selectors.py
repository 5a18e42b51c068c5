"""Who reads which sheet: an expert the own one; the institution counts, and coded marks once all are in."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Absent, Missing
from quanheng.platform.common.roles import Role
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.evaluation.marking.models import Sheet, SheetMark
from quanheng.platform.evaluation.marking.states import SheetState, Side
from quanheng.platform.evaluation.states import EvaluationState
from quanheng.platform.experts.models.pools import ExpertRole
from quanheng.platform.experts.states import SeatState
from quanheng.platform.library.models import Achievement
from quanheng.schemes.templates import BandTemplate, IndicatorTemplate, StageTemplate

if TYPE_CHECKING:
    from quanheng.platform.evaluation.models import Evaluation, Plan

BEFORE_SCORING = frozenset(
    {
        EvaluationState.DRAFT,
        EvaluationState.SUBMITTED,
        EvaluationState.RETURNED,
        EvaluationState.ACCEPTED,
        EvaluationState.CONTRACTED,
        EvaluationState.PLANNED,
        EvaluationState.MATURITY,
        EvaluationState.COLLECTING,
        EvaluationState.DRAWING,
        EvaluationState.SCORING,
    }
)
READING = frozenset({EvaluationState.SCORING, EvaluationState.VALUING})
"""States in which a seated expert reads the evidence: to score, and to value."""


@dataclass(frozen=True, slots=True)
class Item:
    """An indicator as its expert marks it; `place` counts from 1."""

    place: int
    indicator: IndicatorTemplate
    weight: Decimal
    mark: SheetMark | None

    @property
    def status(self) -> str:
        """Say how it stands: open, scored or abstained."""
        return self.mark.status if self.mark else "open"

    @property
    def band(self) -> BandTemplate | None:
        chosen = self.mark.band if self.mark else ""
        return next((band for band in self.indicator.bands if band.id == chosen), None)


# an expert's own -------------------------------------------------------------------------------
def own(actor: Actor) -> QuerySet[Sheet]:
    """Return the sheets of the seats that `actor` holds, the ones still to do first."""
    if actor.role != Role.EXPERT or actor.person_id is None:
        return Sheet.objects.none()
    held = Q(seat__state=SeatState.ACCEPTED) | Q(state=SheetState.RECUSED)
    rows = Sheet.objects.filter(held, seat__expert__person_id=actor.person_id)
    return rows.select_related("evaluation", "evaluation__achievement", "plan", "seat").order_by(
        "submitted_at", "due_at", "opened_at"
    )


def get(actor: Actor, number: str) -> Sheet:
    """Return the own sheet in an evaluation; a colleague's does not exist, nor does a case without a seat."""
    row = _own_in(actor, number).first()
    if row is None:
        raise Absent
    return row


def get_for_update(actor: Actor, number: str) -> Sheet:
    """Return the own sheet, locked with its case: closing and handing in wait for one another."""
    own_id = list(_own_in(actor, number).values_list("id", flat=True)[:1])
    rows = Sheet.objects.select_for_update(of=("self", "evaluation"))
    rows = rows.select_related("evaluation", "evaluation__achievement", "plan", "seat")
    row = rows.filter(id__in=own_id).first()
    if row is None:
        raise Absent
    return row


def _own_in(actor: Actor, number: str) -> QuerySet[Sheet]:
    return own(actor).filter(evaluation__number=number).exclude(plan__state="voided")


def items(sheet: Sheet) -> tuple[Item, ...]:
    """Return the indicators of the sheet's side that the plan weighs, with the marks given so far."""
    marks = {mark.indicator: mark for mark in SheetMark.objects.filter(sheet=sheet).order_by("round")}
    weights = plan_weights(sheet.plan)
    return tuple(
        Item(place, indicator, weights[indicator.id], marks.get(indicator.id))
        for place, indicator in enumerate(indicators(sheet), start=1)
    )


def indicators(sheet: Sheet) -> list[IndicatorTemplate]:
    """Return what the sheet's side marks under the plan, in the order of the scheme (H-13.1)."""
    weights = plan_weights(sheet.plan)
    return [
        indicator
        for indicator in template_of(sheet).indicators
        if indicator.role == sheet.side and weights.get(indicator.id, Decimal(0)) > 0
    ]


def done(sheets: Iterable[Sheet]) -> dict[object, int]:
    """Return how many indicators are marked, by sheet."""
    ids = [sheet.id for sheet in sheets]
    rows = SheetMark.objects.filter(sheet_id__in=ids).values("sheet_id")
    return {row["sheet_id"]: row["n"] for row in rows.annotate(n=Count("indicator", distinct=True))}


def item(sheet: Sheet, place: int) -> Item:
    for row in items(sheet):
        if row.place == place:
            return row
    raise Absent


def template_of(sheet: Sheet) -> StageTemplate:
    return stack_of(sheet.evaluation.scheme).stage(sheet.plan.stage)


def side_of(template: StageTemplate, role: str) -> str:
    """Return the side that an expert role marks in this stage, empty for a role that marks none (H-13.1)."""
    return next((side for side in Side.values if role in template.raters(side)), "")


def plan_weights(plan: "Plan") -> dict[str, Decimal]:
    """Return the points of 100 on its side of every indicator that the plan keeps."""
    return {
        str(row["id"]): Decimal(str(row["weight"]))
        for row in plan.indicators
        if not row.get("removed_reason")
    }


def reads_dossier(actor: Actor, achievement: Achievement) -> bool:
    """Say whether a running, declared seat gives `actor` the evidence of the achievement."""
    rows = own(actor).filter(evaluation__achievement=achievement, evaluation__state__in=READING)
    return rows.exclude(state=SheetState.RECUSED).exclude(plan__state="voided").exists()


# the case's ------------------------------------------------------------------------------------
def of_case(evaluation: "Evaluation") -> QuerySet[Sheet]:
    """Return all sheets of the plan in force; the caller answers for who learns what of them."""
    return Sheet.objects.filter(evaluation=evaluation).exclude(plan__state="voided")


def counts(evaluation: "Evaluation") -> tuple[int, int]:
    """Return how many sheets are in and how many are expected: all that may be known before scoring is closed."""
    states = list(of_case(evaluation).exclude(state=SheetState.RECUSED).values_list("state", flat=True))
    return states.count(SheetState.SUBMITTED), max(len(states), quota(evaluation))


def quota(evaluation: "Evaluation") -> int:
    sheet = of_case(evaluation).select_related("plan").first()
    return sum(int(count) for count in sheet.plan.seats.values()) if sheet else 0


def blockers(evaluation: "Evaluation") -> list[Missing]:
    """Return what keeps scoring from being closed: sheets not in, seats not replaced, a side too small."""
    sheets = list(of_case(evaluation).select_related("plan"))
    if not sheets:
        return [Missing("No score sheet was opened", "marks")]
    return [*_open_sheets(sheets), *_empty_seats(sheets), *_small_sides(evaluation, sheets)]


def _open_sheets(sheets: list[Sheet]) -> list[Missing]:
    waiting = sum(sheet.state == SheetState.OPEN for sheet in sheets)
    return [Missing("%(count)s score sheets are not in", "marks", {"count": waiting})] if waiting else []


def _empty_seats(sheets: list[Sheet]) -> list[Missing]:
    held = [sheet.role for sheet in sheets if sheet.state != SheetState.RECUSED]
    return [
        Missing(
            "%(role)s: %(got)s of %(quota)s seats hold a sheet",
            "marks",
            {"role": ExpertRole(role).label, "got": held.count(role), "quota": count},
        )
        for role, count in sheets[0].plan.seats.items()
        if held.count(role) < int(count)
    ]


def _small_sides(evaluation: "Evaluation", sheets: list[Sheet]) -> list[Missing]:
    least = stack_of(evaluation.scheme).number("evaluation.group_sheets_minimum")
    submitted = [sheet.side for sheet in sheets if sheet.state == SheetState.SUBMITTED]
    return [
        Missing(
            "%(side)s: %(got)s valid score sheets, at least %(least)s are needed",
            "marks",
            {"side": Side(side).label, "got": submitted.count(side), "least": least},
        )
        for side in Side.values
        if submitted.count(side) < least
    ]


def revealed(evaluation: "Evaluation") -> bool:
    """Say whether coded marks may be read: when scoring is closed, never before."""
    state = evaluation.previous_state if evaluation.state in INTERRUPTED else evaluation.state
    return state not in BEFORE_SCORING and state not in ENDED_EARLY


INTERRUPTED = frozenset({EvaluationState.SUSPENDED, EvaluationState.APPEALED})
ENDED_EARLY = frozenset({EvaluationState.REFUSED, EvaluationState.TERMINATED, ""})


def coded_marks(evaluation: "Evaluation") -> list[SheetMark]:
    """Return every mark with its sheet, by code; `Absent` before scoring is closed."""
    if not revealed(evaluation):
        raise Absent
    rows = SheetMark.objects.filter(sheet__in=of_case(evaluation)).select_related("sheet")
    return list(rows.order_by("sheet__side", "sheet__code", "indicator", "round"))
