"""What a weighting group does: the case manager opens and closes, each member compares alone."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop as noop

from quanheng.platform.accounts.actors import SYSTEM
from quanheng.platform.common import inbox, journal
from quanheng.platform.common.actors import Actor, person_of
from quanheng.platform.common.calendar import due_at
from quanheng.platform.common.errors import Incomplete, Missing, Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.evaluation import plans, reasons
from quanheng.platform.evaluation import selectors as evaluations
from quanheng.platform.evaluation.models import Evaluation, Plan, PlanState
from quanheng.platform.evaluation.services.planning import EDITED_IN, open_plan
from quanheng.platform.evaluation.states import EvaluationState
from quanheng.platform.evaluation.weighting import judging, links, rules, selectors, words
from quanheng.platform.evaluation.weighting.models import PairSheet, WeightingRound
from quanheng.platform.evaluation.weighting.states import (
    PAIR_SHEET_STATES,
    ROUND_STATES,
    PairSheetState,
    RoundState,
)

DEADLINE = "evaluation.weighting"
SIDE_LABELS = {
    "competitive": noop("Competitive evaluation"),
    "authoritative": noop("Authoritative evaluation"),
}
CASE_ENDED = noop("The case was terminated")
OPEN_PAIR = noop("%(first)s and %(second)s are not compared yet")
CONTRADICTS = noop(
    "%(first)s and %(second)s: you chose “%(given)s”; with your other answers fits “%(fitting)s”"
)


@transaction.atomic
def open_round(
    *, actor: Actor, number: str, side: str, members: Sequence[UUID], instruction: str, now: datetime
) -> WeightingRound:
    """Ask people of the institution to compare the indicators of one side of the plan draft in pairs (H-14.3)."""
    evaluation = open_plan(actor, number)
    plan = _draft(evaluation)
    row = WeightingRound(
        evaluation=evaluation,
        plan=plan,
        number=WeightingRound.objects.filter(evaluation=evaluation).count() + 1,
        side=side,
        items=_items(plan, side),
        instruction=reasons.stated(instruction, field="instruction"),
        opened_by_id=person_of(actor),
        opened_at=now,
        due_at=due_at(DEADLINE, start=now, scheme=evaluation.scheme)[0],
    )
    if any(other.side == side for other in selectors.open_rounds(plan)):
        raise Refused("The indicators of this side are being compared already")
    chosen = _members(evaluation, members)
    row.save()
    for place, candidate in enumerate(chosen, start=1):
        PairSheet.objects.create(round=row, person=candidate.person, place=place, role=candidate.roles[0])
        _ask(row, candidate, by=actor, at=now)
    body = {"round": row.number, "members": len(chosen), "side_label": SIDE_LABELS[side]}
    journal.record("weighting.opened", evaluation, actor=actor, at=now, body=body)
    return row


@transaction.atomic
def save_pairs(
    *, actor: Actor, number: str, round_number: int, answers: Mapping[str, str], now: datetime
) -> PairSheet:
    """Keep the own comparisons as far as they go; pairs may be open, none may be foreign."""
    sheet = _own_open_sheet(actor, number, round_number)
    rules.require_answers(len(sheet.round.items), answers)
    sheet.answers, sheet.saved_at = dict(answers), now
    sheet.save(update_fields=["answers", "saved_at"])
    return sheet


@transaction.atomic
def submit_pairs(*, actor: Actor, number: str, round_number: int, now: datetime) -> PairSheet:
    """Hand in the own comparisons. A sheet that contradicts itself is returned for revision, never altered.

    `Incomplete` names every open pair, or the three pairs that disagree most with the step that would fit.
    """
    sheet = _own_open_sheet(actor, number, round_number)
    row, size = sheet.round, len(sheet.round.items)
    if missing := sheet_faults(sheet):
        raise Incomplete(missing)
    sheet.state = PAIR_SHEET_STATES.target("submit_pairs", state=sheet.state, role=actor.role)
    sheet.submitted_at, sheet.result = now, judging.sheet_result(size, sheet.answers)
    sheet.save(update_fields=["state", "submitted_at", "result"])
    body = {"round": row.number}
    journal.record("weighting.submitted", row.evaluation, actor=actor, at=now, body=body)
    inbox.close(row.evaluation, _step(row), by=actor, at=now, person_id=actor.person_id)
    _tell_lead(row, now=now, by=actor)
    return sheet


@transaction.atomic
def close_round(*, actor: Actor, number: str, round_number: int, now: datetime) -> WeightingRound:
    """Close a round when all are in, or its time has ended with two in; compute the group's weights (AIJ)."""
    row = _locked(open_plan(actor, number), round_number, "close_round", actor)
    rows = selectors.sheets(row)
    if missing := selectors.blockers(row, rows, now):
        raise Incomplete(missing)
    counted = [sheet for sheet in rows if sheet.state == PairSheetState.SUBMITTED]
    codes = [item["id"] for item in row.items]
    row.result = judging.group_result(codes, [sheet.answers for sheet in counted])
    row.state = ROUND_STATES.target("close_round", state=row.state, role=actor.role)
    row.closed_at = now
    row.save(update_fields=["state", "closed_at", "result"])
    _end(row, rows, by=actor, at=now)
    body = {"round": row.number, "members": len(counted)}
    journal.record("weighting.closed", row.evaluation, actor=actor, at=now, body=body)
    return row


