"""The deal: technology contract, both signatures, price by instalments, registration, end (H-29.9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.core.files import File
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_noop as _

from quanheng.methods.bidding import to_fen
from quanheng.platform.accounts.actors import SYSTEM
from quanheng.platform.common import inbox, journal
from quanheng.platform.common.actors import Actor, person_of
from quanheng.platform.common.calendar import SHANGHAI
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.files.services import attach, receive
from quanheng.platform.common.roles import Role
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.exchange import hooks, ledger, policies, selectors
from quanheng.platform.exchange.models import Deal, Instalment
from quanheng.platform.exchange.services.listing import reason_of
from quanheng.platform.exchange.services.moving import moved
from quanheng.platform.exchange.states import ListingState


@dataclass(frozen=True, slots=True)
class Registered:
    """Either `number` with both amounts in yuan, or `note`, the reason for not registering."""

    number: str = ""
    contract_amount: Decimal | None = None
    technology_amount: Decimal | None = None
    note: str = ""


def fitting_kinds(deal: Deal) -> list[str]:
    """Return the contract kinds that fit the way of transfer, and their sub-kinds (H-28.1)."""
    stack = stack_of(deal.scheme)
    way = next((w for w in stack.transfer_ways() if w.id == deal.listing.transfer_way), None)
    kinds = set(way.maps_to if way else ())
    return [kind.id for kind in stack.contract_kinds() if kind.id in kinds or kind.parent in kinds]


def save_contract(
    *, actor: Actor, number: str, kind: str, contract_number: str, upload: "File[bytes] | None", now: datetime
) -> Deal:
    """Draw up the contract: its kind, number and file. What was signed before is signed anew."""
    _drawing_up(actor, selectors.get_deal(actor, number))
    received = receive(uploaded_file=upload, name=upload.name or "contract", actor=actor) if upload else None
    with transaction.atomic():
        deal = selectors.get_deal_for_update(actor, number)
        _drawing_up(actor, deal)
        if kind not in fitting_kinds(deal):
            raise Refused("Contract kind: got %(got)s, which does not fit the way of transfer", got=kind)
        deal.contract_kind, deal.contract_number = kind, contract_number.strip()
        if received:
            deal.contract_file = attach(
                received, owner_kind="deal_contract", owner_id=deal.id, actor=actor, now=now
            )
        deal.seller_signed_at = deal.buyer_signed_at = None
        deal.version += 1
        deal.save()
        journal.record("exchange.contract_saved", deal, actor=actor, at=now)
        if deal.contract_file_id:
            _ask_signatures(deal, actor=actor, now=now)
    return deal


def _drawing_up(actor: Actor, deal: Deal) -> None:
    if policies.side_of(actor, deal) != "seller":
        raise Refused("Only the seller may do this")
    if deal.listing.state != ListingState.CONTRACTING:
        raise Refused("The contract is drawn up after the publicity of the result and before it is signed")


def _ask_signatures(deal: Deal, *, actor: Actor, now: datetime) -> None:
    inbox.close(deal, by=actor, at=now)
    sides = ((Role.OWNER, deal.listing.seller_id, "seller"), (Role.BUYER, deal.buyer_id, "buyer"))
    for role, organisation_id, side in sides:
        inbox.assign(
            deal,
            f"sign_{side}",
            what=_("sign the contract"),
            to=inbox.Recipient(role, organisation_id=organisation_id),
            at=now,
            by=actor,
            deadline="listing.contract",
            path=reverse("exchange:sign", args=[deal.number]),
        )


@transaction.atomic
def sign_contract(*, actor: Actor, number: str, version: int, word: str, now: datetime) -> Deal:
    """Sign for one side by typing its name; with the second signature the deposit is applied and payment begins.

    `version` is the contract that the signer read: a newer one is refused.
    """
    deal = selectors.get_deal_for_update(actor, number)
    side = policies.side_of(actor, deal)
    listing = deal.listing
    policies.require(actor, "sign_contract", listing)
    if not deal.contract_kind or deal.contract_file_id is None:
        raise Refused("There is no contract to sign yet")
    if version != deal.version:
        raise Refused("The contract was changed after you opened it; please read it again")
    name = listing.seller.name if side == "seller" else deal.buyer.name
    if word.strip() != name:
        raise Refused("Signature: type the name of your organisation: %(name)s", name=name)
    if getattr(deal, f"{side}_signed_at") is not None:
        raise Refused("Your side has already signed")
    setattr(deal, f"{side}_signed_at", now)
    deal.save(update_fields=[f"{side}_signed_at"])
    inbox.close(deal, f"sign_{side}", by=actor, at=now)
    journal.record("exchange.contract_signed", deal, actor=actor, at=now)
    if deal.seller_signed_at and deal.buyer_signed_at:
        _begin_payment(deal, actor=actor, now=now)
    return deal


def _begin_payment(deal: Deal, *, actor: Actor, now: datetime) -> None:
    listing = deal.listing
    hold = selectors.hold_of(listing.winner) if listing.winner else None
    paid = 0
    if hold is not None and hold.state == "locked":
        ledger.apply_hold(hold_id=hold.id, seller_id=listing.seller_id, now=now)
        paid = hold.amount_fen
        journal.record("exchange.deposit_applied", deal, actor=actor, at=now)
    Instalment.objects.bulk_create(
        Instalment(deal=deal, order=order, amount_fen=fen, due_on=day, paid_at=now if order == 0 else None)
        for order, fen, day in plan(
            deal.price_fen, paid, listing.payment_plan, now.astimezone(SHANGHAI).date()
        )
    )
    moved(listing, "sign_contract", actor=actor, now=now)
    if not selectors.instalments(deal).filter(paid_at=None).exists():
        _settle(deal, actor=actor, now=now)


def plan(
    price_fen: int, deposit_fen: int, shares: Sequence[Sequence[object]], signed_on: date
) -> list[tuple[int, int, date]]:
    """Return (order, fen, due day): the deposit as order 0, then what remains by shares, the last one exact."""
    rest = price_fen - deposit_fen
    lines = [(0, deposit_fen, signed_on)] if deposit_fen else []
    left = rest
    for order, (share, days) in enumerate(shares, 1):
        fen = int((rest * Decimal(str(share)) / 100).quantize(Decimal(1), ROUND_HALF_UP))
        fen = left if order == len(shares) else fen
        left -= fen
        if fen:
            lines.append((order, fen, signed_on + timedelta(days=int(str(days)))))
    return lines


@transaction.atomic
def record_payment(*, actor: Actor, number: str, order: int, voucher: str, now: datetime) -> Deal:
    """Note the voucher of an instalment; it counts when a second officer has confirmed it."""
    deal = selectors.get_deal_for_update(actor, number)
    policies.require(actor, "record_payment", deal.listing)
    row = selectors.locked_instalment(deal, order)
    if row.recorded_by_id is not None:
        raise Refused("The voucher of this instalment is already recorded")
    if not voucher.strip():
        raise Refused("Payment voucher: got nothing, takes the number on the bank's slip")
    row.voucher, row.recorded_by_id = voucher.strip(), person_of(actor)
    row.save(update_fields=["voucher", "recorded_by"])
    inbox.close(deal, by=actor, at=now)
    _ask_office(deal, "confirm_payment", _("confirm a payment (second person)"), actor=actor, now=now)
    journal.record("exchange.payment_recorded", deal, actor=actor, at=now, body={"order": order})
    return deal


@transaction.atomic
def strike_payment(*, actor: Actor, number: str, order: int, reason: str, now: datetime) -> Deal:
    """Strike a voucher that the second person does not find in the bank's statement."""
    deal = selectors.get_deal_for_update(actor, number)
    policies.require(actor, "record_payment", deal.listing)
    row = selectors.locked_instalment(deal, order)
    if row.recorded_by_id is None or row.paid_at is not None:
        raise Refused("No voucher of this instalment waits for confirmation")
    row.voucher, row.recorded_by_id = "", None
    row.save(update_fields=["voucher", "recorded_by"])
    inbox.close(deal, by=actor, at=now)
    _ask_office(deal, "record_payment", _("record the next payment"), actor=actor, now=now)
    body = {"order": order, "opinion": reason_of(reason)}
    journal.record("exchange.payment_struck", deal, actor=actor, at=now, body=body)
    return deal


