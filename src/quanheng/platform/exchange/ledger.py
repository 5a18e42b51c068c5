"""Deposits and payments in double entry: whole fen, every transfer sums to zero, a hold is resolved once.

Accounts are locked in the order of their ids before they change, so that readers and writers beside each
other never see or make a wrong balance.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Q

from quanheng.platform.common.actors import Actor, person_of
from quanheng.platform.common.cases import Case
from quanheng.platform.common.errors import Refused
from quanheng.platform.exchange.models import Hold, LedgerAccount, LedgerEntry, LedgerTransfer, Registration

NAMESPACE = UUID("6f1b6b3e-6c1a-4f0e-9a57-0d6f0f7f9b11")
OUTSIDE, HELD, SELLER = "outside", "held", "seller"
Account = tuple[UUID | None, str]


def transfer_id(reason: str, subject: UUID) -> UUID:
    """Return the one id of a movement, so that a repeat of the same act moves nothing twice."""
    return uuid5(NAMESPACE, f"{reason}/{subject}")


@transaction.atomic
def move(
    *,
    transfer: UUID,
    reason: str,
    amounts: Mapping[Account, int],
    case: Case,
    now: datetime,
    voucher: str = "",
) -> LedgerTransfer:
    """Post one transfer; the same `transfer` a second time changes nothing.

    `amounts` maps (organisation id or None, kind of account) to fen; they sum to zero.
    """
    if sum(amounts.values()):
        raise ValueError("ledger.move: got entries that do not sum to zero")
    accounts = locked_accounts(list(amounts))
    if done := LedgerTransfer.objects.filter(id=transfer).first():
        return done
    row = LedgerTransfer.objects.create(
        id=transfer, reason=reason, case_kind=case.kind, case_id=case.id, voucher=voucher, at=now
    )
    for key, fen in amounts.items():
        account = accounts[key]
        if account.kind != OUTSIDE and account.balance_fen + fen < 0:
            raise Refused("The account does not hold enough: nothing was moved")
        account.balance_fen += fen
        account.save(update_fields=["balance_fen"])
        LedgerEntry.objects.create(transfer=row, account=account, amount_fen=fen)
    return row


def locked_accounts(keys: list[Account]) -> dict[Account, LedgerAccount]:
    """Return the accounts, made where they are missing, locked in the order of their ids."""
    wanted = Q(pk=None)
    for organisation_id, kind in keys:
        key: dict[str, Any] = {"organisation_id": organisation_id, "kind": kind}
        LedgerAccount.objects.get_or_create(**key)
        wanted |= Q(**key)
    rows = LedgerAccount.objects.select_for_update().filter(wanted).order_by("id")
    return {(row.organisation_id, row.kind): row for row in rows}


@transaction.atomic
def open_hold(*, actor: Actor, registration: Registration, amount_fen: int, voucher: str) -> Hold:
    """Note the voucher of a deposit; it counts once a second person has confirmed it."""
    if Hold.objects.filter(registration=registration).exists():
        raise Refused("The deposit of this registration is already recorded")
    return Hold.objects.create(
        registration=registration, amount_fen=amount_fen, voucher=voucher, recorded_by_id=person_of(actor)
    )


@transaction.atomic
def lock_hold(*, actor: Actor, hold_id: UUID, now: datetime) -> Hold:
    """Confirm that the money has come: from outside to the buyer's held account."""
    hold = locked_hold(hold_id)
    if hold.state != "pending":
        raise Refused("The deposit is not waiting for confirmation")
    if hold.recorded_by_id == actor.person_id:
        raise Refused("This is a two-person act: another person than the recorder confirms the voucher")
    buyer = hold.registration.buyer_id
    move(
        transfer=transfer_id("deposit", hold.id),
        reason="deposit",
        amounts={(None, OUTSIDE): -hold.amount_fen, (buyer, HELD): hold.amount_fen},
        case=hold.registration.listing,
        now=now,
        voucher=hold.voucher,
    )
    hold.state, hold.confirmed_by_id, hold.locked_at = "locked", person_of(actor), now
    hold.save(update_fields=["state", "confirmed_by", "locked_at"])
    return hold


@transaction.atomic
def withdraw_hold(*, hold: Hold) -> None:
    """Strike a voucher that a second person did not confirm: no money had moved."""
    row = locked_hold(hold.id)
    if row.state != "pending":
        raise Refused("The deposit is not waiting for confirmation")
    row.delete()


@transaction.atomic
def release_hold(*, hold_id: UUID, now: datetime) -> Hold:
    """Give a deposit back: from held to outside. A second call changes nothing."""
    return resolve(hold_id, "released", OUTSIDE, None, now)


@transaction.atomic
def apply_hold(*, hold_id: UUID, seller_id: UUID, now: datetime) -> Hold:
    """Count the winner's deposit towards the price: from held to the seller's account."""
    return resolve(hold_id, "applied", SELLER, seller_id, now)


def resolve(hold_id: UUID, state: str, kind: str, owner: UUID | None, now: datetime) -> Hold:
    hold = locked_hold(hold_id)
    if hold.state == state:
        return hold
    if hold.state != "locked":
        raise Refused("The deposit was already resolved: %(state)s", state=hold.get_state_display())
    move(
        transfer=transfer_id("resolve", hold.id),
        reason=state,
        amounts={(hold.registration.buyer_id, HELD): -hold.amount_fen, (owner, kind): hold.amount_fen},
        case=hold.registration.listing,
        now=now,
    )
    hold.state, hold.resolved_at = state, now
    hold.save(update_fields=["state", "resolved_at"])
    return hold


@transaction.atomic
def pay(
    *, transfer: UUID, amount_fen: int, seller_id: UUID, case: Case, voucher: str, now: datetime
) -> LedgerTransfer:
    """Book a part of the price that the buyer paid: from outside to the seller's account."""
    return move(
        transfer=transfer,
        reason="payment",
        amounts={(None, OUTSIDE): -amount_fen, (seller_id, SELLER): amount_fen},
        case=case,
        now=now,
        voucher=voucher,
    )


def locked_hold(hold_id: UUID) -> Hold:
    hold = Hold.objects.select_for_update().filter(id=hold_id).first()
    if hold is None:
        raise Refused("There is no such deposit")
    return hold


def differences() -> dict[int, int]:
    """Recompute every balance from its entries; an empty answer means that the books agree."""
    sums: dict[int, int] = {}
    for account_id, fen in LedgerEntry.objects.values_list("account_id", "amount_fen"):
        sums[account_id] = sums.get(account_id, 0) + fen
    return {
        row.id: row.balance_fen - sums.get(row.id, 0)
        for row in LedgerAccount.objects.all()
        if row.balance_fen != sums.get(row.id, 0)
    }
