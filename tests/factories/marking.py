"""Evaluations in scoring: a frozen plan, a seated panel with its sheets, marks as experts give them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from factories import accounts, experts, library
from quanheng.platform.accounts.actors import Actor
from quanheng.platform.accounts.models import Organisation
from quanheng.platform.accounts.selectors import actor_for
from quanheng.platform.common.roles import Role
from quanheng.platform.common.schemes import pin_current, stack_of
from quanheng.platform.evaluation import plans
from quanheng.platform.evaluation.marking import selectors, services
from quanheng.platform.evaluation.marking.rules import Answer
from quanheng.platform.evaluation.models import Evaluation, Plan, Sheet
from quanheng.platform.evaluation.results import services as results
from quanheng.platform.experts.models import Declaration, Draw, Invitation, PanelRequest, Seat
from quanheng.platform.library.models import Achievement

NOW = datetime(2026, 9, 21, 2, 0, tzinfo=UTC)
LEVELS = {"basic": 4, "applied": 6, "industrial": 9}


def drawing(
    *, stage: str = "basic", share: int = 50, achievement: Achievement | None = None, now: datetime = NOW
) -> Evaluation:
    """Return a case that waits for its panel; its plan is frozen."""
    achievement = achievement or library.achievement()
    lead = accounts.actor(Role.LEAD, accounts.organisation(kind="institution"))
    row: Evaluation = Evaluation.new(
        now=now,
        achievement=achievement,
        client=achievement.owner,
        institution=Organisation.objects.get(id=lead.organisation_id),
        created_by=achievement.created_by,
        lead_id=lead.person_id,
        state="drawing",
        scheme=pin_current(),
        level=LEVELS[stage],
        stage=stage,
        expected_stage=stage,
        purpose="listing",
        fee=Decimal(80000),
        fee_basis="fixed",
        scope_note="Evaluation of the achievement",
        client_signed_at=now,
        institution_signed_at=now,
        accepted_at=now,
    )
    row.save()
    template = stack_of(row.scheme).stage(stage)
    plan = Plan(evaluation=row, version=1, stage=stage, created_at=now, scheme=row.scheme)
    plans.put(plan, plans.from_template(template, row), template)
    plan.competitive_share = Decimal(share)
    plan.state, plan.locked_at = "frozen", now
    plan.fingerprint = plans.print_of(plan, stack_of(row.scheme))
    plan.save()
    return row


def lead_of(evaluation: Evaluation) -> Actor:
    identity = evaluation.lead.identities.select_related("person").get(role=Role.LEAD)
    return actor_for(identity)


def scoring(*, stage: str = "basic", share: int = 50, now: datetime = NOW) -> Evaluation:
    """Return a case in scoring with open sheets; its panel is put in place as a draw would leave it."""
    row = drawing(stage=stage, share=share, now=now)
    row.state = "scoring"
    row.save(update_fields=["state"])
    services.open_sheets(row, row.plans.get(), panel(row, now=now), now)
    return row


def panel(row: Evaluation, *, now: datetime = NOW) -> list[Seat]:
    """Return the seats of a complete panel, each taken and declared."""
    pool = experts.pool()
    request = PanelRequest.objects.create(
        achievement=row.achievement,
        case_kind=row.kind,
        case_id=row.id,
        case_number=row.number,
        institution=row.institution,
        client=row.client,
        pool=pool,
        requested_by=row.lead,
        stage=row.stage,
        scheme=row.scheme,
        quotas=row.plans.get().seats,
        state="seated",
        salt=b"s" * 32,
        created_at=now,
        frozen_at=now,
        seated_at=now,
    )
    drawn = Draw.objects.create(
        request=request,
        algorithm="draw-1",
        root="0" * 64,
        manifest={},
        commitments={},
        secret=b"s" * 32,
        public_source="index",
        draw_at=now,
        frozen_by=row.lead,
        frozen_at=now,
    )
    places = [(role, place) for role, count in request.quotas.items() for place in range(1, count + 1)]
    return [seat(drawn, role, place, f"E-{n:02d}", now=now) for n, (role, place) in enumerate(places, 1)]


def seat(drawn: Draw, role: str, place: int, code: str, *, now: datetime = NOW) -> Seat:
    """Return a seat that its expert took and declared for."""
    request = drawn.request
    taken = Seat.objects.create(
        request=request,
        draw=drawn,
        expert=experts.expert(request.pool, role, claims=[]),
        role=role,
        code=code,
        position=place,
        place=place,
        origin="drawn",
        state="accepted",
        accepted_at=now,
    )
    invitation = Invitation.objects.create(
        seat=taken, state="declared", sent_at=now, due_at=now + timedelta(days=2), answered_at=now
    )
    Declaration.objects.create(invitation=invitation, answers={}, text_version="2026-1", signed_at=now)
    return taken


def scoring_by_draw(*, stage: str = "basic", now: datetime = NOW) -> Evaluation:
    """Return a case whose panel was drawn, invited and seated by the services."""
    row = drawing(stage=stage, now=now)
    experts.panel(row.achievement, lead=lead_of(row), ref=row.ref, stage=stage, now=now)
    row.refresh_from_db()
    return row


def sheets(evaluation: Evaluation, side: str = "") -> list[Sheet]:
    rows = Sheet.objects.filter(evaluation=evaluation).select_related(
        "evaluation", "plan", "seat__expert__person"
    )
    return list(rows.filter(side=side) if side else rows)


def expert_of(sheet: Sheet) -> Actor:
    return experts.actor_of(sheet.seat.expert)


def answer(points: object, reason: str = "") -> Answer:
    """Return a scored answer in the band that holds the points."""
    value = Decimal(str(points))
    band = "high" if value >= 90 else "middle" if value >= 60 else "low"
    return Answer(
        "scored", band, value, reason or ("Shown by the papers" if value < 60 or value > 90 else "")
    )


def mark(
    sheet: Sheet, points: Callable[[Sheet, int], object] = lambda sheet, place: 80, *, now: datetime = NOW
):
    """Mark every item of a sheet."""
    actor = expert_of(sheet)
    for item in selectors.items(sheet):
        services.save_mark(
            actor=actor,
            number=sheet.evaluation.number,
            indicator=item.indicator.id,
            answer=answer(points(sheet, item.place)),
            now=now,
        )


def submit(
    sheet: Sheet, points: Callable[[Sheet, int], object] = lambda sheet, place: 80, *, now: datetime = NOW
):
    mark(sheet, points, now=now)
    return services.submit_sheet(
        actor=expert_of(sheet), number=sheet.evaluation.number, opinion="Sound work.", now=now
    )


def all_in(
    evaluation: Evaluation,
    points: Callable[[Sheet, int], object] = lambda sheet, place: 80,
    *,
    now: datetime = NOW,
):
    """Hand in every sheet."""
    for sheet in sheets(evaluation):
        submit(sheet, points, now=now)


def close(evaluation: Evaluation, *, now: datetime = NOW) -> Evaluation:
    """Compute the result and leave scoring, as closing does, without waking the rooms above."""
    results.compute_result(actor=lead_of(evaluation), evaluation=evaluation, now=now)
    evaluation.state = "valuing"
    evaluation.save(update_fields=["state"])
    return evaluation


def foreign_case() -> dict[str, object]:
    """Return the places of the addresses of a case in scoring, with its sheets."""
    return {"number": scoring().number, "place": 1, "code": "E-01"}
