"""Buyers apply, pay a deposit that two officers vouch for, and get a bidder code (H-29.4, H-30.5)."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_noop as _

from quanheng.platform.accounts.selectors import organisation
from quanheng.platform.common import inbox, journal
from quanheng.platform.common.actors import Actor, person_of
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.exchange import barriers, ledger, policies, selectors
from quanheng.platform.exchange.models import Listing, Registration, RegistrationState
from quanheng.platform.exchange.services.listing import reason_of
from quanheng.platform.exchange.services.moving import tell_buyer
from quanheng.platform.exchange.states import ListingState

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 4
UNPAID = _("No deposit was received in time")
DECIDABLE = (ListingState.LISTED, ListingState.SELECTING)


@transaction.atomic
def apply_to_buy(
    *, actor: Actor, number: str, statement: str, rules_accepted: bool, related: bool, now: datetime
) -> Registration:
    """Apply for a listing; refused late, and to the seller, its evaluators and experts, staff and the barred."""
    listing = selectors.get_for_update(actor, number)
    barriers.require_in_time(listing, now=now)
    policies.require(actor, "register", listing)
    barriers.require_free_of_ties(listing, actor, now=now)
    if not rules_accepted:
        raise Refused("The rules of the notice are not accepted")
    if selectors.own_registration(actor, listing):
        raise Refused("Your organisation has already applied")
    row = Registration.objects.create(
        listing=listing,
        buyer=organisation(actor.organisation_id),
        person_id=person_of(actor),
        statement=statement.strip(),
        related=related,
        rules_accepted_at=now,
        applied_at=now,
    )
    journal.record("exchange.applied", listing, actor=actor, at=now)
    _ask_office(row, _("record the deposit of an applicant"), "exchange:record_deposit", actor=actor, now=now)
    return row


@transaction.atomic
def withdraw_application(*, actor: Actor, number: str, now: datetime) -> Registration:
    """Step back before registration closes; a locked deposit is released at once."""
    listing = selectors.get_for_update(actor, number)
    row = selectors.own_registration(actor, listing)
    barriers.require_in_time(listing, now=now)
    if row is None or row.state not in {RegistrationState.APPLIED, RegistrationState.QUALIFIED}:
        raise Refused("There is no application to withdraw")
    if hold := selectors.hold_of(row):
        if hold.state == "pending":
            raise Refused("The deposit is being confirmed; please step back when it is")
        ledger.release_hold(hold_id=hold.id, now=now)
    row.state, row.decided_at = RegistrationState.WITHDRAWN, now
    row.save(update_fields=["state", "decided_at"])
    _close(listing, row, actor, now)
    journal.record("exchange.application_withdrawn", listing, actor=actor, at=now)
    return row


@transaction.atomic
def record_deposit(*, actor: Actor, registration_id: UUID, voucher: str, now: datetime) -> Registration:
    """Note the voucher of an applicant's deposit; a second officer confirms that the money has come."""
    row = _decidable(actor, registration_id)
    if not voucher.strip():
        raise Refused("Payment voucher: got nothing, takes the number on the bank's slip")
    fen = row.listing.deposit_fen or 0
    ledger.open_hold(actor=actor, registration=row, amount_fen=fen, voucher=voucher.strip())
    _close(row.listing, row, actor, now)
    _ask_office(row, _("confirm a deposit (second person)"), "exchange:confirm_deposit", actor=actor, now=now)
    journal.record("exchange.deposit_recorded", row.listing, actor=actor, at=now)
    return row


@transaction.atomic
def confirm_deposit(*, actor: Actor, registration_id: UUID, now: datetime) -> Registration:
    """Lock a deposit as the second person: the applicant is qualified and has a bidder code."""
    row = _decidable(actor, registration_id)
    hold = selectors.hold_of(row)
    if hold is None:
        raise Refused("No voucher of the deposit is recorded yet")
    ledger.lock_hold(actor=actor, hold_id=hold.id, now=now)
    row.state, row.decided_at, row.code = RegistrationState.QUALIFIED, now, _free_code(row.listing)
    row.save(update_fields=["state", "decided_at", "code"])
    _close(row.listing, row, actor, now)
    _tell(row, _("Your deposit is locked: your bidder code is ready"), actor, now)
    journal.record("exchange.qualified", row.listing, actor=actor, at=now)
    return row


