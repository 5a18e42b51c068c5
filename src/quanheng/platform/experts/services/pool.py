"""Entering a pool, being admitted, and leaving it: what needs two persons takes two calls (`experts.md` 1)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from quanheng.methods import experts as methods
from quanheng.methods.experts.dates import add_years
from quanheng.methods.experts.qualification import STAGES
from quanheng.platform.accounts.models import Organisation
from quanheng.platform.common import approvals, inbox, journal
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.calendar import SHANGHAI, add_workdays
from quanheng.platform.common.errors import Incomplete, Missing, Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.common.ui.formats import day
from quanheng.platform.experts import policies
from quanheng.platform.experts.models import Expert, Pool, PoolRole
from quanheng.platform.experts.models.pools import ExpertRole
from quanheng.platform.experts.selectors import panels, pools
from quanheng.platform.experts.services import seating
from quanheng.platform.experts.services.relations import write_relation
from quanheng.platform.experts.states import EXPERT_STATES
from quanheng.platform.experts.texts import CONSENT_VERSION
from quanheng.platform.experts.wording import english
from quanheng.schemes import default_stack


@transaction.atomic
def open_pool(*, actor: Actor, name: str, now: datetime) -> Pool:
    """Open the expert pool of the actor's organisation (M-6.6)."""
    policies.require_pool_manager(actor)
    if actor.organisation_id is None or Pool.objects.filter(organisation_id=actor.organisation_id).exists():
        raise Refused("This organisation has an expert pool already")
    return Pool.objects.create(
        organisation_id=actor.organisation_id, name=name, created_at=now, adjusted_at=now
    )


@transaction.atomic
def apply_to_pool(
    *,
    actor: Actor,
    pool_id: UUID,
    roles: Sequence[str],
    disciplines: Sequence[str],
    employer_uscc: str,
    employer_name: str,
    consent: bool,
    now: datetime,
) -> Expert:
    """Enter the own person into a pool as an applicant; the data are used only with consent (`trust.md` 14).

    The employer counts for avoidance by its credit code, known to the platform or not.
    """
    if actor.role != Role.EXPERT or actor.person_id is None:
        raise Refused("Experts apply for themselves")
    _check_application(roles, disciplines, employer_name, consent=consent)
    employer = Organisation.objects.filter(uscc=employer_uscc).first() if employer_uscc else None
    if Expert.objects.filter(pool_id=pool_id, person_id=actor.person_id).exists():
        raise Refused("You are on record in this pool already")
    expert: Expert = Expert.new(
        now=now,
        pool_id=pool_id,
        person_id=actor.person_id,
        employer=employer,
        employer_name=employer.name if employer else employer_name.strip(),
        disciplines=list(disciplines),
        yearly_limit=default_stack().number("panel.yearly_cases"),
        confirmed_on=now.astimezone(SHANGHAI).date(),
        consent_version=CONSENT_VERSION,
    )
    expert.save()
    PoolRole.objects.bulk_create(PoolRole(expert=expert, role=role) for role in roles)
    if employer_uscc:
        write_relation(
            kind="employment", a=str(actor.person_id), b=employer_uscc, source="application", now=now
        )
    journal.record("experts.applied", expert, actor=actor, at=now)
    to = inbox.Recipient(Role.POOL_MANAGER, expert.pool.organisation_id)
    inbox.assign(expert, "verify", what="Verify the proofs of an expert", to=to, at=now, by=actor)
    return expert


def _check_application(
    roles: Sequence[str], disciplines: Sequence[str], employer_name: str, *, consent: bool
) -> None:
    if unknown := set(roles) - set(ExpertRole.values):
        raise Refused("Expert role: got %(got)s, takes one of the list", got=", ".join(sorted(unknown)))
    parts = (
        (roles, Missing("No expert role is chosen")),
        (disciplines, Missing("No field is chosen")),
        (employer_name.strip(), Missing("The employer is empty")),
        (consent, Missing("The consent to the use of the data is not given")),
    )
    missing = [part for there, part in parts if not there]
    if missing:
        raise Incomplete(missing)


