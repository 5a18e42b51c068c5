"""Ask for a panel, say what its experts must fit, screen, make exceptions by two persons (`experts.md` 3, 7)."""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from quanheng.methods.experts import pseudonym
from quanheng.methods.identifiers import parse_uscc
from quanheng.platform.accounts.models import Organisation
from quanheng.platform.common import approvals, journal
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.cases import CaseRef
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.experts import policies, steps
from quanheng.platform.experts.models import Eligibility, PanelRequest, Pool
from quanheng.platform.experts.selectors import panels, pools, screening, subjects
from quanheng.platform.experts.states import REQUEST_STATES, RequestState
from quanheng.platform.library.models import Achievement
from quanheng.schemes import Stack

OPEN_TO_CHANGE = (RequestState.DRAFT, RequestState.SCREENED)


@transaction.atomic
def request_panel(
    *,
    actor: Actor,
    achievement: Achievement,
    case_ref: CaseRef,
    stage: str,
    scheme: str,
    institution: Organisation,
    quotas: Mapping[str, int],
    now: datetime,
    pool: Pool | None = None,
    client: Organisation | None = None,
) -> PanelRequest:
    """Ask a pool for a panel of `quotas` (role: seats); from here on the institution sees progress, never names.

    Called by the case manager's room. Raises `Refused` for quotas outside the rules of the scheme, without a
    pool, and while a panel of the case is running.
    """
    if actor.role != Role.LEAD or actor.person_id is None:
        raise Refused("The case manager requests the panel")
    stack = stack_of(scheme)
    check_quotas(stack, stage, quotas)
    if (
        PanelRequest.objects.filter(case_id=case_ref.id)
        .exclude(state__in=[RequestState.CLOSED, RequestState.FAILED])
        .exists()
    ):
        raise Refused("A panel of this case is requested already")
    row = PanelRequest.objects.create(
        achievement=achievement,
        case_kind=case_ref.kind,
        case_id=case_ref.id,
        case_number=case_ref.number,
        institution=institution,
        client=client,
        pool=pool or pools.pool_for(institution),
        requested_by_id=actor.person_id,
        stage=stage,
        scheme=scheme,
        quotas={role: quotas[role] for role in sorted(quotas)},
        institution_limit=stack.number("panel.institution_limit"),
        fields=[achievement.field_code] if achievement.field_code else [],
        subject={"field_title": _field_title(stack, achievement.field_code)},
        salt=secrets.token_bytes(32),
        created_at=now,
    )
    journal.record("experts.panel_requested", row, actor=actor, at=now, body={"seats": sum(quotas.values())})
    steps.ask_pool(row, "screen", what="Screen candidates", by=actor, at=now)
    return row


def check_quotas(stack: Stack, stage: str, quotas: Mapping[str, int]) -> None:
    """Refuse a panel that breaks a rule of the scheme, naming the rule."""
    known = set(stack.stage(stage).seats) | {
        role for rule in stack.qualification_rules() if stage in rule.stages for role in rule.roles
    }
    if unknown := sorted(set(quotas) - known):
        raise Refused("Expert role: got %(got)s, takes one that judges at this stage", got=", ".join(unknown))
    if not quotas or any(type(n) is not int or n < 1 for n in quotas.values()):
        raise Refused("Quota: takes a whole number from 1 for each role")
    total = sum(quotas.values())
    least, most = stack.number("panel.size_minimum"), stack.number("panel.size_maximum")
    if not least <= total <= most:
        raise Refused("Seats: got %(got)s, takes %(least)s to %(most)s", got=total, least=least, most=most)
    if stack.enabled("panel.odd") and total % 2 == 0:
        raise Refused("Seats: got %(got)s, takes an odd number, so that votes do not tie", got=total)


def _field_title(stack: Stack, code: str) -> str:
    return next((item.title for item in stack.items("fields") if item.id == code), code)


@transaction.atomic
def set_enterprises(
    *, actor: Actor, request_id: UUID, customers: Sequence[str], chain: Sequence[str], now: datetime
) -> PanelRequest:
    """Name the prospective customers and the linked enterprises by credit code (H-19.2, H-25.2)."""
    request = _open_request(actor, request_id)
    request.enterprises = {"customer": _codes(customers), "chain": _codes(chain)}
    request.save(update_fields=["enterprises"])
    journal.record("experts.requirements_set", request, actor=actor, at=now, body=request.enterprises)
    return request


def _codes(texts: Sequence[str]) -> list[str]:
    return sorted({parse_uscc(text) for text in texts if text.strip()})


@transaction.atomic
def widen_fields(*, actor: Actor, request_id: UUID, fields: Sequence[str], now: datetime) -> PanelRequest:
    """Open the panel to peers of further fields: one manager proposes, another approves the same (`experts.md` 7)."""
    request = _open_request(actor, request_id)
    known = {item.id for item in stack_of(request.scheme).items("fields")}
    added = sorted(set(fields) - set(request.fields))
    if not added or set(added) - known:
        raise Refused("Fields: got %(got)s, takes further fields of the list", got=", ".join(fields) or "-")
    pending = approvals.pending(request.ref, "widen", now=now)
    if pending is None or pending.payload.get("fields") != added:
        approvals.propose(request.ref, "widen", actor=actor, now=now, payload={"fields": added})
        journal.record(
            "experts.widening_proposed", request, actor=actor, at=now, body={"fields": ", ".join(added)}
        )
        steps.done(request, "approve_widening", by=actor, at=now)
        steps.ask_pool(
            request, "approve_widening", what="Approve further fields as second person", by=actor, at=now
        )
        return request
    approvals.approve(request.ref, "widen", actor=actor, now=now)
    request.fields = [*request.fields, *added]
    request.save(update_fields=["fields"])
    steps.done(request, "approve_widening", by=actor, at=now)
    journal.record("experts.widened", request, actor=actor, at=now, body={"fields": ", ".join(added)})
    return request


