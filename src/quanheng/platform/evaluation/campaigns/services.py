"""What the manager of a campaign does: draft, enter evaluations, open, close, withdraw."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as noop

from quanheng.platform.common import inbox, journal
from quanheng.platform.common.actors import Actor, person_of
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.inbox import Recipient
from quanheng.platform.common.roles import Role
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.evaluation import reasons
from quanheng.platform.evaluation import selectors as evaluations
from quanheng.platform.evaluation.campaigns import policies, selectors, yardstick
from quanheng.platform.evaluation.campaigns.models import Campaign, CampaignEntry, CampaignKind
from quanheng.platform.evaluation.campaigns.states import CAMPAIGN_STATES, CampaignState
from quanheng.platform.evaluation.models import Evaluation, Plan, Scope
from quanheng.platform.evaluation.states import EvaluationState

NEXT = {
    CampaignState.DRAFT: ("open_campaign", noop("enter the first evaluation and open the campaign")),
    CampaignState.OPEN: ("close_campaign", noop("enter the evaluations and close the entries")),
}
KIND_LABELS = {
    CampaignKind.COMPETITION: noop("Competition"),
    CampaignKind.HORSE_RACE: noop("Horse race"),
}
LONGEST_TITLE = 200
LONGEST_RULES = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a campaign is about; `stage` is a code of the stages, `rules` a text for the participants."""

    title: str
    kind: str
    stage: str
    rules: str


@transaction.atomic
def create_campaign(*, actor: Actor, terms: Terms, now: datetime) -> Campaign:
    """Draft a campaign of the own institution; its maker manages it (H-2, M-4)."""
    if actor.role != Role.LEAD or actor.organisation_id is None:
        raise Refused("A campaign is run by a case manager of an evaluation institution")
    row: Campaign = Campaign.new(now=now, institution_id=actor.organisation_id, lead_id=person_of(actor))
    _put(row, terms)
    row.save(force_insert=True)
    body = {"kind_label": KIND_LABELS[CampaignKind(row.campaign_kind)]}
    journal.record("campaign.created", row, actor=actor, at=now, body=body)
    _ask_next(row, by=actor, at=now)
    return row


@transaction.atomic
def save_campaign(*, actor: Actor, number: str, terms: Terms, now: datetime) -> Campaign:
    """Change a draft; its stage stays while there is an entry."""
    row = _locked("save_campaign", actor=actor, number=number)
    if row.yardstick is not None and terms.stage != row.stage:
        raise Refused("The stage cannot be changed while the campaign has entries")
    _put(row, terms)
    row.version += 1
    row.save()
    journal.record("campaign.saved", row, actor=actor, at=now)
    return row


@transaction.atomic
def add_entry(*, actor: Actor, number: str, evaluation_number: str, now: datetime) -> CampaignEntry:
    """Enter an evaluation whose locked plan has the indicators, weights and rules of the first entry's.

    `Refused` names everything in which the plans differ.
    """
    row = _locked("add_entry", actor=actor, number=number)
    evaluation = evaluations.get_for_update(actor, evaluation_number)
    plan = _fitting(row, evaluation)
    if row.yardstick is None:
        row.yardstick, row.scheme = yardstick.yardstick_of(plan), plan.scheme
        row.save(update_fields=["yardstick", "scheme"])
    entry = CampaignEntry.objects.create(
        campaign=row,
        evaluation=evaluation,
        plan=plan,
        place=CampaignEntry.objects.filter(campaign=row).count() + 1,
        added_by_id=person_of(actor),
        added_at=now,
    )
    body = {"evaluation": evaluation.number, "place": entry.place}
    journal.record("campaign.entry_added", row, actor=actor, at=now, body=body)
    return entry


@transaction.atomic
def remove_entry(
    *, actor: Actor, number: str, evaluation_number: str, reason: str, now: datetime
) -> CampaignEntry:
    """Take an entry out with a reason. A draft without entries has no yardstick; an open campaign keeps it."""
    row = _locked("remove_entry", actor=actor, number=number)
    entry = selectors.entry_of(row, evaluation_number)
    entry.reason = reasons.stated(reason)
    entry.removed_at, entry.removed_by_id = now, person_of(actor)
    entry.save(update_fields=["reason", "removed_at", "removed_by"])
    if row.state == CampaignState.DRAFT and not selectors.entries(row).exists():
        row.yardstick, row.scheme = None, ""
        row.save(update_fields=["yardstick", "scheme"])
    body = {"evaluation": evaluation_number, "place": entry.place, "opinion": entry.reason}
    journal.record("campaign.entry_removed", row, actor=actor, at=now, body=body)
    return entry


