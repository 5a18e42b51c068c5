"""The seller's listing: begun from an achievement, filled in, handed in, taken back, withdrawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext_noop as _

from quanheng.methods.bidding import to_fen
from quanheng.platform.common import journal
from quanheng.platform.common.actors import Actor, person_of
from quanheng.platform.common.errors import Incomplete, Missing, Refused
from quanheng.platform.common.files.services import attach, receive
from quanheng.platform.common.roles import Role
from quanheng.platform.common.schemes import pin_current, stack_of
from quanheng.platform.exchange import guards, policies, selectors
from quanheng.platform.exchange.models import Listing, RegistrationState
from quanheng.platform.exchange.services.moving import assign_next, locked_for, moved
from quanheng.platform.reports.selectors import valid_report_of

REASON_LENGTH = 1000
PAPERS = ("decision_paper", "priority_paper", "appraisal_paper", "approval_paper")


@dataclass(frozen=True, slots=True)
class Terms:
    """What the seller offers. `base_price` in yuan; `payment_plan` is (percent, days after the contract), Σ 100."""

    transfer_way: str
    base_price: Decimal
    deposit_percent: Decimal
    defects: str
    payment_plan: Sequence[tuple[Decimal, int]] = ((Decimal(100), 10),)
    conditions: str = ""


@transaction.atomic
def create_listing(*, actor: Actor, achievement_number: str, now: datetime) -> Listing:
    """Begin the listing of an achievement that the actor's organisation has in the library (H-29.3)."""
    achievement = selectors.sellable(actor).select_for_update().filter(number=achievement_number).first()
    if actor.role != Role.OWNER or achievement is None:
        raise Refused(
            "Only an achievement of your own in the library, on which no listing runs, can be listed"
        )
    stack = stack_of("")
    listing: Listing = Listing.new(
        now=now,
        achievement=achievement,
        report=valid_report_of(achievement.id, now),
        seller_id=achievement.owner_id,
        created_by_id=person_of(actor),
        transfer_way=next(iter(achievement.transfer_ways), ""),
        base_fen=None if achievement.expected_price is None else to_fen(achievement.expected_price),
        deposit_percent=Decimal(stack.number("deposit.percent")),
        payment_plan=[["100", 10]],
    )
    listing.save()
    journal.record("exchange.created", listing, actor=actor, at=now, body={"achievement": achievement.number})
    assign_next(listing, actor=actor, now=now)
    return listing


@transaction.atomic
def save_terms(*, actor: Actor, number: str, terms: Terms, now: datetime) -> Listing:
    """Store price, deposit, way of transfer, payment plan, defects and conditions of a draft."""
    listing = selectors.get_for_update(actor, number)
    policies.require_editable(actor, listing)
    _check_terms(terms, listing)
    listing.transfer_way = terms.transfer_way
    listing.base_fen = to_fen(terms.base_price)
    listing.deposit_percent = terms.deposit_percent
    listing.deposit_fen = int(
        (listing.base_fen * terms.deposit_percent / 100).quantize(Decimal(1), ROUND_HALF_UP)
    )
    listing.defects, listing.conditions = terms.defects.strip(), terms.conditions.strip()
    listing.payment_plan = [[str(share), days] for share, days in terms.payment_plan]
    listing.version += 1
    listing.save()
    journal.record("exchange.terms_saved", listing, actor=actor, at=now)
    return listing


def _check_terms(terms: Terms, listing: Listing) -> None:
    stack = stack_of(listing.scheme)
    ways = {way.id for way in stack.transfer_ways() if way.maps_to}
    if terms.transfer_way not in ways:
        raise Refused("Way of transfer: got %(got)s, takes one that is traded", got=terms.transfer_way)
    if terms.base_price <= 0:
        raise Refused("Listing price: got %(got)s, takes more than 0", got=terms.base_price)
    least, most = stack.number("deposit.percent_minimum"), stack.number("deposit.percent_maximum")
    if not least <= terms.deposit_percent <= most:
        raise Refused(
            "Deposit: got %(got)s %%, takes %(least)s to %(most)s %% of the listing price",
            got=terms.deposit_percent,
            least=least,
            most=most,
        )
    total = sum((share for share, _days in terms.payment_plan), Decimal(0))
    if total != 100 or any(share <= 0 or days < 0 for share, days in terms.payment_plan):
        raise Refused("Payment plan: the shares sum to %(got)s %%, takes exactly 100 %%", got=total)


