"""What a plan holds: drawn from the stage's template, changed by the case manager, checked before the lock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_noop as noop

from quanheng.methods.result import fingerprint
from quanheng.platform.common.errors import Missing
from quanheng.platform.evaluation import wording
from quanheng.platform.evaluation.models import Evaluation, Plan, Scope
from quanheng.platform.evaluation.weighting import links
from quanheng.platform.evaluation.weighting import selectors as weighting
from quanheng.schemes import IndicatorTemplate, Stack, StageTemplate

HUNDRED = Decimal(100)
SIDES = ("competitive", "authoritative")
COMPETITIVE_SHARE = Decimal(50)
FLOOR = 3
"""Fewest seats on each side, and of those entitled to value (`domain.md` 7)."""

CONTENT = (
    "stage",
    "purpose",
    "indicators",
    "removed",
    "competitive_share",
    "seats",
    "information",
    "methods",
    "uses",
    "team",
    "timetable",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What the case manager decides of a plan. `weights`: indicator → points of 100 on its side; 0 leaves it out.

    `removed`: why an official indicator is left out. `methods`: those chosen for the valuation.
    """

    purpose: str
    team: str
    timetable: str
    weights: Mapping[str, Decimal]
    removed: Mapping[str, str]
    competitive_share: Decimal
    seats: Mapping[str, int]
    methods: tuple[str, ...]


def from_template(template: StageTemplate, evaluation: Evaluation) -> Draft:
    """Return the plan that the packs propose for a stage (H-14.1, H-20.1, H-26.1)."""
    return Draft(
        purpose=evaluation.purpose,
        team="",
        timetable="",
        weights={indicator.id: indicator.default_weight for indicator in template.indicators},
        removed={},
        competitive_share=COMPETITIVE_SHARE,
        seats=dict(template.seats),
        methods=tuple(m for m in method_ids(template) if m not in template.methods_with_reason),
    )


def draft_of(plan: Plan, template: StageTemplate) -> Draft:
    """Return what was decided in a stored plan."""
    weights = weights_of(plan)
    return Draft(
        purpose=plan.purpose,
        team=plan.team,
        timetable=plan.timetable,
        weights={i.id: weights.get(i.id, Decimal(0)) for i in template.indicators},
        removed={row["id"]: row["reason"] for row in plan.removed},
        competitive_share=plan.competitive_share,
        seats={role: plan.seats.get(role, 0) for role in seat_roles(template)},
        methods=tuple(plan.methods),
    )


def seat_roles(template: StageTemplate) -> tuple[str, ...]:
    """Return the expert roles of a stage: those who rate on either side, then those who only value."""
    roles = (*template.competitive_raters, *template.authoritative_raters, *template.valuers)
    return tuple(dict.fromkeys(roles))


def method_ids(template: StageTemplate) -> tuple[str, ...]:
    """Return the methods that may be chosen: single ones where the stage names them, else the approach."""
    known = (*template.methods_default, *template.methods_required, *template.methods_with_reason)
    families = {method.split(".")[0] for method in known if "." in method}
    return tuple(method for method in known if "." in method or method not in families)


def put(plan: Plan, draft: Draft, template: StageTemplate) -> None:
    """Write a draft into a plan: indicators and information in the words of the pack, weights as decided.

    A grading has neither: its plan is purpose, team and timetable.
    """
    plan.purpose, plan.team, plan.timetable = draft.purpose, draft.team.strip(), draft.timetable.strip()
    plan.competitive_share = draft.competitive_share
    if plan.evaluation.case_kind == Scope.GRADING:
        return
    weights = {i.id: draft.weights.get(i.id, Decimal(0)) for i in template.indicators}
    plan.indicators = [entry(i, weights[i.id]) for i in template.indicators if weights[i.id] > 0]
    plan.removed = [
        {
            "id": i.id,
            "title": i.title,
            "title_en": i.title_en,
            "status": i.status,
            "clause": i.clause,
            "reason": draft.removed.get(i.id, "").strip(),
        }
        for i in template.indicators
        if weights[i.id] <= 0
    ]
    plan.seats = {role: count for role, count in draft.seats.items() if count > 0}
    plan.information = [
        {
            "id": i.id,
            "title": i.title,
            "title_en": i.title_en,
            "kind": i.kind,
            "clause": i.clause,
            "status": i.status,
        }
        for i in template.information
    ]
    plan.methods = [method for method in method_ids(template) if method in draft.methods]
    plan.uses = [use.id for use in template.uses]