@transaction.atomic
def open_campaign(*, actor: Actor, number: str, now: datetime) -> Campaign:
    """Open a campaign that has an entry: title, rules, indicators and weights are fixed from here on."""
    row = _locked("open_campaign", actor=actor, number=number)
    if row.yardstick is None:
        raise Refused("The campaign has no entry: the first one brings the indicators and weights")
    row.opened_at = now
    body = {"evaluation": row.measure["from"]}
    return _moved(row, "open_campaign", actor=actor, now=now, kind="campaign.opened", body=body)


@transaction.atomic
def close_campaign(*, actor: Actor, number: str, now: datetime) -> Campaign:
    """Close the entries: none comes in or leaves any more; evaluations that still run go on."""
    row = _locked("close_campaign", actor=actor, number=number)
    count = selectors.entries(row).count()
    if not count:
        raise Refused("The campaign has no entry; withdraw it instead")
    row.closed_at = now
    body = {"entries": count}
    return _moved(row, "close_campaign", actor=actor, now=now, kind="campaign.closed", body=body)


@transaction.atomic
def withdraw_campaign(*, actor: Actor, number: str, reason: str, now: datetime) -> Campaign:
    """End a campaign without a comparison; its evaluations are not touched."""
    row = _locked("withdraw_campaign", actor=actor, number=number)
    row.closing_reason = reasons.stated(reason)
    body = {"opinion": row.closing_reason}
    return _moved(row, "withdraw_campaign", actor=actor, now=now, kind="campaign.withdrawn", body=body)


# parts -----------------------------------------------------------------------------------------
def _put(row: Campaign, terms: Terms) -> None:
    title, rules = terms.title.strip(), terms.rules.strip()
    for field, text, most in (("title", title, LONGEST_TITLE), ("rules", rules, LONGEST_RULES)):
        if not 0 < len(text) <= most:
            raise Refused(
                "%(field)s: got %(got)s characters, takes 1 to %(most)s",
                field=field,
                got=len(text),
                most=most,
            )
    stages = [stage.code for stage in stack_of(row.scheme).stages]
    for field, value, known in (("kind", terms.kind, CampaignKind.values), ("stage", terms.stage, stages)):
        if value not in known:
            raise Refused(
                "%(field)s: got %(got)s, takes one of %(known)s",
                field=field,
                got=value,
                known=", ".join(known),
            )
    row.title, row.rules, row.campaign_kind, row.stage = title, rules, terms.kind, terms.stage


def _fitting(row: Campaign, evaluation: Evaluation) -> Plan:
    """Return the plan with which an evaluation may enter."""
    at = {"number": evaluation.number}
    if evaluation.institution_id != row.institution_id or evaluation.case_kind != Scope.FULL:
        raise Refused("%(number)s: only full evaluations of the same institution are entered", **at)
    if evaluation.state in selectors.ENDED:
        state = EvaluationState(evaluation.state).label
        raise Refused("%(number)s: the evaluation has ended: %(state)s", state=state, **at)
    if selectors.entries(row).filter(evaluation=evaluation).exists():
        raise Refused("%(number)s is entered already", **at)
    plan = evaluations.plan_of(evaluation)
    if plan is None:
        raise Refused("%(number)s has no locked plan yet", **at)
    if plan.stage != row.stage:
        raise Refused("%(number)s: its plan is of another stage", **at)
    if row.yardstick is not None:
        plan.evaluation = evaluation
        found = yardstick.differences(row.measure, yardstick.yardstick_of(plan))
        if found:
            raise Refused(
                "%(number)s cannot be compared in this campaign: %(differences)s",
                differences=yardstick.in_words(found),
                **at,
            )
    return plan


def _locked(verb: str, *, actor: Actor, number: str) -> Campaign:
    """Return the campaign, locked, if `actor` may `verb` it now."""
    row = selectors.get_for_update(actor, number)
    policies.require_lead(actor, row)
    CAMPAIGN_STATES.target(verb, state=row.state, role=actor.role)
    return row


def _moved(
    row: Campaign, verb: str, *, actor: Actor, now: datetime, kind: str, body: Mapping[str, object]
) -> Campaign:
    row.previous_state = row.state
    row.state = CAMPAIGN_STATES.target(verb, state=row.state, role=actor.role)
    row.version += 1
    row.save()
    journal.record(kind, row, actor=actor, at=now, body=body)
    inbox.close(row, by=actor, at=now)
    _ask_next(row, by=actor, at=now)
    return row


def _ask_next(row: Campaign, *, by: Actor, at: datetime) -> None:
    if step := NEXT.get(CampaignState(row.state)):
        verb, what = step
        to = Recipient(Role.LEAD, organisation_id=row.institution_id, person_id=row.lead_id)
        inbox.assign(row, verb, what=what, to=to, at=at, by=by)