def save_papers(
    *,
    actor: Actor,
    number: str,
    uploads: Mapping[str, "File[bytes]"],
    priority_told_on: date | None,
    approval_needed: bool,
    now: datetime,
) -> Listing:
    """Store the papers of a draft by name (`PAPERS`), and what they prove. A refused file leaves all as it was."""
    policies.require_editable(actor, selectors.get(actor, number))
    received = {
        name: receive(uploaded_file=upload, name=upload.name or name, actor=actor)
        for name, upload in uploads.items()
        if name in PAPERS
    }
    with transaction.atomic():
        listing = selectors.get_for_update(actor, number)
        policies.require_editable(actor, listing)
        for name, content in received.items():
            row = attach(content, owner_kind="listing_paper", owner_id=listing.id, actor=actor, now=now)
            setattr(listing, name, row)
        if priority_told_on is not None and priority_told_on > now.date():
            raise Refused("Priority holders told on: got a day to come, takes a past one")
        listing.priority_told_on = priority_told_on
        listing.approval_needed = approval_needed
        listing.version += 1
        listing.save()
        body = {"papers": sorted(received)}
        journal.record("exchange.papers_saved", listing, actor=actor, at=now, body=body)
    return listing


@transaction.atomic
def answer_guards(*, actor: Actor, number: str, reasons: Mapping[str, str], now: datetime) -> Listing:
    """Keep the typed reasons against the warnings of the guard page."""
    listing = selectors.get_for_update(actor, number)
    policies.require_editable(actor, listing)
    warned = {row.guard.id for row in guards.check(listing, now=now) if row.status == "warn"}
    kept = {guard: text.strip()[:REASON_LENGTH] for guard, text in reasons.items() if guard in warned}
    listing.guard_reasons = {guard: text for guard, text in kept.items() if text}
    listing.version += 1
    listing.save()
    journal.record("exchange.guards_answered", listing, actor=actor, at=now, body={"guards": sorted(kept)})
    return listing


def missing_parts(listing: Listing, *, now: datetime) -> list[Missing]:
    """Return all that a submission still lacks: parts of the form, papers, and what the guards ask for (H-29.3)."""
    checks = (
        (bool(listing.transfer_way), _("No way of transfer is chosen"), "terms"),
        (listing.base_fen is not None, _("No listing price is entered"), "terms"),
        (listing.deposit_fen is not None, _("No deposit is entered"), "terms"),
        (
            listing.decision_paper_id is not None,
            _("The decision of the unit is not uploaded"),
            "papers",
        ),
    )
    found = [Missing(text, section) for there, text, section in checks if not there]
    return [*found, *guards.missing(listing, now=now)]


@transaction.atomic
def submit_listing(*, actor: Actor, number: str, now: datetime) -> Listing:
    """Hand a listing in for examination; `Incomplete` names every missing part at once."""
    listing = locked_for("submit", actor=actor, number=number)
    listing.report = valid_report_of(listing.achievement_id, now)
    if missing := missing_parts(listing, now=now):
        raise Incomplete(missing)
    listing.scheme = listing.scheme or pin_current()
    listing.submitted_at, listing.returned_reason = now, ""
    moved(listing, "submit", actor=actor, now=now)
    journal.record("exchange.submitted", listing, actor=actor, at=now)
    return listing


@transaction.atomic
def recall_listing(*, actor: Actor, number: str, now: datetime) -> Listing:
    listing = moved(locked_for("recall", actor=actor, number=number), "recall", actor=actor, now=now)
    journal.record("exchange.recalled", listing, actor=actor, at=now)
    return listing


@transaction.atomic
def withdraw_listing(*, actor: Actor, number: str, reason: str, now: datetime) -> Listing:
    """Take a listing back for good, with a public reason; refused once a buyer is qualified."""
    listing = locked_for("withdraw", actor=actor, number=number)
    if selectors.qualified(listing).exists():
        raise Refused(
            "A buyer is already qualified: the withdrawal takes the exchange's consent and a settlement of costs"
        )
    listing.closing_reason = reason_of(reason)
    moved(listing, "withdraw", actor=actor, now=now)
    selectors.registrations(listing).filter(state=RegistrationState.APPLIED).update(
        state=RegistrationState.WITHDRAWN, decided_at=now
    )
    journal.record(
        "exchange.withdrawn", listing, actor=actor, at=now, body={"opinion": listing.closing_reason}
    )
    return listing


def reason_of(text: str) -> str:
    """Return a reason fit to be kept; refuse an empty or endless one."""
    reason = text.strip()
    if not reason or len(reason) > REASON_LENGTH:
        raise Refused(
            "Reason: got %(got)s characters, takes 1 to %(length)s", got=len(reason), length=REASON_LENGTH
        )
    return reason