def entry(indicator: IndicatorTemplate, weight: Decimal) -> dict[str, Any]:
    """Return an indicator as a plan keeps it; weights as text, so that no digit is lost."""
    return {
        "id": indicator.id,
        "title": indicator.title,
        "title_en": indicator.title_en,
        "role": indicator.role,
        "kind": indicator.kind,
        "weight": str(weight),
        "weight_status": indicator.weight_status if weight == indicator.default_weight else "proposal",
        "values": {value: str(share) for value, share in indicator.values.items()},
        "question": indicator.question,
        "question_en": indicator.question_en,
        "facts": list(indicator.facts),
        "bands": [
            {
                "id": band.id,
                "label": band.label,
                "label_en": band.label_en,
                "low": str(band.low),
                "high": str(band.high),
                "wording": band.wording,
                "wording_en": band.wording_en,
            }
            for band in indicator.bands
        ],
        "status": indicator.status,
        "clause": indicator.clause,
    }


def weights_of(plan: Plan) -> dict[str, Decimal]:
    """Return indicator → points, as `Stack.indicator_tree` takes them."""
    return {row["id"]: Decimal(row["weight"]) for row in plan.indicators}


def side_total(plan: Plan, side: str) -> Decimal:
    return sum((Decimal(row["weight"]) for row in plan.indicators if row["role"] == side), Decimal(0))


def content(plan: Plan, stack: Stack) -> dict[str, object]:
    """Return what the fingerprint covers: the plan and the packs it rests on."""
    share = {"competitive_share": str(plan.competitive_share.quantize(Decimal("0.01")))}
    return {name: getattr(plan, name) for name in CONTENT} | share | {"scheme": stack.fingerprint}


def print_of(plan: Plan, stack: Stack) -> str:
    return fingerprint(content(plan, stack))


# what is wrong with a plan ------------------------------------------------------------------------
def faults(plan: Plan, evaluation: Evaluation, stack: Stack) -> list[Missing]:
    """Return everything that keeps a plan from being locked; a grading needs purpose, team and time only."""
    found = [
        Missing(text, section)
        for value, text, section in (
            (plan.purpose, "No purpose is chosen", "plan"),
            (plan.team, "The team is empty", "plan"),
            (plan.timetable, "The timetable is empty", "plan"),
        )
        if not value
    ]
    if evaluation.case_kind == Scope.GRADING:
        return found
    template = stack.stage(plan.stage)
    found += [fault for side in SIDES for fault in side_faults(plan, side, template)]
    found += round_faults(plan)
    found += share_faults(plan)
    found += removal_faults(plan)
    found += seat_faults(plan.seats, template)
    found += method_faults(plan, template)
    return found


def side_faults(plan: Plan, side: str, template: StageTemplate) -> Iterable[Missing]:
    """Give the fault of a side whose weights do not make exactly 100, naming what was changed (`domain.md` 6.3)."""
    total = side_total(plan, side)
    if total == HUNDRED:
        return
    proposed = {i.id: i.default_weight for i in template.indicators}
    rows = [row for row in plan.indicators if row["role"] == side]
    changed = [row for row in rows if Decimal(row["weight"]) != proposed[row["id"]]] or rows
    values: dict[str, object] = {
        "side": wording.SIDES[side],
        "total": f"{total.normalize():f}",
        "difference": f"{abs(HUNDRED - total).normalize():f}",
        "names": wording.joined(wording.entry_title(row) for row in changed),
    }
    if total < HUNDRED:
        yield Missing(
            "%(side)s: the weights make %(total)s and must make 100; %(difference)s is missing (%(names)s …)",
            side,
            values,
        )
    else:
        yield Missing(
            "%(side)s: the weights make %(total)s and must make 100; %(difference)s is too much (%(names)s …)",
            side,
            values,
        )