@transaction.atomic
def cancel_round(
    *, actor: Actor, number: str, round_number: int, reason: str, now: datetime
) -> WeightingRound:
    """End a round without a result; what its members compared is never shown."""
    row = _locked(open_plan(actor, number), round_number, "cancel_round", actor)
    return _cancelled(row, reasons.stated(reason), actor=actor, now=now)


@transaction.atomic
def adopt_weights(*, actor: Actor, number: str, round_number: int, now: datetime) -> WeightingRound:
    """Write the group's weights into the plan draft, as points that make exactly 100.0 (H-14.3)."""
    row = _locked(open_plan(actor, number), round_number, "adopt_weights", actor)
    plan, points = row.plan, selectors.adopted_points(row)
    if set(selectors.weights_now(plan, row.side)) != set(points):
        raise Refused(
            "The indicators of this side have changed since the round was opened; open another round"
        )
    _put_weights(plan, points)
    row.state = ROUND_STATES.target("adopt_weights", state=row.state, role=actor.role)
    row.adopted_by_id, row.adopted_at = person_of(actor), now
    row.save(update_fields=["state", "adopted_by", "adopted_at"])
    body = {"round": row.number, "version": plan.version, "side_label": SIDE_LABELS[row.side]}
    journal.record("weighting.adopted", row.evaluation, actor=actor, at=now, body=body)
    return row


def end_with_case(evaluation: Evaluation, _actor: Actor, now: datetime) -> None:
    """Cancel what is open when the case is terminated; called in the transaction of that move."""
    for row in WeightingRound.objects.filter(evaluation=evaluation, state=RoundState.OPEN):
        row.evaluation = evaluation
        _cancelled(row, CASE_ENDED, actor=SYSTEM, now=now)


def sheet_faults(sheet: PairSheet) -> list[Missing]:
    """Return what keeps a sheet from being handed in, each linked to its pair."""
    items = sheet.round.items
    if left := rules.open_pairs(len(items), sheet.answers):
        return [_open_pair(sheet, *pair) for pair in left]
    standing = judging.standing(len(items), sheet.answers)
    return [] if standing.consistent else [_contradiction(sheet, one) for one in standing.contradictions]


def _open_pair(sheet: PairSheet, first: int, second: int) -> Missing:
    items = sheet.round.items
    values: dict[str, object] = {"first": words.title(items, first), "second": words.title(items, second)}
    return Missing(OPEN_PAIR, links.pair_of(sheet.round, first, second), values)


def _contradiction(sheet: PairSheet, one: judging.Contradiction) -> Missing:
    items, pair = sheet.round.items, (one.first, one.second)
    values: dict[str, object] = {
        "first": words.title(items, one.first),
        "second": words.title(items, one.second),
        "given": words.said(items, *pair, one.given),
        "fitting": words.said(items, *pair, one.fitting),
    }
    return Missing(CONTRADICTS, links.pair_of(sheet.round, *pair), values)


# parts -----------------------------------------------------------------------------------------
def _draft(evaluation: Evaluation) -> Plan:
    plan = evaluations.working_plan(evaluation)
    if plan is None:
        raise Refused("The plan is not saved yet; save it first, then compare its indicators")
    if plan.state != PlanState.DRAFT:
        raise Refused("The plan waits for its second person; its weights are fixed")
    return plan


def _items(plan: Plan, side: str) -> list[dict[str, str]]:
    """Return the weighed indicators of a side as the round keeps them."""
    if side not in plans.SIDES:
        raise Refused("side: got %(got)s, takes competitive or authoritative", got=side)
    rows = [row for row in plan.indicators if row["role"] == side and Decimal(row["weight"]) > 0]
    if not rules.FEWEST <= len(rows) <= rules.MOST:
        raise Refused(
            "The side has %(got)s indicators with a weight; a round takes %(least)s to %(most)s",
            got=len(rows),
            least=rules.FEWEST,
            most=rules.MOST,
        )
    return [{key: row[key] for key in ("id", "title", "title_en")} for row in rows]