@transaction.atomic
def confirm_payment(*, actor: Actor, number: str, order: int, now: datetime) -> Deal:
    """Confirm an instalment as the second person: it is booked, and the last one settles the deal."""
    deal = selectors.get_deal_for_update(actor, number)
    policies.require(actor, "record_payment", deal.listing)
    row = selectors.locked_instalment(deal, order)
    if row.recorded_by_id is None or row.paid_at is not None:
        raise Refused("No voucher of this instalment waits for confirmation")
    if row.recorded_by_id == actor.person_id:
        raise Refused("This is a two-person act: another person than the recorder confirms the voucher")
    ledger.pay(
        transfer=ledger.transfer_id(f"instalment-{order}", deal.id),
        amount_fen=row.amount_fen,
        seller_id=deal.listing.seller_id,
        case=deal,
        voucher=row.voucher,
        now=now,
    )
    row.confirmed_by_id, row.paid_at = person_of(actor), now
    row.save(update_fields=["confirmed_by", "paid_at"])
    inbox.close(deal, by=actor, at=now)
    journal.record("exchange.payment_confirmed", deal, actor=actor, at=now, body={"order": order})
    if selectors.instalments(deal).filter(paid_at=None).exists():
        _ask_office(deal, "record_payment", _("record the next payment"), actor=actor, now=now)
    else:
        _settle(deal, actor=actor, now=now)
    return deal


