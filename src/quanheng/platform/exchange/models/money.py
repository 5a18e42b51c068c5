"""The ledger: accounts, transfers in double entry, and the deposits that rest on them."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quanheng.platform.accounts.models import Organisation
from quanheng.platform.exchange.models.listings import Registration


class LedgerAccount(models.Model):
    """A balance in fen: a party's free or held money, or one of the platform's own accounts."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(
        max_length=10, choices=[(k, k) for k in ("outside", "free", "held", "seller", "fees", "forfeits")]
    )
    balance_fen = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind"], name="one_account_per_owner_and_kind"),
            models.UniqueConstraint(
                fields=["kind"],
                condition=models.Q(organisation=None),
                name="one_account_of_the_platform_per_kind",
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