def _members(evaluation: Evaluation, chosen: Sequence[UUID]) -> list[selectors.Candidate]:
    known = {candidate.person.id: candidate for candidate in selectors.candidates(evaluation)}
    if not set(chosen) <= set(known):
        raise Refused("members: got a stranger, takes people with an identity at the institution")
    if len(set(chosen)) < rules.FEWEST_MEMBERS:
        raise Refused(
            "Members: got %(got)s, takes at least %(least)s", got=len(set(chosen)), least=rules.FEWEST_MEMBERS
        )
    return [known[person_id] for person_id in dict.fromkeys(chosen)]


def _step(row: WeightingRound) -> str:
    """Return the inbox verb of a round's members; one round per side is open at a time."""
    return f"weigh_{row.side}"


def _closing_step(row: WeightingRound) -> str:
    return f"close_weighing_{row.side}"


def _ask(row: WeightingRound, candidate: selectors.Candidate, *, by: Actor, at: datetime) -> None:
    inbox.assign(
        row.evaluation,
        _step(row),
        what=noop("compare the indicators in pairs"),
        to=inbox.Recipient(candidate.roles[0], row.evaluation.institution_id, candidate.person.id),
        at=at,
        by=by,
        deadline=DEADLINE,
        path=links.pairs(row.evaluation.number, row.number),
    )


def _tell_lead(row: WeightingRound, *, now: datetime, by: Actor) -> None:
    """Give the case manager the next step once all members have handed in."""
    if PairSheet.objects.filter(round=row, state=PairSheetState.OPEN).exists():
        return
    inbox.assign(
        row.evaluation,
        _closing_step(row),
        what=noop("close the weighting round"),
        to=inbox.Recipient(Role.LEAD, row.evaluation.institution_id, row.evaluation.lead_id),
        at=now,
        by=by,
        path=links.one(row.evaluation.number, row.number),
    )


def _own_open_sheet(actor: Actor, number: str, round_number: int) -> PairSheet:
    """Return the acting member's sheet, locked with its case."""
    evaluation = evaluations.get_for_update(actor, number)
    row = selectors.get_for_update(evaluation, round_number)
    sheet = selectors.own_sheet(actor, row)
    if sheet.state != PairSheetState.OPEN:
        raise Refused("These comparisons are final: %(state)s", state=PairSheetState(sheet.state).label)
    if evaluation.state not in EDITED_IN:
        state = EvaluationState(evaluation.state).label
        raise Refused("The plan cannot be changed while the case is %(state)s", state=state)
    sheet.round = row
    return sheet


def _locked(evaluation: Evaluation, round_number: int, verb: str, actor: Actor) -> WeightingRound:
    """Return a round that `verb` may change: its plan is still a draft."""
    row = selectors.get_for_update(evaluation, round_number)
    ROUND_STATES.target(verb, state=row.state, role=actor.role)
    if row.plan.state != PlanState.DRAFT:
        raise Refused("The plan is no draft any more; the weighting round cannot be changed")
    return row


def _cancelled(row: WeightingRound, reason: str, *, actor: Actor, now: datetime) -> WeightingRound:
    row.state = ROUND_STATES.target("cancel_round", state=row.state, role=actor.role)
    row.reason = reason
    row.save(update_fields=["state", "reason"])
    _end(row, selectors.sheets(row), by=actor, at=now)
    body = {"round": row.number, "opinion": reason}
    journal.record("weighting.cancelled", row.evaluation, actor=actor, at=now, body=body)
    return row


def _end(row: WeightingRound, rows: Sequence[PairSheet], *, by: Actor, at: datetime) -> None:
    """Let the sheets that are not in lapse, and take the steps out of the inboxes."""
    for sheet in rows:
        if sheet.state == PairSheetState.OPEN:
            sheet.state = PAIR_SHEET_STATES.target("lapse_pairs", state=sheet.state, role=by.role)
            sheet.save(update_fields=["state"])
    inbox.close(row.evaluation, _step(row), _closing_step(row), by=by, at=at)


def _put_weights(plan: Plan, points: Mapping[str, Decimal]) -> None:
    template = stack_of(plan.evaluation.scheme).stage(plan.stage)
    draft = plans.draft_of(plan, template)
    plans.put(plan, replace(draft, weights={**draft.weights, **points}), template)
    plan.save(update_fields=["indicators", "removed"])