@transaction.atomic
def move_expert(*, actor: Actor, number: str, verb: str, reason: str = "", now: datetime) -> Expert:
    """Do one step of an expert's life in the pool; of a two-person step the first call proposes, the second decides.

    Raises `Refused` when the same person calls twice, when the own record is meant, or when the guard of the
    step does not hold yet.
    """
    expert = pools.get_for_update(actor, number)
    target = EXPERT_STATES.target(verb, state=expert.state, role=actor.role)
    move = next(m for m in EXPERT_STATES.open_to(state=expert.state, role=actor.role) if m.verb == verb)
    if actor.role == Role.POOL_MANAGER:
        policies.require_other_person(actor, expert)
    if verb in NEED_REASON and not reason.strip():
        raise Refused("Reason: got nothing, takes the reason of this step")
    GUARDS.get(verb, _nothing)(expert, now)
    label = {"verb_label": english(move.label)}
    if move.second and approvals.pending(expert, verb, now=now) is None:
        approvals.propose(expert, verb, actor=actor, now=now, payload={"reason": reason})
        journal.record("experts.move_proposed", expert, actor=actor, at=now, body=label)
        return expert
    if move.second:
        approvals.approve(expert, verb, actor=actor, now=now)
    expert.state = target
    _settle(expert, verb, actor, now)
    expert.save()
    kind = "experts.moved" if move.second else "experts.moved_alone"
    journal.record(kind, expert, actor=actor, at=now, body=label | {"opinion": reason.strip()})
    return expert


def _settle(expert: Expert, verb: str, actor: Actor, now: datetime) -> None:
    """Set what comes with a step: notice, term and stages, closed inbox steps, vacated seats."""
    today = now.astimezone(SHANGHAI).date()
    if verb == "open_notice":
        expert.noticed_at = now
    if verb in {"admit", "renew"}:
        expert.term_until = add_years(today, default_stack().number("pool.term"))
        expert.confirmed_on = today
        _store_stages(expert, now)
        Pool.objects.filter(id=expert.pool_id).update(adjusted_at=now)
    inbox.close(expert, by=actor, at=now)
    if verb in {"suspend", "expel"}:
        for seat in panels.running_of(expert):
            seating.vacate(seat, actor=actor, code="C14", now=now)


def _store_stages(expert: Expert, now: datetime) -> None:
    for row in expert.roles.all():
        row.stages = stages_of(expert, row.role, now)
        row.save(update_fields=["stages"])


def stages_of(expert: Expert, role: str, now: datetime) -> list[str]:
    """Return the stages at which the verified claims carry the role; what must fit an achievement stays untested."""
    profile = pools.profile(expert, now.astimezone(SHANGHAI).date())
    rules = default_stack().qualification_rules()
    covered = [stage for stage in STAGES if any(role in r.roles and stage in r.stages for r in rules)]
    return [stage for stage in covered if methods.check_qualification(profile, role, stage, rules).eligible]


def _qualified(expert: Expert, now: datetime) -> None:
    missing = []
    if expert.identity_verified_at is None:
        missing.append(Missing("The identity is not verified"))
    if not any(stages_of(expert, row.role, now) for row in expert.roles.all()):
        missing.append(Missing("No expert role is qualified by verified claims"))
    if missing:
        raise Incomplete(missing)


def _notice_is_over(expert: Expert, now: datetime) -> None:
    _qualified(expert, now)
    if expert.noticed_at is None:
        raise Refused("The publicity of admission has not begun")
    last, _ = add_workdays(
        expert.noticed_at.astimezone(SHANGHAI).date(), default_stack().number("pool.notice")
    )
    if now.astimezone(SHANGHAI).date() <= last:
        raise Refused("The publicity of admission lasts until %(day)s", day=day(last))


def _no_running_seat(expert: Expert, _now: datetime) -> None:
    if panels.running_of(expert):
        raise Refused("A seat is running; it is finished or given back first")


def _nothing(_expert: Expert, _now: datetime) -> None:
    """A step without a guard of its own."""


GUARDS: Mapping[str, Callable[[Expert, datetime], None]] = {
    "open_notice": _qualified,
    "admit": _notice_is_over,
    "renew": _qualified,
    "leave": _no_running_seat,
}
NEED_REASON = frozenset({"refuse", "warn", "suspend", "expel"})
