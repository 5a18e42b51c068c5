"""Listings, registrations, lots, the deal that follows, and the ledger of deposits and payments."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quanheng.platform.accounts.models import Organisation
from quanheng.platform.common.cases import Case
from quanheng.platform.common.files.models import Attachment
from quanheng.platform.exchange.states import LISTING_STATES, ListingState
from quanheng.platform.library.models import Achievement
from quanheng.platform.reports.models import Report

ENDED = [
    ListingState.CLOSED,
    ListingState.REJECTED,
    ListingState.EXPIRED,
    ListingState.WITHDRAWN,
    ListingState.TERMINATED,
]


class Listing(Case):
    letters = "GP"
    kind = "listing"

    state = models.CharField(max_length=20, choices=ListingState.choices, default=ListingState.DRAFT)
    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="listings")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="listings")
    seller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="listings")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    examined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    route = models.CharField(
        _("Route"),
        max_length=12,
        choices=[("listing", _("Listing")), ("agreement", _("Agreement"))],
        default="listing",
    )
    transfer_way = models.CharField(_("Way of transfer"), max_length=40, blank=True)
    method = models.CharField(_("Method with two buyers or more"), max_length=16, default="bidding")
    base_fen = models.BigIntegerField(_("Listing price"), null=True)
    deposit_fen = models.BigIntegerField(_("Deposit"), null=True)
    defects = models.TextField(_("Defects and encumbrances"), blank=True)
    conditions = models.TextField(_("Conditions for buyers"), blank=True)
    payment_plan = models.JSONField(_("Payment plan"), default=list)
    decision_paper = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")
    priority_told_at = models.DateTimeField(null=True)
    returned_reason = models.TextField(blank=True)
    submitted_at = models.DateTimeField(null=True)
    listed_at = models.DateTimeField(null=True)
    registration_ends_at = models.DateTimeField(null=True)
    publicity_ends_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            LISTING_STATES.constraint("listing_state"),
            models.UniqueConstraint(
                fields=["achievement"], condition=~models.Q(state__in=ENDED), name="one_running_listing"
            ),
            models.CheckConstraint(
                condition=models.Q(base_fen=None) | models.Q(base_fen__gt=0), name="listing_price_positive"
            ),
        ]

    @property
    def display_title(self) -> str:
        return self.achievement.title


class ListingNotice(models.Model):
    """A notice as published, word for word; an amendment is a new version."""

    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="notices")
    version = models.PositiveSmallIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["listing", "version"], name="one_notice_per_version")]


class RegistrationState(models.TextChoices):
    APPLIED = "applied", _("Applied")
    QUALIFIED = "qualified", _("Qualified")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Registration(models.Model):
    """A prospective buyer's application; qualified with a locked deposit it has a bidder code."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="registrations")
    buyer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=12, choices=RegistrationState.choices, default=RegistrationState.APPLIED
    )
    statement = models.TextField(_("Qualification"), blank=True)
    reason = models.CharField(max_length=400, blank=True)
    code = models.CharField(max_length=4, blank=True)
    rules_accepted_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["applied_at"]
        constraints = [
            models.UniqueConstraint(fields=["listing", "buyer"], name="one_registration_per_buyer"),
            models.UniqueConstraint(
                fields=["listing", "code"], condition=~models.Q(code=""), name="one_bidder_per_code"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="qualified") | ~models.Q(code=""), name="qualified_has_a_code"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="refused") | ~models.Q(reason=""), name="refused_has_a_reason"
            ),
        ]


class Lot(Case):
    """What is bid for, and what the engine reported of it."""

    letters = "BD"
    kind = "lot"

    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="lots")
    terms = models.JSONField()
    terms_sha256 = models.CharField(max_length=64)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    result = models.CharField(max_length=20, blank=True)
    winner_code = models.CharField(max_length=4, blank=True)
    price_fen = models.BigIntegerField(null=True)
    log_head = models.CharField(max_length=64, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["listing"], condition=models.Q(result=""), name="one_running_lot"
            ),
            models.CheckConstraint(
                condition=~models.Q(result="sold") | (~models.Q(winner_code="") & models.Q(price_fen__gt=0)),
                name="sold_has_winner_and_price",
            ),
        ]

    @property
    def display_title(self) -> str:
        return self.listing.display_title


