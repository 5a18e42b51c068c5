"""Listings for tests, led by the services to the state asked for, with everybody who acts in them."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from factories import accounts, library
from quanheng.live import serve
from quanheng.live.engine import Engine
from quanheng.methods.bidding import Bid, Tick, to_fen
from quanheng.platform.accounts.actors import Actor
from quanheng.platform.accounts.models import Organisation
from quanheng.platform.common.files.services import store_made
from quanheng.platform.common.roles import Role
from quanheng.platform.evaluation.models import Evaluation
from quanheng.platform.exchange import selectors, services
from quanheng.platform.exchange.desk import bidding_desk
from quanheng.platform.exchange.models import Deal, Listing, Lot, Registration
from quanheng.platform.exchange.notice import pack_rules
from quanheng.platform.exchange.services import Registered, Terms
from quanheng.platform.library.models import Achievement
from quanheng.platform.reports.models import Report
from quanheng.schemes import default_stack

NOW = datetime(2026, 9, 21, 2, 0, tzinfo=UTC)
TERMS = Terms(
    transfer_way="licence",
    base_price=Decimal("3000000.00"),
    deposit_percent=Decimal(10),
    defects="Own research of 2024; one patent application is still pending.",
    payment_plan=((Decimal(60), 5), (Decimal(40), 90)),
    conditions="Use in bearings only.",
)
DAY = timedelta(days=1)


@dataclass
class Trade:
    """One listing with its people: the seller, two officers who examine and publish, the buyers."""

    achievement: Achievement
    seller: Actor
    examiner: Actor
    publisher: Actor
    buyers: list[Actor] = field(default_factory=list)
    listing: Listing | None = None
    lot: Lot | None = None

    @property
    def number(self) -> str:
        return self.listing.number

    def fresh(self) -> Listing:
        self.listing = Listing.objects.get(id=self.listing.id)
        return self.listing

    def registration(self, buyer: int = 0) -> Registration:
        return selectors.own_registration(self.buyers[buyer], self.fresh())

    def deal(self) -> Deal:
        return selectors.deal_of(self.fresh())


def report(
    achievement: Achievement, *, stage: str = "applied", level: int = 6, now: datetime = NOW
) -> Report:
    """Put a valid report in its place; reports are proved in their own room."""
    institution = accounts.organisation(kind="institution")
    lead = accounts.actor(Role.LEAD, institution)
    evaluation = Evaluation.new(
        now=now,
        achievement=achievement,
        client=achievement.owner,
        institution=institution,
        created_by=achievement.created_by,
        lead_id=lead.person_id,
        purpose="listing_price",
        state="issued",
        level=level,
        stage=stage,
        fee=Decimal(80000),
        fee_basis="fixed",
        scope_note="All",
        client_signed_at=now,
        institution_signed_at=now,
        concluded_at=now,
    )
    evaluation.save()
    row = Report.new(
        now=now,
        evaluation=evaluation,
        achievement=achievement,
        author_id=lead.person_id,
        state="valid",
        issued_at=now,
        valid_until=date(now.year + 1, 9, 1),
        pdf=store_made(
            content=b"%PDF-1.7 report",
            name="report.pdf",
            owner_kind="report",
            owner_id=evaluation.id,
            actor=lead,
            now=now,
        ),
        pdf_sha256="0" * 64,
    )
    row.save()
    return row


def trade(
    *,
    stage: str = "applied",
    with_report: bool = True,
    seller: Organisation | None = None,
    now: datetime = NOW,
) -> Trade:
    """Return a draft with its people."""
    owner = accounts.actor(
        Role.OWNER, seller or accounts.organisation("Yanyuan Polytechnic", kind="university")
    )
    achievement = library.achievement(owner, now=now)
    if with_report:
        report(achievement, stage=stage, now=now)
    office = accounts.organisation("Technology exchange", kind="exchange")
    of = Trade(achievement, owner, accounts.actor(Role.OFFICER, office), accounts.actor(Role.OFFICER, office))
    of.listing = services.create_listing(actor=owner, achievement_number=achievement.number, now=now)
    return of


def fill(of: Trade, *, terms: Terms = TERMS, now: datetime = NOW) -> None:
    """Type the terms and put the papers in place unjudged."""
    services.save_terms(actor=of.seller, number=of.number, terms=terms, now=now)
    listing = of.fresh()
    for name in ("decision_paper", "priority_paper"):
        paper = store_made(
            content=f"{name} CANARY-PAPER".encode(),
            name=f"{name}.txt",
            owner_kind="listing_paper",
            owner_id=listing.id,
            actor=of.seller,
            now=now,
        )
        setattr(listing, name, paper)
    listing.priority_told_on = now.date()
    listing.save()
    of.fresh()


def listing(
    state: str = "listed", *, buyers: int = 0, now: datetime = NOW, terms: Terms = TERMS, **options: object
) -> Trade:
    """Return a trade at draft (filled), submitted, approved or listed; listed with qualified `buyers`."""
    of = trade(now=now, **options)  # type: ignore[arg-type]  # a test's own options
    fill(of, terms=terms, now=now)
    if state == "draft":
        return of
    services.submit_listing(actor=of.seller, number=of.number, now=now)
    if state != "submitted":
        services.approve_listing(actor=of.examiner, number=of.number, opinion="", now=now)
    if state == "listed":
        publish(of, now=now)
        for _serial in range(buyers):
            qualify(of, now=now)
    of.fresh()
    return of


def publish(of: Trade, *, now: datetime = NOW) -> None:
    rules = pack_rules(default_stack())
    services.publish_listing(actor=of.publisher, number=of.number, rules=rules, now=now)
    of.fresh()


def apply(of: Trade, buyer: Actor | None = None, *, now: datetime = NOW) -> Registration:
    who = buyer or accounts.actor(Role.BUYER)
    of.buyers.append(who)
    return services.apply_to_buy(
        actor=who,
        number=of.number,
        statement="We make bearings.",
        rules_accepted=True,
        related=False,
        now=now,
    )


def qualify(of: Trade, buyer: Actor | None = None, *, now: datetime = NOW) -> Registration:
    row = apply(of, buyer, now=now)
    services.record_deposit(actor=of.examiner, registration_id=row.id, voucher=f"V-{row.id.hex[:6]}", now=now)
    return services.confirm_deposit(actor=of.publisher, registration_id=row.id, now=now)


def selecting(*, buyers: int = 2, now: datetime = NOW) -> tuple[Trade, datetime]:
    """Return a trade whose registration has closed, and the moment after."""
    of = listing("listed", buyers=buyers, now=now)
    after = of.listing.registration_ends_at + timedelta(minutes=1)
    services.close_registrations(after)
    of.fresh()
    return of, after


def engine(folder: object) -> Engine:
    """Start an engine that lives only in its calls, as the engine of the platform."""
    return serve.start(folder, thread=False)  # type: ignore[arg-type]  # a Path


def bidding(*, buyers: int = 2, now: datetime = NOW) -> tuple[Trade, datetime]:
    """Return a trade with an announced lot, and the moment at which the lot opens; needs an engine."""
    of, after = selecting(buyers=buyers, now=now)
    opens = after + timedelta(hours=1)
    of.lot = services.open_bidding(
        actor=of.publisher, number=of.number, opens_at=opens, closes_at=opens + DAY, now=after
    )
    of.lot = services.announce_lot(actor=of.publisher, number=of.lot.number, now=after)
    of.fresh()
    return of, opens


def bid(of: Trade, buyer: int, yuan: int, at: datetime, *, key: str = "") -> str:
    """Bid as a buyer and return the outcome."""
    code = of.registration(buyer).code
    command = Bid(key=key or f"{code}-{yuan}", bidder=code, actor=code, amount_fen=to_fen(Decimal(yuan)))
    return bidding_desk().send(of.lot.number, command, now=at).outcome


def decided(*, buyers: int = 2, now: datetime = NOW) -> tuple[Trade, datetime]:
    """Return a trade whose lot was sold to the second buyer for 3,020,000 yuan, and the moment after."""
    of, opens = bidding(buyers=buyers, now=now)
    bid(of, 0, 3_000_000, opens)
    bid(of, 1, 3_020_000, opens + timedelta(minutes=1))
    after = opens + DAY + timedelta(seconds=1)
    bidding_desk().send(of.lot.number, Tick(), now=after)
    services.record_results(after)
    of.fresh()
    return of, after


def agreed(*, now: datetime = NOW) -> tuple[Trade, datetime]:
    """Return a trade sold to its single buyer by agreement, the result confirmed, and the moment after."""
    of, after = selecting(buyers=1, now=now)
    services.propose_settlement(actor=of.examiner, number=of.number, price=Decimal(3_100_000), now=after)
    services.approve_settlement(actor=of.publisher, number=of.number, now=after)
    services.propose_result(actor=of.examiner, number=of.number, now=after)
    services.confirm_result(actor=of.publisher, number=of.number, now=after)
    of.fresh()
    return of, after


def contracting(*, now: datetime = NOW) -> tuple[Trade, datetime]:
    """Return a trade whose result was confirmed and published, and the moment after."""
    of, after = decided(now=now)
    services.propose_result(actor=of.examiner, number=of.number, now=after)
    services.confirm_result(actor=of.publisher, number=of.number, now=after)
    over = of.fresh().publicity_ends_at + timedelta(minutes=1)
    services.release_deposits(over)
    services.end_publicities(over)
    of.fresh()
    return of, over


def contract(of: Trade, *, now: datetime) -> Deal:
    """Put a contract in place unjudged."""
    deal = of.deal()
    deal.contract_kind, deal.contract_number = "licence_contract", "HT-1"
    deal.contract_file = store_made(
        content=b"contract",
        name="contract.txt",
        owner_kind="deal_contract",
        owner_id=deal.id,
        actor=of.seller,
        now=now,
    )
    deal.save()
    return deal


def sign(of: Trade, *, now: datetime) -> None:
    deal = of.deal()
    for actor, name in ((of.seller, of.listing.seller.name), (of.buyers[1], deal.buyer.name)):
        services.sign_contract(actor=actor, number=deal.number, version=deal.version, word=name, now=now)


def paying(*, now: datetime = NOW) -> tuple[Trade, datetime]:
    of, after = contracting(now=now)
    contract(of, now=after)
    sign(of, now=after)
    of.fresh()
    return of, after


def pay(of: Trade, order: int, *, now: datetime) -> None:
    number = of.deal().number
    services.record_payment(actor=of.examiner, number=number, order=order, voucher=f"P-{order}", now=now)
    services.confirm_payment(actor=of.publisher, number=number, order=order, now=now)


def closed(*, now: datetime = NOW) -> tuple[Trade, datetime]:
    of, after = paying(now=now)
    pay(of, 1, now=after)
    pay(of, 2, now=after)
    registered = Registered(
        number="2026130101000001", contract_amount=Decimal(3_020_000), technology_amount=Decimal(3_000_000)
    )
    number = of.deal().number
    services.register_contract(actor=of.seller, number=number, registered=registered, now=after)
    services.close_case(actor=of.publisher, number=number, now=after)
    of.fresh()
    return of, after


def foreign() -> dict[str, object]:
    """Return the numbers of a draft, of a lot that the engine does not have, of a deal and of an application."""
    of = trade()
    buyer = accounts.actor(Role.BUYER)
    row = Registration.objects.create(
        listing=of.listing, buyer_id=buyer.organisation_id, person_id=buyer.person_id, applied_at=NOW
    )
    lot = Lot.new(now=NOW, listing=of.listing, opened_by_id=of.publisher.person_id, terms={})
    lot.opens_at, lot.closes_at = NOW, NOW + DAY
    lot.save()
    deal = Deal.new(now=NOW, listing=of.listing, buyer_id=buyer.organisation_id, price_fen=1, way="agreement")
    deal.buyer_person_id = buyer.person_id
    deal.save()
    return {
        "number": of.number,
        "lot": lot.number,
        "deal": deal.number,
        "order": 1,
        "registration_id": row.id,
    }
