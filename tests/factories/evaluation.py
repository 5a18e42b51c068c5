"""Evaluations for tests, led by the services to the state asked for, with everybody who acts in them."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from factories import accounts, experts, library
from quanheng.platform.accounts.actors import Actor
from quanheng.platform.accounts.models import Identity, Organisation
from quanheng.platform.accounts.selectors import actor_for
from quanheng.platform.common.roles import Role
from quanheng.platform.evaluation import plans, selectors, services
from quanheng.platform.evaluation.models import Evaluation
from quanheng.platform.evaluation.services import Commission, Finding, Terms
from quanheng.platform.integrity import services as integrity
from quanheng.platform.library.models import Achievement
from quanheng.platform.maturity import selectors as maturity
from quanheng.platform.maturity import services as grading
from quanheng.schemes import default_stack

NOW = datetime(2026, 9, 21, 2, 0, tzinfo=UTC)
ONE_PACKAGE = (("1", "Ball", 100, True),)
COMMISSION = Commission(purpose="listing_price", wanted_on=date(2026, 12, 1), purpose_note="Before a listing")
TERMS = Terms(
    scope_note="Level, staged evaluation and report of the achievement",
    finish_on=date(2026, 12, 1),
    fee=Decimal("80000.00"),
    fee_basis="fixed",
    secrecy="Both sides keep secret what they learn.",
    liability="The institution answers for its own fault.",
)
WAY = (
    "draft",
    "submitted",
    "accepted",
    "contracted",
    "planned",
    "maturity",
    "collecting",
    "drawing",
    "scoring",
)
"""States on the straight path that `evaluation` reaches; those after scoring begin in rooms of their own."""


heard: list[tuple[str, str]] = []
"""What `hears` was told, as (number, state)."""


def hears(evaluation: Evaluation, actor: Actor, now: datetime) -> None:
    """Stand for a room above that listens to a state."""
    heard.append((evaluation.number, evaluation.state))


@dataclass(frozen=True)
class Cast:
    """Everybody of a case, and the organisations behind them."""

    owner: Actor
    intake: Actor
    lead: Actor
    reviewer: Actor
    signer: Actor

    @property
    def institution(self) -> Organisation:
        return Organisation.objects.get(id=self.intake.organisation_id)


def institution(name: str = "", *, fields: tuple[str, ...] = ("new_materials",)) -> Organisation:
    """Return an admitted institution with one person in each of its roles."""
    row = accounts.organisation(name, kind="institution")
    for role in (Role.INTAKE, Role.LEAD, Role.REVIEWER, Role.SIGNER):
        accounts.actor(role, row)
    integrity.admit_institution(
        actor=accounts.actor(Role.SUPERVISOR), organisation_id=row.id, fields=list(fields), now=NOW
    )
    return row


def holder(role: Role, organisation_id: UUID) -> Actor:
    """Return the first person who holds a role for an organisation."""
    rows = Identity.objects.filter(role=role, organisation_id=organisation_id).select_related("person")
    return actor_for(rows.order_by("granted_at", "person__username").first())


def day_after(now: datetime, day: date | None) -> date:
    """Return `day`, or a day that is to come when the test plays later."""
    return max(day or date.min, (now + timedelta(days=60)).date())


def cast_of(evaluation: Evaluation) -> Cast:
    house = evaluation.institution_id
    people = (holder(role, house) for role in (Role.INTAKE, Role.LEAD, Role.REVIEWER, Role.SIGNER))
    return Cast(holder(Role.OWNER, evaluation.client_id), *people)


def evaluation(
    state: str = "submitted",
    *,
    achievement: Achievement | None = None,
    institution: Organisation | None = None,
    case_kind: str = "full",
    level: int = 6,
    now: datetime = NOW,
) -> Evaluation:
    """Return a case in a state of `WAY`; `level` is what its evidence shows."""
    achievement = achievement or library.achievement(packages=ONE_PACKAGE)
    house = institution or globals()["institution"]()
    row = services.create_evaluation(
        actor=library.owner_of(achievement),
        achievement_number=achievement.number,
        institution_id=house.id,
        commission=replace(COMMISSION, wanted_on=day_after(now, COMMISSION.wanted_on)),
        case_kind=case_kind,
        now=now,
    )
    for step in WAY[1 : WAY.index(state) + 1]:
        STEPS[step](row, cast_of(row), level, now)
    return fresh(row)


def fresh(evaluation: Evaluation) -> Evaluation:
    return selectors.by_id(evaluation.id)


def submit(row: Evaluation, cast: Cast, level: int, now: datetime) -> None:
    services.submit_evaluation(actor=cast.owner, number=row.number, truth=True, no_classified=True, now=now)


def accept(row: Evaluation, cast: Cast, level: int, now: datetime) -> None:
    services.accept_evaluation(
        actor=cast.intake,
        number=row.number,
        lead_id=cast.lead.person_id,
        no_conflict=True,
        in_scope=True,
        now=now,
    )


def sign(row: Evaluation, cast: Cast, level: int, now: datetime) -> None:
    services.save_contract(
        actor=cast.lead,
        number=row.number,
        terms=replace(TERMS, finish_on=day_after(now, TERMS.finish_on)),
        now=now,
    )
    row = fresh(row)
    for actor, side in ((cast.owner, row.client), (cast.lead, row.institution)):
        services.sign_contract(actor=actor, number=row.number, version=row.version, word=side.name, now=now)


def draft_plan(row: Evaluation, **changes: object) -> plans.Draft:
    """Return the plan that the packs propose, with a team and a timetable."""
    template = default_stack().stage(fresh(row).expected_stage)
    proposed = plans.from_template(template, row)
    values = {name: getattr(proposed, name) for name in proposed.__dataclass_fields__}
    values |= {"team": "Li Min, Zhao Qiang", "timetable": "Report by December"}
    return plans.Draft(**(values | changes))


def lock(row: Evaluation, cast: Cast, level: int, now: datetime) -> None:
    services.save_plan(actor=cast.lead, number=row.number, draft=draft_plan(row), now=now)
    services.propose_plan_lock(actor=cast.lead, number=row.number, now=now)
    services.lock_plan(actor=cast.reviewer, number=row.number, now=now)


def start(row: Evaluation, cast: Cast, level: int, now: datetime) -> None:
    services.start_maturity(actor=cast.lead, number=row.number, now=now)


def accept_evidence(row: Evaluation, level: int, *, now: datetime = NOW) -> None:
    """Hand in and accept evidence for every element up to `level`, but what the owner filled in before."""
    lead, case = cast_of(row).lead, maturity.of_case(row.id)
    case.achievement.evidence.all().delete()
    library.evidence_up_to(case.achievement, level)
    leaves = [leaf.code for leaf in maturity.leaves(case)]
    grading.confirm_packages(actor=lead, grading_id=case.id, critical=frozenset(leaves), now=now)
    for number in range(1, level + 1):
        rule = default_stack().level(number)
        if any(element.site_visit for element in rule.elements):
            grading.record_site_visit(
                actor=lead,
                grading_id=case.id,
                visited_on=now.date(),
                place="Plant 2",
                visitors="Li Min",
                note="Two lines run.",
                attachment=None,
                now=now,
            )
        for code in [""] if rule.project_wide else leaves:
            for element in rule.elements:
                grading.decide_element(
                    actor=lead,
                    grading_id=case.id,
                    package_code=code,
                    level=number,
                    element=element.id,
                    verdict="accepted",
                    reason="",
                    now=now,
                )


def confirm(row: Evaluation, cast: Cast, level: int, now: datetime) -> None:
    accept_evidence(row, level, now=now)
    stage = default_stack().stage_of(level).code
    if stage != fresh(row).expected_stage and row.case_kind == "full":
        services.prepare_found_plan(actor=cast.lead, number=row.number, now=now)
    services.propose_level(actor=cast.lead, number=row.number, now=now)
    services.confirm_level(actor=cast.reviewer, number=row.number, now=now)


def collect(row: Evaluation, cast: Cast, level: int, now: datetime) -> None:
    found = Finding(source="CNKI", dated=now.date(), finding="Twelve papers, none on the same route.")
    for entry in selectors.plan_of(fresh(row)).information:
        services.save_information(
            actor=cast.lead, number=row.number, item=entry["id"], finding=found, now=now
        )
    services.complete_collection(actor=cast.lead, number=row.number, now=now)


def seat(row: Evaluation, cast: Cast, level: int, now: datetime) -> None:
    """Request the panel and let a pool made for it seat everyone."""
    row = fresh(row)
    of = experts.pool(accounts.actor(Role.POOL_MANAGER, row.institution), now=now)
    enterprise = accounts.organisation().uscc
    experts.crowd(of, row.stage, customer=enterprise, now=now)
    services.request_panel(actor=cast.lead, number=row.number, now=now)
    request = experts.PanelRequest.objects.get(case_id=row.id)
    manager = experts.manager_of(of)
    experts.services.set_enterprises(
        actor=manager, request_id=request.id, customers=[enterprise], chain=[enterprise], now=now
    )
    experts.seated(request, manager, experts.manager_of(of), now=now)


STEPS = {
    "submitted": submit,
    "accepted": accept,
    "contracted": sign,
    "planned": lock,
    "maturity": start,
    "collecting": confirm,
    "drawing": collect,
    "scoring": seat,
}