class Deal(Case):
    """What follows a result: contract, instalments, registration."""

    letters = "CJ"
    kind = "deal"

    listing = models.OneToOneField(Listing, on_delete=models.PROTECT, related_name="deal")
    lot = models.OneToOneField(Lot, on_delete=models.PROTECT, null=True, related_name="deal")
    buyer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="deals")
    buyer_person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=16)
    price_fen = models.BigIntegerField()
    related_to_inventor = models.BooleanField(default=False)
    contract_kind = models.CharField(_("Contract kind"), max_length=40, blank=True)
    contract_number = models.CharField(_("Contract number"), max_length=60, blank=True)
    contract_file = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")
    seller_signed_at = models.DateTimeField(null=True)
    buyer_signed_at = models.DateTimeField(null=True)
    registration_number = models.CharField(_("Registration number"), max_length=32, blank=True)
    registration_note = models.CharField(_("Why it is not registered"), max_length=200, blank=True)
    contract_amount_fen = models.BigIntegerField(null=True)
    technology_amount_fen = models.BigIntegerField(null=True)
    registered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=models.Q(price_fen__gt=0), name="deal_price_positive")
        ]

    @property
    def display_title(self) -> str:
        return self.listing.display_title


class Instalment(models.Model):
    """One part of the price: due by the contract, paid by voucher, confirmed by a second person."""

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="instalments")
    order = models.PositiveSmallIntegerField()
    amount_fen = models.BigIntegerField()
    due_on = models.DateField()
    voucher = models.CharField(_("Payment voucher"), max_length=60, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    paid_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["deal", "order"], name="one_instalment_per_place"),
            models.CheckConstraint(condition=models.Q(amount_fen__gt=0), name="instalment_positive"),
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("recorded_by")),
                name="second_person_confirms_payment",
            ),
        ]


class LedgerAccount(models.Model):
    """A balance in fen: a party's free or held money, or one of the platform's own accounts."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(
        max_length=10, choices=[(k, k) for k in ("outside", "free", "held", "seller", "fees", "forfeits")]
    )
    balance_fen = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind"], nulls_distinct=False, name="one_account_per_owner_and_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="outside") | models.Q(balance_fen__gte=0),
                name="no_account_below_zero",
            ),
        ]


class LedgerTransfer(models.Model):
    """One movement; its entries sum to zero. The id is the caller's: a repeat is the same movement."""

    id = models.UUIDField(primary_key=True, editable=False)
    reason = models.CharField(max_length=40)
    case_kind = models.CharField(max_length=24)
    case_id = models.UUIDField()
    voucher = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()


class LedgerEntry(models.Model):
    transfer = models.ForeignKey(LedgerTransfer, on_delete=models.PROTECT, related_name="entries")
    account = models.ForeignKey(LedgerAccount, on_delete=models.PROTECT, related_name="entries")
    amount_fen = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(amount_fen=0), name="entry_moves_something")
        ]


class Hold(models.Model):
    """A deposit: pending (voucher seen) → locked → released, applied or forfeited, once."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    registration = models.OneToOneField(Registration, on_delete=models.PROTECT, related_name="hold")
    amount_fen = models.BigIntegerField()
    voucher = models.CharField(_("Payment voucher"), max_length=60)
    state = models.CharField(
        max_length=10,
        choices=[
            ("pending", _("Pending confirmation")),
            ("locked", _("Locked")),
            ("released", _("Released")),
            ("applied", _("Applied to price")),
            ("forfeited", _("Forfeited")),
        ],
        default="pending",
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    locked_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(amount_fen__gt=0), name="hold_positive"),
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("recorded_by")),
                name="second_person_confirms_deposit",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["pending", "locked"], resolved_at=None)
                | models.Q(state__in=["released", "applied", "forfeited"], resolved_at__isnull=False),
                name="resolved_hold_has_a_time",
            ),
        ]