def _settle(deal: Deal, *, actor: Actor, now: datetime) -> None:
    by = actor if actor.role == Role.OFFICER else SYSTEM
    moved(deal.listing, "settle", actor=by, now=now)
    journal.record("exchange.settled", deal, actor=by, at=now)


def _ask_office(deal: Deal, verb: str, what: str, *, actor: Actor, now: datetime) -> None:
    inbox.assign(deal, verb, what=what, to=inbox.Recipient(Role.OFFICER), at=now, by=actor)


@transaction.atomic
def register_contract(*, actor: Actor, number: str, registered: Registered, now: datetime) -> Deal:
    """Enter the contract's registration, or why it is not registered; the two amounts stay apart."""
    deal = selectors.get_deal_for_update(actor, number)
    policies.require(actor, "register_contract", deal.listing)
    if bool(registered.number.strip()) == bool(registered.note.strip()):
        raise Refused("Enter the registration number, or the reason why the contract is not registered")
    if registered.number.strip():
        if registered.contract_amount is None or registered.technology_amount is None:
            raise Refused("A registered contract has a contract amount and a technology amount")
        if registered.technology_amount > registered.contract_amount:
            raise Refused("Technology amount: got more than the contract amount, takes a part of it")
        deal.contract_amount_fen = to_fen(registered.contract_amount)
        deal.technology_amount_fen = to_fen(registered.technology_amount)
    deal.registration_number, deal.registration_note = registered.number.strip(), registered.note.strip()
    deal.registered_at = now
    deal.save()
    moved(deal.listing, "register_contract", actor=actor, now=now)
    journal.record("exchange.contract_registered", deal, actor=actor, at=now)
    return deal


@transaction.atomic
def close_case(*, actor: Actor, number: str, now: datetime) -> Deal:
    """Close the case; what follows a closed deal is begun in the same transaction."""
    deal = selectors.get_deal_for_update(actor, number)
    policies.require(actor, "close_case", deal.listing)
    deal.listing.closed_at = now
    moved(deal.listing, "close_case", actor=actor, now=now)
    journal.record("exchange.closed", deal, actor=actor, at=now)
    for _key, follow in hooks.closed.answers():
        follow(deal, now)
    return deal
