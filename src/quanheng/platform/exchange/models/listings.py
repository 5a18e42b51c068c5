"""A listing, its notices, and those who apply to buy."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quanheng.platform.accounts.models import Organisation
from quanheng.platform.common.cases import Case
from quanheng.platform.common.files.models import Attachment
from quanheng.platform.exchange.states import AFTER_RESULT, ENDED, LISTING_STATES, ListingState
from quanheng.platform.library.models import Achievement
from quanheng.platform.reports.models import Report

WITH_REASON = [ListingState.REJECTED, ListingState.WITHDRAWN, ListingState.TERMINATED, ListingState.SUSPENDED]


class Listing(Case):
    """An achievement offered for sale, from draft to closed deal.

    `guard_reasons` holds the typed reason for each legal guard that only warns. `returned_reason` is for the
    seller, `closing_reason` is public. `winner` and `result_fen` stand from the result on.
    """

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
    deposit_percent = models.DecimalField(_("Deposit (%)"), max_digits=4, decimal_places=1, null=True)
    defects = models.TextField(_("Source, defects and encumbrances"), blank=True)
    conditions = models.TextField(_("Conditions for buyers"), blank=True)
    payment_plan = models.JSONField(_("Payment plan"), default=list)
    decision_paper = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")
    priority_told_on = models.DateField(_("Priority holders told on"), null=True)
    priority_paper = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")
    appraisal_paper = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")
    approval_needed = models.BooleanField(_("The transfer needs an approval"), default=False)
    approval_paper = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")
    guard_reasons = models.JSONField(default=dict)
    returned_reason = models.TextField(blank=True)
    closing_reason = models.TextField(blank=True)
    extensions = models.PositiveSmallIntegerField(default=0)
    winner = models.ForeignKey("exchange.Registration", on_delete=models.PROTECT, null=True, related_name="+")
    result_fen = models.BigIntegerField(null=True)
    submitted_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)
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
            models.CheckConstraint(
                condition=~models.Q(state__in=AFTER_RESULT)
                | models.Q(winner__isnull=False, result_fen__gt=0),
                name="result_has_winner_and_price",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ListingState.LISTED)
                | models.Q(listed_at__isnull=False, registration_ends_at__isnull=False),
                name="listed_has_an_end",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=WITH_REASON) | ~models.Q(closing_reason=""),
                name="ended_early_has_a_reason",
            ),
        ]

    @property
    def display_title(self) -> str:
        return self.achievement.title

    @property
    def awaits_confirmation(self) -> bool:
        """Say whether there is a result that is not confirmed yet, also while the listing is suspended."""
        state = self.previous_state if self.state == ListingState.SUSPENDED else self.state
        return state == ListingState.RESULT_PENDING


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
    related = models.BooleanField(_("Related to the seller or an inventor"), default=False)
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
