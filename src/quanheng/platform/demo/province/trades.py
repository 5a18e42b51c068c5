"""The trade: listing, notice, buyers and deposits, bidding or agreement, contract, payment, registration (J8)."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile

from quanheng.methods.bidding import Bid, Tick, to_fen
from quanheng.platform.accounts.actors import Actor
from quanheng.platform.common.files.services import store_made
from quanheng.platform.common.roles import Role
from quanheng.platform.demo.province import papers
from quanheng.platform.demo.province.dossiers import PAPERS
from quanheng.platform.demo.province.journey import Journey
from quanheng.platform.demo.province.sources import source
from quanheng.platform.demo.province.telling import Story
from quanheng.platform.exchange import selectors, services
from quanheng.platform.exchange.desk import bidding_desk
from quanheng.platform.exchange.models import Deal, Listing, Lot
from quanheng.platform.exchange.notice import pack_rules
from quanheng.platform.exchange.services import Registered, Terms
from quanheng.platform.exchange.services.deals import fitting_kinds
from quanheng.schemes import default_stack

SUBMITTED, APPROVED, PUBLISHED, APPLIED, PAID, CLOSED, OPENS, ENDS = 1, 2, 3, 5, 7, 14, 15, 16
CONFIRMED, PUBLISHED_RESULT, DRAWN_UP, SIGNED, FIRST_PAID, LAST_PAID, REGISTERED, DONE = (
    17,
    23,
    24,
    26,
    29,
    45,
    50,
    52,
)
"""Steps of a trade, in working days from its beginning."""
BIDS = 12
HALF_AN_HOUR = timedelta(minutes=30)


class Trade:
    """One listing on its way; `at` counts working days from its own beginning."""

    def __init__(self, journey: Journey) -> None:
        self.journey = journey
        self.terms: dict[str, Any] = journey.dossier["trade"]
        self.number = ""
        self.examiner = journey.world.actor("weiran", Role.OFFICER)
        self.publisher = journey.world.actor("xiaomin", Role.OFFICER)

    @property
    def seller(self) -> Actor:
        return self.journey.owner

    @property
    def buyers(self) -> list[Actor]:
        return [self.journey.world.actor(name, Role.BUYER) for name in self.terms["buyers"]]

    def at(self, step: int, clock: str = "10:00") -> datetime:
        return self.journey.world.days.at(self.terms["began"] - step, clock)

    @property
    def listing(self) -> Listing:
        return selectors.get(self.examiner, self.number)

    @property
    def lot(self) -> Lot:
        found = selectors.lot_of(self.listing)
        if found is None:
            raise LookupError(self.number)
        return found

    @property
    def deal(self) -> Deal:
        found = selectors.deal_of(self.listing)
        if found is None:
            raise LookupError(self.number)
        return found


def trade(journey: Journey) -> Story:
    """Tell the trade as far as the story wants it."""
    of, kind = Trade(journey), journey.dossier["trade"]["kind"]
    yield from offer(of)
    yield from apply(of, waiting=kind == "listed")
    if kind == "listed":
        return
    yield (now := of.at(CLOSED, "09:00"))
    services.close_registrations(now)
    if kind == "live":
        yield from go_live(of)
        return
    yield from (bid(of) if len(of.buyers) > 1 else agree(of))
    yield from publish_result(of)
    yield from contract(of, complete=kind == "closed")
    if kind == "closed":
        yield from settle(of)


def offer(of: Trade) -> Story:
    """Tell how the owner lists the achievement and two officers examine and publish it."""
    yield (now := of.at(0, "09:30"))
    row = services.create_listing(actor=of.seller, achievement_number=of.journey.number, now=now)
    of.number = row.number
    words = source("sentences")["trade"]
    terms = Terms(
        transfer_way=of.terms["way"],
        base_price=Decimal(of.terms["price"]),
        deposit_percent=Decimal(10),
        defects=words["defects"],
        payment_plan=((Decimal(60), 5), (Decimal(40), 30)),
        conditions=words["conditions"],
    )
    services.save_terms(actor=of.seller, number=of.number, terms=terms, now=now)
    yield (now := of.at(0, "15:00"))
    uploads = {name: made_paper(of, name, now) for name in ("decision_paper", "priority_paper")}
    services.save_papers(
        actor=of.seller,
        number=of.number,
        uploads=uploads,
        priority_told_on=now.date(),
        approval_needed=False,
        now=now,
    )
    yield (now := of.at(SUBMITTED, "09:15"))
    services.submit_listing(actor=of.seller, number=of.number, now=now)
    yield (now := of.at(APPROVED, "14:30"))
    services.approve_listing(actor=of.examiner, number=of.number, opinion=words["opinion"], now=now)
    yield (now := of.at(PUBLISHED, "09:00"))
    rules = pack_rules(default_stack())
    services.publish_listing(actor=of.publisher, number=of.number, rules=rules, now=now)


def made_paper(of: Trade, name: str, now: datetime) -> ContentFile[bytes]:
    """Return a paper of the trade as an upload; the store knows its bytes already."""
    content = papers.trade_paper(name, of.journey.dossier, of.journey.house.name, of.number, now.date())
    file = f"{of.number}-{name.replace('_', '-')}.pdf"
    store_made(
        content=content, name=file, owner_kind=PAPERS, owner_id=of.journey.house.id, actor=of.seller, now=now
    )
    return ContentFile(content, name=file)


def apply(of: Trade, *, waiting: bool) -> Story:
    """Tell how buyers apply and their deposits are recorded and confirmed; `waiting`: the last step is still open."""
    words = source("sentences")["trade"]
    for place, buyer in enumerate(of.buyers):
        yield (now := of.at(APPLIED - waiting, f"{10 + place}:10"))
        row = services.apply_to_buy(
            actor=buyer,
            number=of.number,
            statement=words["statement"],
            rules_accepted=True,
            related=False,
            now=now,
        )
        yield (now := of.at(PAID - 3 * waiting, f"{11 + place}:20"))
        voucher = f"YH{now:%Y%m%d}{place + 1:04d}"
        services.record_deposit(actor=of.examiner, registration_id=row.id, voucher=voucher, now=now)
        if not waiting:
            yield (now := of.at(PAID, f"{14 + place}:00"))
            services.confirm_deposit(actor=of.publisher, registration_id=row.id, now=now)


def go_live(of: Trade) -> Story:
    """Tell how the lot is announced that opens with the demonstration."""
    yield (now := of.at(CLOSED, "10:00"))
    present = of.journey.world.days.present
    services.open_bidding(
        actor=of.publisher,
        number=of.number,
        opens_at=present,
        closes_at=present + HALF_AN_HOUR,
        short_reason=source("sentences")["trade"]["short"],
        now=now,
    )
    services.announce_lot(actor=of.publisher, number=of.lot.number, now=now)


def bid(of: Trade) -> Story:
    """Tell a whole bidding: a day long, a dozen bids, the first buyer wins at the premium of the story."""
    yield (now := of.at(CLOSED, "10:00"))
    opens, closes = of.at(OPENS, "10:00"), of.at(OPENS, "10:00") + timedelta(days=1)
    services.open_bidding(actor=of.publisher, number=of.number, opens_at=opens, closes_at=closes, now=now)
    services.announce_lot(actor=of.publisher, number=of.lot.number, now=now)
    lot = of.lot.number
    codes = [own_code(of, buyer) for buyer in of.buyers]
    for place, amount in enumerate(amounts(of)):
        yield (now := opens + timedelta(minutes=7 + 113 * place))
        code = codes[(place + 1 - BIDS) % len(codes)]
        command = Bid(key=f"{code}-{amount}", bidder=code, actor=code, amount_fen=to_fen(amount))
        reply = bidding_desk().send(lot, command, now=now)
        if not reply.ok:
            raise LookupError(f"{lot} {amount}: {reply.outcome}")
    yield (now := closes + timedelta(minutes=1))
    bidding_desk().send(lot, Tick(), now=now)
    services.record_results(now)


def own_code(of: Trade, buyer: Actor) -> str:
    row = selectors.own_registration(buyer, of.listing)
    if row is None:
        raise LookupError(of.number)
    return row.code


def amounts(of: Trade) -> list[Decimal]:
    """Return the bids from the listing price to the premium, in whole steps of the ladder."""
    base = Decimal(of.terms["price"])
    step = next(step for floor, step in reversed(default_stack().increments()) if floor <= base)
    steps = int(base * of.terms["premium"] / 100 / step)
    return [base + step * (steps * place // (BIDS - 1)) for place in range(BIDS)]


def agree(of: Trade) -> Story:
    """Tell the sale to a single buyer by agreement, proposed and approved by two officers."""
    yield (now := of.at(CLOSED, "14:00"))
    price = Decimal(of.terms["price"])
    services.propose_settlement(actor=of.examiner, number=of.number, price=price, now=now)
    yield (now := of.at(CLOSED, "16:30"))
    services.approve_settlement(actor=of.publisher, number=of.number, now=now)


def publish_result(of: Trade) -> Story:
    yield (now := of.at(CONFIRMED + 1, "09:30"))
    services.propose_result(actor=of.examiner, number=of.number, now=now)
    yield (now := of.at(CONFIRMED + 1, "11:10"))
    services.confirm_result(actor=of.publisher, number=of.number, now=now)
    yield (now := of.at(CONFIRMED + 1, "16:00"))
    services.release_deposits(now)
    yield (now := of.at(PUBLISHED_RESULT + 2, "09:00"))
    services.end_publicities(now)


def contract(of: Trade, *, complete: bool) -> Story:
    """Tell how the contract is drawn up and signed; an incomplete one waits for the buyer, past its time."""
    yield (now := of.at(DRAWN_UP + 2, "10:00"))
    deal = of.deal
    services.save_contract(
        actor=of.seller,
        number=deal.number,
        kind=fitting_kinds(deal)[0],
        contract_number=f"JS{now:%Y}-{deal.number[-5:]}",
        upload=made_paper(of, "contract", now),
        now=now,
    )
    yield (now := of.at(SIGNED + 2, "09:40"))
    version = of.deal.version
    services.sign_contract(
        actor=of.seller, number=deal.number, version=version, word=of.journey.house.name, now=now
    )
    if complete:
        yield (now := of.at(SIGNED + 2, "15:10"))
        services.sign_contract(
            actor=winner(of), number=deal.number, version=of.deal.version, word=of.deal.buyer.name, now=now
        )


def winner(of: Trade) -> Actor:
    return next(buyer for buyer in of.buyers if buyer.organisation_id == of.deal.buyer_id)


def settle(of: Trade) -> Story:
    """Tell how the price is paid, the contract registered and the case closed."""
    number = of.deal.number
    for order, step in ((1, FIRST_PAID), (2, LAST_PAID)):
        yield (now := of.at(step + 2, "10:30"))
        services.record_payment(
            actor=of.examiner, number=number, order=order, voucher=f"HK{now:%Y%m%d}{order:03d}", now=now
        )
        yield (now := of.at(step + 2, "16:00"))
        services.confirm_payment(actor=of.publisher, number=number, order=order, now=now)
    yield (now := of.at(REGISTERED + 2, "10:00"))
    price = Decimal(of.deal.price_fen) / 100
    registered = Registered(
        number=f"{now:%Y}990000{of.deal.number[-5:]}",
        contract_amount=price,
        technology_amount=(price * Decimal("0.95")).quantize(Decimal("0.01")),
    )
    services.register_contract(actor=of.seller, number=number, registered=registered, now=now)
    yield (now := of.at(DONE + 2, "11:00"))
    services.close_case(actor=of.publisher, number=number, now=now)
