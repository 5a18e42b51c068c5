"""Objects of another organisation, by URL name, for the matrix test: a stranger's object and none look the same.

A room adds one line to `MAKERS`: the pattern of its URL names, and one or more functions that make an object of
another organisation and return the values of the address's places, each with the roles to which nothing of this
kind is foreign (they read all). The first pattern that fits a name counts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from uuid import uuid4

from factories import (
    accounts,
    campaigns,
    evaluation,
    exchange,
    experts,
    library,
    marking,
    maturity,
    valuation,
    weighting,
)
from quanheng.platform.accounts.models import Organisation, SignIn
from quanheng.platform.common import approvals, clock
from quanheng.platform.common.cases import CaseRef
from quanheng.platform.common.jobs.models import Job
from quanheng.platform.common.roles import Role
from quanheng.platform.exchange.models import Deal
from quanheng.platform.followup.models import FollowUp
from quanheng.platform.library.models import Achievement


@dataclass(frozen=True)
class Foreign:
    """How to make a stranger's object; more values than an address has places are welcome."""

    make: Callable[[], Mapping[str, object]]
    seen_by: frozenset[Role] = frozenset()


def organisation() -> Mapping[str, object]:
    actor = accounts.actor(Role.OWNER, manages=True)
    home = Organisation.objects.get(id=actor.organisation_id)
    return {"uscc": home.uscc, "person_id": actor.person_id, "identity_id": actor.identity_id}


def sign_in() -> Mapping[str, object]:
    now = clock.now()
    row = SignIn.objects.create(person_id=accounts.actor(Role.OWNER).person_id, began_at=now, seen_at=now)
    return {"sign_in_id": row.id}


def used_link() -> Mapping[str, object]:
    return {
        "person_id": accounts.actor(Role.OWNER).person_id,
        "token": "c2k5q2-0123456789abcdef0123456789abcdef",
    }


def no_institution() -> Mapping[str, object]:
    """An organisation that is no institution has no standing to change."""
    return {"uscc": accounts.organisation().uscc}


def withdrawn_proposal() -> Mapping[str, object]:
    """A two-person act that is no longer open is gone for everybody."""
    ref, now = CaseRef("account", uuid4(), ""), clock.now()
    row = approvals.propose(ref, "grant_auditor", actor=accounts.actor(Role.SECURITY_ADMIN), now=now)
    approvals.withdraw(ref, "grant_auditor", now=now)
    return {"proposal_id": row.id}


def report() -> Mapping[str, object]:
    """An issued report: its public check page is nobody's secret, its file is."""
    row = exchange.report(library.achievement())
    return {"number": row.number, "section": "summary", "objection": 1}


def public_achievement() -> Mapping[str, object]:
    return {"number": library.achievement(state="published").number}


def draft_achievement() -> Mapping[str, object]:
    """A draft with a file: nobody but its owner knows of it, not even the office."""
    return with_evidence(library.draft())


def submitted_achievement() -> Mapping[str, object]:
    """A dossier that was handed in, which the office reviews; nothing of it is public."""
    return with_evidence(library.achievement(state="submitted", packages=evaluation.ONE_PACKAGE))


def with_evidence(row: Achievement) -> Mapping[str, object]:
    paper = library.evidence(row, None, 10, "invoice")
    return {"number": row.number, "evidence_id": paper.id, "attachment_id": paper.attachment_id}


def job() -> Mapping[str, object]:
    of, now = accounts.actor(Role.OWNER), clock.now()
    row = Job.objects.create(
        kind="trial",
        title="Work",
        started_by=of.person_id,
        organisation_id=of.organisation_id,
        heartbeat=now,
        created_at=now,
    )
    return {"job_id": row.id}


def draft_commission() -> Mapping[str, object]:
    """A commission that its client has not sent: nobody else knows of it."""
    return CASE_PLACES | {"number": evaluation.evaluation("draft").number}


def running_evaluation() -> Mapping[str, object]:
    return CASE_PLACES | marking.foreign_case()


