"""Objects of another organisation, by URL name, for the matrix test: a stranger's object and none look the same.

A room adds one line to `MAKERS`: the pattern of its URL names, a function that makes an object of
another organisation and returns the values of the address's places, and the roles to which nothing of this kind
is foreign (they read all). Names without a line stand in `tests/platform/common/objects_uncovered.txt`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from uuid import uuid4

from factories import accounts, exchange, experts, library, marking, maturity, valuation, weighting
from quanheng.platform.accounts.models import Organisation, SignIn
from quanheng.platform.common import approvals, clock
from quanheng.platform.common.cases import CaseRef
from quanheng.platform.common.roles import Role


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


READS_ALL_ORGANISATIONS = frozenset({Role.SECURITY_ADMIN, Role.PLATFORM_ADMIN, Role.AUDITOR, Role.SUPERVISOR})
MAKERS: dict[str, Foreign] = {
    "accounts:end_sign_in": Foreign(sign_in),
    "accounts:approve": Foreign(withdrawn_proposal),
    "accounts:set_password": Foreign(used_link),
    "accounts:organisation": Foreign(organisation, READS_ALL_ORGANISATIONS),
    "accounts:add_person": Foreign(organisation, READS_ALL_ORGANISATIONS),
    "accounts:grant_role": Foreign(organisation, READS_ALL_ORGANISATIONS),
    "accounts:link": Foreign(organisation, READS_ALL_ORGANISATIONS),
    "accounts:disable": Foreign(organisation, READS_ALL_ORGANISATIONS),
    "accounts:end_role": Foreign(organisation, READS_ALL_ORGANISATIONS),
    "integrity:*": Foreign(no_institution),
    "exchange:*": Foreign(exchange.foreign, frozenset({Role.OFFICER, Role.SUPERVISOR, Role.AUDITOR})),
    "experts:expert": Foreign(experts.foreign_expert, frozenset({Role.AUDITOR})),
    "experts:*_claim": Foreign(experts.foreign_expert),
    "experts:move": Foreign(experts.foreign_expert),
    "experts:invitation": Foreign(experts.foreign_invitation),
    "experts:accept": Foreign(experts.foreign_invitation),
    "experts:decline": Foreign(experts.foreign_invitation),
    "experts:declaration": Foreign(experts.foreign_invitation),
    "experts:*": Foreign(experts.foreign_request, frozenset({Role.SUPERVISOR, Role.AUDITOR})),
    "reports:verify": Foreign(report, frozenset(Role)),
    "reports:report": Foreign(report, frozenset({Role.SUPERVISOR, Role.AUDITOR})),
    "reports:file": Foreign(report, frozenset({Role.SUPERVISOR, Role.AUDITOR})),
    "reports:*": Foreign(report),
    "portal:achievement": Foreign(public_achievement, frozenset(Role)),
    "maturity:*": Foreign(maturity.foreign_grading),
    "evaluation:marking*": Foreign(marking.foreign_case),
    "evaluation:result": Foreign(marking.foreign_case, frozenset({Role.SUPERVISOR, Role.AUDITOR})),
    "evaluation:marks*": Foreign(marking.foreign_case, frozenset({Role.SUPERVISOR, Role.AUDITOR})),
    "evaluation:allow_late": Foreign(marking.foreign_case),
    "evaluation:weighting*": Foreign(weighting.foreign_round, frozenset({Role.SUPERVISOR, Role.AUDITOR})),
    "evaluation:*_weighting": Foreign(weighting.foreign_round),
    "evaluation:adopt_weights": Foreign(weighting.foreign_round),
    "evaluation:pairs*": Foreign(weighting.foreign_round),
    "evaluation:check_pairs": Foreign(weighting.foreign_round),
    "valuation:*": Foreign(valuation.foreign_engagement, frozenset({Role.SUPERVISOR, Role.AUDITOR})),
}


def maker(name: str) -> Foreign | None:
    return next((found for pattern, found in MAKERS.items() if fnmatch(name, pattern)), None)
