"""Valuations for tests. The case and its panel are put in place; what happens to the valuation goes through its services."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from uuid import uuid4

from factories import accounts, library
from quanheng.platform.accounts.actors import SYSTEM, Actor
from quanheng.platform.accounts.models import Identity, Organisation
from quanheng.platform.accounts.selectors import actor_for
from quanheng.platform.common.roles import Role
from quanheng.platform.evaluation.models import Evaluation
from quanheng.platform.experts.models import Draw, Expert, PanelRequest, Pool, Seat
from quanheng.platform.library.models import Achievement, Right
from quanheng.platform.valuation import services, wording
from quanheng.platform.valuation.models import Engagement
from quanheng.platform.valuation.services import Basis, Entry, MethodChoice
from quanheng.platform.valuation.sheets.stage import STAGE_SHEETS
from quanheng.schemes import default_stack

NOW = datetime(2026, 9, 21, 2, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=60)
"""After the time for opinions has ended."""
LEVELS = {"basic": 3, "applied": 6, "industrial": 9}
PANEL = ("technical", "customer", "chain", "industry", "investment", "investment", "investment")
TRIPLES = ((800_000, 1_200_000, 1_900_000), (900_000, 1_300_000, 2_000_000), (700_000, 1_100_000, 1_800_000))
BASIS = Basis(
    purpose="Reference for the listing price",
    users="Owner and prospective buyers",
    value_type="market",
    value_definition="What a willing buyer would pay a willing seller at arm's length",
    valuation_date=date(2026, 8, 31),
    valid_until=date(2027, 8, 30),
    rights="Patent and know-how of the batch process",
    territory="China",
    assumptions="The line runs as designed",
)
SOURCED = {"source": "Audited ledger of the institute", "as_of": date(2026, 8, 20)}
FIGURES: dict[str, dict[str, object]] = {
    "cost.multiplier": {
        "materials": "350000.00",
        "labour": "300000.00",
        "creativity": "1.2",
        "risk": "0.4",
        "profit": "0.2",
        "used_years": "2",
        "remaining_years": "8",
    },
    "cost.ledger": {
        "items.1": {"label": "Pilot line", "amount": "400000.00", "year": "2023"},
        "items.2": {"label": "Wages", "amount": "250000.00", "year": "2024"},
        "index": [
            {"year": "2023", "level": "100"},
            {"year": "2024", "level": "102"},
            {"year": "2026", "level": "105"},
        ],
        "profit": "0.1",
        "capital_cost": "0.05",
        "used_years": "1",
        "remaining_years": "9",
    },
    "income.split": {
        "base": ["8000000.00", "15000000.00", "22000000.00", "26000000.00", "24000000.00"],
        "basis": "revenue",
        "tax": "0",
        "split_way": "direct",
        "split_rate": "0.035",
        "rate_way": "direct",
        "rate": "0.18",
        "timing": "end",
    },
    "income.dcf": {
        "flows": ["300000.00", "500000.00", "700000.00"],
        "rate_way": "build_up",
        "premiums.1": {"label": "Government bond", "rate": "0.02"},
        "premiums.2": {"label": "Premium of the trade", "rate": "0.13"},
        "timing": "end",
    },
    "market.comparables": {
        f"deals.{n}": {
            "label": f"Deal {n}",
            "closed_on": "2026-03-01",
            "price": f"{price}.00",
            "circumstance": "1",
            "date_factor": "1.02",
            "individual": "0.95",
            "reason": "Smaller plant",
        }
        for n, price in enumerate((1_500_000, 1_700_000, 1_600_000), start=1)
    },
}
STAGE_FIGURES = {
    "research_cost": "650000.00",
    "expected_income": "95000000.00",
    "market_size": "600000000.00",
    "like_deals": "Three transfers of ceramic ball lines since 2024",
}
CHOICES = {
    "basic": ("cost.multiplier",),
    "applied": ("income.split",),
    "industrial": ("income.split", "market.comparables"),
}
_serial = count(1)


@dataclass(frozen=True)
class People:
    """Who acts in a valuation: the institution's people, the owner, and the experts by role."""

    lead: Actor
    second: Actor
    owner: Actor
    experts: dict[str, list[Actor]]

    @property
    def valuers(self) -> list[Actor]:
        return [actor for actors in self.experts.values() for actor in actors]