def followup() -> Mapping[str, object]:
    deal = Deal.objects.get(number=exchange.foreign()["deal"])
    row = FollowUp.objects.create(
        achievement=deal.listing.achievement, deal=deal, year=1, due_on=clock.now().date()
    )
    return {"followup": row.id}


CASE_PLACES: Mapping[str, object] = {"version": 1, "side": "client", "item": "literature"}
WATCHING = frozenset({Role.SUPERVISOR, Role.AUDITOR})
OFFICE = WATCHING | {Role.OFFICER}
EVERYBODY = frozenset(Role)
READS_ALL_ORGANISATIONS = WATCHING | {Role.SECURITY_ADMIN, Role.PLATFORM_ADMIN}
MAKERS: dict[str, tuple[Foreign, ...]] = {
    "common:file": (Foreign(draft_achievement), Foreign(submitted_achievement, OFFICE)),
    "common:job*": (Foreign(job),),
    "accounts:end_sign_in": (Foreign(sign_in),),
    "accounts:approve": (Foreign(withdrawn_proposal),),
    "accounts:set_password": (Foreign(used_link),),
    "accounts:*": (Foreign(organisation, READS_ALL_ORGANISATIONS),),
    "integrity:*": (Foreign(no_institution),),
    "exchange:*": (Foreign(exchange.foreign, OFFICE),),
    "experts:expert": (Foreign(experts.foreign_expert, frozenset({Role.AUDITOR})),),
    "experts:*_claim": (Foreign(experts.foreign_expert),),
    "experts:move": (Foreign(experts.foreign_expert),),
    "experts:invitation": (Foreign(experts.foreign_invitation),),
    "experts:accept": (Foreign(experts.foreign_invitation),),
    "experts:decline": (Foreign(experts.foreign_invitation),),
    "experts:declaration": (Foreign(experts.foreign_invitation),),
    "experts:*": (Foreign(experts.foreign_request, WATCHING),),
    "library:*": (Foreign(draft_achievement), Foreign(submitted_achievement, OFFICE)),
    "reports:verify": (Foreign(report, EVERYBODY),),
    "reports:*": (Foreign(report, WATCHING),),
    "portal:achievement": (Foreign(public_achievement, EVERYBODY), Foreign(draft_achievement)),
    "maturity:*": (Foreign(maturity.foreign_grading),),
    "evaluation:*campaign": (
        Foreign(campaigns.foreign_campaign, WATCHING),
        Foreign(campaigns.foreign_draft),
    ),
    "evaluation:edit_campaign_draft": (Foreign(campaigns.foreign_draft),),
    "evaluation:*_entry": (Foreign(campaigns.foreign_campaign, WATCHING),),
    "evaluation:comparison*": (Foreign(campaigns.foreign_campaign, WATCHING),),
    "evaluation:weighting*": (Foreign(weighting.foreign_round, WATCHING),),
    "evaluation:*_weighting": (Foreign(weighting.foreign_round),),
    "evaluation:adopt_weights": (Foreign(weighting.foreign_round),),
    "evaluation:pairs*": (Foreign(weighting.foreign_round),),
    "evaluation:check_pairs": (Foreign(weighting.foreign_round),),
    "evaluation:*": (Foreign(draft_commission), Foreign(running_evaluation, WATCHING)),
    "valuation:*": (Foreign(valuation.foreign_engagement, WATCHING),),
    "followup:followup": (Foreign(followup, WATCHING),),
}


def foreigners(name: str) -> tuple[Foreign, ...]:
    """Return what is a stranger's under the address `name`; nothing for an address that names no case."""
    return next((found for pattern, found in MAKERS.items() if fnmatch(name, pattern)), ())


def world() -> dict[Callable[[], Mapping[str, object]], Mapping[str, object]]:
    """Make everything once, and return the values of the places by the function that made them."""
    return {make: make() for make in {one.make for found in MAKERS.values() for one in found}}
