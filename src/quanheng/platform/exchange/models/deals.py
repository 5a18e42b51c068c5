"""What follows a result: the deal with its contract, and the parts of the price."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quanheng.platform.accounts.models import Organisation
from quanheng.platform.common.cases import Case
from quanheng.platform.common.files.models import Attachment
from quanheng.platform.exchange.models.listings import Listing
from quanheng.platform.exchange.models.lots import Lot


class Deal(Case):
    """What follows a result: contract, instalments, registration. Its state is that of its listing."""

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
    def state(self) -> str:
        return self.listing.state

    @property
    def display_title(self) -> str:
        return self.listing.display_title


class Instalment(models.Model):
    """One part of the price: due by the contract, paid by voucher, confirmed by a second person.

    Order 0 is the winner's deposit, counted towards the price when the contract is signed.
    """

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
            models.CheckConstraint(
                condition=models.Q(paid_at=None) | models.Q(confirmed_by__isnull=False) | models.Q(order=0),
                name="paid_is_confirmed",
            ),
        ]