def case(stage: str = "applied", *, panel: tuple[str, ...] = PANEL, level: int | None = None) -> Evaluation:
    """Return an evaluation in VALUING with a seated panel, and no engagement yet."""
    achievement = dossier()
    house = accounts.organisation(kind="institution")
    lead = accounts.actor(Role.LEAD, house)
    accounts.actor(Role.REVIEWER, house)
    row = Evaluation.new(
        now=NOW,
        state="valuing",
        achievement=achievement,
        client=achievement.owner,
        institution=house,
        created_by=achievement.created_by,
        lead_id=lead.person_id,
        purpose="listing_price",
        purpose_note="Before a listing",
        level=level or LEVELS[stage],
        stage=stage,
        scheme="",
        fee=Decimal(80000),
        fee_basis="fixed",
        scope_note="Everything",
        client_signed_at=NOW,
        institution_signed_at=NOW,
    )
    row.save()
    seat_panel(row, house, lead, panel)
    return row


def dossier() -> Achievement:
    """Return an entered achievement with a right and a paper, put in place."""
    row = library.draft(now=NOW)
    Right.objects.create(
        achievement=row,
        kind="secret",
        title="Sintering of balls",
        holder=row.owner.name,
        holder_uscc=row.owner.uscc,
        share=100,
    )
    library.evidence(row, None, 1, "survey_report", now=NOW)
    day = {"state": "published", "submitted_at": NOW, "published_at": NOW, "evaluation_way": "commission"}
    Achievement.objects.filter(id=row.id).update(**day)
    row.refresh_from_db()
    return row


def seat_panel(row: Evaluation, house: Organisation, lead: Actor, roles: tuple[str, ...]) -> None:
    """Put a seated panel in place, one expert of an own employer per seat."""
    manager = accounts.actor(Role.POOL_MANAGER)
    pool = Pool.objects.create(
        organisation_id=manager.organisation_id, name="Pool", created_at=NOW, adjusted_at=NOW
    )
    request = PanelRequest.objects.create(
        achievement=row.achievement,
        case_kind="evaluation",
        case_id=row.id,
        case_number=row.number,
        institution=house,
        pool=pool,
        requested_by_id=lead.person_id,
        stage=row.stage,
        scheme=default_stack().fingerprint,
        state="seated",
        quotas={role: roles.count(role) for role in roles},
        salt=b"s" * 32,
        created_at=NOW,
        frozen_at=NOW,
        seated_at=NOW,
    )
    draw = Draw.objects.create(
        request=request,
        algorithm="test",
        root="0" * 64,
        manifest={},
        commitments={},
        public_source="-",
        draw_at=NOW,
        secret=b"x" * 32,
        frozen_by_id=manager.person_id,
        frozen_at=NOW,
    )
    for place, role in enumerate(roles):
        take_seat(request, draw, role, place)


def take_seat(request: PanelRequest, draw: Draw, role: str, place: int) -> Seat:
    person = accounts.person(f"Secret Name {next(_serial)}")
    accounts.actor(Role.EXPERT, request.pool.organisation, of=person)
    expert = Expert.new(
        now=NOW,
        pool=request.pool,
        person=person,
        employer_name="Hidden Works",
        disciplines=["new_materials"],
        state="active",
        term_until=date(2028, 1, 1),
        yearly_limit=10,
        confirmed_on=NOW.date(),
        identity_verified_at=NOW,
        consent_version="1",
    )
    expert.save()
    return Seat.objects.create(
        id=uuid4(),
        request=request,
        draw=draw,
        expert=expert,
        role=role,
        code=f"E-{place + 1:02d}",
        position=place,
        place=place,
        origin="drawn",
        state="accepted",
        accepted_at=NOW,
    )


def people(engagement: Engagement) -> People:
    house = engagement.evaluation.institution
    roles = default_stack().stage(engagement.stage).valuers
    experts: dict[str, list[Actor]] = {}
    for seat in Seat.objects.filter(request__case_id=engagement.evaluation_id, role__in=roles).order_by(
        "place"
    ):
        experts.setdefault(seat.role, []).append(expert_actor(seat))
    return People(
        holder(Role.LEAD, house),
        holder(Role.REVIEWER, house),
        library.owner_of(engagement.achievement),
        experts,
    )


def lead_of(row: Engagement) -> Actor:
    return holder(Role.LEAD, row.evaluation.institution)


def valuers_of(row: Engagement) -> list[Actor]:
    """Return the experts who are asked, in the order of their seats' roles."""
    return [expert_actor(opinion.seat) for opinion in row.opinions.select_related("seat__expert")]


def expert_actor(seat: Seat) -> Actor:
    rows = Identity.objects.select_related("person")
    return actor_for(rows.get(person_id=seat.expert.person_id, role=Role.EXPERT))


