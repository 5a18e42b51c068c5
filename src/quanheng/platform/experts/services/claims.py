"""What an expert claims, and its verification by another person, proof in hand (H-13.2)."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from quanheng.methods.experts.labels import claim_label
from quanheng.platform.common import journal
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.files.services import Received, attach
from quanheng.platform.common.roles import Role
from quanheng.platform.experts import policies
from quanheng.platform.experts.models import Claim
from quanheng.platform.experts.models.pools import ClaimState
from quanheng.platform.experts.selectors import pools
from quanheng.platform.experts.states import EXPERT_STATES, ExpertState

IDENTITY = "identity"
"""The claim that the person is who the account says; its proof is an identity document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFacts:
    """What is claimed. `enterprise` is a unified social credit code, `register` an address."""

    kind: str
    title: str
    level: str = ""
    since: date | None = None
    until: date | None = None
    track: str = ""
    industry: str = ""
    enterprise: str = ""
    ref: str = ""
    expires: date | None = None
    register: str = ""


@transaction.atomic
def add_claim(
    *, actor: Actor, number: str, facts: ClaimFacts, proof: Received | None, now: datetime
) -> Claim:
    """Enter a claim of the own record, with its proof if there is one; it counts once it is verified."""
    expert = pools.get_for_update(actor, number)
    if actor.role != Role.EXPERT or actor.person_id is None:
        raise Refused("Experts enter their own claims")
    if not facts.title.strip():
        raise Refused("In words: got nothing, takes what is claimed in a few words")
    if facts.since and facts.until and facts.until < facts.since:
        raise Refused(
            "Until: got %(until)s, takes a day not before %(since)s", until=facts.until, since=facts.since
        )
    row = Claim.objects.create(expert=expert, owner_id=actor.person_id, created_at=now, **asdict(facts))
    if proof is not None:
        row.proof = attach(proof, owner_kind="claim", owner_id=row.id, actor=actor, now=now)
        row.save(update_fields=["proof"])
    journal.record(
        "experts.claim_added", expert, actor=actor, at=now, body={"claim_label": str(claim_label(facts.kind))}
    )
    return row


@transaction.atomic
def verify_claim(*, actor: Actor, claim_id: UUID, note: str = "", now: datetime) -> Claim:
    """Find the proof good: from now on the claim counts. Done by another person than the expert (H-13.2)."""
    row = pools.claim_for_update(actor, claim_id)
    policies.require_verifier(actor, row)
    _require_open(row)
    row.state, row.verifier_id, row.verified_at, row.note = (
        ClaimState.VERIFIED,
        actor.person_id,
        now,
        note.strip(),
    )
    row.save(update_fields=["state", "verifier", "verified_at", "note"])
    _begin_verification(row, actor, now)
    journal.record(
        "experts.claim_verified",
        row.expert,
        actor=actor,
        at=now,
        body={"claim_label": str(claim_label(row.kind))},
    )
    return row


@transaction.atomic
def reject_claim(*, actor: Actor, claim_id: UUID, reason: str, now: datetime) -> Claim:
    """Find the proof wanting, with a reason that the expert reads."""
    row = pools.claim_for_update(actor, claim_id)
    policies.require_pool_manager(actor)
    policies.require_other_person(actor, row.expert)
    _require_open(row)
    if not reason.strip():
        raise Refused("Reason: got nothing, takes why the proof does not carry the claim")
    row.state, row.verifier_id, row.verified_at, row.note = (
        ClaimState.REJECTED,
        actor.person_id,
        now,
        reason.strip(),
    )
    row.save(update_fields=["state", "verifier", "verified_at", "note"])
    body = {"claim_label": str(claim_label(row.kind)), "reason": row.note}
    journal.record("experts.claim_rejected", row.expert, actor=actor, at=now, body=body)
    return row


def _require_open(row: Claim) -> None:
    if row.state != ClaimState.STATED:
        raise Refused("This claim is decided already: %(state)s", state=row.get_state_display())


def _begin_verification(row: Claim, actor: Actor, now: datetime) -> None:
    """The first verified claim begins the verification of an applicant; an identity is kept as such."""
    expert, changed = row.expert, []
    if row.kind == IDENTITY:
        expert.identity_verified_at = now
        changed.append("identity_verified_at")
    if expert.state == ExpertState.APPLIED:
        expert.state = EXPERT_STATES.target("verify", state=expert.state, role=actor.role)
        changed.append("state")
    if changed:
        expert.save(update_fields=changed)
