"""The bank test: many hands on few accounts, readers beside them; nothing is lost, nothing counted twice."""

import random
import threading
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import IntegrityError, OperationalError, connections, transaction

from factories import accounts, exchange
from factories.exchange import NOW
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.exchange import ledger
from quanheng.platform.exchange.models import Hold, LedgerAccount, LedgerTransfer, Registration

PARTIES = 8


@pytest.mark.django_db
def test_a_hold_is_resolved_once():
    of = exchange.listing("listed")
    hold = exchange.qualify(of).hold
    seller = of.listing.seller_id
    ledger.release_hold(hold_id=hold.id, now=NOW)
    ledger.release_hold(hold_id=hold.id, now=NOW)
    with pytest.raises(Refused, match="already resolved: Released"):
        ledger.apply_hold(hold_id=hold.id, seller_id=seller, now=NOW)
    assert (LedgerTransfer.objects.count(), balances()) == (2, {"outside": 0, "held": 0})


@pytest.mark.django_db
def test_the_same_movement_twice_moves_once():
    of = exchange.listing("listed")
    pay = {"transfer": uuid4(), "amount_fen": 500, "seller_id": of.listing.seller_id, "voucher": "P"}
    for _turn in range(2):
        ledger.pay(case=of.listing, now=NOW, **pay)
    assert balances() == {"outside": -500, "seller": 500}


@pytest.mark.django_db
def test_no_account_of_a_party_goes_below_zero():
    of = exchange.listing("listed")
    party = of.listing.seller_id
    amounts = {(party, "held"): -1, (None, "outside"): 1}
    with pytest.raises(Refused, match="does not hold enough"):
        ledger.move(transfer=uuid4(), reason="x", amounts=amounts, case=of.listing, now=NOW)
    with pytest.raises(ValueError, match="do not sum to zero"):
        ledger.move(transfer=uuid4(), reason="x", amounts={(party, "held"): 1}, case=of.listing, now=NOW)
    assert set(balances().values()) <= {0}


@pytest.mark.django_db
@pytest.mark.parametrize("owned", [True, False])
def test_an_account_exists_once_with_and_without_an_owner(owned):
    owner = accounts.organisation() if owned else None
    LedgerAccount.objects.create(organisation=owner, kind="free")
    with pytest.raises(IntegrityError), transaction.atomic():
        LedgerAccount.objects.create(organisation=owner, kind="free")
    assert LedgerAccount.objects.filter(organisation=owner, kind="free").count() == 1


def balances() -> dict[str, int]:
    return {row.kind: row.balance_fen for row in LedgerAccount.objects.all()}


# the bank test ------------------------------------------------------------------------------------
def bank(operations: int, threads: int) -> None:
    """Lock, release and apply holds of eight parties at once, each hold tried by several hands."""
    of = exchange.listing("listed")
    clerks = [of.examiner, of.publisher]
    rounds = operations // (PARTIES * 4)
    holds = [made for _round in range(rounds) for made in open_holds(of, clerks[0])]
    work: list[Callable[[], object]] = []
    for hold in holds:
        work.append(lambda hold=hold: ledger.lock_hold(actor=clerks[1], hold_id=hold, now=NOW))
        work.append(lambda hold=hold: ledger.release_hold(hold_id=hold, now=NOW))
        work.append(
            lambda hold=hold: ledger.apply_hold(hold_id=hold, seller_id=of.listing.seller_id, now=NOW)
        )
        work.append(lambda hold=hold: ledger.release_hold(hold_id=hold, now=NOW))
    random.Random(1).shuffle(work)
    done, wrong = threading.Event(), []
    readers = [threading.Thread(target=read, args=(done, wrong)) for _reader in range(2)]
    hands = [threading.Thread(target=labour, args=(work[n::threads], wrong)) for n in range(threads)]
    for thread in readers + hands:
        thread.start()
    for thread in hands:
        thread.join()
    done.set()
    for thread in readers:
        thread.join()
    assert wrong == []
    settle(holds, of, clerks[1])
    resolved = Hold.objects.filter(id__in=holds).exclude(state="locked")
    assert (ledger.differences(), resolved.count()) == ({}, len(holds))
    applied = sum(resolved.filter(state="applied").values_list("amount_fen", flat=True))
    assert (
        LedgerAccount.objects.get(organisation_id=of.listing.seller_id, kind="seller").balance_fen == applied
    )
    assert not LedgerAccount.objects.filter(kind="held").exclude(balance_fen=0).exists()


def open_holds(of, clerk) -> list:
    """Return a pending hold for each of eight parties; a round has applications of its own."""
    made = []
    for _party in range(PARTIES):
        row = Registration.objects.create(
            listing=of.listing,
            buyer=accounts.organisation(),
            person_id=of.seller.person_id,
            applied_at=NOW,
        )
        made.append(ledger.open_hold(actor=clerk, registration=row, amount_fen=1000, voucher="V").id)
    return made


def settle(holds, of, clerk) -> None:
    """Bring what chance left pending or locked to an end."""
    for hold in Hold.objects.filter(id__in=holds, state="pending"):
        ledger.lock_hold(actor=clerk, hold_id=hold.id, now=NOW)
    for hold in Hold.objects.filter(id__in=holds, state="locked"):
        ledger.apply_hold(hold_id=hold.id, seller_id=of.listing.seller_id, now=NOW)


def labour(work, wrong) -> None:
    try:
        for act in work:
            try:
                act()
            except Refused:
                pass
            except OperationalError as error:
                wrong.append(error)
    finally:
        connections.close_all()


def read(done, wrong) -> None:
    """Look at all accounts in one snapshot, again and again: they sum to zero and none is negative."""
    try:
        while not done.is_set():
            rows = list(LedgerAccount.objects.values_list("kind", "balance_fen"))
            if sum(fen for _kind, fen in rows) or any(fen < 0 for kind, fen in rows if kind != "outside"):
                wrong.append(rows)
    finally:
        connections.close_all()


@pytest.mark.skipif("__import__('django').db.connection.vendor != 'sqlite'", reason="the file is SQLite's")
def test_the_books_agree_after_many_hands(database_file):
    bank(256, threads=4)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_books_agree_after_many_hands_on_postgresql():
    bank(2000, threads=12)


@pytest.mark.django_db
def test_only_a_person_records_a_deposit():
    of = exchange.listing("listed")
    row = exchange.apply(of)
    with pytest.raises(Refused, match="needs a signed-in person"):
        ledger.open_hold(actor=accounts.Actor(Role.SYSTEM), registration=row, amount_fen=1, voucher="V")
