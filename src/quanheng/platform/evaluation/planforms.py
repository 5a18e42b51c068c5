"""The plan's form as its page lays it out: indicators by side, seats by role."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.utils.translation import gettext

from quanheng.platform.common.schemes import stack_of
from quanheng.platform.common.ui.formats import number
from quanheng.platform.common.ui.parts import Text
from quanheng.platform.evaluation import plans, wording
from quanheng.platform.evaluation.models import Evaluation, Plan
from quanheng.platform.evaluation.weighting import selectors as weighting
from quanheng.platform.evaluation.weighting.pages import origin_line
from quanheng.schemes import IndicatorTemplate, StageTemplate

STEPS = ("evaluation.maturity", "evaluation.collection", "evaluation.scoring", "evaluation.valuation")


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    indicator: IndicatorTemplate
    title: Text
    question: Text
    weight: BoundField
    reason: BoundField


@dataclass(frozen=True, slots=True)
class Side:
    """One group of indicators with the sum of its weights as typed."""

    code: str
    title: Text
    raters: Text
    rows: Sequence[IndicatorRow]
    total: str
    exact: bool
    origin: str = ""


@dataclass(frozen=True, slots=True)
class SeatRow:
    role: Text
    field: BoundField
    side: Text
    values: bool


def initial(draft: plans.Draft, case: Evaluation) -> dict[str, object]:
    """Return what the form shows first; an empty timetable is proposed from the deadlines of the scheme."""
    return {
        "purpose": draft.purpose,
        "team": draft.team,
        "timetable": draft.timetable or proposed_timetable(case),
        "competitive_share": draft.competitive_share,
        "methods": list(draft.methods),
        **{f"weight_{code}": weight for code, weight in draft.weights.items()},
        **{f"reason_{code}": reason for code, reason in draft.removed.items()},
        **{f"seat_{role}": count for role, count in draft.seats.items()},
    }


def proposed_timetable(case: Evaluation) -> str:
    """Return one line per step with its working days, in the language of who writes it."""
    stack = stack_of(case.scheme)
    lines = []
    for key in STEPS:
        deadline = stack.deadline(key)
        text = gettext("%(step)s: %(days)s working days")
        lines.append(text % {"step": wording.titled(deadline), "days": deadline.days})
    return "\n".join(lines)


def sides(form: BaseForm, template: StageTemplate, plan: Plan | None) -> list[Side]:
    """Return the two groups as typed; a saved plan says where adopted weights come from."""
    if f"weight_{template.indicators[0].id}" not in form.fields:
        return []
    origins = weighting.origins(plan) if plan else {}
    lines = {code: origin_line(origin) for code, origin in origins.items()}
    return [side(form, template, code, lines.get(code, "")) for code in plans.SIDES]


def side(form: BaseForm, template: StageTemplate, code: str, origin: str) -> Side:
    rows = [
        IndicatorRow(
            indicator,
            wording.titled(indicator),
            wording.both(indicator.question, indicator.question_en),
            form[f"weight_{indicator.id}"],
            form[f"reason_{indicator.id}"],
        )
        for indicator in template.indicators
        if indicator.role == code
    ]
    total = sum((typed(row.weight) for row in rows), Decimal(0))
    raters = wording.joined(wording.role_label(role) for role in template.raters(code))
    return Side(code, wording.SIDES[code], raters, rows, number(total), total == plans.HUNDRED, origin)


def typed(field: BoundField) -> Decimal:
    """Return what stands in a weight's box; nothing for what is no number yet."""
    try:
        value = Decimal(str(field.value()))
    except (InvalidOperation, TypeError):
        return Decimal(0)
    return value if value.is_finite() else Decimal(0)


def seats(form: BaseForm, template: StageTemplate) -> list[SeatRow]:
    return [
        SeatRow(
            wording.role_label(role),
            form[f"seat_{role}"],
            wording.joined(wording.SIDES[code] for code in plans.SIDES if role in template.raters(code)),
            role in template.valuers,
        )
        for role in plans.seat_roles(template)
        if f"seat_{role}" in form.fields
    ]