@transaction.atomic
def screen_candidates(*, actor: Actor, request_id: UUID, now: datetime) -> PanelRequest:
    """Check everyone in the pool who stands for a role of the panel: one row with reasons each (H-13.1)."""
    request = _open_request(actor, request_id)
    rows = screen(request, actor=actor, now=now)
    steps.done(request, "screen", "freeze", by=actor, at=now)
    steps.ask_pool(request, "freeze", what="Freeze list", by=actor, at=now)
    eligible = sum(row.eligible for row in rows)
    body = {"eligible": eligible, "excluded": len(rows) - eligible}
    journal.record("experts.screened", request, actor=actor, at=now, body=body)
    return request


def screen(request: PanelRequest, *, actor: Actor, now: datetime) -> list[Eligibility]:
    """Write the rows of a screening anew; exceptions made by two persons stay where they may."""
    request.state = REQUEST_STATES.target("screen", state=request.state, role=actor.role)
    request.screened_at = now
    request.subject = {**request.subject, **_snapshot(request)}
    request.save(update_fields=["state", "screened_at", "subject"])
    waived = {
        (row.expert_id, row.role): row
        for row in Eligibility.objects.filter(request=request, waived_by__isnull=False)
    }
    Eligibility.objects.filter(request=request).delete()
    checks = screening.check_all(request, pools.drawable(request.pool, request.quotas), now)
    rows = [_row(request, check, waived.get((check.expert.id, check.role)), now) for check in checks]
    return Eligibility.objects.bulk_create(rows)


def _snapshot(request: PanelRequest) -> dict[str, object]:
    subject = subjects.subject_of(request)
    return {
        "people": list(subject.people),
        "organisations": list(subject.organisations),
        "facts": subjects.facts_of(request),
    }


def _row(
    request: PanelRequest, check: screening.Check, before: Eligibility | None, now: datetime
) -> Eligibility:
    salt = bytes(request.salt)
    institution = str(check.expert.employer_id or check.expert.employer_name)
    row = Eligibility(
        request=request,
        expert=check.expert,
        role=check.role,
        code=pseudonym(salt, str(check.expert.id)),
        institution_code=pseudonym(salt, institution),
        qualified=check.qualification.eligible,
        eligible=check.eligible,
        reasons=screening.reasons_of(check.qualification),
        conflicts=[list(hit) for hit in check.conflicts],
        obstacles=list(check.obstacles),
        checked_at=now,
    )
    if before is not None and not check.eligible and check.waivable:
        row.waived_by_id, row.waiver_second_id = before.waived_by_id, before.waiver_second_id
        row.waiver_reason, row.eligible = before.waiver_reason, True
    return row


@transaction.atomic
def waive(
    *, actor: Actor, request_id: UUID, role: str, code: str, reason: str = "", now: datetime
) -> Eligibility:
    """Let one person stand although a condition is not met: proposed with a reason, approved by another (H-13.5).

    What must be avoided is never waived.
    """
    request = _open_request(actor, request_id)
    row = panels.eligibility_for_update(request, role, code)
    if row.eligible:
        raise Refused("This person may be drawn already")
    if not waivable(row):
        raise Refused(
            "No exception is possible here: a conflict that must be avoided, or the load of the person"
        )
    verb = f"waive {role} {code}"
    pending = approvals.pending(request.ref, verb, now=now)
    if pending is None:
        if not reason.strip():
            raise Refused("Reason: got nothing, takes the reason of the exception")
        approvals.propose(request.ref, verb, actor=actor, now=now, payload={"reason": reason.strip()})
        journal.record("experts.waiver_proposed", request, actor=actor, at=now, body={"code": code})
        steps.ask_pool(request, verb, what="Approve an exception as second person", by=actor, at=now)
        return row
    approved = approvals.approve(request.ref, verb, actor=actor, now=now)
    row.waived_by_id, row.waiver_second_id = approved.proposed_by, actor.person_id
    row.waiver_reason, row.eligible = str(approved.payload["reason"]), True
    row.save(update_fields=["waived_by", "waiver_second", "waiver_reason", "eligible"])
    steps.done(request, verb, by=actor, at=now)
    journal.record(
        "experts.waived", request, actor=actor, at=now, body={"code": code, "reason": row.waiver_reason}
    )
    return row


def waivable(row: Eligibility) -> bool:
    """Tell whether two persons may let this row in."""
    hard = any(severity == screening.HARD for _, severity, _ in row.conflicts)
    return not hard and set(row.obstacles) <= {screening.NAMESAKE}


def excluded_by_reason(rows: Sequence[Eligibility]) -> dict[str, int]:
    """Return how many were screened out, by kind of reason: the published counts name no rule."""
    kinds = Counter(
        "conflict" if row.conflicts else "load" if row.obstacles else "qualification"
        for row in rows
        if not row.eligible
    )
    return dict(sorted(kinds.items()))


def _open_request(actor: Actor, request_id: UUID) -> PanelRequest:
    policies.require_pool_manager(actor)
    request = panels.get_for_update(actor, request_id)
    if request.state not in OPEN_TO_CHANGE:
        raise Refused("The list is frozen; nothing of it can change")
    return request