def holder(role: Role, house: Organisation) -> Actor:
    return actor_for(house.identities.select_related("person").filter(role=role).first())


def engagement(
    state: str = "draft",
    stage: str = "applied",
    *,
    level: int | None = None,
    methods: tuple[str, ...] = (),
    panel: tuple[str, ...] = PANEL,
    triples: tuple[tuple[int, int, int], ...] = (),
    sourced: bool = True,
) -> Engagement:
    """Return an engagement in draft, locked, in (every opinion sealed), opened, computed or signed.

    `sourced` false leaves one figure of the first method without source and date.
    """
    row = services.open_engagement(case(stage, panel=panel, level=level), SYSTEM, NOW)
    if state == "draft":
        return row
    codes = methods or CHOICES[stage]
    fill(row, codes, sourced=sourced)
    lead = lead_of(row)
    services.lock(actor=lead, number=row.number, now=NOW)
    if state == "locked":
        return fresh(row)
    give_opinions(row, triples)
    run_all(row, codes)
    if state == "in":
        return fresh(row)
    services.open_opinions(actor=lead, number=row.number, now=LATER)
    if state == "opened":
        return fresh(row)
    services.reconcile(
        actor=lead, number=row.number, reason="The forecast carries most", note="Explained", now=LATER
    )
    if state == "signed":
        services.sign(actor=lead, number=row.number, now=LATER)
    return fresh(row)


def fresh(row: Engagement) -> Engagement:
    rows = Engagement.objects.select_related(
        "achievement", "evaluation", "evaluation__institution", "evaluation__client"
    )
    return rows.get(id=row.id)


def fill(row: Engagement, codes: tuple[str, ...], *, sourced: bool = True) -> None:
    """Fill in basis, methods with equal weights, figures and disclosures."""
    lead, number = lead_of(row), row.number
    weight = Decimal(1) / len(codes) if len(codes) != 3 else Decimal("0.25")
    choices = [MethodChoice(code, weight, "Fits the data at hand") for code in codes]
    if len(codes) == 3:
        choices[0] = replace(choices[0], weight=Decimal("0.5"))
    services.save_basis(actor=lead, number=number, basis=BASIS, now=NOW)
    services.save_methods(actor=lead, number=number, methods=choices, families={}, now=NOW)
    texts = dict.fromkeys(wording.DISCLOSURES, "As set out in the dossier")
    services.save_disclosures(actor=lead, number=number, texts=texts, now=NOW)
    stage = {spec.name: STAGE_FIGURES[spec.name] for spec in STAGE_SHEETS[row.stage].specs}
    save_figures(row, "stage", stage)
    for code in codes:
        save_figures(row, code, FIGURES[code], sourced=sourced or code != codes[0])


def save_figures(row: Engagement, code: str, figures: dict[str, object], *, sourced: bool = True) -> None:
    entries = {name: Entry(value, **SOURCED) for name, value in figures.items()}
    if not sourced:
        name = "rate" if "rate" in entries else next(iter(entries))
        entries[name] = Entry(entries[name].value)
    services.save_params(actor=lead_of(row), number=row.number, code=code, entries=entries, now=NOW)


def give_opinions(row: Engagement, triples: tuple[tuple[int, int, int], ...] = ()) -> None:
    """Let the valuers answer in the order of their seats; more valuers than `triples` stay silent."""
    valuers = valuers_of(row)
    given = triples or tuple(TRIPLES[n % 3] for n in range(len(valuers)))
    for actor, triple in zip(valuers, given, strict=False):
        submit(row, actor, triple)


def submit(
    row: Engagement, actor: Actor, triple: tuple[object, object, object] = TRIPLES[0], *, now: datetime = NOW
) -> None:
    opinion = row.opinions.get(seat__expert__person_id=actor.person_id)
    p10, p50, p90 = (Decimal(str(value)) for value in triple)
    services.submit_opinion(
        actor=actor, opinion_id=opinion.id, p10=p10, p50=p50, p90=p90, reason="Prices of like plants", now=now
    )


def run_all(row: Engagement, codes: tuple[str, ...]) -> None:
    for code in codes:
        services.run_method(actor=lead_of(row), number=row.number, code=code, now=NOW)


def foreign_engagement() -> dict[str, object]:
    """Return the places of the addresses of an opened engagement of another institution."""
    row = engagement("opened")
    opinion = row.opinions.select_related("seat").first()
    return {"number": row.number, "code": opinion.seat.code, "opinion_id": opinion.id}