@transaction.atomic
def strike_deposit(*, actor: Actor, registration_id: UUID, reason: str, now: datetime) -> Registration:
    """Strike a voucher that the second person does not find in the bank's statement."""
    row = _decidable(actor, registration_id)
    hold = selectors.hold_of(row)
    if hold is None:
        raise Refused("No voucher of the deposit is recorded yet")
    ledger.withdraw_hold(hold=hold)
    _close(row.listing, row, actor, now)
    _ask_office(row, _("record the deposit of an applicant"), "exchange:record_deposit", actor=actor, now=now)
    journal.record(
        "exchange.deposit_struck", row.listing, actor=actor, at=now, body={"opinion": reason_of(reason)}
    )
    return row


@transaction.atomic
def refuse_application(*, actor: Actor, registration_id: UUID, reason: str, now: datetime) -> Registration:
    """Refuse an application with a reason that the applicant reads; only while no deposit is recorded."""
    row = _decidable(actor, registration_id)
    if selectors.hold_of(row):
        raise Refused("A deposit is recorded: strike its voucher first")
    row.state, row.reason, row.decided_at = RegistrationState.REFUSED, reason_of(reason)[:400], now
    row.save(update_fields=["state", "reason", "decided_at"])
    _close(row.listing, row, actor, now)
    _tell(row, _("Your application was refused; the reason is on its page"), actor, now)
    journal.record("exchange.application_refused", row.listing, actor=actor, at=now)
    return row


def refuse_unpaid(listing: Listing, *, actor: Actor, now: datetime) -> int:
    """Refuse the applications for which no deposit came in time; returns how many."""
    rows = selectors.registrations(listing).filter(state=RegistrationState.APPLIED, hold=None)
    unpaid = list(rows)
    for row in unpaid:
        row.state, row.decided_at = RegistrationState.REFUSED, now
        row.reason = UNPAID
        row.save(update_fields=["state", "reason", "decided_at"])
        _close(listing, row, actor, now)
        _tell(row, _("Your application was refused; the reason is on its page"), actor, now)
    return len(unpaid)


def _decidable(actor: Actor, registration_id: UUID) -> Registration:
    """Return an application to decide on, with its listing locked."""
    row = selectors.registration_for_office(actor, registration_id)
    listing = locked_for_office(actor, row.listing.number)
    row = selectors.registration_for_office(actor, registration_id)
    if listing.state not in DECIDABLE:
        raise Refused(
            "Applications are decided before the trade begins; the listing is %(state)s",
            state=listing.get_state_display(),
        )
    if row.state != RegistrationState.APPLIED:
        raise Refused("The application is already decided: %(state)s", state=row.get_state_display())
    return row


def locked_for_office(actor: Actor, number: str) -> Listing:
    listing = selectors.get_for_update(actor, number)
    if actor.role != Role.OFFICER or actor.organisation_id == listing.seller_id:
        raise Refused("An officer of the seller's own organisation takes no part in its listing")
    return listing


def _free_code(listing: Listing) -> str:
    """Return a random code that no other bidder of the listing has; it is no part of any id or licence."""
    taken = set(selectors.registrations(listing).values_list("code", flat=True))
    code = ""
    while not code or code in taken:
        code = "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))
    return code


def step_of(row: Registration) -> str:
    """Return the verb under which the office's step for one application stands in the inbox."""
    return f"deposit/{row.id.hex[:30]}"


def _ask_office(row: Registration, what: str, page: str, *, actor: Actor, now: datetime) -> None:
    office, path = inbox.Recipient(Role.OFFICER), reverse(page, args=[row.id])
    inbox.assign(row.listing, step_of(row), what=what, to=office, at=now, by=actor, path=path)


def _close(listing: Listing, row: Registration, actor: Actor, now: datetime) -> None:
    inbox.close(listing, step_of(row), by=actor, at=now)


def _tell(row: Registration, what: str, actor: Actor, now: datetime) -> None:
    path = reverse("exchange:registration", args=[row.listing.number])
    tell_buyer(
        row.listing, what, person_id=None, organisation_id=row.buyer_id, path=path, actor=actor, now=now
    )