def round_faults(plan: Plan) -> Iterable[Missing]:
    """Give the weighting rounds that are still open: a plan is not locked while its weights are being found."""
    for row in weighting.open_rounds(plan) if plan.pk else ():
        yield Missing(
            "%(side)s: weighting round %(round)s is still open; close or cancel it first",
            links.one(row.evaluation.number, row.number),
            {"side": wording.SIDES[row.side], "round": row.number},
        )


def share_faults(plan: Plan) -> Iterable[Missing]:
    if not 0 < plan.competitive_share < HUNDRED:
        yield Missing(
            "Weight of the competitive side: got %(got)s, takes more than 0 and less than 100: both conclusions are given",
            "share",
            {"got": plan.competitive_share},
        )


def removal_faults(plan: Plan) -> Iterable[Missing]:
    """Give the official indicators that are left out without a reason."""
    for row in plan.removed:
        if row["status"] == "official" and not row["reason"]:
            yield Missing(
                "%(indicator)s: an official indicator is left out only with a reason (%(clause)s)",
                "removed",
                {"indicator": wording.entry_title(row), "clause": row["clause"]},
            )


def seat_faults(seats: Mapping[str, int], template: StageTemplate) -> Iterable[Missing]:
    """Give the broken floors: odd, 3 on each side, 3 entitled to value, 3 investment experts in industrial cases."""
    known = {*template.competitive_raters, *template.authoritative_raters, *template.valuers}
    if unknown := sorted(set(seats) - known):
        names = wording.joined(wording.role_label(role) for role in unknown)
        yield Missing("%(roles)s: no expert role of this stage", "seats", {"roles": names})
    floors = (
        (
            template.competitive_raters,
            noop("The competitive side has %(got)s seats and needs at least %(least)s"),
        ),
        (
            template.authoritative_raters,
            noop("The authoritative side has %(got)s seats and needs at least %(least)s"),
        ),
        (template.valuers, noop("%(got)s seats are entitled to value; at least %(least)s are needed")),
    )
    for roles, text in floors:
        got = sum(seats.get(role, 0) for role in roles)
        if got < FLOOR:
            yield Missing(text, "seats", {"got": got, "least": FLOOR})
    if (total := sum(seats.values())) % 2 == 0:
        yield Missing("The panel has %(got)s seats; the number must be odd", "seats", {"got": total})


def method_faults(plan: Plan, template: StageTemplate) -> Iterable[Missing]:
    families = {method.split(".")[0] for method in plan.methods}
    for method in template.methods_required:
        if method not in families:
            yield Missing(
                "%(method)s is required in this stage", "methods", {"method": wording.method_label(method)}
            )
    if not plan.methods:
        yield Missing("No valuation method is chosen", "methods")


# differences between versions ------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs between two versions of a plan."""

    label: wording.Text
    before: wording.Text
    after: wording.Text


def changes(before: Plan, after: Plan, scheme: str = "") -> list[Change]:
    """Return what a new version changes: stage, indicators and weights, seats, information, methods."""
    found = []
    if before.stage != after.stage:
        stages = wording.stage_title(before.stage, scheme), wording.stage_title(after.stage, scheme)
        found.append(Change(noop("Stage"), *stages))
    found += weight_changes(before, after)
    found += [
        Change(wording.role_label(role), str(before.seats.get(role, 0)), str(after.seats.get(role, 0)))
        for role in sorted({*before.seats, *after.seats})
        if before.seats.get(role, 0) != after.seats.get(role, 0)
    ]
    if before.information != after.information:
        texts = (
            wording.joined(wording.entry_title(row) for row in plan.information) for plan in (before, after)
        )
        found.append(Change(noop("Information list"), *texts))
    if before.methods != after.methods:
        texts = (wording.joined(wording.method_label(m) for m in plan.methods) for plan in (before, after))
        found.append(Change(noop("Valuation methods"), *texts))
    return found


def weight_changes(before: Plan, after: Plan) -> Iterable[Change]:
    old, new = ({row["id"]: row for row in plan.indicators} for plan in (before, after))
    for code in [*old, *(code for code in new if code not in old)]:
        first, second = (Decimal(rows[code]["weight"]) if code in rows else None for rows in (old, new))
        if first != second:
            yield Change(wording.entry_title(new.get(code) or old[code]), points(first), points(second))


def points(weight: Decimal | None) -> str:
    return "–" if weight is None else f"{weight.normalize():f}"
